/** What organisers change of accounts is taken into a crowd that is known: not everyone is read again, whatever is traded. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBoard } from '../../src/leaderboard/boards.cache.ts'
import { type CrowdState, readCrowd } from '../../src/leaderboard/crowd.commands.ts'
import { ranked } from '../../src/leaderboard/ranking.ts'
import { encodeNodeId } from '../../src/graphql/node.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { askAsOrganiser, type Caller, list, saveEvent } from '../support/asking.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase, createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'

const EVENT = 'granted'
const { deps, asking, admin } = await askAsOrganiser(await createTestDeps({ db: (await createTestDatabase()).db }))

beforeAll(async () => {
  await saveEvent(asking, admin, { eventId: EVENT, name: EVENT, status: 'OPEN', parameters: { driftEnabled: false } })
  for (const projectId of ['g-one', 'g-two']) await list(asking, admin, projectId, { eventId: EVENT })
})

afterAll(() => checkInvariants(deps.db))

const grant = (amount: string, to: Caller | null) =>
  asking.ask(admin, 'mutation ($input: GrantCashInput!) { grantCash(input: $input) { grant { traders } userErrors { code } } }', {
    input: { eventId: EVENT, amount, ...(to ? { traderId: encodeNodeId('Trader', to.userId) } : {}) },
  })
const moderate = (trader: Caller, change: object) =>
  asking.ask(
    admin,
    'mutation ($input: ModerateTraderInput!) { moderateTrader(input: $input) { trader { id } userErrors { code } } }',
    {
      input: { eventId: EVENT, traderId: encodeNodeId('Trader', trader.userId), ...change },
    },
  )

/** Everyone on a board. */
async function rowsBy(through: Deps) {
  const board = (await readBoard(through, EVENT))!
  return board.rows(0, board.traders)
}
/** As a server sees it that has just been started. */
const rowsAnew = () => rowsBy({ ...deps, db: countStatements(deps.db).db })

/** Who stands where with what, best first. */
function valuesOf({ crowd, event }: CrowdState) {
  const { order, initial, total, liquidation } = ranked(crowd.columns(), event.parameters)
  return Array.from(order, (member) => [crowd.userIds.at(member), initial[member], total[member], liquidation[member]])
}

async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(deps.db)
    if (rows.length >= count) return
  }
}

test('a grant, to one or to all, and who is ranked need the accounts concerned alone', async () => {
  const traders = await Promise.all(['ann', 'ben', 'cat', 'dan'].map((name) => asking.signIn(name)))
  for (const [index, trader] of traders.entries()) await asking.buy(trader, index % 2 ? 'g-one' : 'g-two', `${10 + index}`)
  const [ann, ben, cat, dan] = traders as [Caller, Caller, Caller, Caller]
  const counter = countStatements(deps.db)
  const counted = { ...deps, db: counter.db }
  await rowsBy(counted)
  // The mark; as of one moment: the mark, the event, the changes, the moves, and the trader; for all, who did not receive it.
  for (const [act, statements] of [
    [() => grant('12.5', ben), 6],
    [() => grant('100', null), 6],
    [() => moderate(cat, { ranked: false }), 6],
    [() => moderate(cat, { ranked: true }), 6],
    [() => moderate(dan, { ranked: false }), 6],
    // He trades on, and stands on no board.
    [() => asking.buy(dan, 'g-two', '3'), 4],
  ] as const) {
    await act()
    expect(await counter.during(() => rowsBy(counted))).toBe(statements)
    expect(await rowsBy(counted)).toEqual(await rowsAnew())
  }
  const rows = await rowsBy(counted)
  expect(rows.map(({ userId }) => userId).toSorted()).toEqual([ann, ben, cat].map(({ userId }) => userId).toSorted())
  expect(rows.find(({ userId }) => userId === ben.userId)?.initial).toBe(2_612_500_000n)
})

