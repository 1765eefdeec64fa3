/** A quick selection of `npm run faults`, and whether its judge would see a loss. Source: faults, rows 1, 5, 8. */
import { expect, test } from 'vitest'
import { unanswered } from '../fault/database-faults.ts'
import { type Again, type Fault, runFault } from '../fault/fault.ts'
import { redisless } from '../fault/link-faults.ts'
import { killed } from '../fault/server-faults.ts'
import type { Heard } from '../fault/verdict.ts'
import type { WriteLog } from '../fault/writers.ts'

const MINUTES_MS = 60_000

async function expectNothingLost(fault: Fault, inspect?: (log: WriteLog, heard: Heard, again: Again) => Promise<void>) {
  const { verdict, runs } = await runFault(fault, true, inspect)
  expect(verdict.problems).toEqual([])
  expect(verdict).toMatchObject({ writesLost: 0, updatesLost: 0 })
  expect(runs).toBeGreaterThan(0)
}

test('a server that dies at any step loses no write and no update', { timeout: 4 * MINUTES_MS }, () => expectNothingLost(killed))

test('whatever becomes of Redis, streams tell everything once', { timeout: 3 * MINUTES_MS }, () => expectNothingLost(redisless))

test('a COMMIT without an answer happened once or not at all; the judge sees what is made up', {
  timeout: 3 * MINUTES_MS,
}, async () => {
  await expectNothingLost(unanswered, async (log, heard, again) => {
    const done = log.intents.find(({ outcome, mutation }) => outcome === 'DONE' && mutation !== 'applyPhaseBump')!
    const without = { ...log, intents: log.intents.filter((intent) => intent !== done) }
    expect(await again(without, heard)).toMatchObject({ writesLost: 1, updatesLost: 0 })
    const doubled = { ...log, intents: [...log.intents, { ...done, key: 'never sent' }] }
    expect(await again(doubled, heard)).toMatchObject({ writesLost: 1 })
    const [prices, tape] = [heard.prices[0]!, heard.tapes[0]!]
    const middle = Math.floor(tape.messages.length / 2)
    const tapeOf = (messages: typeof tape.messages) => ({ ...heard, tapes: [{ ...tape, messages }] })
    expect(await again(log, tapeOf(tape.messages.toSpliced(middle, 1)))).toMatchObject({ updatesLost: 1 })
    expect(await again(log, tapeOf(tape.messages.toSpliced(middle, 0, tape.messages[0]!)))).toMatchObject({ updatesLost: 1 })
    const changed = prices.messages.map((message, index) => (index === 5 ? { ...message, currentPrice: '0.5' } : message))
    expect(await again(log, { ...heard, prices: [{ ...prices, messages: changed }] })).toMatchObject({ updatesLost: 1 })
  })
})
