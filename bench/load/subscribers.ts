/**
 * Subscribers in a process of their own: as many sockets as asked for, each with the same subscription. It counts frames;
 * while it measures it also reads how old the update in a frame is, and whether updates were folded.
 */
import { answerParent } from '../child.ts'
import { percentile } from '../row.ts'
import { openRaw, type RawSocket } from './raw-socket.ts'

export interface Connect {
  readonly url: string
  readonly count: number
  /** null: the sockets stay idle. */
  readonly query: string | null
  /** How many updates each gets before anything happens. */
  readonly updates: number
}

export interface Ages {
  readonly frames: number
  readonly p50: number
  readonly p99: number
  readonly folded: number
  readonly busy: number
}

const AT_ONCE = 50

const sockets: RawSocket[] = []
let received: number[] = []
let wanted = 0
let lacking = 0
let arrived = Promise.withResolvers<void>()
let ages: number[] | null = null
let folded = 0
let measuredSince = { at: 0, cpu: process.cpuUsage() }

function subscribe(socket: RawSocket, query: string, index: number): void {
  socket.onMessage = (data) => {
    if (data.includes(HEARTBEAT)) return
    received[index]!++
    if (ages) measure(data, ages)
    if (received[index] === wanted && --lacking === 0) arrived.resolve()
  }
  socket.send(JSON.stringify({ id: String(index), type: 'subscribe', payload: { query } }))
}

/** Says that nothing happened: no update. */
const HEARTBEAT = Buffer.from('"HEARTBEAT"')
const STAMP = Buffer.from('"updatedAt":"')
const WHOLE = Buffer.from('"missed":0')
let lastStamp = { text: '', ms: 0 }

function measure(frame: Buffer, into: number[]): void {
  const at = frame.indexOf(STAMP) + STAMP.length
  const text = frame.toString('latin1', at, at + 24)
  if (lastStamp.text !== text) lastStamp = { text, ms: Date.parse(text) }
  into.push(Date.now() - lastStamp.ms)
  if (!frame.includes(WHOLE)) folded++
}

async function connect({ url, count, query, updates }: Connect): Promise<void> {
  while (sockets.length < count) {
    const size = Math.min(AT_ONCE, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: size }, () => openRaw(new URL(url))))))
  }
  if (query !== null) await subscribeAll({ query, updates })
}

async function subscribeAll({ query, updates }: { query: string; updates: number }): Promise<void> {
  received = sockets.map(() => 0)
  wanted = 0
  const all = expect(updates)
  sockets.forEach((socket, index) => subscribe(socket, query, index))
  await all
}

function expect(updates: number): Promise<void> {
  wanted += updates
  arrived = Promise.withResolvers()
  lacking = received.filter((count) => count < wanted).length
  if (lacking === 0) arrived.resolve()
  return arrived.promise
}

answerParent({
  connect,
  subscribe: subscribeAll,
  expect: ({ updates }: { updates: number }) => expect(updates),
  measure: () => {
    ages = []
    folded = 0
    measuredSince = { at: performance.now(), cpu: process.cpuUsage() }
  },
  measured: (): Ages => {
    const { user, system } = process.cpuUsage(measuredSince.cpu)
    const busy = (user + system) / 1_000 / (performance.now() - measuredSince.at)
    const found = ages ?? []
    ages = null
    return { frames: found.length, p50: percentile(found, 50), p99: percentile(found, 99), folded, busy }
  },
  stop: () => {
    for (const socket of sockets) socket.terminate()
  },
})
