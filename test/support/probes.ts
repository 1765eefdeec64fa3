/** One operation sent over every transport, and what each answers in one shape. */
import type { FormattedExecutionResult } from 'graphql'
import type { AnyData, TestApp } from './app.ts'
import { openSignedIn, type RawSocket } from './raw-socket.ts'

export const TRANSPORTS = ['POST', 'GET', 'SSE', 'WebSocket'] as const
export type Transport = (typeof TRANSPORTS)[number]

export interface Answer {
  /** Of HTTP; null over a socket. */
  readonly status: number | null
  readonly data: AnyData
  readonly errors: readonly { message: string; extensions: Record<string, unknown> }[]
  readonly codes: readonly unknown[]
  readonly extensions: AnyData
  readonly text: string
}

export interface Probe {
  readonly query?: string
  readonly variables?: unknown
  readonly operationName?: string
  readonly documentId?: string
}

export interface Prober {
  send(transport: Transport, probe: Probe | string): Promise<Answer>
  /** The socket that all WebSocket probes went over. */
  readonly raw: RawSocket
}

const answerOf = (status: number | null, text: string): Answer => {
  if (text === '') return { status, data: null, errors: [], codes: [`HTTP ${status}`], extensions: undefined, text }
  const result = JSON.parse(text) as FormattedExecutionResult
  const errors = (result.errors ?? []) as unknown as Answer['errors']
  return {
    status,
    data: result.data,
    errors,
    codes: errors.map((error) => error.extensions?.['code']),
    extensions: result.extensions,
    text,
  }
}

/** The result in the first `next` event; text that is no event stream as it is. */
const firstEvent = (text: string): string => /^event: next\ndata: (.*)$/m.exec(text)?.[1] ?? text

export async function createProber(app: TestApp, token?: string): Promise<Prober> {
  const raw = await openSignedIn(app.wsUrl, token)
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const strict = 'application/graphql-response+json'
  let ids = 0

  async function overHttp(transport: 'POST' | 'GET' | 'SSE', probe: Probe): Promise<Answer> {
    const accept = transport === 'SSE' ? 'text/event-stream' : strict
    const search = new URLSearchParams(
      Object.entries(probe).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    )
    const response =
      transport === 'GET'
        ? await fetch(`${app.url}/graphql?${search}`, { headers: { accept, ...authorization } })
        : await fetch(`${app.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', accept, ...authorization },
            body: JSON.stringify(probe),
          })
    return answerOf(response.status, firstEvent(await response.text()))
  }

  async function overSocket(probe: Probe): Promise<Answer> {
    const id = `probe-${++ids}`
    raw.send({ id, type: 'subscribe', payload: { query: '', ...probe } })
    const { type, payload } = await raw.next((frame) => frame.id === id)
    return answerOf(null, JSON.stringify(type === 'error' ? { errors: payload } : payload))
  }

  return {
    raw,
    send: (transport, given) => {
      const probe = typeof given === 'string' ? { query: given } : given
      return transport === 'WebSocket' ? overSocket(probe) : overHttp(transport, probe)
    },
  }
}
