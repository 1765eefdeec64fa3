/**
 * One WebSocket connection: sending with a known backlog, and the two ways in which a peer is found dead. A peer that
 * does not answer pings, or takes nothing of what waits for it, for about 30 s is closed with 1013.
 */
import type { WebSocket } from 'ws'
import type { Sink } from '../streams/sink.ts'

/** A backlog above this holds a stream back; below LOW_WATER it goes on. */
const HIGH_WATER_BYTES = 256 * 1024
const LOW_WATER_BYTES = 64 * 1024
const SILENCE_MAX_MS = 25_000
const STALL_MAX_MS = 30_000
const PING_EVERY_MS = 10_000
const CLOSE_GRACE_MS = 2_000

export interface Connection {
  /** Resolves when the frame was handed to the operating system, or can never be. */
  send(frame: string): Promise<void>
  close(code: number, reason: string): void
  sinkFor(id: string): EndableSink
  /** Called every few seconds: pings, and closes a dead or stalled peer. */
  check(nowMs: number): void
}

export interface EndableSink extends Sink {
  /** Its id is over: nothing more is sent for it. */
  end(): void
}

export function createConnection(socket: WebSocket): Connection {
  const waiting = new Set<() => void>()
  let heardMs = Date.now()
  let progressMs = heardMs
  let pingedMs = heardMs

  const wrote = () => {
    progressMs = Date.now()
    if (waiting.size === 0 || socket.bufferedAmount > LOW_WATER_BYTES) return
    const callbacks = [...waiting]
    waiting.clear()
    for (const callback of callbacks) callback()
  }
  const close = (code: number, reason: string) => {
    socket.close(code, reason)
    if (socket.readyState !== socket.CLOSED) setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
  }
  const heard = () => {
    heardMs = Date.now()
  }
  socket.on('pong', heard)
  socket.on('message', heard)

  return {
    close,
    send: (frame) =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) return resolve()
        socket.send(frame, () => {
          wrote()
          resolve()
        })
      }),
    check(nowMs) {
      if (nowMs - heardMs > SILENCE_MAX_MS) close(1013, 'The peer does not answer.')
      else if (socket.bufferedAmount > 0 && nowMs - progressMs > STALL_MAX_MS) close(1013, 'The peer reads too slowly.')
      else if (nowMs - pingedMs >= PING_EVERY_MS && socket.readyState === socket.OPEN) {
        pingedMs = nowMs
        socket.ping()
      }
      if (socket.bufferedAmount === 0) progressMs = nowMs
    },
    sinkFor(id) {
      const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`
      let ended = false
      let callback: (() => void) | null = null
      const drained = () => {
        if (!ended) callback?.()
      }
      return {
        connection: socket,
        send(payloadJson) {
          if (ended || socket.readyState !== socket.OPEN) return false
          socket.send(`${head}${payloadJson}}`, wrote)
          if (socket.bufferedAmount <= HIGH_WATER_BYTES) return true
          waiting.add(drained)
          return false
        },
        onDrain(given) {
          callback = given
        },
        closeSlow: () => close(1013, 'The peer reads too slowly.'),
        end() {
          ended = true
          waiting.delete(drained)
        },
      }
    },
  }
}
