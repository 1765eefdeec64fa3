/**
 * The protocol graphql-transport-ws on one connection: the sign-in, and what runs by its id. A socket may have many
 * subscriptions, and a process many sockets: a subscription is one object here, which is its stream's sink, too.
 */
import type { ExecutionResult, GraphQLError } from 'graphql'
import { CloseCode, MessageType, parseMessage, type SubscribePayload } from 'graphql-ws'
import type { Log } from '../platform/log.ts'
import type { Payload, Sink } from '../streams/sink.ts'
import { CodedError } from './errors.ts'
import type { Results } from './execution.ts'
import { SinkStream, type StreamOwner } from './sink-stream.ts'
import type { Connection, SocketState } from './ws-connection.ts'

/** What the exchange does for a session. */
export interface SessionWork {
  /** False: refused. It may close the socket, too. */
  signIn(state: SocketState, parameters: Readonly<Record<string, unknown>>): Promise<boolean>
  /** Runs it and tells `running` what comes of it. Never throws. */
  run(running: Running, state: SocketState, payload: SubscribePayload): Promise<void>
  readonly log: Log
  readonly maxOperations: number
}

const INIT_WAIT_MS = 3_000
/** Every frame of an operation repeats its id. */
const ID_LENGTH_MAX = 255
const REASON_BYTES_MAX = 123

/** The text as JSON in ASCII, so that it has as many bytes as characters. */
const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** One operation under its id, from its request until its client has completed it or heard its end. */
export class Running implements Sink, StreamOwner {
  readonly id: string
  readonly #session: Session
  readonly #connection: Connection
  #head = ''
  #results: Results | null = null
  #resume: (() => void) | null = null
  #isOver = false

  constructor(session: Session, id: string) {
    this.#session = session
    this.#connection = session.connection
    this.id = id
  }

  get connection(): object {
    return this.#session
  }

  send(payload: Payload): boolean {
    return this.sendAll([payload])
  }

  sendAll(payloads: readonly Payload[]): boolean {
    if (this.#isOver) return false
    if (this.#head === '') this.#head = `{"id":${asciiJson(this.id)},"type":"next","payload":`
    return this.#connection.tell(this.#head, payloads, '}')
  }

  onDrain(callback: () => void): void {
    this.#resume = callback
    this.#connection.onDrain(callback)
  }

  /** A query or mutation has been answered. */
  async answer(result: ExecutionResult): Promise<void> {
    if (this.#isOver) return
    const { id } = this
    void this.#say({ id, type: MessageType.Next, payload: result })
    await this.#say({ id, type: MessageType.Complete })
    this.#leave()
  }

  /** It could not be run, or its stream ended by an error. */
  async fail(errors: readonly GraphQLError[]): Promise<void> {
    if (this.#isOver) return
    this.#leave()
    await this.#say({ id: this.id, type: MessageType.Error, payload: errors })
  }

  /** A subscription has begun. */
  follow(results: Results): void {
    this.#results = results
    if (this.#isOver) this.#stop()
    else if (results instanceof SinkStream) results.start(this)
    else void this.#iterate(results)
  }

  streamEnded(): void {
    if (this.#isOver) return
    this.#leave()
    void this.#say({ id: this.id, type: MessageType.Complete })
  }

  /** Its client has heard enough, or is gone: nothing more is said. */
  end(): void {
    this.#isOver = true
    if (this.#resume) this.#connection.forget(this.#resume)
    this.#stop()
  }

  /** What is not written by the stream itself is written here. */
  async #iterate(results: Results): Promise<void> {
    try {
      for (let next = await results.next(); !next.done && !this.#isOver; next = await results.next())
        await this.#say({ id: this.id, type: MessageType.Next, payload: next.value })
      this.streamEnded()
    } catch (error) {
      await this.fail([error as GraphQLError])
    }
  }

  #say(message: object): Promise<void> {
    return this.#connection.send(JSON.stringify(message))
  }

  #leave(): void {
    this.#session.leave(this)
    this.#isOver = true
  }

  #stop(): void {
    const stopping = this.#results?.return?.()
    stopping?.catch((error: unknown) => this.#session.noteFault(error))
  }
}

export class Session {
  readonly #state: SocketState
  readonly #work: SessionWork
  /** By id; also those whose answer is not taken yet, of which there may be many. */
  readonly #running = new Map<string, Running>()
  readonly #waiting: NodeJS.Timeout
  #isInitialised = false
  #isAcknowledged = false

  constructor(state: SocketState, work: SessionWork) {
    this.#state = state
    this.#work = work
    this.#waiting = setTimeout(
      () => this.#close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      INIT_WAIT_MS,
    )
  }

  get connection() {
    return this.#state.connection
  }

  async take(text: string): Promise<void> {
    let message: ReturnType<typeof parseMessage>
    try {
      message = parseMessage(text)
    } catch {
      return this.#close(CloseCode.BadRequest, 'Invalid message received')
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return await this.#initialise(message.payload ?? {})
      case MessageType.Ping:
        return await this.connection.send(JSON.stringify({ type: MessageType.Pong, payload: message.payload }))
      case MessageType.Pong:
        return
      case MessageType.Subscribe:
        return await this.#subscribe(message.id, message.payload)
      case MessageType.Complete: {
        const running = this.#running.get(message.id)
        this.#running.delete(message.id)
        return running?.end()
      }
      default:
        return this.#close(CloseCode.BadRequest, 'Invalid message received')
    }
  }

  leave(running: Running): void {
    if (this.#running.get(running.id) === running) this.#running.delete(running.id)
  }

  noteFault(error: unknown): void {
    this.#work.log.error({ err: error }, 'the end of a stream failed')
  }

  /** The socket has closed. */
  end(): void {
    clearTimeout(this.#waiting)
    const all = [...this.#running.values()]
    this.#running.clear()
    for (const running of all) running.end()
  }

  async #initialise(parameters: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#isInitialised) return this.#close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests')
    this.#isInitialised = true
    clearTimeout(this.#waiting)
    if (!(await this.#work.signIn(this.#state, parameters))) return this.#close(CloseCode.Forbidden, 'Forbidden')
    this.#isAcknowledged = true
    await this.connection.send(JSON.stringify({ type: MessageType.ConnectionAck }))
  }

  async #subscribe(id: string, payload: SubscribePayload): Promise<void> {
    if (!this.#isAcknowledged) return this.#close(CloseCode.Unauthorized, 'Unauthorized')
    if (this.#running.has(id)) return this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`)
    const running = new Running(this, id)
    const { maxOperations } = this.#work
    if (id.length > ID_LENGTH_MAX)
      return await running.fail([new CodedError('BAD_REQUEST', `An id has at most ${ID_LENGTH_MAX} characters.`)])
    if (this.#running.size >= maxOperations) {
      const text = `At most ${maxOperations} operations may run on one connection.`
      return await running.fail([new CodedError('COST_LIMIT_EXCEEDED', text)])
    }
    this.#running.set(id, running)
    await this.#work.run(running, this.#state, payload)
  }

  #close(code: number, reason: string): void {
    this.connection.close(code, Buffer.byteLength(reason) <= REASON_BYTES_MAX ? reason : '')
  }
}
