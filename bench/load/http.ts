/**
 * Requests over HTTP from a process of their own: keep-alive connections on bare sockets, each with one request under way
 * at a time. It reads no more of an answer than its length and whether it holds what was expected.
 */
import type { Socket } from 'node:net'
import { percentile } from '../row.ts'
import { answerParent } from '../child.ts'
import { answerLength, encode, openSockets, type Sent } from './requests.ts'

export interface HttpLoad {
  readonly url: string
  readonly connections: number
  readonly forMs: number
  /** Dealt to the connections in turn; each sends what it has again and again. */
  readonly requests: readonly Sent[]
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

async function converse(socket: Socket, requests: readonly Buffer[], load: HttpLoad, until: number, tally: Tally): Promise<void> {
  let next = 0
  const send = () => socket.write(requests[next++ % requests.length]!)
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
      send()
    })
    send()
  })
}

async function run(load: HttpLoad): Promise<LoadFigures> {
  const url = new URL(load.url)
  const requests = load.requests.map((request) => encode(url, request))
  const ofConnection = (index: number) => requests.filter((_, n) => n % load.connections === index % requests.length)
  const sockets = await openSockets(url, load.connections)
  const tally: Tally = { latencies: [], failed: 0, sample: null }
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(sockets.map((socket, index) => converse(socket, ofConnection(index), load, startedAt + load.forMs, tally)))
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
