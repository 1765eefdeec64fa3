/**
 * One WebSocket connection: sending with a known backlog, and the two ways in which a peer is found dead. A peer that
 * does not answer pings for 25 s, or takes nothing of what waits for it for `slowReaderMs`, is closed with 1013.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Payload, Sink } from '../streams/sink.ts'
import { createBacklog, slowReaders } from './backlog.ts'
import { createOutbox } from './ws-outbox.ts'

const SILENCE_MAX_MS = 25_000
const PING_EVERY_MS = 10_000
const CLOSE_GRACE_MS = 2_000

export interface Connection {
  /** Resolves when the frame was handed to the operating system, or can never be. */
  send(frame: string): Promise<void>
  close(code: number, reason: string): void
  /** `messageOf` makes the message of a payload, in parts; one without parts is not sent. */
  sinkOf(messageOf: (payload: Payload) => readonly Buffer[]): EndableSink
  /** Called every few seconds with performance.now(): pings, and closes a dead or stalled peer. */
  check(nowMs: number): void
}

export interface EndableSink extends Sink {
  /** Its id is over: nothing more is sent for it. */
  end(): void
}

/** `wire` is the connection that the socket was made of. */
export function createConnection(socket: WebSocket, wire: Duplex, slowReaderMs: number): Connection {
  const outbox = createOutbox(socket, wire)
  const backlog = createBacklog(() => outbox.waitingBytes)
  let heardMs = performance.now()
  let pingedMs = heardMs

  const close = (code: number, reason: string) => {
    outbox.flush()
    socket.close(code, reason)
    if (socket.readyState !== socket.CLOSED) setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
  }
  const heard = () => {
    heardMs = performance.now()
  }
  socket.on('pong', heard)
  socket.on('message', heard)
  socket.once('close', backlog.close)

  return {
    close,
    send: (frame) =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) return resolve()
        outbox.answer([Buffer.from(frame)], () => {
          backlog.wrote()
          resolve()
        })
      }),
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
    sinkOf(messageOf) {
      let ended = false
      let callback: (() => void) | null = null
      const drained = () => {
        if (!ended) callback?.()
      }
      return {
        connection: socket,
        send(payload) {
          if (ended || socket.readyState !== socket.OPEN) return false
          const parts = messageOf(payload)
          if (parts.length > 0) outbox.tell(parts, backlog.wrote)
          return !backlog.holds(drained)
        },
        onDrain(given) {
          callback = given
        },
        end() {
          ended = true
          backlog.forget(drained)
        },
      }
    },
  }
}
