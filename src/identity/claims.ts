/**
 * What the claims of a token must be, after its signature, issuer and times were checked. Pure. Source: protocol,
 * "Identity"; threats, row 17.
 */
import { nameOfClaims } from './display-name.ts'

export interface TokenRules {
  readonly issuer: string
  /** `aud` must contain it. null only where `clientId` is set. */
  readonly audience: string | null
  /** Cognito: `token_use` access must name it in `client_id`, `token_use` id in `aud`. */
  readonly clientId: string | null
  readonly groupsClaim: string
}

export interface VerifiedToken {
  readonly issuer: string
  readonly subject: string
  readonly groups: readonly string[]
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** A valid display name that the token brought; null where it brought none. */
  readonly name: string | null
}

export type ClaimsReading = VerifiedToken | { readonly fault: string }

const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,255}$/u
const MOMENT_MAX_S = 8.64e12

/** The token's meaning, or one sentence that says which claim is wrong (never its value). */
export function readClaims(payload: Readonly<Record<string, unknown>>, rules: TokenRules): ClaimsReading {
  const { sub, iat, exp } = payload
  if (typeof sub !== 'string' || !SUBJECT.test(sub)) return { fault: 'its sub must be a text of 1 to 255 characters' }
  if (typeof exp !== 'number' || !(exp > 0 && exp < MOMENT_MAX_S)) return { fault: 'its exp must be a time in seconds' }
  const fault = faultOfAudience(payload, rules)
  if (fault !== null) return { fault }
  const groups = payload[rules.groupsClaim] ?? (Object.hasOwn(payload, rules.groupsClaim) ? null : [])
  if (!isTexts(groups)) return { fault: 'its groups claim must be a list of texts' }
  const issuedAt = new Date(typeof iat === 'number' && iat > 0 && iat < MOMENT_MAX_S ? Math.floor(iat * 1000) : 0)
  return { issuer: rules.issuer, subject: sub, groups, issuedAt, expiresAt: new Date(exp * 1000), name: nameOfClaims(payload) }
}

/** Whether the token was made for this service: by audience, or as Cognito says it. */
function faultOfAudience(payload: Readonly<Record<string, unknown>>, rules: TokenRules): string | null {
  const audience = typeof payload.aud === 'string' ? [payload.aud] : payload.aud
  if (audience !== undefined && !isTexts(audience)) return 'its aud must be a text or a list of texts'
  if (rules.clientId === null) {
    return rules.audience !== null && audience?.includes(rules.audience) ? null : 'it is not for this audience'
  }
  if (payload.token_use === 'id') return audience?.includes(rules.clientId) ? null : 'it is not for this client'
  if (payload.token_use !== 'access') return 'its token_use must be access or id'
  if (payload.client_id !== rules.clientId) return 'it is not for this client'
  // Cognito's access tokens carry an audience only where one was asked for.
  const isForUs = rules.audience === null || audience === undefined || audience.includes(rules.audience)
  return isForUs ? null : 'it is not for this audience'
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string')
