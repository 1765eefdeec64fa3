/**
 * One WebSocket connection: sending with a known backlog, and the two ways in which a peer is found dead. A peer that
 * does not answer pings for 22 s, or takes nothing of what waits for it for `slowReaderMs`, is closed with 1013.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Viewer } from '../identity/viewer.ts'
import { createBacklog, slowReaders } from './backlog.ts'
import { type Body, createOutbox } from './ws-outbox.ts'

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

/** `wire` is the connection that the socket was made of. */
export function createConnection(socket: WebSocket, wire: Duplex, slowReaderMs: number): Connection {
  const outbox = createOutbox(socket, wire)
  const backlog = createBacklog(() => outbox.waitingBytes)
  let isOver = false
  let heardMs = performance.now()
  let pingedMs = heardMs

  const close = (code: number, reason: string) => {
    outbox.flush()
    isOver = true
    socket.close(code, reason)
    if (socket.readyState !== socket.CLOSED) setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
  }
  const heard = () => {
    heardMs = performance.now()
  }
  socket.on('pong', heard)
  socket.on('message', heard)
  socket.once('close', () => {
    isOver = true
    backlog.close()
  })

  return {
    close,
    send: (frame) =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) return resolve()
        outbox.answer(frame, () => {
          backlog.wrote()
          resolve()
        })
      }),
    tell(head, bodies, tail) {
      if (isOver) return false
      outbox.tell(head, bodies, tail, backlog.wrote)
      return !backlog.isFull()
    },
    onDrain: backlog.onDrain,
    forget: backlog.forget,
    check(nowMs) {
      if (socket.readyState !== socket.OPEN) return
      if (nowMs - heardMs > SILENCE_MAX_MS) close(1013, 'The peer does not answer.')
      else if (backlog.stalledMs(nowMs) >= slowReaderMs) {
        slowReaders.add({ transport: 'ws' })
        close(1013, 'The peer reads too slowly.')
      } else if (nowMs - pingedMs >= PING_EVERY_MS) {
        pingedMs = nowMs
        socket.ping()
      }
    },
  }
}
