/** Fuzzed operations over POST, GET and event streams: what may not come back, and what came. */
import type { Chance } from './chance.ts'
import { broken, type FuzzedOperation } from './documents.ts'
import { NASTY } from './values.ts'

/** Something that a server must never do, with the input that made it. */
export class Finding extends Error {}

/** What has come back, by transport and code; and the findings. */
export interface Tally {
  readonly counts: Map<string, number>
  readonly findings: string[]
}

export const count = ({ counts }: Tally, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const CODES: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'RATE_LIMITED',
  'COST_LIMIT_EXCEEDED',
  'IDEMPOTENCY_KEY_REUSED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
])
/** What only the inside knows. */
const INSIDE = /node_modules|\.ts:\d|\n\s+at |relation "|violates|invalid input syntax|ECONN|Cannot read prop|is not a function/

/** Throws a Finding unless every error of the result is one that a client may read. */
export function checkResult(result: unknown): string {
  if (typeof result !== 'object' || result === null) throw new Finding('an answer that is no object')
  const { errors } = result as { errors?: readonly { message?: unknown; extensions?: { code?: unknown } }[] }
  for (const error of errors ?? []) {
    if (!CODES.has(error.extensions?.code)) throw new Finding(`an error of code ${String(error.extensions?.code)}`)
    if (INSIDE.test(String(error.message))) throw new Finding(`an error that tells of the inside: ${String(error.message)}`)
  }
  return errors?.length ? String(errors[0]!.extensions!.code) : 'data'
}

const PATIENCE_MS = 15_000
const EVENTS = 'text/event-stream'

interface Sent {
  readonly url: string
  readonly init: RequestInit & { headers: Record<string, string> }
}

function requestOf(base: string, operation: FuzzedOperation, token: string | null, chance: Chance): Sent {
  const { kind: _kind, ...parameters } = operation
  const accept = operation.kind === 'subscription' || chance.oneIn(8) ? EVENTS : 'application/graphql-response+json'
  const headers: Record<string, string> = { accept, ...(token ? { authorization: `Bearer ${token}` } : {}) }
  if (chance.oneIn(40)) headers['idempotency-key'] = encodeURI(chance.of(NASTY).replace('\ud800', '')) || 'key'
  if (operation.kind !== 'mutation' && chance.oneIn(4)) {
    const { query, variables, operationName } = parameters
    const search = new URLSearchParams({
      query,
      variables: JSON.stringify(variables),
      ...(operationName ? { operationName } : {}),
    })
    const path = `/graphql?${search}`
    // Beyond it the answer is Node's own: 431, without a body.
    if (path.length < 12_000) return { url: base + path, init: { headers } }
  }
  const json = JSON.stringify(parameters)
  const body = chance.oneIn(15) ? broken(json, '{"query":{"a":[1,2', chance) : json
  return { url: `${base}/graphql`, init: { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } } }
}

/** The results of an event stream, as far as they are there. */
const eventsOf = (text: string): unknown[] =>
  Array.from(text.matchAll(/^event: next\ndata: (.*)$/gm), ([, json]) => JSON.parse(json!))

/** Sends one operation and checks what comes back; a stream is left after its first event. */
export async function tryOverHttp(
  base: string,
  operation: FuzzedOperation,
  token: string | null,
  chance: Chance,
): Promise<string> {
  const { url, init } = requestOf(base, operation, token, chance)
  const leaving = new AbortController()
  const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(PATIENCE_MS)])
  const response = await fetch(url, { ...init, signal })
  if (response.status >= 500) throw new Finding(`status ${response.status}: ${await response.text()}`)
  const how = `${init.method ?? 'GET'}${init.headers['accept'] === EVENTS ? ' events' : ''}`
  if (!response.headers.get('content-type')?.startsWith(EVENTS)) {
    const text = await response.text()
    return `${how} ${response.status} ${checkResult(JSON.parse(text))}`
  }
  let text = ''
  try {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    while (!/^event: (next\ndata: .*\n|complete)/m.test(text)) {
      const { value, done } = await reader.read()
      if (done) break
      text += value
      // A stream that waits for something to happen is left, too.
      if (text === ':\n\n') setTimeout(() => leaving.abort(), 50)
    }
  } catch (error) {
    if (!leaving.signal.aborted) throw error
  }
  leaving.abort()
  return `${how} ${response.status} ${eventsOf(text).map(checkResult)[0] ?? 'silence'}`
}
