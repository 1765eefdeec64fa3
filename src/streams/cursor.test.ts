import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorOfPosition } from '../events/cursor.ts'
import { ALL, coverOf, covers, from, subtract } from './cover.ts'
import { decodeCursor, encodeCursor, type StreamCursor } from './cursor.ts'

const numbers = (max: number, maxLength: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max }), { maxLength }).map((list) => list.sort((a, b) => a - b))

const cursors = (projects: number, maxLength = projects): fc.Arbitrary<StreamCursor> =>
  fc
    .record({
      epoch: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      eventId: fc.stringMatching(/^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}$/),
      position: fc.bigInt({ min: 0n, max: 2n ** 52n }),
      chosen: numbers(projects, maxLength),
      waiting: numbers(projects, maxLength),
      all: fc.boolean(),
      sequence: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    })
    .map(({ chosen, waiting, all, sequence, ...place }) => {
      const cover = all ? ALL : coverOf(chosen)
      return { ...place, cover, pending: waiting.filter((n) => covers(cover, n)).map((n) => [n, sequence] as const) }
    })

describe('a stream cursor', () => {
  test('comes back as it was made when few projects wait', () => {
    fc.assert(
      fc.property(cursors(60), (cursor) => {
        expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor)
      }),
    )
  })

  test('never exceeds 1 kB, and forgets projects rather than claiming too much', () => {
    fc.assert(
      fc.property(cursors(10_000, 3_000), (cursor) => {
        const text = encodeCursor(cursor)
        expect(text.length).toBeLessThanOrEqual(1_024)
        const read = decodeCursor(text)!
        expect(read).toMatchObject({ epoch: cursor.epoch, eventId: cursor.eventId, position: cursor.position })
        const pending = new Map(cursor.pending)
        const kept = new Map(read.pending)
        for (let number = 0; number <= 10_001; number++) {
          if (!covers(read.cover, number)) continue
          expect(covers(cursor.cover, number)).toBe(true)
          expect(kept.get(number)).toBe(pending.get(number))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('is the plain cursor of a position where nothing is open', () => {
    expect(encodeCursor({ epoch: 1, eventId: 'kickstart', position: 9n, cover: ALL, pending: [] })).toBe(
      cursorOfPosition(1, 'kickstart', 9n),
    )
    expect(decodeCursor(cursorOfPosition(1, 'kickstart', 9n))).toEqual({
      epoch: 1,
      eventId: 'kickstart',
      position: 9n,
      cover: ALL,
      pending: [],
    })
  })

  test('keeps many projects that wait beside each other', () => {
    const pending = Array.from({ length: 150 }, (_, number) => [number, 1_000] as const)
    expect(decodeCursor(encodeCursor({ epoch: 1, eventId: 'k', position: 9n, cover: ALL, pending }))!.pending).toEqual(pending)
  })

  test('is null for anything else', () => {
    const good = encodeCursor({ epoch: 1, eventId: 'kickstart', position: 9n, cover: coverOf([1, 2, 7]), pending: [[2, 5]] })
    expect(decodeCursor(good)).not.toBeNull()
    for (const text of ['', 'A', 'garbage', '!', `${good}A`, good.slice(0, -1), `${good}=`, 'A'.repeat(1_400)])
      expect(decodeCursor(text)).toBeNull()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 800 }), (bytes) => {
        expect(decodeCursor(Buffer.from(bytes).toString('base64url'))).toBeNull()
      }),
    )
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom('A', 'b', '9', '_'), (at, letter) => {
        const changed = good.slice(0, at) + letter + good.slice(at + 1)
        if (changed !== good) expect(decodeCursor(changed)).toBeNull()
      }),
    )
  })
})

describe('a cover', () => {
  test('holds exactly what was put in and not taken out', () => {
    fc.assert(
      fc.property(numbers(50, 50), numbers(50, 50), fc.boolean(), fc.nat(50), (put, taken, all, start) => {
        const cover = subtract(all ? ALL : coverOf(put), coverOf(taken))
        for (let number = 0; number <= 52; number++) {
          const expected = (all || put.includes(number)) && !taken.includes(number)
          expect(covers(cover, number)).toBe(expected)
          expect(covers(from(cover, start), number)).toBe(expected && number >= start)
        }
      }),
    )
  })
})
