import { describe, expect, test } from 'vitest'
import { micros, shareUnits } from '../money/units.ts'
import { candleLine, candlesOfLine, extendLine } from './candle-line.ts'
import { appendMoves, type CandleMoves, candlesOf, type CandleStart } from './candles.ts'

const MINUTE = 60_000
const START_MS = Date.parse('2026-03-01T12:00:00Z')

/** Moves at odd moments over `minutes`, some minutes without any. */
function history(minutes: number) {
  let seed = 11
  const noise = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const points: { atMs: number; price: number; volume: number; trades: number }[] = []
  let [volume, trades] = [0, 0]
  for (let minute = 0; minute < minutes; minute++)
    for (let n = noise() < 0.4 ? 0 : Math.ceil(noise() * 3); n > 0; n--) {
      if (noise() < 0.5) [volume, trades] = [volume + Math.ceil(noise() * 9), trades + 1]
      points.push({ atMs: START_MS + minute * MINUTE + 30_000 - n, price: Math.ceil(1e6 * noise()), volume, trades })
    }
  return points
}

type Point = ReturnType<typeof history>[number]

const movesOf = (points: readonly Point[]): CandleMoves[] => {
  const moves: CandleMoves[] = []
  for (const { atMs, price, volume, trades } of points) {
    const each = micros(BigInt(price))
    const totals = { totalVolume: shareUnits(BigInt(volume)), totalTrades: trades }
    appendMoves(moves, {
      openTimeMs: Math.floor(atMs / MINUTE) * MINUTE,
      first: each,
      high: each,
      low: each,
      close: each,
      ...totals,
    })
  }
  return moves
}

const startOf = (points: readonly Point[], fromMs: number): CandleStart =>
  movesOf(points.filter(({ atMs }) => atMs < fromMs)).at(-1) ?? null

const lastOf = (points: readonly Point[]) => {
  const { atMs, price } = points.at(-1)!
  return { sequence: points.length, at: new Date(atMs), price: micros(BigInt(price)) }
}

const MINUTES = 60
const points = history(MINUTES)
const range = (from: number, to: number) => ({
  intervalMs: MINUTE,
  fromMs: START_MS + from * MINUTE,
  toMs: START_MS + to * MINUTE,
})

describe('a line of candles', () => {
  test.each([1, 2, 7, 1_000])('that grows by %i moves at a time tells what the moves tell, whatever range is asked', (step) => {
    for (const lineFrom of [-5, 0, 20]) {
      const fromMs = START_MS + lineFrom * MINUTE
      const known = points.filter(({ atMs }) => atMs < fromMs).length + 1
      const first = points.slice(0, known)
      let line = candleLine(
        MINUTE,
        fromMs,
        { start: startOf(first, fromMs), moves: movesOf(first.filter(({ atMs }) => atMs >= fromMs)) },
        lastOf(first),
      )
      for (let upto = known; upto <= points.length; upto += step) {
        const told = points.slice(0, upto)
        // The last move that is known comes again.
        line = extendLine(line, movesOf(points.slice(Math.max(0, upto - step - 1), upto)), lastOf(told))
        const now = new Date(lastOf(told).at.getTime() + 90_000)
        for (const [from, to] of [
          [lineFrom, MINUTES + 5],
          [Math.max(lineFrom, 30), 40],
          [Math.max(lineFrom, 50), 51],
          [MINUTES + 1, MINUTES + 3],
        ] as const) {
          const asked = range(from, to)
          const inside = movesOf(told.filter(({ atMs }) => atMs >= asked.fromMs && atMs < asked.toMs))
          expect(candlesOfLine(line, asked, now)).toEqual(candlesOf(asked, now, startOf(told, asked.fromMs), inside))
        }
      }
    }
  })

  test('keeps each candle that is over as the same object', () => {
    const half = points.slice(0, points.length >> 1)
    const line = candleLine(MINUTE, START_MS, { start: null, moves: movesOf(half) }, lastOf(half))
    const longer = extendLine(line, movesOf(points.slice(half.length - 1)), lastOf(points))
    expect(longer.settled.length).toBeGreaterThan(line.settled.length)
    line.settled.forEach((candle, place) => expect(longer.settled[place]).toBe(candle))
  })

  test('forgets its oldest candles once it holds thrice what a request may ask for', () => {
    const moves = Array.from({ length: 5_000 }, (_, minute) => ({
      ...movesOf(points)[0]!,
      openTimeMs: START_MS + minute * MINUTE,
    }))
    const line = candleLine(MINUTE, START_MS, { start: null, moves }, lastOf(points))
    expect(line.settled).toHaveLength(3_000)
    expect(line.fromMs).toBe(START_MS + (4_999 - 3_000) * MINUTE)
    expect(
      candlesOfLine(
        line,
        { intervalMs: MINUTE, fromMs: line.fromMs, toMs: START_MS + 6_000 * MINUTE },
        new Date(START_MS + 5_000 * MINUTE - 1),
      ),
    ).toHaveLength(3_001)
  })
})
