import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBoard } from '../../src/leaderboard/boards.cache.ts'
import { freezeStandings } from '../../src/leaderboard/standings.commands.ts'
import { floorDiv } from '../../src/money/rounding.ts'
import { micros, shareUnits } from '../../src/money/units.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { saleRevenue } from '../../src/trading/price-line.ts'
import { type Answer, askAsOrganiser, type Caller, list, saveEvent } from '../support/asking.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase, createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'

const { deps, asking, admin } = await askAsOrganiser(await createTestDeps({ db: (await createTestDatabase()).db }))

afterAll(() => checkInvariants(deps.db))

const ROW = 'rank trader { displayName } score totalValue liquidationValue totalPnl returnPct positionsCount'
const board = async (viewer: Caller | null, eventId: string, ends = ''): Promise<Answer> =>
  (
    await asking.ask(
      viewer,
      `query ($eventId: ID!) {
  leaderboard(eventId: $eventId ${ends}) { eventId asOf final traders top { ${ROW} } bottom { ${ROW} } you { ${ROW} } neighbours { ${ROW} } } }`,
      { eventId },
    )
  ).leaderboard
const names = (rows: Answer[]): string[] => rows.map((row) => row.trader.displayName)

async function openEvent(eventId: string, projects: string[]): Promise<void> {
  await saveEvent(asking, admin, { eventId, name: eventId, status: 'OPEN', parameters: { driftEnabled: false } })
  for (const projectId of projects) await list(asking, admin, projectId, { eventId })
}

