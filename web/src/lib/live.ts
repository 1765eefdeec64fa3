/**
 * One WebSocket for all that is live, and what is known of it. Every stream goes on by itself after a loss; `variables`
 * is asked again for each connection, so that it can carry the cursor of the last message. The page is `live` only while
 * the server was heard within the last seconds and, after a loss, once every `onConnected` has caught up.
 */
import { createClient } from 'graphql-ws'
import { createEffect, createRoot, createSignal, on } from 'solid-js'
import { ApiError, type Document, sentAs, tokenSource } from './api.ts'
import { token } from './session.ts'

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline'

const [state, setState] = createSignal<ConnectionState>('connecting')
const [lastHeardMs, setLastHeardMs] = createSignal(0)

/** What the page shows of the connection. */
export { state as connection }
/** When the server was last known to be there; what is shown is as of then while not live. */
export { lastHeardMs }
export const isLive = (): boolean => state() === 'live'

const PING_EVERY_MS = 3_000
const SILENCE_MAX_MS = 7_000
const SLEPT_MS = 5_000
const RETRY_MAX_MS = 4_000
const TERMINATED = 4499
const FORBIDDEN = 4403

const followers = new Set<() => Promise<void>>()
let heardMs = 0
let isOpen = false
let connectionNumber = 0
let failures = 0
let mayRetry: Promise<void> | null = null
let cutWait: () => void = () => {}

const client = createClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  retryAttempts: 0,
  keepAlive: PING_EVERY_MS,
  lazyCloseTimeout: 5_000,
  connectionAckWaitTimeout: 6_000,
  connectionParams: () => {
    const current = tokenSource.current()
    return current ? { authorization: `Bearer ${current}` } : {}
  },
  on: {
    connected: () => void opened(),
    message: heard,
    pong: heard,
    closed: (event) => closed((event as { code?: number }).code ?? 0),
    error: () => closed(0),
  },
})

function heard(): void {
  heardMs = Date.now()
}

async function opened(): Promise<void> {
  heard()
  isOpen = true
  failures = 0
  const own = ++connectionNumber
  for (let attempt = 0; own === connectionNumber && isOpen; attempt++) {
    const results = await Promise.allSettled(Array.from(followers, (follow) => follow()))
    if (own !== connectionNumber || !isOpen) return
    if (results.every(({ status }) => status === 'fulfilled')) {
      setLastHeardMs(Date.now())
      setState('live')
      return
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(4_000, 300 * 2 ** attempt)))
  }
}

function closed(code: number): void {
  if (isOpen) setLastHeardMs(heardMs)
  isOpen = false
  connectionNumber++
  setState(navigator.onLine ? (lastHeardMs() === 0 ? 'connecting' : 'reconnecting') : 'offline')
  if (code === FORBIDDEN) tokenSource.refused()
  if (code !== TERMINATED) failures++
}

/** Closes what may be dead; the streams open a new one at once. */
function reconnect(): void {
  failures = 0
  closed(TERMINATED)
  client.terminate()
  cutWait()
}

/** Streams wait here together after a loss: a moment that grows, with chance in it, and never while offline. */
function door(): Promise<void> {
  if (failures === 0 && navigator.onLine) return Promise.resolve()
  mayRetry ??= new Promise<void>((resolve) => {
    const waitMs = Math.min(RETRY_MAX_MS, 150 * 2 ** failures) * (0.5 + Math.random() / 2)
    const timer = navigator.onLine ? setTimeout(() => cutWait(), waitMs) : undefined
    cutWait = () => {
      clearTimeout(timer)
      mayRetry = null
      cutWait = () => {}
      resolve()
    }
  })
  return mayRetry
}

/** Called on every new connection, the first too; the page is not live before it is done. Throws to be tried again. */
export function onConnected(follow: () => Promise<void>): () => void {
  followers.add(follow)
  return () => followers.delete(follow)
}

export interface StreamOptions {
  /** An error of this stream alone; answers whether to try again. */
  readonly onError?: (error: ApiError) => boolean
}

/** Runs a subscription until the returned function is called. */
export function stream<Result, Variables extends Record<string, unknown>>(
  document: Document<Result, Variables>,
  variables: () => Variables,
  next: (data: Result) => void,
  { onError = () => true }: StreamOptions = {},
): () => void {
  let isOver = false
  let unsubscribe: () => void = () => {}
  const once = (sent: { readonly query: string }) =>
    new Promise<unknown>((resolve) => {
      unsubscribe = client.subscribe<Result>(
        { ...sent, variables: variables() },
        {
          next: ({ data, errors }) => {
            if (isOver) return
            if (errors?.length) return resolve(errors)
            if (data) next(data)
          },
          error: resolve,
          complete: () => resolve(null),
        },
      )
    })
  const run = async () => {
    while (!isOver) {
      await door()
      const sent = await sentAs(document)
      if (isOver) return
      const end = await once(sent)
      unsubscribe()
      if (isOver) return
      if (Array.isArray(end)) {
        const [error] = end as { message: string; extensions?: { code?: string } }[]
        if (!onError(new ApiError(error?.extensions?.code ?? 'INTERNAL_SERVER_ERROR', error?.message ?? ''))) return
      }
      if (Array.isArray(end) || end === null) await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 1_000))
    }
  }
  void run()
  return () => {
    isOver = true
    unsubscribe()
  }
}

/** Watches for silence and sleep; call once. */
export function watchConnection(): void {
  let lastTickMs = Date.now()
  setInterval(() => {
    const nowMs = Date.now()
    const slept = nowMs - lastTickMs > SLEPT_MS
    lastTickMs = nowMs
    const silentMs = nowMs - heardMs
    if (isOpen && (silentMs > SILENCE_MAX_MS || (slept && silentMs > PING_EVERY_MS + 1_000))) reconnect()
  }, 1_000)
  addEventListener('online', reconnect)
  addEventListener('offline', reconnect)
  addEventListener('pageshow', (event) => event.persisted && reconnect())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - heardMs > PING_EVERY_MS + 1_000) reconnect()
  })
  createRoot(() => createEffect(on(token, reconnect, { defer: true })))
}

/** Calls `again` each time the page is live after a loss; not for the first connection. */
export function onBackAgain(again: () => void): void {
  let isLost = false
  createEffect(
    on(state, (now) => {
      if (now === 'live' && isLost) again()
      isLost = now === 'reconnecting' || now === 'offline'
    }),
  )
}
