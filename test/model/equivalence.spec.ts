import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { checkInvariants } from '../support/invariants.ts'
import { compareStandings, compareState } from './comparison.ts'
import type { Ask } from './door.ts'
import { ADMIN, startPlay, USERS } from './play.ts'
import { type Intent, intents, MARKETS } from './random-commands.ts'
import { exact } from './rational.ts'
import type { Parameters } from './rule-book.ts'

/**
 * Thousands of random commands through the GraphQL door answer what the naive model answers, and leave what it leaves.
 * Every stream is a market of its own. MODEL_COMMANDS: how many commands (default 3,000); MODEL_SEED: which ones.
 */
const COMMANDS = Number(process.env.MODEL_COMMANDS || 3_000)
const SEED = Number(process.env.MODEL_SEED || 20_261_121)
const STREAM = 120
const COMPARED_EVERY = 40

const app = await startTestApp()
const tokens = new Map<string, string>()
for (const user of USERS) tokens.set(user, await app.token(`${user}@example.com`, { admin: user === ADMIN }))
const ask: Ask = (user, query, variables) => app.gql(query, variables, user === null ? {} : { token: tokens.get(user)! })
const play = await startPlay(ask)
const { model, names } = play

async function playStream(parameters: Partial<Parameters>, stream: readonly Intent[]): Promise<void> {
  const world = await play.openMarket(parameters)
  for (const [at, intent] of stream.entries()) {
    await play.both(play.commandFor(intent, world))
    if ((at + 1) % COMPARED_EVERY === 0) await compareState({ ask, model, world, names }, exact(intent.n).over(100))
  }
  await play.closeMarket(world)
  await compareState({ ask, model, world, names }, exact(1))
  await compareStandings({ ask, model, world, names })
}

test(`${COMMANDS} random commands give the same prices, cash, cost basis, P&L and ranks as the exact model`, {
  timeout: 60 * 60_000,
}, async () => {
  const stream = fc.array(intents, { minLength: STREAM, maxLength: STREAM, size: 'max' })
  const shrinkable = fc.asyncProperty(fc.constantFrom(...MARKETS), stream, playStream)
  await fc.assert(shrinkable, {
    numRuns: Math.ceil(COMMANDS / STREAM),
    seed: SEED,
    endOnFailure: process.env.MODEL_SHRINK !== 'true',
  })
  await checkInvariants(app.deps.db)
})

test('every way to be refused has occurred', () => {
  const expected = [
    'EVENT_NOT_OPEN',
    'FORBIDDEN',
    'IDEMPOTENCY_KEY_REUSED',
    'INSUFFICIENT_CASH',
    'INSUFFICIENT_SHARES',
    'INVALID_PARAMETER',
    'INVALID_SHARES',
    'PRICE_MOVED',
    'PROJECT_INACTIVE',
    'PROJECT_NOT_FOUND',
    'TICKER_TAKEN',
    'UNAUTHENTICATED',
  ]
  if (COMMANDS >= 2_000) expect([...play.refusals.keys()].sort()).toEqual(expect.arrayContaining(expected))
})
