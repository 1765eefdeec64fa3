/**
 * The plain WebSocket of the original at /btx/ws: {"action":"subscribe","eventId":"…"} is answered with a message for each
 * price move from then on. It is the subscription priceUpdated with another writing: the same hubs, the same folding for
 * a reader that is slow, the same limits. The state at the start is not sent: the original's readers take every message for
 * a move, and read GET /btx/market/snapshot before.
 */
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql'
import type { WebSocket } from 'ws'
import { badUserInput, CodedError } from '../graphql/errors.ts'
import { maskedResult, type Results, runSubscription } from '../graphql/execution.ts'
import { maskError } from '../graphql/masking.ts'
import type { Caller, ContextMaker } from '../graphql/operation-context.ts'
import type { Operation } from '../graphql/policy.ts'
import type { RateLimits } from '../graphql/rate-limits.ts'
import type { Speak } from '../graphql/ws.ts'
import type { Connection, SocketState } from '../graphql/ws-connection.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Payload, Sink, StreamRequest } from '../streams/sink.ts'
import { RestPricesDocument, type RestPricesSubscription } from './generated/graphql.ts'
import { restAdmission } from './rest.http.ts'
import { PRICE_UPDATE } from './shapes.ts'

export interface PricesOptions {
  readonly schema: GraphQLSchema
  readonly profile: 'public' | 'locked'
  readonly limits: RateLimits
  readonly makeContext: ContextMaker
  readonly log: Log
  readonly maxSubscriptionsPerSocket: number
}

const DOCUMENT_ID = 'prices'
const DEFAULT_EVENT_ID = 'kickstart'

export function createPricesSocket(options: PricesOptions): Speak {
  const { limits, makeContext, log } = options
  const admit = restAdmission(options, new Map([[DOCUMENT_ID, RestPricesDocument.toString()]]))
  // One of our own: frames are shared by subscriptions of one document object, and /graphql writes them differently.
  let document: Operation['document'] | null = null

  /** The message of an update; a state is none. The line end keeps the stream from adding the server's time. */
  function encode(result: ExecutionResult, requestId: string): string {
    const { data, errors } = maskedResult(result, requestId, log)
    if (errors) return `${JSON.stringify(messageOf(errors[0]!))}\n`
    const update = (data as unknown as RestPricesSubscription).priceUpdated
    return update.kind === 'SNAPSHOT' ? '' : `${JSON.stringify(PRICE_UPDATE.write(update))}\n`
  }

  async function admitted(eventId: string, caller: Caller): Promise<Operation> {
    const parameters = { documentId: DOCUMENT_ID, variables: { eventId } }
    const admission = await admit(parameters, { readOnly: false, idempotencyKey: null }, caller)
    if (admission.errors) throw admission.errors[0]!
    document ??= { ...admission.operation.document }
    return { ...admission.operation, document }
  }

  async function subscribe(socket: PricesSocket, eventId: string): Promise<void> {
    const { state, readers } = socket
    if (readers.has(eventId)) return
    if (readers.size >= options.maxSubscriptionsPerSocket) {
      throw new CodedError(
        'COST_LIMIT_EXCEEDED',
        `At most ${options.maxSubscriptionsPerSocket} events may be subscribed to on one connection.`,
      )
    }
    const caller: Caller = { viewer: null, requestId: uuidv7(), address: state.address, idempotencyKey: null }
    const reader = new PricesReader(state.connection)
    readers.set(eventId, reader)
    try {
      const operation = await admitted(eventId, caller)
      const { variables, operationName } = operation
      const stream: StreamRequest = {
        document: operation.document,
        operationName,
        variables,
        sink: reader,
        encode: (result) => encode(result, caller.requestId),
      }
      const results = await runSubscription(operation, () => makeContext(caller, stream), log)
      if ('errors' in results) throw results.errors[0]!
      log.info({ requestId: caller.requestId, transport: 'ws', operation: 'RestPrices', cost: operation.cost }, 'request')
      await reader.follow(results)
    } finally {
      reader.end()
      readers.delete(eventId)
    }
  }

  async function take(socket: PricesSocket, text: string): Promise<void> {
    const requestId = uuidv7()
    try {
      const limited = await limits.charge({ viewer: null, address: socket.state.address }, 1)
      if (limited) throw limited
      await subscribe(socket, readSubscribe(text))
    } catch (error) {
      await socket.state.connection.send(JSON.stringify(messageOf(maskError(error, requestId, log))))
    }
  }

  return (socket: WebSocket, state: SocketState) => {
    const own: PricesSocket = { state, readers: new Map() }
    let waiting = 0
    socket.on('message', (data) => {
      // Only who waits for no answer may ask again and again.
      if (++waiting > options.maxSubscriptionsPerSocket + 10) return state.connection.close(4429, 'Too many messages.')
      void take(own, String(data)).finally(() => waiting--)
    })
    return () => {
      for (const reader of own.readers.values()) reader.end()
    }
  }
}

interface PricesSocket {
  readonly state: SocketState
  /** What is subscribed to, by event. */
  readonly readers: Map<string, PricesReader>
}

/** One event on one socket. */
class PricesReader implements Sink {
  readonly connection: Connection
  #results: Results | null = null
  #resume: (() => void) | null = null
  #isOver = false

  constructor(connection: Connection) {
    this.connection = connection
  }

  send({ text: line }: Payload): boolean {
    return this.#tell([line])
  }

  sendAll(payloads: readonly Payload[]): boolean {
    return this.#tell(payloads.map(({ text }) => text))
  }

  #tell(lines: readonly string[]): boolean {
    if (this.#isOver) return false
    const messages = lines.map((line) => line.trimEnd()).filter((line) => line !== '')
    return this.connection.tell(
      '',
      messages.map((message) => ({ bytes: Buffer.from(message) })),
      '',
    )
  }

  onDrain(callback: () => void): void {
    this.#resume = callback
    this.connection.onDrain(callback)
  }

  /** Until the end: the frames come here by themselves. */
  async follow(results: Results): Promise<void> {
    this.#results = results
    if (this.#isOver) void results.return?.()
    while (!(await results.next()).done) continue
  }

  end(): void {
    this.#isOver = true
    if (this.#resume) this.connection.forget(this.#resume)
    void this.#results?.return?.()
  }
}

function readSubscribe(text: string): string {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    throw badUserInput('A message must be JSON.')
  }
  const { action, eventId = DEFAULT_EVENT_ID } = Object(message) as { action?: unknown; eventId?: unknown }
  if (action !== 'subscribe') throw badUserInput('action must be "subscribe"; to unsubscribe, close the socket.')
  if (typeof eventId !== 'string') throw badUserInput('eventId must be a text.')
  return eventId
}

const messageOf = ({ message, extensions }: GraphQLError) => ({ type: 'error', message, code: extensions['code'] })
