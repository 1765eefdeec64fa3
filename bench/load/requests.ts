/** HTTP as the load generators speak it: bytes of requests, and where an answer ends. */
import { connect, type Socket } from 'node:net'

export interface Sent {
  readonly body: string
  readonly authorization?: string
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n')

/** The length of a whole answer at the start of `bytes`; null while some of it is missing. */
export function answerLength(bytes: Buffer): number | null {
  const head = bytes.indexOf(END_OF_HEAD)
  if (head < 0) return null
  const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, head))
  if (length) {
    const whole = head + 4 + Number(length[1])
    return bytes.length >= whole ? whole : null
  }
  const end = bytes.indexOf(END_OF_CHUNKS, head)
  return end < 0 ? null : end + END_OF_CHUNKS.length
}

export function encode(url: URL, { body, authorization }: Sent): Buffer {
  const token = authorization ? `authorization: ${authorization}\r\n` : ''
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n${token}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

export const openSockets = (url: URL, count: number): Promise<Socket[]> =>
  Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(url.port), url.hostname, () => resolve(socket))
          socket.setNoDelay(true).once('error', reject)
        }),
    ),
  )
