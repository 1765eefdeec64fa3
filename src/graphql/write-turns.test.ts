import { expect, test } from 'vitest'
import { type Writer, writeInTurn } from './write-turns.ts'

const soon = () => new Promise(setImmediate)
const spin = (ms: number) => {
  const until = performance.now() + ms
  while (performance.now() < until) continue
}

test('who has paused is written to at once, in order; who has just been, after ten milliseconds', async () => {
  const written: { who: string; atMs: number }[] = []
  const writers = ['a', 'b'].map(
    (who): Writer => ({
      notBeforeMs: 0,
      write: () => void written.push({ who, atMs: performance.now() }),
    }),
  )
  for (const writer of writers) writeInTurn(writer)
  await soon()
  expect(written.map(({ who }) => who)).toEqual(['a', 'b'])
  for (const writer of writers) writeInTurn(writer)
  while (written.length < 4) await soon()
  expect(written.slice(2).map(({ who }) => who)).toEqual(['a', 'b'])
  const [first, , again] = written
  expect(again!.atMs - first!.atMs).toBeGreaterThan(8)
})

test('after a millisecond of writing, what else happens has its turn', async () => {
  let written = 0
  const writers = Array.from(
    { length: 40 },
    (): Writer => ({
      notBeforeMs: 0,
      write() {
        spin(0.25)
        written++
      },
    }),
  )
  for (const writer of writers) writeInTurn(writer)
  let others = 0
  while (written < writers.length) {
    const before = written
    await soon()
    others++
    expect(written - before).toBeLessThanOrEqual(20)
  }
  expect(others).toBeGreaterThan(4)
})
