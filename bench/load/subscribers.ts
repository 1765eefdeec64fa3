/**
 * Subscribers in a process of their own: as many sockets as asked for, each with the same subscription. It counts frames;
 * while it measures it also reads how old the update in a frame is, whether updates were folded, and how busy it is itself.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { answerParent } from '../child.ts'
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
  /** In milliseconds, as everything that is timed here. */
  readonly p50: number
  readonly p99: number
  readonly folded: number
  /** Share of the time in which this process had something to do. */
  readonly busy: number
  /** How late, in one of a hundred moments, it came to read what had arrived. */
  readonly late: number
}

const AT_ONCE = 50
/** Older updates count as so old. */
const AGE_MAX_MS = 60_000
const LATE_EVERY_MS = 1

const sockets: RawSocket[] = []
let received: number[] = []
let wanted = 0
let lacking = 0
let arrived = Promise.withResolvers<void>()

/** Where `needle` begins, or −1. Faster than Buffer's own search, which is made for long texts. */
function find(bytes: Buffer, needle: Buffer, from: number, end: number): number {
  const first = needle[0]!
  const last = end - needle.length
  next: for (let at = from; at <= last; at++) {
    if (bytes[at] !== first) continue
    for (let n = 1; n < needle.length; n++) if (bytes[at + n] !== needle[n]) continue next
    return at
  }
  return -1
}

function subscribe(socket: RawSocket, query: string, index: number): void {
  const hasHeartbeats = /\bkind\b/.test(query)
  socket.onMessage = (bytes, start, end) => {
    if (hasHeartbeats && find(bytes, HEARTBEAT, start, end) >= 0) return
    received[index]!++
    if (measured) measure(measured, bytes, start, end)
    if (received[index] === wanted && --lacking === 0) arrived.resolve()
  }
  socket.send(JSON.stringify({ id: String(index), type: 'subscribe', payload: { query } }))
}

/** Says that nothing happened: no update. */
const HEARTBEAT = Buffer.from('"HEARTBEAT"')
const STAMP = Buffer.from('"updatedAt":"')
const WHOLE = Buffer.from('"missed":0')
const HOUR_MS = 3_600_000
const PLACE_OF_MINUTES = '2026-11-21T15:'.length

interface Measured {
  /** How many updates were so many milliseconds old. */
  readonly ages: Uint32Array
  folded: number
  readonly sinceMs: number
  readonly cpu: NodeJS.CpuUsage
}

let measured: Measured | null = null
const late = monitorEventLoopDelay({ resolution: LATE_EVERY_MS })

const digits = (bytes: Buffer, at: number): number => bytes[at]! * 10 + bytes[at + 1]! - 528

/** The moment in `…T15:04:05.678Z`, in milliseconds of its hour. */
function msOfHour(bytes: Buffer, stamp: number): number {
  const at = stamp + PLACE_OF_MINUTES
  const seconds = digits(bytes, at) * 60 + digits(bytes, at + 3)
  return seconds * 1_000 + (bytes[at + 6]! - 48) * 100 + digits(bytes, at + 7)
}

function measure(into: Measured, bytes: Buffer, start: number, end: number): void {
  const stamp = find(bytes, STAMP, start, end) + STAMP.length
  const age = ((Date.now() % HOUR_MS) - msOfHour(bytes, stamp) + HOUR_MS) % HOUR_MS
  into.ages[Math.min(age, AGE_MAX_MS)]!++
  if (find(bytes, WHOLE, stamp, end) < 0) into.folded++
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

function begin(): void {
  measured = {
    ages: new Uint32Array(AGE_MAX_MS + 1),
    folded: 0,
    sinceMs: performance.now(),
    cpu: process.cpuUsage(),
  }
  late.reset()
  late.enable()
}

function end(): Ages {
  const { ages, folded, sinceMs, cpu } = measured!
  measured = null
  late.disable()
  const { user, system } = process.cpuUsage(cpu)
  const frames = ages.reduce((sum, count) => sum + count, 0)
  const ageOf = (percent: number) => {
    let left = Math.floor((frames * percent) / 100)
    return ages.findIndex((count) => (left -= count) < 0)
  }
  return {
    frames,
    p50: ageOf(50),
    p99: ageOf(99),
    folded,
    busy: (user + system) / 1_000 / (performance.now() - sinceMs),
    late: Math.max(0, late.percentile(99) / 1e6 - LATE_EVERY_MS),
  }
}

answerParent({
  connect,
  subscribe: subscribeAll,
  expect: ({ updates }: { updates: number }) => expect(updates),
  measure: begin,
  measured: end,
  stop: () => {
    for (const socket of sockets) socket.terminate()
  },
})
