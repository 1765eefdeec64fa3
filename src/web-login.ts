/** Where the identity provider's login is, as its discovery document says: asked for when first needed. */
import { isSecureOrLoopback } from './platform/environment.ts'

export interface LoginEndpoints {
  readonly authorizationEndpoint: string | null
  readonly tokenEndpoint: string | null
  readonly endSessionEndpoint: string | null
  readonly scope: string
}

export interface Discovery {
  endpoints(): Promise<LoginEndpoints>
  /** The one address beyond our own that a page calls. */
  tokenOrigin(): Promise<string | null>
}

const WAIT_MS = 3_000
const GOOD_FOR_MS = 600_000
const AGAIN_AFTER_MS = 10_000
const UNKNOWN: LoginEndpoints = {
  authorizationEndpoint: null,
  tokenEndpoint: null,
  endSessionEndpoint: null,
  scope: 'openid profile',
}

export function createDiscovery(issuer: string, fetchJson: (url: string) => Promise<unknown> = fetchInTime): Discovery {
  let known: LoginEndpoints | null = null
  let asked: { answer: Promise<LoginEndpoints>; untilMs: number } | null = null

  const endpoints = (): Promise<LoginEndpoints> => {
    if (asked && asked.untilMs > performance.now()) return asked.answer
    const answer = fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`).then(
      (document) => (known = read(document)),
      () => {
        if (asked) asked.untilMs = performance.now() + AGAIN_AFTER_MS
        return known ?? UNKNOWN
      },
    )
    asked = { answer, untilMs: performance.now() + GOOD_FOR_MS }
    return answer
  }
  return {
    endpoints,
    async tokenOrigin() {
      const { tokenEndpoint } = await endpoints()
      return tokenEndpoint === null ? null : new URL(tokenEndpoint).origin
    },
  }
}

function read(document: unknown): LoginEndpoints {
  const of = (name: string): string | null => {
    const value = (document as Record<string, unknown> | null)?.[name]
    return typeof value === 'string' && URL.canParse(value) && isSecureOrLoopback(value) ? value : null
  }
  return {
    ...UNKNOWN,
    authorizationEndpoint: of('authorization_endpoint'),
    tokenEndpoint: of('token_endpoint'),
    endSessionEndpoint: of('end_session_endpoint'),
  }
}

async function fetchInTime(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(WAIT_MS), redirect: 'error' })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return await response.json()
}
