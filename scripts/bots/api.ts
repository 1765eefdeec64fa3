/** The public API as the bots use it: joining, and asking with patience. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { TypedDocumentString } from './generated/graphql.ts'

/** What the operator can put right; said as it is, without a stack. */
export class Advice extends Error {}

/** An answer that says no for good. */
export class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const REQUEST_MAX_MS = 15_000
const TRIES = 6
const WAIT_MS_MAX = 15_000

interface Answered {
  readonly data?: unknown
  readonly errors?: readonly { message: string; extensions?: { code?: string; retryAfterMs?: number } }[]
}

async function post(url: string, body: unknown, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MAX_MS)]),
  })
}

/** Starts a server that runs trusted documents only with those of the bots. */
const TRUSTED = 'TRUSTED_DOCUMENTS=scripts/bots/generated/persisted-documents.json'

export interface Api {
  /** Throws Advice where no server answers. */
  reach(): Promise<void>
  /** A document as the server takes it: by its id where it runs trusted documents only. A socket wants a text in any case. */
  sent<Data, Variables>(document: TypedDocumentString<Data, Variables>): { readonly query: string }
  /** A token of the development issuer, or of the guests'. */
  join(number: number, name: string): Promise<string>
  /** Repeats what got no answer, and what was asked too fast; a mutation therefore brings its key. Throws Refused. */
  ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables, token?: string): Promise<Data>
}

export function createApi(url: string, signal: AbortSignal): Api {
  /** Learnt from the first text that is refused. */
  let trustedOnly = false

  function sent<Data, Variables>(document: TypedDocumentString<Data, Variables>): { readonly query: string } {
    const { __meta__: id } = document
    return trustedOnly ? { query: '', ...id } : { query: document.toString() }
  }

  async function once<Data>(body: object, token: string | undefined): Promise<Data | { waitMs: number }> {
    const response = await post(`${url}/graphql`, body, token ? { authorization: `Bearer ${token}` } : {}, signal).catch(
      (error: unknown) => {
        if (signal.aborted) throw error
        return null
      },
    )
    if (!response || response.status >= 502) return { waitMs: 500 }
    const { data, errors } = (await response.json()) as Answered
    if (!errors) return data as Data
    const { message, extensions = {} } = errors[0]!
    if (extensions.code === 'RATE_LIMITED') return { waitMs: extensions.retryAfterMs ?? 1_000 }
    if (extensions.code === 'SERVICE_UNAVAILABLE') return { waitMs: 500 }
    if (extensions.code === 'BAD_REQUEST' && !trustedOnly && message.includes('trusted documents only')) {
      trustedOnly = true
      return { waitMs: 0 }
    }
    if (extensions.code === 'BAD_REQUEST' && trustedOnly)
      throw new Advice(`The server at ${url} runs trusted documents only: start it with ${TRUSTED} to let bots in. (${message})`)
    throw new Refused(extensions.code ?? '', message)
  }

  const noServer = (cause: unknown) =>
    new Advice(`No server answers at ${url}. Start one with "npm start", or name another with --url.`, { cause })

  return {
    async reach() {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MAX_MS)])
      const response = await fetch(`${url}/health`, { signal: patience }).catch((cause: unknown) => {
        throw noServer(cause)
      })
      await response.body?.cancel()
    },
    sent,
    async join(number, name) {
      const bodies = [
        ['/dev/token', { email: `bot-${number}@bots.example`, name }],
        ['/guest/token', { name }],
      ] as const
      for (const [path, body] of bodies) {
        const response = await post(`${url}${path}`, body, {}, signal).catch((cause: unknown) => {
          throw noServer(cause)
        })
        if (response.status === 404 || response.status === 405) continue
        const { token, errors } = (await response.json()) as { token?: string } & Answered
        if (token) return token
        throw new Advice(`Bot ${number} may not join: ${errors?.[0]?.message ?? response.status}`)
      }
      throw new Advice(`The server at ${url} gives out no tokens: bots join in the modes dev and guest (AUTH=dev, AUTH=guest).`)
    },
    async ask<Data, Variables>(
      document: TypedDocumentString<Data, Variables>,
      variables: Variables,
      token?: string,
    ): Promise<Data> {
      for (let tries = 1; ; tries++) {
        const answer = await once<Data>({ ...sent(document), variables }, token)
        if (typeof answer !== 'object' || answer === null || !('waitMs' in answer)) return answer as Data
        if (tries === TRIES) throw new Refused('SERVICE_UNAVAILABLE', 'The server does not answer.')
        await sleep(Math.min(WAIT_MS_MAX, answer.waitMs * 2 ** (tries - 1)), undefined, { signal })
      }
    },
  }
}
