/** Who is using the page: a token with its end, kept on the device, and the viewer that the server sees in it. */
import { batch, createSignal } from 'solid-js'
import { ViewerDocument, type ViewerQuery } from '../generated/graphql.ts'
import { ApiError, ask, newKey, post, tokenSource } from './api.ts'
import { type Credentials, refreshLogin } from './oidc.ts'
import { loadSite } from './site.ts'
import { readStored, writeStored } from './stored.ts'

export type Viewer = NonNullable<ViewerQuery['viewer']>

const [token, setToken] = createSignal<string | null>(null)
const [viewer, setViewer] = createSignal<Viewer | null>(null)
const [ended, setEnded] = createSignal(false)

/** The token in use; null for who only looks. */
export { token, viewer }
/** Whether a session ended by itself: the page offers to join again. */
export { ended as sessionEnded }

const EARLY_MS = 60_000
const TIMER_MAX_MS = 2_000_000_000
let endTimer: ReturnType<typeof setTimeout> | undefined

tokenSource.current = token
tokenSource.refused = () => endSession()

/** When a token ends, in ms; 0 for what is no token. */
function expiryOf(jwt: string): number {
  try {
    const payload = JSON.parse(atob(jwt.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))) as { exp?: number }
    return (payload.exp ?? 0) * 1000
  } catch {
    return 0
  }
}

/** Takes up what the device remembers. */
export async function resumeSession(): Promise<void> {
  const kept = readStored<string | null>('token', null)
  if (kept === null) return
  if (expiryOf(kept) <= Date.now()) return endSession()
  // Until the server said who it is, the token is used already: the viewer only adds the name.
  setToken(kept)
  scheduleEnd(kept)
  await loadViewer()
}

/** Enters with credentials that an issuer gave just now: the first token that the server takes. */
export async function enter({ tokens, refreshToken = null }: Credentials): Promise<void> {
  const { fresh, found } = await firstTaken(tokens)
  writeStored('token', fresh)
  writeStored('refresh', refreshToken, () => sessionStorage)
  // Whoever learns of the viewer asks with the viewer's token.
  batch(() => {
    setEnded(false)
    setToken(fresh)
    setViewer(found)
  })
  scheduleEnd(fresh)
}

async function firstTaken(tokens: readonly string[]): Promise<{ fresh: string; found: Viewer }> {
  let failure: unknown = new ApiError('UNAUTHENTICATED', 'The server does not know you.')
  for (const fresh of tokens) {
    try {
      const { viewer: found } = await ask(ViewerDocument, {}, { token: fresh })
      if (found) return { fresh, found }
    } catch (error) {
      failure = error
      if (!(error instanceof ApiError) || error.code !== 'UNAUTHENTICATED') throw error
    }
  }
  throw failure
}

async function loadViewer(): Promise<void> {
  try {
    const { viewer: found } = await ask(ViewerDocument, {})
    setViewer(found ?? null)
  } catch (error) {
    if (!(error instanceof ApiError) || !error.isPassing) throw error
    setTimeout(() => void loadViewer(), 3_000)
  }
}

export function leave(): void {
  forget()
  setEnded(false)
}

function endSession(): void {
  const had = token() !== null || readStored('token', null) !== null
  forget()
  if (had) setEnded(true)
}

function forget(): void {
  clearTimeout(endTimer)
  writeStored('token', null)
  writeStored('refresh', null, () => sessionStorage)
  setToken(null)
  setViewer(null)
}

/** A minute before the end the provider is asked for more; without it the session ends. */
function scheduleEnd(jwt: string): void {
  clearTimeout(endTimer)
  const leftMs = expiryOf(jwt) - Date.now()
  const renew = async () => {
    const refreshToken = readStored<string | null>('refresh', null, () => sessionStorage)
    const site = await loadSite().catch(() => null)
    if (refreshToken && site?.auth.mode === 'oidc') {
      const fresh = await refreshLogin(site.auth, refreshToken).catch(() => null)
      if (fresh) return await enter(fresh).catch(endSession)
    }
    clearTimeout(endTimer)
    endTimer = setTimeout(endSession, Math.max(0, expiryOf(jwt) - Date.now()))
  }
  endTimer = setTimeout(() => void renew(), Math.min(TIMER_MAX_MS, Math.max(0, leftMs - EARLY_MS)))
}

/** Joins with a nickname where the server itself issues tokens; the same device is the same trader again. */
export async function joinAs(name: string): Promise<void> {
  const { auth } = await loadSite()
  if (auth.mode === 'oidc') throw new ApiError('FORBIDDEN', 'Sign in with the identity provider.')
  const device = readStored<string | null>('device', null) ?? newKey()
  writeStored('device', device)
  const body = auth.mode === 'dev' ? { email: `${device}@device.example`, name } : { name }
  await enter({ tokens: [await tokenFrom(`/${auth.mode}/token`, body)] })
}

/** Development only: anyone, with groups for callers on the same machine. */
export async function joinForDevelopment(person: { email: string; name: string; groups: readonly string[] }): Promise<void> {
  await enter({ tokens: [await tokenFrom('/dev/token', person)] })
}

/** Administrators of a hall bring the secret of the first start. */
export async function joinWithSecret(secret: string, name: string): Promise<void> {
  await enter({ tokens: [await tokenFrom('/guest/admin', { secret, name })] })
}

async function tokenFrom(path: string, body: unknown): Promise<string> {
  const answer = (await post(path, body)) as {
    token?: string
    errors?: readonly { message: string; extensions?: { code?: string; retryAfterMs?: number } }[]
  }
  if (answer.token) return answer.token
  const [error] = answer.errors ?? []
  throw new ApiError(
    error?.extensions?.code ?? 'NETWORK',
    error?.message ?? 'The server gave no token.',
    error?.extensions?.retryAfterMs ?? null,
  )
}
