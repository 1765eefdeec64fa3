/**
 * A WebSocket client that does next to nothing, so that thousands of them leave the machine to the server: it finds the
 * messages in what it reads, and answers pings. Its reads share one buffer, and a message is a place in it.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface RawSocket {
  send(text: string): void
  /** A whole message; the bytes are only good until it returns. */
  onMessage: (bytes: Buffer, start: number, end: number) => void
  terminate(): void
}

const SHARED = Buffer.allocUnsafe(256 * 1024)
const END_OF_HEAD = Buffer.from('\r\n\r\n')
const TEXT = 0x1
const PING = 0x9
const PONG = 0xa

/** A masked frame; the mask is zero, which leaves the payload as it is. */
function frameOf(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? [0x80 | opcode, 0x80 | payload.length]
      : [0x80 | opcode, 0xfe, payload.length >> 8, payload.length & 255]
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload])
}

/** How long the head of the frame at `at` is; what it tells about must be at hand. */
const headLength = (bytes: Buffer, at: number): number => (bytes[at + 1]! < 126 ? 2 : 4)

/** Where the frame at `at` ends; −1 while some of it is missing. */
function endOf(bytes: Buffer, at: number, known: number): number {
  if (known < at + 2) return -1
  const short = bytes[at + 1]!
  if (short === 127) throw new Error('a message of the bench has more than 64 kB')
  if (short === 126 && known < at + 4) return -1
  const end = short < 126 ? at + 2 + short : at + 4 + (bytes[at + 2]! << 8) + bytes[at + 3]!
  return end <= known ? end : -1
}

/** Opens the socket at `url` with the protocol graphql-transport-ws and signs in as nobody. */
export async function openRaw(url: URL): Promise<RawSocket> {
  let rest: Buffer | null = null
  let isUpgraded = false
  const opened = Promise.withResolvers<void>()
  const raw: RawSocket = {
    send: (text) => void socket.write(frameOf(TEXT, Buffer.from(text))),
    onMessage: () => opened.resolve(),
    terminate: () => socket.destroy(),
  }

  /** Answers where the frames of the stream begin; −1: not yet. */
  function upgrade(bytes: Buffer, known: number): number {
    const end = bytes.subarray(0, known).indexOf(END_OF_HEAD)
    if (end < 0) return -1
    isUpgraded = true
    raw.send('{"type":"connection_init"}')
    return end + END_OF_HEAD.length
  }

  function take(bytes: Buffer, known: number): void {
    let at = isUpgraded ? 0 : upgrade(bytes, known)
    for (let end = at < 0 ? -1 : endOf(bytes, at, known); end >= 0; end = endOf(bytes, at, known)) {
      const opcode = bytes[at]! & 0x0f
      const start = at + headLength(bytes, at)
      if (opcode === TEXT) raw.onMessage(bytes, start, end)
      else if (opcode === PING) socket.write(frameOf(PONG, bytes.subarray(start, end)))
      at = end
    }
    rest = at < known ? Buffer.from(bytes.subarray(Math.max(0, at), known)) : null
  }

  function read(length: number): true {
    if (rest) {
      const bytes = Buffer.concat([rest, SHARED.subarray(0, length)])
      take(bytes, bytes.length)
    } else take(SHARED, length)
    return true
  }

  const socket: Socket = connect({ port: Number(url.port), host: url.hostname, onread: { buffer: SHARED, callback: read } })
  socket.setNoDelay(true).once('error', opened.reject)
  socket.write(
    `GET /graphql HTTP/1.1\r\nhost: ${url.host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\n` +
      `sec-websocket-key: ${randomBytes(16).toString('base64')}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  )
  await opened.promise
  return raw
}
