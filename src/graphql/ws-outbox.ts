/**
 * What a server says on one WebSocket: whole text messages, written to the wire once a turn of the event loop, however
 * many there are, as one buffer. `ws` writes each message by itself; telling thousands of subscribers costs half of that.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

export interface Outbox {
  /** Adds a message, given in parts; the parts may be shared with other sockets. `onWritten` is called in any case. */
  add(parts: readonly Buffer[], onWritten: () => void): void
  /** Writes what waits, before anything else is said. */
  flush(): void
  /** What was added and is not with the operating system yet. */
  readonly waitingBytes: number
}

interface Message {
  readonly parts: readonly Buffer[]
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
        buffer.set(part, at)
        at += part.length
      }
    }
    wire.write(buffer, written)
  }

  return {
    flush,
    add(parts, onWritten) {
      let length = 0
      for (const part of parts) length += part.length
      if (messages.length === 0) process.nextTick(flush)
      messages.push({ parts, length, onWritten })
      bytes += headLength(length) + length
    },
    get waitingBytes() {
      return bytes + socket.bufferedAmount
    },
  }
}
