/** The soak's judge of memory: what a server keeps has a trend, whatever comes and goes between two collections. */
import { expect, test } from 'vitest'
import { isFlat, type MemorySample, trendOf } from '../fault/memory.ts'

/** A quarter of an hour, asked every 5 s. */
const samplesOf = (heapAt: (minute: number, index: number) => number): MemorySample[] =>
  Array.from({ length: 180 }, (_, index) => ({ atMs: index * 5_000, heap: heapAt(index / 12, index), rss: 250 }))

test.each([
  ['swings by 3 MB', samplesOf((_, index) => 65 + 3 * Math.sin(index)), true],
  ['jumps for a moment', samplesOf((_, index) => (index === 170 ? 90 : 65)), true],
  ['shrinks', samplesOf((minute) => 70 - minute / 2), true],
  ['grows by half a megabyte a minute', samplesOf((minute) => 65 + minute / 2), false],
  ['grows so while it swings', samplesOf((minute, index) => 65 + minute / 2 + 3 * Math.sin(index)), false],
  ['grows in steps', samplesOf((minute) => 65 + 3 * Math.floor(minute / 5)), false],
])('a heap that %s is judged by its trend', (_title, samples, flat) => {
  expect(isFlat(trendOf(samples, 'heap')!, 0.08)).toBe(flat)
})

test('of a few samples nothing is said', () => {
  expect(trendOf(samplesOf(() => 65).slice(0, 5), 'heap')).toBeNull()
})