describe('The leaderboard', () => {
  let crowd: Caller[]

  beforeAll(async () => {
    await openEvent('ranked', ['r-one', 'r-two'])
    crowd = await Promise.all(['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus'].map((name) => asking.signIn(name)))
    // Who buys more pays more: the price would have to move for it to be worth it.
    for (const [index, viewer] of crowd.slice(0, 6).entries())
      await asking.buy(viewer, index % 2 ? 'r-one' : 'r-two', `${(index + 1) * 10}`)
    await asking.buy(admin, 'r-one', '1')
    await asking.ask(crowd[6]!, '{ portfolio(eventId: "ranked") { rank } }')
  })

  test('ranks every trader with a trade by what selling everything would leave; administrators and lookers-on are not there', async () => {
    const { traders, top, bottom, final } = await board(null, 'ranked', ', top: 100')
    expect(traders).toBe(6)
    expect([bottom, final]).toEqual([[], false])
    expect(names(top).toSorted((a, b) => a.localeCompare(b))).toEqual(['ann', 'ben', 'cat', 'dan', 'eve', 'fay'])
    expect(top.map((row: Answer) => row.rank)).toEqual([1, 2, 3, 4, 5, 6])
    for (const [index, row] of top.entries()) {
      expect(row).toMatchObject({ score: null, positionsCount: 1 })
      if (index > 0) expect(Number(row.liquidationValue)).toBeLessThanOrEqual(Number(top[index - 1].liquidationValue))
    }
  })

  test('shows the ends, worst first, the caller and two on each side', async () => {
    const order = names((await board(null, 'ranked', ', top: 100')).top)
    const third = crowd.find((viewer) => viewer.displayName === order[2])!
    const seen = await board(third, 'ranked', ', top: 2, bottom: 3')
    expect([names(seen.top), names(seen.bottom)]).toEqual([order.slice(0, 2), order.slice(3).reverse()])
    expect(seen.you).toMatchObject({ rank: 3, trader: { displayName: order[2] } })
    expect(names(seen.neighbours)).toEqual(order.slice(0, 5))
    expect(await board(crowd[6]!, 'ranked')).toMatchObject({ you: null, neighbours: [] })
    expect(await board(admin, 'ranked')).toMatchObject({ you: null, neighbours: [] })
    expect(await board(null, 'ranked', ', top: 0, bottom: 0')).toMatchObject({ top: [], bottom: [], traders: 6 })
  })

  test('agrees with the portfolio of everyone on it', async () => {
    for (const viewer of crowd.slice(0, 6)) {
      const { portfolio } = await asking.ask(
        viewer,
        '{ portfolio(eventId: "ranked") { rank totalPortfolioValue liquidationValue totalPnl returnPct } }',
      )
      const { you } = await board(viewer, 'ranked')
      expect(portfolio).toEqual({
        rank: you.rank,
        totalPortfolioValue: you.totalValue,
        liquidationValue: you.liquidationValue,
        totalPnl: you.totalPnl,
        returnPct: you.returnPct,
      })
    }
  })

  test('shows the trade that was just acknowledged, and leaves out who is unranked', async () => {
    const [gus] = [crowd[6]!]
    await asking.buy(gus, 'r-one', '5')
    expect((await board(gus, 'ranked')).you).toMatchObject({ positionsCount: 1 })
    await sql`update accounts set ranked = false where user_id = ${gus.userId}`.execute(deps.db)
    await sql`update event_feeds set accounts_revision = accounts_revision + 1 where event_id = 'ranked'`.execute(deps.db)
    expect(await board(gus, 'ranked')).toMatchObject({ you: null, traders: 6 })
  })

  test('is made once for all who ask at the same time, and not again while nothing happens', async () => {
    const counter = countStatements(deps.db)
    const counted = { ...deps, db: counter.db }
    // Each asks for the mark; as of one moment: the mark, the event, what organisers changed lately, the prices, everyone.
    expect(
      await counter.during(() => Promise.all(Array.from({ length: 50 }, () => readBoard(counted, 'ranked')))),
    ).toBeLessThanOrEqual(50 + 5)
    expect(await counter.during(() => readBoard(counted, 'ranked'))).toBe(1)
    await asking.buy(crowd[0]!, 'r-one', '1')
    // The mark, and as of one moment: the mark, the event, what has moved since.
    expect(await counter.during(() => readBoard(counted, 'ranked'))).toBe(4)
  })

  test.each([', top: 101', ', bottom: -1'])('refuses %s', async (ends) => {
    expect(await asking.codeOf(null, `{ leaderboard(eventId: "ranked" ${ends}) { traders } }`)).toBe('BAD_USER_INPUT')
  })

  test('knows no unknown event, and an event without traders has an empty one', async () => {
    expect(await asking.codeOf(null, '{ leaderboard(eventId: "nowhere") { traders } }')).toBe('NOT_FOUND')
    expect(await board(null, 'kickstart')).toMatchObject({ traders: 0, top: [], bottom: [], final: false })
    const { event } = await asking.ask(null, '{ event(eventId: "ranked") { leaderboard(top: 1) { traders top { rank } } } }')
    expect(event.leaderboard).toEqual({ traders: 6, top: [{ rank: 1 }] })
  })
})

/** The score of every account, sample by sample, from trades and price history. */
async function recomputeScores(
  eventId: string,
  closesAt: Date,
  windowSeconds: number,
  startedAt: Date,
): Promise<Map<string, bigint>> {
  const { rows: trades } = await sql<Answer>`select * from trades where event_id = ${eventId} order by position`.execute(deps.db)
  const { rows: points } =
    await sql<Answer>`select * from price_points where event_id = ${eventId} order by project_id, sequence`.execute(deps.db)
  const terms = { minPriceMicros: micros(100_000n), slopeMicrosPerShare: micros(20_000n), transactionFeeBps: 200 }
  const scores = new Map<string, bigint>()
  for (const userId of new Set(trades.map((trade) => trade.user_id))) {
    let [sum, count] = [0n, 0n]
    for (
      let at = closesAt.getTime();
      at >= Math.max(closesAt.getTime() - windowSeconds * 1_000, startedAt.getTime());
      at -= 5_000
    ) {
      const until = trades.filter((trade) => trade.user_id === userId && trade.executed_at.getTime() <= at)
      let value = until.reduce((cash, trade) => cash + trade.cash_delta_micros, 2_500_000_000n)
      for (const projectId of new Set(until.map((trade) => trade.project_id))) {
        const shares = until
          .filter((trade) => trade.project_id === projectId)
          .reduce((held, trade) => held + (trade.side === 'BUY' ? trade.shares_units : -trade.shares_units), 0n)
        const price = points.filter((point) => point.project_id === projectId && point.at.getTime() <= at).at(-1).price_micros
        value += saleRevenue(price, shareUnits(shares), terms)
      }
      sum += value
      count++
    }
    scores.set(userId, floorDiv(sum, count))
  }
  return scores
}

