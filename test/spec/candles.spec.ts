/** Candles that are kept and written past the executor: always what the tables say, in the form that was asked for. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { PUBLIC_FIELDS } from '../../src/streams/public-selection.ts'
import { STEADY_FIELDS } from '../../src/graphql/shared-answers.ts'
import { type CandleInterval, candleRange, candlesOf } from '../../src/price-history/candles.ts'
import { readCandleSources } from '../../src/price-history/candles.sql.ts'
import { rollUpHistory } from '../../src/price-history/rollups.commands.ts'
import { type AnyData, startTestApp } from '../support/app.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase } from '../support/database.ts'
import { openMarket } from '../support/documents.ts'

const { db } = await createTestDatabase()
const counted = countStatements(db)
const app = await startTestApp({ deps: { db: counted.db } })
/** Knows of what the first one does by the database alone. */
const other = await startTestApp({ deps: { db } })
await openMarket(app, 'fair', ['apple', 'banana'])
const alice = await app.token('alice@example.com')

const ALL = 'openTime open high low close volume trades'
const CANDLES = `query ($projectId: ID! = "apple", $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {
  candles(projectId: $projectId, interval: $interval, from: $from, to: $to) { ${ALL} } }`

const buy = (projectId = 'apple') =>
  app.ask(`mutation { buy(input: { projectId: "${projectId}", shares: "0.5" }) { trade { sequence } } }`, null, { token: alice })

/** What the tables say of a range that is over, as numbers. */
async function told(interval: CandleInterval, from: Date, to: Date) {
  const range = candleRange(interval, from, to)
  const { start, moves } = (await readCandleSources(db, [{ eventId: 'fair', projectId: 'apple' }], range)).get('apple')!
  return candlesOf(range, new Date(), start, moves).map(({ openTime, high, low, close, volume, trades }) =>
    [openTime.toISOString(), Number(high) / 1e6, Number(low) / 1e6, Number(close) / 1e6, Number(volume) / 1e4, trades].join(' '),
  )
}

interface Shown {
  readonly openTime: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly trades: number
}

const textOf = ({ openTime, high, low, close, volume, trades }: Shown) =>
  [openTime, Number(high), Number(low), Number(close), Number(volume), trades].join(' ')

/** The past of a project, moved back by so much, so that the next trades fall into other candles. */
const age = (projectId: string, seconds: number) =>
  sql`update price_points set at = at - ${seconds} * interval '1 second' where project_id = ${projectId}`.execute(db)

test('every reader of every server is shown each trade that was answered before, in every interval', async () => {
  const from = new Date(Date.now() - 3_600_000)
  for (let round = 0; round < 12; round++) {
    if (round % 4 === 3) await age('apple', 75)
    await buy()
    if (round % 5 === 4) await rollUpHistory(app.deps, new Date())
    for (const interval of ['FIVE_SECONDS', 'ONE_MINUTE', 'ONE_HOUR'] as const)
      for (const server of [app, other]) {
        const to = new Date(Date.now() + 60_000)
        const { candles } = await server.ask(CANDLES, { interval, from: from.toISOString(), to: to.toISOString() })
        const expected = await told(interval, from, to)
        // Another candle may have begun in between.
        expect(candles.map(textOf)).toEqual(expected.slice(0, candles.length))
        expect(expected.length - candles.length).toBeLessThanOrEqual(1)
        expect(candles.reduce((sum: number, { trades }: Shown) => sum + trades, 0)).toBe(round + 1)
      }
  }
})

test('a past that is another one than was read, as after a restore, is read anew', async () => {
  const ask = async () => {
    const { candles } = await app.ask(CANDLES, { interval: 'FIVE_SECONDS', from: new Date(Date.now() - 1_000_000).toISOString() })
    return candles.reduce((sum: number, { trades }: Shown) => sum + trades, 0)
  }
  await ask()
  const { rows } = await sql<{ total_trades: number }>`
    delete from price_points where project_id = 'apple' and sequence > 5
    returning (select total_trades from price_points where project_id = 'apple' and sequence = 5)`.execute(db)
  await sql`update event_feeds set epoch = epoch + 1 where event_id = 'fair'`.execute(db)
  expect(await ask()).toBe(rows[0]!.total_trades)
})

test('the same range again takes fewer statements, and none of a past that was read', async () => {
  await buy('banana')
  const ask = (from: Date) =>
    counted.during(() => app.ask(CANDLES, { projectId: 'banana', interval: 'ONE_MINUTE', from: from.toISOString() }))
  const hourAgo = new Date(Date.now() - 3_600_000)
  await ask(hourAgo)
  expect(await ask(hourAgo)).toBeLessThan(await ask(new Date(hourAgo.getTime() + 1)))
})

test('whatever is asked of them and how, they are as the executor makes them', async () => {
  await buy('banana')
  await age('banana', 60)
  await buy('banana')
  await age('banana', 60)
  const [from, to] = [600_000, 30_000].map((ms) => new Date(Date.now() - ms).toISOString())
  const field = `candles(interval: FIVE_SECONDS, from: "${from}", to: "${to}")`
  const ask = async (fields: string, fragment = '') => {
    const { data, extensions } = await app.gql(`{ project(projectId: "banana") { ticker ${fields} } } ${fragment}`)
    expect(extensions!.cost!.actual).toBeLessThanOrEqual(extensions!.cost!.requested)
    return data.project
  }
  // A condition, if only one that holds, is the executor's.
  const { candles } = await ask(`${field} { ${ALL} __typename @include(if: true) }`)
  expect(candles.length).toBeGreaterThan(10)
  expect(await ask(`${field} { ... on Candle { ${ALL} } __typename }`)).toEqual({ ticker: 'BANANA', candles })
  const ofAll = (pick: (candle: AnyData) => AnyData) => candles.map(pick)
  expect(await ask(`line: ${field} { end: close ...Rest }`, 'fragment Rest on Candle { begin: open trades }')).toEqual({
    ticker: 'BANANA',
    line: ofAll(({ close, open, trades }) => ({ end: close, begin: open, trades })),
  })
  expect(await ask(`${field} { trades } ${field} { open trades }`)).toEqual({
    ticker: 'BANANA',
    candles: ofAll(({ open, trades }) => ({ trades, open })),
  })
  expect(await ask(`${field} { trades } ${field} { open @include(if: true) }`)).toEqual({
    ticker: 'BANANA',
    candles: ofAll(({ open, trades }) => ({ trades, open })),
  })
})

test('what is the same for all readers is the same for all subscribers', () => {
  expect(PUBLIC_FIELDS['Candle']).toBe(STEADY_FIELDS['Candle'])
})
