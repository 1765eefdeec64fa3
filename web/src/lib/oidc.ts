/** The identity provider's login: the authorization code flow with PKCE. Nothing secret is in the page. */
import { ApiError } from './api.ts'
import type { OidcSite } from './site.ts'
import { readStored, writeStored } from './stored.ts'

export interface Credentials {
  /** In the order in which they are tried. */
  readonly tokens: readonly string[]
  /** From an identity provider that gives one; kept for the tab alone. */
  readonly refreshToken?: string | null
}

interface Pending {
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
  /** Where the person was. */
  readonly hash: string
}

interface Tokens {
  readonly access_token?: string
  readonly id_token?: string
  readonly refresh_token?: string
  readonly error_description?: string
  readonly error?: string
}

const tab = () => sessionStorage

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** Leaves for the provider's page; the way back is `finishLogin`. */
export async function startLogin(site: OidcSite): Promise<void> {
  if (!site.clientId)
    throw new ApiError('LOGIN', 'The organiser has set no AUTH_WEB_CLIENT_ID: there is no login from this page.')
  if (!site.authorizationEndpoint) throw new ApiError('NETWORK', 'The identity provider does not answer.')
  if (!globalThis.crypto?.subtle) throw new ApiError('LOGIN', 'Signing in needs https.')
  const pending: Pending = {
    state: random(),
    verifier: random(),
    redirectUri: `${location.origin}${location.pathname}`,
    hash: `${location.search}${location.hash}`,
  }
  writeStored('login', pending, tab)
  const challenge = base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier))))
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: site.clientId,
    redirect_uri: pending.redirectUri,
    scope: site.scope,
    state: pending.state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  const address = new URL(site.authorizationEndpoint)
  for (const [name, value] of query) address.searchParams.set(name, value)
  location.assign(address)
}

/** Back from the provider: the credentials; null where the address carries no login of ours. */
export async function finishLogin(site: OidcSite): Promise<Credentials | null> {
  const query = new URLSearchParams(location.search)
  const state = query.get('state')
  if (state === null || (!query.has('code') && !query.has('error'))) return null
  const pending = readStored<Pending | null>('login', null, tab)
  writeStored('login', null, tab)
  history.replaceState(null, '', `${location.pathname}${pending?.hash ?? ''}`)
  dispatchEvent(new HashChangeEvent('hashchange'))
  if (pending === null || pending.state !== state)
    throw new ApiError('LOGIN', 'This login was not begun here. Please sign in again.')
  const code = query.get('code')
  if (code === null) throw new ApiError('LOGIN', query.get('error_description') ?? 'The login was given up.')
  return await askForTokens(site, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: pending.redirectUri,
    code_verifier: pending.verifier,
  })
}

export async function refreshLogin(site: OidcSite, refreshToken: string): Promise<Credentials> {
  const fresh = await askForTokens(site, { grant_type: 'refresh_token', refresh_token: refreshToken })
  return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken }
}

async function askForTokens(site: OidcSite, form: Record<string, string>): Promise<Credentials> {
  if (!site.tokenEndpoint || !site.clientId) throw new ApiError('NETWORK', 'The identity provider does not answer.')
  const body = new URLSearchParams({ ...form, client_id: site.clientId })
  const tokens = await fetch(site.tokenEndpoint, { method: 'POST', body, headers: { accept: 'application/json' } })
    .then((response) => response.json() as Promise<Tokens>)
    .catch(() => {
      throw new ApiError('NETWORK', 'The identity provider cannot be reached.')
    })
  // An access token that is no JWT is for the provider alone; one for another audience the server refuses: then the ID token says who it is.
  const jwts = [tokens.access_token, tokens.id_token].filter((text) => text?.split('.').length === 3) as string[]
  if (jwts.length === 0)
    throw new ApiError('LOGIN', tokens.error_description ?? tokens.error ?? 'The identity provider gave no token.')
  return { tokens: jwts, refreshToken: tokens.refresh_token ?? null }
}
