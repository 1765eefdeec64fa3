/** Whether the judge of `npm run faults` would see a loss, on the quickest of its faults. Source: faults, row 5. */
import { expect, test } from 'vitest'
import { unanswered } from '../fault/database-faults.ts'
import { runFault } from '../fault/fault.ts'

const TIMEOUT_MS = 180_000

test('a COMMIT without an answer happened once or not at all; the judge sees what is made up', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { verdict, runs } = await runFault(unanswered, true, async (log, heard, again) => {
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
  expect(verdict.problems).toEqual([])
  expect(verdict).toMatchObject({ writesLost: 0, updatesLost: 0 })
  expect(runs).toBeGreaterThan(0)
})