describe('The final standings', () => {
  test('are the mean liquidation values of the closing window, stored with closing prices, and never change', async () => {
    await openEvent('closing', ['c-one', 'c-two'])
    const traders = await Promise.all(['hal', 'ivy', 'jim', 'kim', 'lea'].map((name) => asking.signIn(name)))
    const order: [number, string, string][] = [
      [0, 'c-one', '30'],
      [1, 'c-one', '12.5'],
      [2, 'c-two', '70'],
      [0, 'c-two', '3.0001'],
      [3, 'c-two', '44'],
      [4, 'c-one', '0.0001'],
    ]
    for (const [who, projectId, shares] of order) await asking.buy(traders[who]!, projectId, shares)
    await asking.sell(traders[2]!, 'c-two', '70')
    await asking.sell(traders[0]!, 'c-one', '7.7777')
    await asking.buy(admin, 'c-one', '10')
    // The whole past is spread over the last ten minutes and a bit.
    await sql`update events set opens_at = statement_timestamp() - interval '700 seconds' where event_id = 'closing'`.execute(
      deps.db,
    )
    await sql`
      update price_points p set at = s.at from (
        select project_id, sequence, clock_timestamp()::timestamptz(3) - (680 - 60 * row_number() over (order by position)) * interval '1 second' as at
        from price_points where event_id = 'closing') s
      where p.project_id = s.project_id and p.sequence = s.sequence`.execute(deps.db)
    await sql`update trades t set executed_at = p.at from price_points p where p.project_id = t.project_id and p.sequence = t.sequence and t.event_id = 'closing'`.execute(
      deps.db,
    )
    await sql`update projects set moved_at = clock_timestamp() where event_id = 'closing'`.execute(deps.db)

    await saveEvent(asking, admin, { eventId: 'closing', status: 'CLOSED' })
    const final = await board(traders[0]!, 'closing', ', top: 100')
    const {
      rows: [event],
    } = await sql<{ opens_at: Date; closes_at: Date }>`select opens_at, closes_at from events where event_id = 'closing'`.execute(
      deps.db,
    )
    expect(final).toMatchObject({ final: true, traders: 5, asOf: event!.closes_at.toISOString() })
    const scores = await recomputeScores('closing', event!.closes_at, 600, event!.opens_at)
    const ranked = traders.toSorted((a, b) => (scores.get(a.userId)! > scores.get(b.userId)! ? -1 : 1))
    expect(names(final.top)).toEqual(ranked.map((viewer) => viewer.displayName))
    for (const [index, row] of final.top.entries()) {
      expect(Math.round(Number(row.score) * 1e6)).toBe(Number(scores.get(ranked[index]!.userId)))
      const { portfolio } = await asking.ask(
        ranked[index]!,
        '{ portfolio(eventId: "closing") { rank liquidationValue totalPortfolioValue } }',
      )
      expect(portfolio).toEqual({ rank: index + 1, liquidationValue: row.liquidationValue, totalPortfolioValue: row.totalValue })
    }
    expect(final.you).toMatchObject({ trader: { displayName: 'hal' } })

    const { rows: closing } = await sql<{ same: boolean }>`
      select c.price_micros = p.price_micros and c.sequence = p.sequence as same from projects p join closing_prices c using (project_id) where p.event_id = 'closing'`.execute(
      deps.db,
    )
    expect(closing).toEqual([{ same: true }, { same: true }])
    await sql`update accounts set ranked = false where user_id = ${traders[1]!.userId}`.execute(deps.db)
    expect((await board(traders[0]!, 'closing', ', top: 100')).top).toEqual(final.top)
  })

  test('of an event that is reopened are gone, and made anew when it closes again', async () => {
    const [mia] = [await asking.signIn('mia')]
    await openEvent('again', ['a-one'])
    await asking.buy(mia, 'a-one', '10')
    await saveEvent(asking, admin, { eventId: 'again', status: 'CLOSED' })
    expect(await board(mia, 'again')).toMatchObject({ final: true, traders: 1 })
    await saveEvent(asking, admin, { eventId: 'again', status: 'OPEN', closesAt: null })
    expect(await board(mia, 'again')).toMatchObject({ final: false, traders: 1, you: { score: null } })
    await asking.sell(mia, 'a-one', '10')
    await saveEvent(asking, admin, { eventId: 'again', status: 'CLOSED' })
    expect(await board(mia, 'again')).toMatchObject({ final: true, you: { positionsCount: 0, liquidationValue: '2499.56' } })
  })

  test('of an event that nobody traded in are empty and final', async () => {
    await openEvent('silent', [])
    await saveEvent(asking, admin, { eventId: 'silent', status: 'CLOSED' })
    expect(await board(null, 'silent')).toMatchObject({ final: true, traders: 0, top: [] })
  })

  test('of a thousand accounts with a dozen holdings each take less than two seconds', async () => {
    await openEvent(
      'large',
      Array.from({ length: 12 }, (_, index) => `large-${index}`),
    )
    const ACCOUNTS = 1_000
    await sql`
      with made as (insert into users (issuer, subject, display_name, name_key)
        select 'crowd', 'u' || n, 'u' || n, 'u' || n from generate_series(1, ${ACCOUNTS}::int) n returning user_id)
      insert into accounts (account_id, event_id, user_id, cash_micros, initial_micros, trade_count)
      select gen_random_uuid(), 'large', user_id, 2500000000, 2500000000, 24 from made`.execute(deps.db)
    await sql`update events set opens_at = statement_timestamp() - interval '2 hours' where event_id = 'large'`.execute(deps.db)
    await sql`update price_points set at = at - interval '2 hours' where event_id = 'large'`.execute(deps.db)
    await sql`
      insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source,
        base_price_micros, offset_micros, net_shares_units, total_volume_units, total_trades)
      select 'large', 'large-' || p, 2 + n, 1000000000 + p * 100000 + n, clock_timestamp() - interval '1 hour' + n * interval '3 seconds',
        5000000 + n, 5000001 + n, 'DRIFT', 1000000, 0, 0, 0, 0 from generate_series(0, 11) p, generate_series(0, 1199) n`.execute(
      deps.db,
    )
    await sql`
      insert into trades (event_id, project_id, sequence, position, account_id, user_id, side, shares_units, execution_price_micros,
        fee_micros, cash_delta_micros, realised_micros, price_before_micros, price_after_micros, executed_at)
      select 'large', 'large-' || p, 1000000 + n * 2 + i, 2000000000::int8 + p * 1000000 + n * 2 + i, account_id, user_id, 'BUY', 12345 + n, 1, 1, -12345, 0, 1, 1,
        clock_timestamp() - n * interval '1 second' from (select *, row_number() over () as n from accounts where event_id = 'large') a,
        generate_series(0, 11) p, generate_series(0, 1) i`.execute(deps.db)
    await sql`analyze`.execute(deps.db)
    const startedAt = performance.now()
    await inTransaction(deps, (tx) => freezeStandings(tx, 'large', new Date()))
    const ms = performance.now() - startedAt
    const { rows } = await sql<{ n: number }>`select count(*)::int4 as n from standings where event_id = 'large'`.execute(deps.db)
    expect(rows[0]!.n).toBe(ACCOUNTS)
    if (process.env.TEST_LOG_LEVEL) console.log(`standings of ${ACCOUNTS} accounts: ${ms.toFixed(0)} ms`)
    expect(ms).toBeLessThan(2_000)
    await sql`delete from trades where event_id = 'large'`.execute(deps.db)
    await sql`delete from accounts where event_id = 'large'`.execute(deps.db)
    await sql`delete from price_points where event_id = 'large' and sequence > 1`.execute(deps.db)
  })
})
