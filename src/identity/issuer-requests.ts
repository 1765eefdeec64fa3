/** The bodies that the development and guest issuers take, read strictly. Pure. Source: protocol, "Identity". */
import { readDisplayName } from './display-name.ts'

export type Reading<T> = { readonly value: T } | { readonly fault: string }

export const BODY_LENGTH_MAX = 4_096
const GROUPS_MAX = 20
const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,189}$/u
const GROUP = /^[^\p{Cc}\p{Cs}]{1,128}$/u

export function readBody(text: string): Reading<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value: value as Record<string, unknown> }
  } catch {
    // Falls through to the one sentence for all that is no object.
  }
  return { fault: 'The body must be a JSON object.' }
}

/** E-mail addresses that differ in case, composition or outer spaces are one person's. */
const normalEmail = (email: string): string => email.normalize('NFC').trim().toLowerCase()

export interface DevRequest {
  readonly email: string
  /** As a provider's name claim: one that is no valid display name is issued and not used. */
  readonly name: string | null
  readonly groups: readonly string[]
}

export function readDevRequest(body: Readonly<Record<string, unknown>>): Reading<DevRequest> {
  const { email, name, groups } = body
  if (typeof email !== 'string' || email.length > 320 || !EMAIL.test(normalEmail(email))) {
    return { fault: 'email must be an e-mail address of at most 254 characters.' }
  }
  if (name !== undefined && name !== null && (typeof name !== 'string' || name.length > 256)) {
    return { fault: 'name must be a text of at most 256 characters.' }
  }
  const isGroups =
    Array.isArray(groups) &&
    groups.length <= GROUPS_MAX &&
    groups.every((group) => typeof group === 'string' && GROUP.test(group))
  if (groups !== undefined && groups !== null && !isGroups) {
    return { fault: `groups must be a list of at most ${GROUPS_MAX} texts of 1 to 128 characters.` }
  }
  return { value: { email: normalEmail(email), name: name ?? null, groups: (groups as string[] | null | undefined) ?? [] } }
}

/** The name that a guest asks for; null where one is to be made up. */
export function readGuestName(body: Readonly<Record<string, unknown>>): Reading<string | null> {
  const { name } = body
  if (name === undefined || name === null) return { value: null }
  if (typeof name !== 'string') return { fault: 'name must be a text.' }
  const reading = readDisplayName(name)
  return 'name' in reading ? { value: reading.name } : { fault: reading.fault.replace(/^displayName/, 'name') }
}

export function readSecret(body: Readonly<Record<string, unknown>>): Reading<string> {
  const { secret } = body
  if (typeof secret === 'string' && secret.length >= 1 && secret.length <= 128) return { value: secret }
  return { fault: 'secret must be a text of 1 to 128 characters.' }
}
