import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { BOOK_CHECKS } from '../../src/books/checks.sql.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { readCandleSources } from '../../src/price-history/candles.sql.ts'
import { findChanges } from '../../src/price-history/price-history.sql.ts'
import { rollUpHistory } from '../../src/price-history/rollups.commands.ts'
import { rollNextStretches } from '../../src/price-history/rollups.sql.ts'
import { type CandleInterval, candleRange, candlesOf } from '../../src/price-history/candles.ts'
import { thinHistory } from '../../src/price-history/thinning.commands.ts'
import { askAsOrganiser, createAsking, list, saveEvent } from '../support/asking.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase, createTestDeps } from '../support/database.ts'

const { deps, asking, admin } = await askAsOrganiser(await createTestDeps({ db: (await createTestDatabase()).db }))

beforeAll(async () => {
  await saveEvent(asking, admin, { eventId: 'kickstart', parameters: { driftEnabled: false } })
})

interface Past {
  /** Seconds after `start`. */
  readonly at: number
  readonly price: number
  readonly source?: string
  /** Shares of a trade. */
  readonly shares?: number
}

const usdc = (price: number) => BigInt(Math.round(price * 1e6))
let positions = 1_000_000n

/** A project whose whole history is the given one, prices in USDC; the first move is the listing. */
async function tell(projectId: string, start: Date, past: readonly Past[]): Promise<void> {
  await list(asking, admin, projectId)
  await sql`delete from price_points where project_id = ${projectId}`.execute(deps.db)
  let [before, volume, trades, net] = [past[0]!.price, 0, 0, 0]
  const rows = past.map((move, index) => {
    if (move.shares) [volume, trades, net] = [volume + move.shares, trades + 1, net + move.shares]
    const row = {
      event_id: 'kickstart',
      project_id: projectId,
      sequence: index + 1,
      position: positions++,
      at: new Date(start.getTime() + move.at * 1_000),
      price_before_micros: usdc(before),
      price_micros: usdc(move.price),
      source: index === 0 ? 'PROJECT_CREATE' : move.shares ? 'TRADE' : (move.source ?? 'DRIFT'),
      headline: null,
      base_price_micros: 1_000_000n,
      offset_micros: 0n,
      net_shares_units: BigInt(net * 1e4),
      total_volume_units: BigInt(volume * 1e4),
      total_trades: trades,
    }
    before = move.price
    return row
  })
  for (let from = 0; from < rows.length; from += 1_000)
    await deps.db
      .insertInto('price_points')
      .values(rows.slice(from, from + 1_000) as never)
      .execute()
  await sql`update projects set sequence = ${past.length}, price_micros = ${usdc(past.at(-1)!.price)},
    total_volume_units = ${BigInt(volume * 1e4)} where project_id = ${projectId}`.execute(deps.db)
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

describe('Query.priceHistory', () => {
  const start = new Date('2026-03-01T12:00:00Z')
  const HISTORY = `query ($projectId: ID! = "paged", $from: DateTime, $to: DateTime, $first: Int, $after: String, $last: Int, $before: String) {
    priceHistory(projectId: $projectId, from: $from, to: $to, first: $first, after: $after, last: $last, before: $before)
      { nodes { sequence priceBefore price source folded } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
  const page = async (variables: Record<string, unknown>) => {
    const { priceHistory } = await asking.ask(null, HISTORY, variables)
    return { sequences: priceHistory.nodes.map((node: { sequence: number }) => node.sequence), ...priceHistory.pageInfo }
  }

  beforeAll(() =>
    tell(
      'paged',
      start,
      [0, 1, 1, 2, 3, 4, 5].map((at, index) => ({ at, price: 1 + index / 10 })),
    ),
  )

  test('goes through the whole past, oldest first, and back', async () => {
    const first = await page({ first: 3 })
    expect(first).toMatchObject({ sequences: [1, 2, 3], hasNextPage: true, hasPreviousPage: false })
    const second = await page({ first: 3, after: first.endCursor })
    expect(second).toMatchObject({ sequences: [4, 5, 6], hasNextPage: true, hasPreviousPage: true })
    expect(await page({ first: 3, after: second.endCursor })).toMatchObject({ sequences: [7], hasNextPage: false })
    const newest = await page({ last: 2 })
    expect(newest).toMatchObject({ sequences: [6, 7], hasPreviousPage: true, hasNextPage: false })
    expect(await page({ last: 4, before: newest.startCursor })).toMatchObject({ sequences: [2, 3, 4, 5], hasPreviousPage: true })
    expect(await page({ after: first.startCursor, before: newest.startCursor })).toMatchObject({ sequences: [2, 3, 4, 5] })
  })

  test('takes moves from `from` on and before `to`', async () => {
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000).toISOString()
    expect((await page({ from: at(1), to: at(3) })).sequences).toEqual([2, 3, 4])
    expect((await page({ from: at(1), to: at(3), last: 1 })).sequences).toEqual([4])
    expect((await page({ from: at(6) })).sequences).toEqual([])
    expect((await page({ to: at(0) })).sequences).toEqual([])
  })

  test('tells each move from the price before it', async () => {
    const { priceHistory } = await asking.ask(null, HISTORY, { first: 2 })
    expect(priceHistory.nodes).toEqual([
      { sequence: 1, priceBefore: '1', price: '1', source: 'PROJECT_CREATE', folded: 0 },
      { sequence: 2, priceBefore: '1', price: '1.1', source: 'DRIFT', folded: 0 },
    ])
  })

  test.each([[{ first: 0 }], [{ first: 1_001 }], [{ first: 2, last: 2 }], [{ after: 'x' }]])('refuses %j', async (variables) => {
    expect(await asking.codeOf(null, HISTORY, variables)).toBe('BAD_USER_INPUT')
  })

  test('knows no unknown project', async () => {
    expect(await asking.codeOf(null, HISTORY, { projectId: 'nobody' })).toBe('NOT_FOUND')
    expect(await asking.codeOf(null, HISTORY, { projectId: '../x' })).toBe('NOT_FOUND')
  })
})

describe('Project.change', () => {
  const change = async (projectId: string, minutes: number) =>
    (
      await asking.ask(
        null,
        `query ($projectId: ID!, $minutes: Int!) { project(projectId: $projectId) {
      change(minutes: $minutes) { reference absolute percent high low volume } } }`,
        { projectId, minutes },
      )
    ).project.change

  beforeAll(() =>
    tell('changing', minutesAgo(120), [
      { at: 0, price: 2 },
      { at: 600, price: 8 },
      { at: 3_000, price: 4, shares: 5 },
      { at: 4_200, price: 3 },
      { at: 5_400, price: 6, shares: 1.5 },
      { at: 6_600, price: 5, shares: 2 },
    ]),
  )

  test('refers to the last price at or before N minutes ago; high and low include it', async () => {
    expect(await change('changing', 60)).toEqual({
      reference: '4',
      absolute: '1',
      percent: '25',
      high: '6',
      low: '3',
      volume: '3.5',
    })
    expect(await change('changing', 5)).toEqual({ reference: '5', absolute: '0', percent: '0', high: '5', low: '5', volume: '0' })
  })

  test('refers to the first price ever where the project is younger', async () => {
    expect(await change('changing', 10_080)).toEqual({
      reference: '2',
      absolute: '3',
      percent: '150',
      high: '8',
      low: '2',
      volume: '8.5',
    })
  })

  test.each([0, -1, 10_081])('refuses %i minutes', async (minutes) => {
    expect(await asking.codeOf(null, `{ project(projectId: "changing") { change(minutes: ${minutes}) { high } } }`)).toBe(
      'BAD_USER_INPUT',
    )
  })
})

describe('Candles', () => {
  const CANDLES = `query ($projectId: ID! = "candled", $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {
    candles(projectId: $projectId, interval: $interval, from: $from, to: $to) { openTime open high low close volume trades } }`

  beforeAll(() =>
    tell('candled', new Date('2026-03-01T12:00:30Z'), [
      { at: 0, price: 2 },
      { at: 20, price: 5, shares: 1 },
      { at: 29, price: 1 },
      { at: 150, price: 4, shares: 2 },
      { at: 155, price: 3, shares: 0.5 },
    ]),
  )

  test('are aligned, begin with the listing, open at the close before, and are flat where nothing happened', async () => {
    const { candles } = await asking.ask(null, CANDLES, {
      interval: 'ONE_MINUTE',
      from: '2026-03-01T11:58:20Z',
      to: '2026-03-01T12:04:00Z',
    })
    expect(candles).toEqual([
      { openTime: '2026-03-01T12:00:00.000Z', open: '2', high: '5', low: '1', close: '1', volume: '1', trades: 1 },
      { openTime: '2026-03-01T12:01:00.000Z', open: '1', high: '1', low: '1', close: '1', volume: '0', trades: 0 },
      { openTime: '2026-03-01T12:02:00.000Z', open: '1', high: '1', low: '1', close: '1', volume: '0', trades: 0 },
      { openTime: '2026-03-01T12:03:00.000Z', open: '1', high: '4', low: '1', close: '3', volume: '2.5', trades: 2 },
    ])
  })

  test('end with the running one, however far `to` lies ahead', async () => {
    const from = minutesAgo(2).toISOString()
    for (const to of [undefined, new Date(Date.now() + 600_000).toISOString()]) {
      const { candles } = await asking.ask(null, CANDLES, { interval: 'ONE_MINUTE', from, to })
      const last = new Date(candles.at(-1).openTime).getTime()
      expect(Date.now() - last).toBeLessThan(61_000)
      expect(Date.now()).toBeGreaterThanOrEqual(last)
    }
  })

  test('are at most 1,500, and the refusal names the range', async () => {
    const ask = (to: string) => asking.attempt(null, CANDLES, { interval: 'FIVE_SECONDS', from: '2026-03-01T12:00:00Z', to })
    expect((await ask('2026-03-01T14:05:00Z')).errors).toBeUndefined()
    const { errors } = await ask('2026-03-01T14:05:00.001Z')
    expect(errors![0]!.extensions['code']).toBe('BAD_USER_INPUT')
    expect(errors![0]!.message).toContain(
      'at most 1500 candles of FIVE_SECONDS, and 2026-03-01T12:00:00.000Z..2026-03-01T14:05:00.001Z spans 1501',
    )
  })

  test('of a page of projects cost as many statements as those of one', async () => {
    const counter = countStatements(deps.db)
    const counted = createAsking({ ...deps, db: counter.db })
    const ask = (first: number) =>
      counter.during(() =>
        counted.ask(
          null,
          `query ($first: Int!) { projects(first: $first) { nodes {
      change { percent } day: change(minutes: 1440) { percent } priceHistory(last: 2) { nodes { price } }
      candles(interval: ONE_HOUR, from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z") { close } } } }`,
          { first },
        ),
      )
    expect(await ask(3)).toBe(await ask(1))
  })
})

describe('Thinning', () => {
  const HOUR = 3_600
  const start = new Date(Math.floor((Date.now() - 7 * 24 * HOUR * 1_000 - 2 * HOUR * 1_000) / 60_000) * 60_000)
  const chain = () =>
    deps.db.selectFrom('price_points').selectAll().where('project_id', '=', 'thinned').orderBy('sequence').execute()
  const candles = async (interval: CandleInterval) => {
    const range = candleRange(interval, start, new Date(start.getTime() + 4 * HOUR * 1_000))
    const source = (await readCandleSources(deps.db, [{ eventId: 'kickstart', projectId: 'thinned' }], range)).get('thinned')!
    return candlesOf(range, new Date(), source.start, source.moves)
  }

  test('folds old drift per minute and leaves the chain, candles, sequences and the last week as they were', async () => {
    let seed = 1
    const noise = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    // Four hours at a move every 3 s, with a trade or a bump now and then; the first two are older than a week.
    const past = Array.from({ length: 4_800 }, (_, index) => ({
      at: index * 3,
      price: Math.round(1e6 + noise() * 1e6) / 1e6,
      ...(index % 47 === 46 ? { shares: 1 } : index % 101 === 100 ? { source: 'PHASE_BUMP' } : {}),
    }))
    await thinHistory(deps, new Date())
    await tell('thinned', start, past)
    const before = { chain: await chain(), minutes: await candles('ONE_MINUTE'), hours: await candles('ONE_HOUR') }
    const now = new Date()
    const [one, two] = await Promise.all([thinHistory(deps, now), thinHistory(deps, now)])
    expect(one + two).toBeGreaterThan(1_800)
    expect(await thinHistory(deps, now)).toBe(0)

    const after = await chain()
    expect(after.length + one + two).toBe(before.chain.length)
    expect(await candles('ONE_MINUTE')).toEqual(before.minutes)
    expect(await candles('ONE_HOUR')).toEqual(before.hours)
    let [sequence, price] = [0, after[0]!.price_before_micros]
    for (const point of after) {
      expect(point.sequence).toBe(sequence + 1 + point.folded)
      expect(point.price_before_micros).toBe(price)
      if (point.folded > 0) expect(point.source).toBe('DRIFT')
      ;[sequence, price] = [point.sequence, point.price_micros]
    }
    const recent = (points: typeof after) => points.filter((point) => point.at.getTime() >= now.getTime() - 7 * 24 * HOUR * 1_000)
    expect(recent(after)).toEqual(recent(before.chain))
    const others = (points: typeof after) => points.filter((point) => point.source !== 'DRIFT')
    expect(others(after)).toEqual(others(before.chain))
  })

  test('goes on where it stopped, and folds what it folded before only with its own minute', async () => {
    const rows = await thinHistory(deps, new Date(Date.now() + HOUR * 1_000))
    expect(rows).toBeGreaterThan(800)
    expect((await chain()).reduce((moves, point) => moves + 1 + point.folded, 0)).toBe(4_800)
  })
})

describe('Minutes that are summed up', () => {
  const DAY_MS = 24 * 3_600_000
  const INTERVALS = ['FIVE_SECONDS', 'ONE_MINUTE', 'FIVE_MINUTES', 'ONE_HOUR', 'ONE_DAY'] as const

  /** Every candle of the last hours, and the change over a few times, as a reader is shown them. */
  async function shown(now: Date) {
    const { rows } = await sql<{ sequence: number }>`select sequence from projects where project_id = 'rolled'`.execute(deps.db)
    const asked = [1, 2, 59, 600, 1_440, 10_080].flatMap((minutes) =>
      [rows[0]!.sequence, rows[0]!.sequence - 200].map((sequence) => ({
        eventId: 'kickstart',
        projectId: 'rolled',
        sequence,
        minutes,
      })),
    )
    const changes = await findChanges(deps.db, asked)
    const candles = await Promise.all(
      INTERVALS.map(async (interval) => {
        const range = candleRange(interval, new Date(now.getTime() - (interval === 'FIVE_SECONDS' ? 2 : 26) * 3_600_000), now)
        const { start, moves } = (await readCandleSources(deps.db, [{ eventId: 'kickstart', projectId: 'rolled' }], range)).get(
          'rolled',
        )!
        return candlesOf(range, now, start, moves)
      }),
    )
    return { changes, candles }
  }

  test('show what the moves themselves show, whatever part of the past is summed up, thinned or still to come', async () => {
    let seed = 7
    const noise = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    // A burst each half a minute past, seen from now: no move passes a reference while the spec runs.
    const MINUTES = 1_500
    const past = Array.from({ length: MINUTES }, (_, minute) =>
      Array.from({ length: noise() < 0.1 ? 0 : 1 + Math.floor(10 * noise()) }, (__, move) => ({
        at: minute * 60 + move / 100,
        price: Math.round(1e6 + noise() * 1e6) / 1e6,
        ...(noise() < 0.03 ? { shares: 1 } : {}),
      })),
    ).flat()
    const now = new Date()
    await tell('rolled', new Date(now.getTime() - MINUTES * 60_000 + 30_000), past)
    const plain = await shown(now)
    expect(plain.candles.map(({ length }) => length > 1)).not.toContain(false)
    const some = new Date(Math.floor((now.getTime() - MINUTES * 30_000) / 60_000) * 60_000)
    for (let stretch = 0; stretch < 3; stretch++)
      await inTransaction(deps, (tx) => rollNextStretches(tx, 'kickstart', ['rolled', 'candled'], some, 700))
    expect(await shown(now)).toEqual(plain)
    await rollUpHistory(deps, some)
    expect(await shown(now)).toEqual(plain)
    await rollUpHistory(deps, now)
    await rollUpHistory(deps, now)
    expect(await shown(now)).toEqual(plain)
    const { rows } = await sql<{ minutes: number; rolled_to: Date }>`
      select (select count(*)::int4 from price_minutes where project_id = 'rolled') as minutes, rolled_to
      from price_rollups where project_id = 'rolled'`.execute(deps.db)
    expect(rows[0]!.minutes).toBeGreaterThan(500)
    expect(rows[0]!.rolled_to.getTime()).toBe(Math.floor(now.getTime() / 60_000) * 60_000)
    await thinHistory(deps, new Date(now.getTime() + 7 * DAY_MS))
    expect((await shown(now)).candles.slice(1)).toEqual(plain.candles.slice(1))
    expect(await BOOK_CHECKS['I4 a minute that is summed up is as its moves are']!.execute(deps.db)).toMatchObject({ rows: [] })
    await sql`update price_minutes set high_micros = high_micros + 1 where project_id = 'rolled'`.execute(deps.db)
    const found = await BOOK_CHECKS['I4 a minute that is summed up is as its moves are']!.execute(deps.db)
    expect(found.rows).toHaveLength(rows[0]!.minutes)
  })
})
