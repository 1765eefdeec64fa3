import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { checkInvariants } from '../support/invariants.ts'
import { type Command, isRefused } from './commands.ts'
import { compareStandings, compareState } from './comparison.ts'
import { type Ask, askFor, type Data, sendCommand } from './door.ts'
import { MarketModel } from './market-model.ts'
import { commandFor, type Intent, intents, MARKETS, type World } from './random-commands.ts'
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

const ADMIN = 'root'
const TRADERS = ['alice', 'bob', 'carol', 'mallory']
const app = await startTestApp()
const tokens = new Map<string, string>()
for (const user of [...TRADERS, ADMIN]) tokens.set(user, await app.token(`${user}@example.com`, { admin: user === ADMIN }))
const ask: Ask = (user, query, variables) => app.gql(query, variables, user === null ? {} : { token: tokens.get(user)! })

const model = new MarketModel([ADMIN])
model.execute({ does: 'saveEvent', user: ADMIN, input: { eventId: 'kickstart', status: 'OPEN' } })
const names = new Map<string, string>()
for (const user of [...TRADERS, ADMIN]) names.set((await askFor(ask, user, 'Viewer')).viewer.id, user)
const refusals = new Map<string, number>()
let streams = 0

/** Sends the command to both and holds the answers against each other. */
async function both(command: Command): Promise<void> {
  const expected = model.execute(command)
  const answer = await sendCommand(ask, command)
  const said = `${JSON.stringify(command)} expected ${JSON.stringify(expected)} got ${JSON.stringify(answer)}`
  if (isRefused(expected)) {
    expect(isRefused(answer) && expected.refused.includes(answer.refused[0]!), said).toBe(true)
    for (const code of isRefused(answer) ? answer.refused : []) refusals.set(code, (refusals.get(code) ?? 0) + 1)
  } else if (isRefused(answer)) {
    expect.fail(said)
  } else if (command.does === 'saveEvent') {
    const {
      event: {
        status,
        parameters: { transactionFeeBps },
      },
    } = answer.done as Data
    expect({ event: { status, transactionFeeBps } }, said).toEqual(expected.done)
  } else {
    expect(answer.done, said).toMatchObject(expected.done)
  }
}

async function openMarket(parameters: Partial<Parameters>): Promise<World> {
  const eventId = `market-${++streams}`
  const world = { eventId, admin: ADMIN, traders: TRADERS, projectIds: ['a', 'b', 'c', 'd'].map((name) => `${name}-${streams}`) }
  const settings = { ...parameters, driftEnabled: false, closingWindowSeconds: 0 }
  await both({ does: 'saveEvent', user: ADMIN, input: { eventId, name: eventId, status: 'OPEN', parameters: settings } })
  // Accounts are made one after the other, so that it is known which is older.
  for (const user of [...TRADERS, ADMIN]) {
    await askFor(ask, user, 'Portfolio', { eventId })
    model.account(eventId, user)
  }
  const [first, second] = world.projectIds as [string, string]
  await both({ does: 'saveProject', user: ADMIN, input: { projectId: first, eventId, ticker: 'first', name: 'First' } })
  await both({
    does: 'saveProject',
    user: ADMIN,
    input: { projectId: second, eventId, ticker: 'second', name: 'Second', seedAmount: '5' },
  })
  return world
}

async function playStream(parameters: Partial<Parameters>, stream: readonly Intent[]): Promise<void> {
  const world = await openMarket(parameters)
  const sent: Command[] = []
  for (const [at, intent] of stream.entries()) {
    const command = withOwnKey(commandFor(intent, model.state, world, sent), world)
    await both(command)
    if (command.key !== undefined && !sent.includes(command)) sent.push(command)
    if ((at + 1) % COMPARED_EVERY === 0) await compareState({ ask, model, world, names }, exact(intent.n).over(100))
  }
  await close(world)
  await compareState({ ask, model, world, names }, exact(1))
  await compareStandings({ ask, model, world, names })
}

/** After the close nothing moves: not a trade, not a bump, not a seed; texts may still be written. */
async function close(world: World): Promise<void> {
  const [projectId] = world.projectIds as [string]
  await both({ does: 'saveEvent', user: ADMIN, input: { eventId: world.eventId, status: 'CLOSED' } })
  await both({ does: 'buy', user: 'alice', input: { projectId, shares: '1' } })
  await both({ does: 'applyPhaseBump', user: ADMIN, input: { projectId, bumpType: 'DEMO_WINNER' } })
  await both({ does: 'updateSeed', user: ADMIN, input: { projectId, seedDelta: '1' } })
  await both({ does: 'saveProject', user: ADMIN, input: { projectId, description: 'Closed.' } })
}

/** Keys are one namespace per user over all markets. */
const withOwnKey = <C extends Command>(command: C, { eventId }: World): C =>
  command.key === undefined || command.key.startsWith(eventId) ? command : { ...command, key: `${eventId}:${command.key}` }

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
  if (COMMANDS >= 2_000) expect([...refusals.keys()].sort()).toEqual(expect.arrayContaining(expected))
})
