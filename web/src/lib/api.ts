/** GraphQL over HTTP: typed documents in, data or one sentence out. */
import type { TypedDocumentString } from '../generated/graphql.ts'
import { loadSite } from './site.ts'

export type Document<Result, Variables> = TypedDocumentString<Result, Variables>

/** Why there is no answer: a code of the API, or NETWORK where nothing came back. */
export class ApiError extends Error {
  readonly code: string
  readonly retryAfterMs: number | null
  constructor(code: string, message: string, retryAfterMs: number | null = null) {
    super(message)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }

  /** Whether the same request may be sent again as it is, soon. */
  get isPassing(): boolean {
    return this.code === 'NETWORK' || this.code === 'SERVICE_UNAVAILABLE' || this.code === 'RATE_LIMITED'
  }
}

interface Wire<Result> {
  readonly data?: Result | null
  readonly errors?: readonly {
    readonly message: string
    readonly extensions?: { readonly code?: string; readonly retryAfterMs?: number }
  }[]
}

export const tokenSource: { current: () => string | null; refused: () => void } = { current: () => null, refused: () => {} }

const TIMEOUT_MS = 10_000

export interface AskOptions {
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  /** Where absent, the session's. */
  readonly token?: string | null
}

/** A document as it is sent: by its id where the server runs trusted documents only. A socket wants a text in any case. */
export async function sentAs<Result, Variables>(document: Document<Result, Variables>): Promise<{ readonly query: string }> {
  const { __meta__: id } = document
  const site = await loadSite().catch(() => null)
  return site?.trustedOnly ? { query: '', ...id } : { query: document.toString() }
}

/** The data of a document. Throws an ApiError for anything else; userErrors are data. */
export async function ask<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  options: AskOptions = {},
): Promise<Result> {
  const token = options.token === undefined ? tokenSource.current() : options.token
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const wire = await post<Result>(
    '/graphql',
    { ...(await sentAs(document)), variables },
    {
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      token,
    },
  )
  const [error] = wire.errors ?? []
  if (error) {
    const { code = 'INTERNAL_SERVER_ERROR', retryAfterMs = null } = error.extensions ?? {}
    if (code === 'UNAUTHENTICATED' && token !== null) tokenSource.refused()
    throw new ApiError(code, error.message, retryAfterMs)
  }
  if (!wire.data) throw new ApiError('NETWORK', 'The server gave no answer.')
  return wire.data
}

/** Posts JSON and reads JSON; what cannot be read is NETWORK. */
export async function post<Result>(
  path: string,
  body: unknown,
  { signal, token = null }: { signal?: AbortSignal; token?: string | null } = {},
): Promise<Wire<Result>> {
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' }
  if (token) headers['authorization'] = `Bearer ${token}`
  try {
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal, cache: 'no-store' })
    return (await response.json()) as Wire<Result>
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError('NETWORK', 'The server cannot be reached.')
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  NETWORK: 'The server cannot be reached.',
  UNAUTHENTICATED: 'Please join first.',
  FORBIDDEN: 'You may not do this.',
  SERVICE_UNAVAILABLE: 'The market is very busy. Please try again in a moment.',
  RATE_LIMITED: 'That was a little fast. Please try again in a moment.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on the server.',
}

/** Any failure as a sentence for people. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError ? (SENTENCES[error.code] ?? error.message) : error instanceof Error ? error.message : String(error)

/** Sends the same request until there is an answer, at most for `forMs`: only for what may be repeated, as by its key. */
export async function untilAnswered<Result>(
  send: () => Promise<Result>,
  { forMs = 30_000, onRetry }: { forMs?: number; onRetry?: (error: ApiError) => void } = {},
): Promise<Result> {
  const startMs = Date.now()
  for (let attempt = 0; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      const isPassing = error instanceof ApiError && error.isPassing
      const askedMs = (error instanceof ApiError ? error.retryAfterMs : null) ?? 0
      const waitMs = Math.max(askedMs, Math.min(4_000, 300 * 2 ** attempt) * (0.5 + Math.random()))
      if (!isPassing || Date.now() - startMs + waitMs > forMs) throw error
      onRetry?.(error)
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}

/** A new key for a new intent. Works where crypto.randomUUID does not: on plain http in a hall. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
