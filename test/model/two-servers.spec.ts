import { afterAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { caughtUp } from '../fault/fault.ts'
import { readPrices, readTape } from '../fault/readers.ts'
import { judgeStreams } from '../fault/verdict.ts'
import { checkInvariants } from '../support/invariants.ts'
import { compareStandings, compareState } from './comparison.ts'
import { askFor } from './door.ts'
import { startPlay } from './play.ts'
import { type Intent, intents, MARKETS } from './random-commands.ts'
import { exact } from './rational.ts'
import type { Parameters } from './rule-book.ts'
import { type Fault, faults, POINTS, startTwoServers } from './two-servers.ts'

/**
 * Random commands at two servers, with faults among them, answer what the naive model answers, and leave what it leaves;
 * streams tell all of it. Every stream is a market of its own. MODEL_STREAMS: how many; MODEL_SEED: which ones.
 */
const STREAMS = Number(process.env.MODEL_STREAMS || 1)
const SEED = Number(process.env.MODEL_SEED || 20_261_121)
const LENGTH = 60

const servers = await startTwoServers()
afterAll(servers.stop)
const play = await startPlay(servers.askFirst(0))
const { model, names } = play

type Step = Fault | { readonly intent: Intent; readonly at: number; readonly isTwice: boolean }
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ intent: intents, at: fc.nat(1), isTwice: fc.boolean() }) },
    { weight: 1, arbitrary: faults },
  ),
  { minLength: LENGTH, maxLength: LENGTH, size: 'max' },
)
/** A server dies at each point of a trade; the same trade was asked of it, or of both. */
const trade = { who: 1, project: 0, n: 20, key: 'fresh', does: 'buy', size: 'whole', limit: 'none' } as const
const everyPoint: Step[] = POINTS.flatMap((fault, index) => [
  { fault, at: index % 2, trade: 1 },
  { intent: trade, at: index % 2, isTwice: index > 1 },
])
let keys = 0

async function playStream(parameters: Partial<Parameters>, stream: readonly Step[]): Promise<void> {
  await servers.heal()
  const { rig, askFirst } = servers
  const world = await play.openMarket(parameters)
  const [projectId] = world.projectIds as [string]
  await play.both({ does: 'buy', user: 'alice', input: { projectId, shares: '1' } })
  const { trades } = await askFor(askFirst(0), 'alice', 'Trades', { projectId })
  const market = { ...world, firstCursor: trades.nodes[0].cursor }
  const heard = {
    prices: [0, 1].map((at) => readPrices(rig.urls, market, at)),
    tapes: [0, 1].map((at) => readTape(rig.urls, market, at)),
  }
  try {
    for (const step of stream) {
      if ('fault' in step) await servers.disturb(step)
      else {
        const command = play.commandFor(step.intent, world)
        // What is sent again needs a key.
        const keyed = { ...command, key: command.key ?? `once-${++keys}` }
        await play.both(keyed, step.isTwice ? [askFirst(0), askFirst(1)] : [askFirst(step.at)])
      }
    }
    await servers.heal()
    await play.closeMarket(world)
    await caughtUp(rig.db, market, heard)
    for (const at of [0, 1]) {
      await compareState({ ask: askFirst(at), model, world, names }, exact(1))
      await compareStandings({ ask: askFirst(at), model, world, names })
    }
    expect(await judgeStreams(rig.db, market, heard)).toEqual([])
  } finally {
    for (const reader of [...heard.prices, ...heard.tapes]) reader.stop()
  }
}

test(`a death at each point of a trade, and random streams (${STREAMS}) of kills, drains, cuts and no Redis, leave what the exact model leaves`, {
  timeout: 3 * 60 * 60_000,
}, async () => {
  const shrinkable = fc.asyncProperty(fc.constantFrom(...MARKETS), steps, playStream)
  const examples: [Partial<Parameters>, Step[]][] = [[{}, everyPoint]]
  const endOnFailure = process.env.MODEL_SHRINK !== 'true'
  await fc.assert(shrinkable, { numRuns: STREAMS + examples.length, examples, seed: SEED, endOnFailure })
  await checkInvariants(servers.rig.db)
})