test('who joins while everyone is granted something has not received it, though he was there before the grant was', async () => {
  await asking.buy(await asking.signIn('eve'), 'g-one', '1')
  const late = await asking.signIn('late')
  const known = countStatements(deps.db).db
  // The feed's row is held until the newcomer's trade and then the grant wait for it; and news, which the grant writes last.
  const news = Promise.withResolvers<void>()
  const feed = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holdingNews = deps.db.transaction().execute(async (tx) => {
    await sql`lock table news_items in exclusive mode`.execute(tx)
    held.resolve()
    await news.promise
  })
  await held.promise
  const holding = Promise.withResolvers<void>()
  const holdingFeed = deps.db.transaction().execute(async (tx) => {
    await sql`select from event_feeds where event_id = ${EVENT} for update`.execute(tx)
    holding.resolve()
    await feed.promise
  })
  await holding.promise
  const joining = asking.buy(late, 'g-two', '2')
  await untilWaiting(1)
  const granting = grant('7', null)
  await untilWaiting(2)
  feed.resolve()
  await Promise.all([holdingFeed, joining])
  const before = (await readCrowd(known, EVENT, null))!
  expect(before.crowd.memberOf(late.userId)).toBeDefined()
  news.resolve()
  await Promise.all([holdingNews, granting])
  const after = (await readCrowd(known, EVENT, before))!
  expect(after.crowd).toBe(before.crowd)
  const { initial } = ranked(after.crowd.columns(), after.event.parameters)
  const { rows } = await sql<{ user_id: string; initial_micros: bigint }>`
    select user_id, initial_micros from accounts where event_id = ${EVENT} and trade_count > 0 and ranked`.execute(deps.db)
  for (const row of rows) expect(initial[after.crowd.memberOf(row.user_id)!]).toBe(Number(row.initial_micros))
  expect(rows.find((row) => row.user_id === late.userId)?.initial_micros).toBe(2_500_000_000n)
})

test('read all the time while many trade, join, are granted cash and lose their rank, a crowd ends as one read anew', async () => {
  const crowd = await Promise.all(Array.from({ length: 12 }, (_, n) => asking.signIn(`racer${n}`)))
  let isOver = false
  const first = (await readCrowd(deps.db, EVENT, null))!
  const reading = (async () => {
    let state = first
    while (!isOver) state = (await readCrowd(deps.db, EVENT, state))!
    return (await readCrowd(deps.db, EVENT, state))!
  })()
  await Promise.all([
    ...crowd.map(async (trader, index) => {
      for (let n = 0; n < 8; n++) await asking.buy(trader, (index + n) % 2 ? 'g-one' : 'g-two', `${1 + n}`)
    }),
    (async () => {
      for (let n = 0; n < 6; n++) await grant(`${n + 1}`, null)
    })(),
    (async () => {
      for (const trader of crowd) await grant('3.000001', trader)
    })(),
    (async () => {
      for (const trader of crowd.slice(0, 5)) {
        await moderate(trader, { ranked: false })
        await moderate(trader, { ranked: true, frozen: false })
      }
      await moderate(crowd[0]!, { ranked: false })
    })(),
  ])
  isOver = true
  const last = await reading
  expect(last.crowd).toBe(first.crowd)
  expect(valuesOf(last)).toEqual(valuesOf((await readCrowd(deps.db, EVENT, null))!))
})

test('who asks while everyone is still being read hears so soon, and a failure leaves the crowd as it was', async () => {
  const through = { ...deps, db: countStatements(deps.db).db }
  const over = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holding = deps.db.transaction().execute(async (tx) => {
    await sql`lock table accounts in access exclusive mode`.execute(tx)
    held.resolve()
    await over.promise
  })
  await held.promise
  await expect(readBoard(through, EVENT, 50)).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true },
  })
  const waiting = readBoard(through, EVENT, Infinity)
  over.resolve()
  await holding
  expect((await waiting)!.traders).toBeGreaterThan(3)

  const counter = countStatements(deps.db)
  const known = (await readCrowd(counter.db, EVENT, null))!
  await asking.buy(await asking.signIn('fay'), 'g-one', '4')
  const failing = counter.db.withPlugin({
    transformQuery: ({ node }) => {
      const text = JSON.stringify(node, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
      if (text.includes('string_agg')) throw new Error('gone')
      return node
    },
    transformResult: async ({ result }) => result,
  })
  const before = ranked(known.crowd.columns(), known.event.parameters)
  await expect(readCrowd(failing, EVENT, known)).rejects.toThrow('gone')
  expect(ranked(known.crowd.columns(), known.event.parameters)).toEqual(before)
  const after = (await readCrowd(counter.db, EVENT, known))!
  expect(after.crowd).toBe(known.crowd)
  expect(valuesOf(after)).toEqual(valuesOf((await readCrowd(deps.db, EVENT, null))!))
})
