/** What the servers keep, asked of them every few seconds after a collection; see crash-points.ts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rig } from './rig.ts'

export interface MemorySample {
  readonly atMs: number
  /** MB: what is in use of the heap and of buffers beside it, and what the process has. */
  readonly heap: number
  readonly rss: number
}

const EVERY_MS = 5_000
const SAMPLES_MIN = 10

export interface MemoryWatch {
  /** One list of samples per server, from its last start on. */
  readonly samples: readonly (readonly MemorySample[])[]
  /** Forgets what was. */
  restart(): void
  stop(): void
}

export function watchMemory({ machines }: Rig): MemoryWatch {
  const samples = machines.map((): MemorySample[] => [])
  const asking = setInterval(() => {
    for (const [index, { folder, server }] of machines.entries()) {
      try {
        const { rss, heap, atMs } = JSON.parse(readFileSync(join(folder, 'heap.json'), 'utf8'))
        if (atMs !== samples[index]!.at(-1)?.atMs) samples[index]!.push({ atMs, heap: heap / 1e6, rss: rss / 1e6 })
      } catch {
        // Not asked before.
      }
      server.signal('SIGUSR2')
    }
  }, EVERY_MS)
  return {
    samples,
    restart() {
      for (const list of samples) list.length = 0
    },
    stop: () => clearInterval(asking),
  }
}

export interface Trend {
  /** MB at the beginning and at the end, by least squares over all samples. */
  readonly from: number
  readonly to: number
}

/** null: there are too few samples to say. */
export function trendOf(samples: readonly MemorySample[], what: 'heap' | 'rss'): Trend | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || samples.length < SAMPLES_MIN) return null
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  const [atMs, value] = [mean(samples.map((sample) => sample.atMs)), mean(samples.map((sample) => sample[what]))]
  const covariance = mean(samples.map((sample) => (sample.atMs - atMs) * (sample[what] - value)))
  const slope = covariance / mean(samples.map((sample) => (sample.atMs - atMs) ** 2))
  const lineAt = (time: number) => value + slope * (time - atMs)
  return { from: lineAt(first.atMs), to: lineAt(last.atMs) }
}

/** Whether it grew by no more than such a share. */
export const isFlat = ({ from, to }: Trend, growthMax: number): boolean => to <= from * (1 + growthMax)
