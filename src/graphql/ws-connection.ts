/**
 * One WebSocket connection: sending with a known backlog, and the two ways in which a peer is found dead. A peer that
 * does not answer pings for 22 s, or takes nothing of what waits for it for `slowReaderMs`, is closed with 1013.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Viewer } from '../identity/viewer.ts'
import { type Backlog, createBacklog, isTooMuch, slowReaders } from './backlog.ts'
import { type Body, createOutbox, type Outbox } from './ws-outbox.ts'

const SILENCE_MAX_MS = 22_000
const PING_EVERY_MS = 10_000
const CLOSE_GRACE_MS = 2_000

export interface Connection {
  /** Resolves when the frame was handed to the operating system, or can never be. */
  send(frame: string): Promise<void>
  /** Sends what a stream says: a message of each body, between the same head and tail, which are ASCII. false: hold back until `onDrain`, for the peer reads too slowly, or has gone. */
  tell(head: string, bodies: readonly Body[], tail: string): boolean
  /** Calls back once, when more can be taken; to be asked after a false. */
  onDrain(callback: () => void): void
  /** The callback is not wanted any more. */
  forget(callback: () => void): void
  close(code: number, reason: string): void
  /** Called every few seconds with performance.now(): pings, and closes a dead or stalled peer. */
  check(nowMs: number): void
}

/** What is known of one socket. */
export interface SocketState {
  readonly connection: Connection
  readonly address: string
  viewer: Viewer | null
  closed: boolean
  /** Whether it is counted among its user's sockets. */
  entered: boolean
  /** Ends the following of the viewer's token, which closes the socket when it is over. */
  unfollow: () => unknown
}

/** One object for each socket, without closures where streams tell: there are many of them, and each is told often. */
class SocketConnection implements Connection {
  readonly #socket: WebSocket
  readonly #outbox: Outbox
  readonly #backlog: Backlog
  readonly #slowReaderMs: number
  #isOver = false
  #heardMs = performance.now()
  #pingedMs = this.#heardMs

  constructor(socket: WebSocket, wire: Duplex, slowReaderMs: number) {
    const outbox = createOutbox(socket, wire)
    this.#socket = socket
    this.#outbox = outbox
    this.#backlog = createBacklog(() => outbox.waitingBytes)
    this.#slowReaderMs = slowReaderMs
    const heard = () => {
      this.#heardMs = performance.now()
    }
    socket.on('pong', heard)
    socket.on('message', heard)
    socket.once('close', () => {
      this.#isOver = true
      this.#backlog.close()
    })
  }

  send(frame: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.readyState !== this.#socket.OPEN) return resolve()
      this.#outbox.answer(frame, () => {
        this.#backlog.wrote()
        resolve()
      })
    })
  }

  tell(head: string, bodies: readonly Body[], tail: string): boolean {
    if (this.#isOver) return false
    this.#outbox.tell(head, bodies, tail, this.#backlog.wrote)
    return !isTooMuch(this.#outbox.waitingBytes)
  }

  onDrain(callback: () => void): void {
    this.#backlog.onDrain(callback)
  }

  forget(callback: () => void): void {
    this.#backlog.forget(callback)
  }

  close(code: number, reason: string): void {
    this.#outbox.flush()
    this.#isOver = true
    this.#socket.close(code, reason)
    if (this.#socket.readyState !== this.#socket.CLOSED) setTimeout(() => this.#socket.terminate(), CLOSE_GRACE_MS).unref()
  }

  check(nowMs: number): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (nowMs - this.#heardMs > SILENCE_MAX_MS) this.close(1013, 'The peer does not answer.')
    else if (this.#backlog.stalledMs(nowMs) >= this.#slowReaderMs) {
      slowReaders.add({ transport: 'ws' })
      this.close(1013, 'The peer reads too slowly.')
    } else if (nowMs - this.#pingedMs >= PING_EVERY_MS) {
      this.#pingedMs = nowMs
      this.#socket.ping()
    }
  }
}

/** `wire` is the connection that the socket was made of. */
export const createConnection = (socket: WebSocket, wire: Duplex, slowReaderMs: number): Connection =>
  new SocketConnection(socket, wire, slowReaderMs)
