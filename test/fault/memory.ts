/** What the servers keep, asked of them every few seconds after a collection; see crash-points.ts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rig } from './rig.ts'

export interface MemorySample {
  readonly atMs: number
  /** MB. */
  readonly heap: number
  readonly rss: number
}

const EVERY_MS = 5_000

/** One list of samples per server. */
export function watchMemory({ machines }: Rig): { stop(): Promise<readonly (readonly MemorySample[])[]> } {
  const samples = machines.map((): MemorySample[] => [])
  const asking = setInterval(() => {
    for (const [index, { folder, server }] of machines.entries()) {
      try {
        const { rss, heap } = JSON.parse(readFileSync(join(folder, 'heap.json'), 'utf8'))
        samples[index]!.push({ atMs: performance.now(), heap: heap / 1e6, rss: rss / 1e6 })
      } catch {
        // Not asked before.
      }
      server.signal('SIGUSR2')
    }
  }, EVERY_MS)
  return {
    async stop() {
      clearInterval(asking)
      return samples
    },
  }
}

/** Least squares. */
export function slopePerHour(samples: readonly MemorySample[], what: 'heap' | 'rss'): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  const [atMs, value] = [mean(samples.map((sample) => sample.atMs)), mean(samples.map((sample) => sample[what]))]
  const covariance = mean(samples.map((sample) => (sample.atMs - atMs) * (sample[what] - value)))
  return (covariance / mean(samples.map((sample) => (sample.atMs - atMs) ** 2))) * 3_600_000
}
