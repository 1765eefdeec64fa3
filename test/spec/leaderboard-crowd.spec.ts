/** A crowd so large that a thread of its own ranks it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Crowd } from '../../src/leaderboard/crowd.ts'
import { ranked } from '../../src/leaderboard/ranking.ts'
import { rankElsewhere } from '../../src/leaderboard/ranking.thread.ts'
import { readBoard } from '../../src/leaderboard/boards.cache.ts'
import { micros } from '../../src/money/units.ts'
import { createAsking, list, saveEvent } from '../support/asking.ts'
import { createTestDatabase, createTestDeps } from '../support/database.ts'

const TRADERS = 20_500
const idOf = (kind: 'a' | 'b', n: number) => `${kind}0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
const TERMS = { minPriceMicros: micros(100_000n), slopeMicrosPerShare: micros(20_000n), transactionFeeBps: 200 }

test('another thread ranks as this one does, whoever else is ranked meanwhile or fails, and the crowd can be changed afterwards', async () => {
  const crowds = Array.from({ length: 3 }, (_, seed) => {
    const crowd = new Crowd()
    for (let n = 0; n < 5_000; n++) {
      crowd.setPrice(`p${n % 50}`, BigInt(1_000_000 + ((n * 7919) % 100_000)))
      crowd.set({
        accountId: idOf('a', n),
        userId: idOf('b', n),
        initial: 2_500_000_000n,
        createdAt: new Date(n % 9),
        cash: BigInt((n * 104_729 * (seed + 1)) % 1_000_003),
        held: [{ projectId: `p${n % 50}`, shares: BigInt((n * 31) % 90_000) }],
      })
    }
    return crowd
  })
  const here = crowds.map((crowd) => ranked(crowd.columns(), TERMS))
  const rankThere = async (crowd: Crowd) => {
    const columns = crowd.columns()
    const ranking = crowd.nextRanking()
    await rankElsewhere(columns, TERMS, ranking)
    return ranking
  }
  const there = await Promise.all(crowds.map(rankThere))
  expect(there).toEqual(here)
  // One that cannot be ranked fails alone.
  await expect(rankElsewhere({ ...crowds[0]!.columns(), cash: null as never }, TERMS, crowds[0]!.nextRanking())).rejects.toThrow()
  crowds[0]!.trade(17, 'p3', 5n, 10_000_000_000n)
  const { order } = await rankThere(crowds[0]!)
  expect(order[0]).toBe(17)
})

test('everyone has a place, and a trade shows within a second', async () => {
  const deps = await createTestDeps({ db: (await createTestDatabase()).db })
  const asking = createAsking(deps)
  const admin = await asking.signIn('organiser', { isAdmin: true })
  await saveEvent(asking, admin, { eventId: 'huge', name: 'huge', status: 'OPEN', parameters: { driftEnabled: false } })
  await list(asking, admin, 'h-one', { eventId: 'huge' })
  await sql`
    with joined as (
      insert into users (issuer, subject, display_name, name_key)
      select 'crowd', n::text, 'Crowd ' || n, 'crowd ' || n from generate_series(1, ${TRADERS}::int) n returning user_id, subject::int as n
    )
    insert into accounts (account_id, event_id, user_id, cash_micros, initial_micros, trade_count, ranked)
    select gen_random_uuid(), 'huge', user_id, 2500000000 + n % 1000, 2500000000, 1, true from joined`.execute(deps.db)
  const { rows } = await sql<{ account_id: string }>`
    select account_id from accounts where event_id = 'huge' order by cash_micros desc, created_at, account_id`.execute(deps.db)
  const board = (await readBoard(deps, 'huge'))!
  expect(board.rows(0, board.traders).map(({ accountId }) => accountId)).toEqual(rows.map((row) => row.account_id))

  const trader = await asking.signIn('trader')
  await asking.buy(trader, 'h-one', '3')
  const tradedAt = performance.now()
  await sleep(Math.max(0, tradedAt + 1_000 - performance.now()))
  const later = (await readBoard(deps, 'huge'))!
  expect([later.traders, later.ofUser(trader.userId)?.positions]).toEqual([TRADERS + 1, 1])
  expect(later.ofUser(trader.userId)?.rank).toBe(TRADERS + 1)
})
