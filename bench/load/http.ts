/**
 * Requests over HTTP from a process of their own: keep-alive connections on bare sockets, each with one request under way
 * at a time. It reads no more of an answer than its length and whether it holds what was expected.
 */
import { connect, type Socket } from 'node:net'
import { percentile } from '../row.ts'
import { answerParent } from '../child.ts'

export interface HttpLoad {
  readonly url: string
  readonly connections: number
  readonly forMs: number
  /** Sent by the connections in turn. */
  readonly requests: readonly { readonly body: string; readonly authorization?: string }[]
  /** A text that every good answer holds. */
  readonly expect: string
}

export interface LoadFigures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
  /** One of the answers that did not hold what was expected. */
  readonly sample: string | null
  /** The share of one core that the generator itself used. */
  readonly busy: number
}

interface Tally {
  readonly latencies: number[]
  failed: number
  sample: string | null
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n')

/** The length of a whole answer at the start of `bytes`; null while some of it is missing. */
function answerLength(bytes: Buffer): number | null {
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

function encode(url: URL, { body, authorization }: HttpLoad['requests'][number]): Buffer {
  const token = authorization ? `authorization: ${authorization}\r\n` : ''
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n${token}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

async function converse(socket: Socket, request: Buffer, load: HttpLoad, until: number, tally: Tally): Promise<void> {
  let pending: Buffer = Buffer.alloc(0)
  let sentAt = performance.now()
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).once('close', () => reject(new Error('the server closed a connection')))
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const length = answerLength(pending)
      if (length === null) return
      const now = performance.now()
      tally.latencies.push(now - sentAt)
      if (!pending.includes(load.expect)) {
        tally.failed++
        tally.sample ??= pending.toString('utf8', 0, 600)
      }
      pending = pending.subarray(length)
      if (now >= until) return resolve()
      sentAt = now
      socket.write(request)
    })
    socket.write(request)
  })
}

async function run(load: HttpLoad): Promise<LoadFigures> {
  const url = new URL(load.url)
  const requests = load.requests.map((request) => encode(url, request))
  const sockets = await Promise.all(
    Array.from(
      { length: load.connections },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(url.port), url.hostname, () => resolve(socket))
          socket.setNoDelay(true).once('error', reject)
        }),
    ),
  )
  const tally: Tally = { latencies: [], failed: 0, sample: null }
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(
    sockets.map((socket, index) => converse(socket, requests[index % requests.length]!, load, startedAt + load.forMs, tally)),
  )
  const tookMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  for (const socket of sockets) socket.destroy()
  return {
    perSecond: (tally.latencies.length * 1_000) / tookMs,
    p50: percentile(tally.latencies, 50),
    p99: percentile(tally.latencies, 99),
    failed: tally.failed,
    sample: tally.sample,
    busy: (user + system) / 1_000 / tookMs,
  }
}

answerParent({ run: (question: HttpLoad) => run(question) })
