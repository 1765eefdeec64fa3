/**
 * A WebSocket client that does next to nothing, so that thousands of them leave the machine to the server: it finds the
 * messages in what it reads, and answers pings. Its reads share one buffer.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface RawSocket {
  send(text: string): void
  /** Whole messages; the bytes are only good until it returns. */
  onMessage: (payload: Buffer) => void
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

/** Where the payload of the frame at `at` begins and ends; null while some of it is missing. */
function boundsAt(bytes: Buffer, at: number): readonly [start: number, end: number] | null {
  if (bytes.length < at + 2) return null
  const short = bytes[at + 1]!
  if (short < 126) return bytes.length >= at + 2 + short ? [at + 2, at + 2 + short] : null
  if (bytes.length < at + 4 || short === 127) return null
  const end = at + 4 + bytes.readUInt16BE(at + 2)
  return bytes.length >= end ? [at + 4, end] : null
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

  function take(chunk: Buffer): void {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    if (!isUpgraded) {
      const end = bytes.indexOf(END_OF_HEAD)
      if (end >= 0) {
        isUpgraded = true
        at = end + END_OF_HEAD.length
        raw.send('{"type":"connection_init"}')
      }
    }
    for (let bounds = isUpgraded ? boundsAt(bytes, at) : null; bounds; bounds = boundsAt(bytes, at)) {
      const opcode = bytes[at]! & 0x0f
      const payload = bytes.subarray(...bounds)
      if (opcode === TEXT) raw.onMessage(payload)
      else if (opcode === PING) socket.write(frameOf(PONG, payload))
      at = bounds[1]
    }
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null
  }

  const onread = { buffer: SHARED, callback: (length: number) => (take(SHARED.subarray(0, length)), true) }
  const socket: Socket = connect({ port: Number(url.port), host: url.hostname, onread })
  socket.setNoDelay(true).once('error', opened.reject)
  socket.write(
    `GET /graphql HTTP/1.1\r\nhost: ${url.host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\n` +
      `sec-websocket-key: ${randomBytes(16).toString('base64')}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  )
  await opened.promise
  return raw
}
