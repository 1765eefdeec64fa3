import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PriceMove } from '../events/feed.ts'
import { type Change, PriceQueue, type QueueOptions } from './price-queue.ts'

const PROJECTS = 5
const CAPACITY = 8

/** A market in which numbered projects move, and a reader who checks what it is given. */
function createScene(options: QueueOptions) {
  const queue = new PriceQueue<Change>(0n, options)
  const sequences = new Map<number, number>()
  const read = new Map<number, number>()
  const shownAt = new Map<number, number>()
  const history: PriceMove[] = []
  let nowMs = 0
  return {
    queue,
    sequences,
    read,
    history,
    move(projectNumber: number) {
      const before = sequences.get(projectNumber) ?? 0
      sequences.set(projectNumber, before + 1)
      const move = { projectNumber, sequence: before + 1, position: BigInt(history.length + 1) } as PriceMove
      history.push(move)
      queue.push({ move, before }, CAPACITY)
    },
    pull() {
      const given = queue.next(nowMs)
      if (!given) return false
      const { projectNumber, sequence } = given.change.move
      const missed = sequence - given.before - 1
      expect(missed).toBeGreaterThanOrEqual(0)
      expect(sequence).toBe((read.get(projectNumber) ?? 0) + 1 + missed)
      if (!options.latest && options.throttleMs === 0 && history.length <= CAPACITY) expect(missed).toBe(0)
      if (options.throttleMs > 0 && shownAt.has(projectNumber))
        expect(nowMs - shownAt.get(projectNumber)!).toBeGreaterThanOrEqual(options.throttleMs)
      read.set(projectNumber, sequence)
      shownAt.set(projectNumber, nowMs)
      return true
    },
    wait(ms: number) {
      nowMs += ms
    },
    /** What a second reader would be sent who continues with what the cursor says now. */
    expectCursorToBeExact() {
      const pending = new Map(queue.pending())
      for (let number = 0; number < PROJECTS; number++) {
        const upTo = history.filter((move) => move.projectNumber === number && move.position <= queue.position).length
        expect(pending.get(number) ?? upTo).toBe(read.get(number) ?? 0)
      }
    },
  }
}

type Step = { move: number } | { pull: number } | { wait: number }
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ move: fc.nat(PROJECTS - 1) }) },
    { weight: 2, arbitrary: fc.record({ pull: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 80 }) }) },
  ),
  { maxLength: 120 },
)

describe.each<[string, QueueOptions]>([
  ['EVERY', { latest: false, throttleMs: 0 }],
  ['LATEST', { latest: true, throttleMs: 0 }],
  ['throttled', { latest: false, throttleMs: 50 }],
])('a queue in mode %s', (_, options) => {
  test('tells every move once or counts it in missed, stays bounded, and its cursor is exact at all times', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const scene = createScene(options)
        for (const step of list) {
          if ('move' in step) scene.move(step.move)
          else if ('wait' in step) scene.wait(step.wait)
          else for (let count = step.pull; count > 0 && scene.pull(); count--) scene.expectCursorToBeExact()
          expect(scene.queue.size).toBeLessThanOrEqual(CAPACITY + PROJECTS)
          scene.expectCursorToBeExact()
        }
        // The newest of each project arrives in the end, at the latest when its window ends.
        for (let round = 0; round < 3; round++) {
          while (scene.pull()) scene.expectCursorToBeExact()
          scene.wait(options.throttleMs)
        }
        expect(scene.read).toEqual(scene.sequences)
        expect(scene.queue.pending()).toEqual([])
        expect(scene.queue.dueAt()).toBeNull()
      }),
    )
  })
})

test('EVERY gives each move by itself as long as the queue is not full', () => {
  const scene = createScene({ latest: false, throttleMs: 0 })
  for (let count = 0; count < CAPACITY; count++) scene.move(1)
  let given = 0
  while (scene.pull()) given++
  expect(given).toBe(CAPACITY)
})

test('LATEST keeps one update per project that waits', () => {
  const scene = createScene({ latest: true, throttleMs: 0 })
  for (let count = 0; count < 100; count++) scene.move(count % 2)
  expect(scene.queue.size).toBe(2)
})

test('a throttled project shows its first move at once and the newest at the end of the window', () => {
  const scene = createScene({ latest: false, throttleMs: 100 })
  scene.move(1)
  expect(scene.pull()).toBe(true)
  scene.move(1)
  scene.move(1)
  expect(scene.pull()).toBe(false)
  expect(scene.queue.dueAt()).toBe(100)
  scene.wait(99)
  expect(scene.pull()).toBe(false)
  scene.wait(1)
  expect(scene.pull()).toBe(true)
  expect(scene.read.get(1)).toBe(3)
  expect(scene.queue.dueAt()).toBeNull()
})

test('what was missed comes first and takes later moves in', () => {
  const queue = new PriceQueue<Change>(10n, { latest: true, throttleMs: 0 })
  const at = (sequence: number, position: bigint) => ({ projectNumber: 3, sequence, position }) as PriceMove
  queue.seed('CHANGE', { move: at(7, 9n), before: 6 }, 4)
  expect(queue.pending()).toEqual([[3, 4]])
  queue.push({ move: at(8, 11n), before: 7 }, CAPACITY)
  expect(queue.next(0)).toMatchObject({ before: 4, change: { move: { sequence: 8 } } })
  expect(queue.pending()).toEqual([])
})
