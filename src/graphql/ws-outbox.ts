/**
 * What a server says on one WebSocket: whole text messages, as many as there are in one write. Answers go with the turn of
 * the event loop that brought them; what streams tell goes at once after a pause, and when much happens every 10 ms or so. `ws`
 * writes each message by itself, and system calls are most of what telling thousands of subscribers costs.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** Bytes, which may be shared with other sockets, or a text of ASCII alone. */
export type Part = Buffer | string

export interface Outbox {
  /** Adds an answer, given in parts. `onWritten` is called in any case. */
  answer(parts: readonly Part[], onWritten: () => void): void
  /** Adds what a stream tells, likewise. */
  tell(parts: readonly Part[], onWritten: () => void): void
  /** Writes what waits, before anything else is said. */
  flush(): void
  /** What was added and is not with the operating system yet. */
  readonly waitingBytes: number
}

interface Message {
  readonly parts: readonly Part[]
  readonly length: number
  readonly onWritten: () => void
}

/** RFC 6455: a whole text message. */
const TEXT_MESSAGE = 0x81
const LENGTH_16 = 126
const LENGTH_64 = 127

const headLength = (length: number): number => (length < LENGTH_16 ? 2 : length < 0x10000 ? 4 : 10)

/** Writes the head of a message that is not masked, as a server's are; answers where its payload begins. */
function writeHead(into: Buffer, at: number, length: number): number {
  into[at] = TEXT_MESSAGE
  if (length < LENGTH_16) {
    into[at + 1] = length
    return at + 2
  }
  if (length < 0x10000) {
    into[at + 1] = LENGTH_16
    return into.writeUInt16BE(length, at + 2)
  }
  into[at + 1] = LENGTH_64
  into.writeUInt32BE(0, at + 2)
  return into.writeUInt32BE(length, at + 6)
}

/** What streams tell shares a write for so long. */
const SHARED_MS = 10
const SHARED_MAX_MS = 40
let flushes: (() => void)[] = []
let notBeforeMs = 0

/**
 * All sockets of the process keep one time, so that there is one timer. Where there are so many that writing to all takes
 * long, it happens less often: at most half of the process's time goes there.
 */
function flushAll(): void {
  const startedMs = performance.now()
  const due = flushes
  flushes = []
  for (const flush of due) flush()
  const tookMs = performance.now() - startedMs
  notBeforeMs = startedMs + Math.min(SHARED_MAX_MS, Math.max(SHARED_MS, 2 * tookMs))
}

function flushInTime(flush: () => void): void {
  if (flushes.push(flush) > 1) return
  const waitMs = notBeforeMs - performance.now()
  if (waitMs > 0) setTimeout(flushAll, waitMs)
  else process.nextTick(flushAll)
}

/** `wire` carries the socket, which has no extension: nothing is compressed. */
export function createOutbox(socket: WebSocket, wire: Duplex): Outbox {
  let messages: Message[] = []
  let bytes = 0

  function flush(): void {
    if (messages.length === 0) return
    const told = messages
    const total = bytes
    messages = []
    bytes = 0
    const written = () => {
      for (const { onWritten } of told) onWritten()
    }
    if (socket.readyState !== socket.OPEN) return written()
    const buffer = Buffer.allocUnsafe(total)
    let at = 0
    for (const { parts, length } of told) {
      at = writeHead(buffer, at, length)
      for (const part of parts) {
        if (typeof part === 'string') buffer.write(part, at, 'latin1')
        else buffer.set(part, at)
        at += part.length
      }
    }
    wire.write(buffer, written)
  }

  function add(parts: readonly Part[], onWritten: () => void): void {
    let length = 0
    for (const part of parts) length += part.length
    messages.push({ parts, length, onWritten })
    bytes += headLength(length) + length
  }

  return {
    flush,
    answer(parts, onWritten) {
      process.nextTick(flush)
      add(parts, onWritten)
    },
    tell(parts, onWritten) {
      if (messages.length === 0) flushInTime(flush)
      add(parts, onWritten)
    },
    get waitingBytes() {
      return bytes + socket.bufferedAmount
    },
  }
}
