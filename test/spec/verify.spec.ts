import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyBooks, verifySnapshot } from '../../src/books/books.commands.ts'
import type { Snapshot } from '../../src/books/books.sql.ts'
import { type Difference, differenceText } from '../../src/books/difference.ts'
import { tickEvent } from '../../src/drift/drift.commands.ts'
import { keyedRequest } from '../../src/idempotency/idempotency.commands.ts'
import { saveEvent } from '../../src/organising/event.commands.ts'
import { grantCash } from '../../src/organising/grants.commands.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { migrationNames } from '../../src/platform/migrate.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { applyPhaseBump, updateSeed } from '../../src/projects/move.commands.ts'
import { createAsking } from '../support/asking.ts'
import { createTestDatabase, createTestDeps } from '../support/database.ts'
import { EVENT, playFullMarket } from '../support/full-market.ts'
import { checkInvariants } from '../support/invariants.ts'
import { accepted, decimal } from '../support/market.ts'
import { runProgram } from '../support/programs.ts'

let deps: Deps
let url: string

beforeAll(async () => {
  const database = await createTestDatabase()
  url = database.url
  deps = await createTestDeps({ db: database.db })
  await playFullMarket(deps)
})

async function verify(within?: Snapshot) {
  const differences: Difference[] = []
  const tell = (difference: Difference) => void differences.push(difference)
  const names = await migrationNames()
  const verified = within ? await verifySnapshot(within, names, tell) : await verifyBooks(deps.db, names, tell)
  return { verified, texts: differences.map(differenceText) }
}

/** Carries what was found out of a transaction that is rolled back. */
class Undone extends Error {
  readonly texts: readonly string[]
  constructor(texts: readonly string[]) {
    super('undone')
    this.texts = texts
  }
}

describe('npm run verify', () => {
  test('finds nothing in a market in which everything has happened, and has looked at all of it', async () => {
    await checkInvariants(deps.db)
    const { verified, texts } = await verify()
    expect(texts).toEqual([])
    expect(verified).toMatchObject({ events: 3, projects: 3, trades: 26, standings: 3 })
    expect(verified.folded).toBeGreaterThan(0)
    const { rows } = await sql<{ moves: bigint; accounts: bigint }>`
      select (select count(*) from price_points) as moves, (select count(*) from accounts) as accounts`.execute(deps.db)
    expect(verified).toMatchObject({ moves: Number(rows[0]!.moves), accounts: Number(rows[0]!.accounts) })
  })

  test('finds nothing after fees, grants, moves and ticks in the midst of trades of two servers', async () => {
    const busy = await createTestDeps()
    const market = await playFullMarket(busy)
    const servers = [market.asking, createAsking({ ...busy, serverId: randomUUID() })]
    const keyed = keyedRequest(market.admin.userId, 'test', null, null, null)
    let isOver = false
    const trading = market.traders.flatMap((trader) =>
      servers.map(async (server, index) => {
        for (let count = 0; !isOver; count++)
          await server[count % 2 === 0 ? 'buy' : 'sell'](trader, count % 4 < 2 ? 'kite' : 'sail', `0.${index + 1}`)
      }),
    )
    for (let round = 0; round < 6; round++) {
      accepted(await saveEvent(busy, keyed, { eventId: EVENT, parameters: { transactionFeeBps: 50 + 37 * round } }))
      accepted((await grantCash(busy, { eventId: EVENT, userId: null, amount: decimal('1'), keyed }))!)
      accepted(
        await applyPhaseBump(busy, {
          projectId: 'kite',
          bumpType: 'MULTIPLY',
          multiplier: decimal(round % 2 ? '0.7' : '1.3'),
          keyed,
        }),
      )
      accepted(await updateSeed(busy, { projectId: 'sail', seedDelta: decimal('0.123456'), keyed }))
      await inTransaction(busy, (tx) => tickEvent(tx, EVENT))
      if (round === 3)
        await verifyBooks(busy.db, await migrationNames(), (difference) => expect(differenceText(difference)).toBeNull())
    }
    isOver = true
    await Promise.all(trading)
    const { trades } = await verifyBooks(busy.db, await migrationNames(), (difference) =>
      expect(differenceText(difference)).toBeNull(),
    )
    expect(trades).toBeGreaterThan(60)
  })

  test('is a command that tells, with its exit code, what differs and where', async () => {
    const run = () => runProgram(process.execPath, ['scripts/verify.ts', '--url', url])
    const right = await run()
    expect(right).toMatchObject({ code: 0 })
    expect(right.output).toContain('The books are right.')
    await sql`update trades set fee_micros = fee_micros + 1 where project_id = 'boat' and sequence = 2`.execute(deps.db)
    const wrong = await run()
    await sql`update trades set fee_micros = fee_micros - 1 where project_id = 'boat' and sequence = 2`.execute(deps.db)
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.output).toMatch(/I6 trades boat:2: fee is \d+, by the log it is \d+/)
    expect(wrong.output).toMatch(/BROKEN {2}I6 .*differences/)
    expect(await runProgram(process.execPath, ['scripts/verify.ts', '/nowhere/at/all'])).toMatchObject({ code: 2 })
  })

  test.each<[string, string[], string, RegExp]>([
    [
      'of the server and not of its database',
      ['--url', 'http://localhost:4000'],
      'verify',
      /^--url is the address of a database/,
    ],
    ['of nothing', ['/nowhere/at/all'], 'verify', /^There is no database in \/nowhere\/at\/all: set DATA_DIR/],
    ['that cannot be written', ['/nowhere/at/all'], 'backup', /^\/nowhere\/at\/all.* cannot be used \(there is no such/],
    ['that cannot be read', ['/nowhere/at/all'], 'restore', /^\/nowhere\/at\/all cannot be used \(there is no such/],
  ])('and its like tell in a sentence of an address or a file %s', async (_what, parameters, script, sentence) => {
    const { code, output } = await runProgram(process.execPath, [`scripts/${script}.ts`, ...parameters], {
      env: script === 'verify' ? {} : { DATABASE_URL: url },
    })
    expect(code).not.toBe(0)
    expect(output).toMatch(sentence)
    expect(output).not.toMatch(/\n\s+at /)
  })

  /** What is changed, and how the difference is told. */
  const TAMPERED: readonly (readonly [change: string, told: RegExp])[] = [
    ...['cash_micros', 'initial_micros', 'granted_micros', 'fees_micros', 'realised_micros', 'trade_count'].map(
      (column) =>
        [
          `update accounts set ${column} = ${column} + 1 where account_id = (select min(account_id::text)::uuid from accounts)`,
          /^I1 accounts /,
        ] as const,
    ),
    [
      'update cash_grants set amount_micros = amount_micros + 1 where account_id = (select min(account_id::text)::uuid from cash_grants)',
      /^I1 accounts .*granted/,
    ],
    ['delete from cash_grants', /^I1 accounts .*granted/],
    ['update holdings set shares_units = shares_units + 1', /^I6 holdings .*shares/],
    ['update holdings set cost_basis_micros = cost_basis_micros + 1 where shares_units > 0', /^I6 holdings .*costBasis/],
    ['update holdings set realised_micros = realised_micros - 1', /^I6 holdings .*realised/],
    ['delete from holdings', /^I6 holdings .*shares is null/],
    ...[
      'execution_price_micros',
      'fee_micros',
      'cash_delta_micros',
      'price_after_micros',
      'price_before_micros',
      'shares_units',
    ].map(
      (column) =>
        [
          `update trades set ${column} = ${column} + 1 where project_id = 'sail' and sequence = 3`,
          /^I6 trades sail:3: /,
        ] as const,
    ),
    [
      `update trades set realised_micros = realised_micros + 1 where project_id = 'sail' and side = 'SELL'`,
      /^I6 trades sail:\d+: realised/,
    ],
    [`update trades set side = 'SELL' where project_id = 'kite' and sequence = 2`, /^I3 trades kite:2: shares/],
    [
      `update trades set account_id = (select max(account_id::text)::uuid from accounts) where project_id = 'kite' and sequence = 2`,
      /^I1 .*every trade belongs/,
    ],
    [`delete from trades where project_id = 'kite' and sequence = 2`, /^I5 .*a trade is one price point/],
    [
      `update trades set position = position + 1000 where project_id = 'kite' and sequence = 2`,
      /^I5 .*a trade is one price point/,
    ],
    ...[
      'price_micros',
      'price_before_micros',
      'base_price_micros',
      'offset_micros',
      'net_shares_units',
      'total_volume_units',
      'total_trades',
    ].map(
      (column) =>
        [
          `update price_points set ${column} = ${column} + 1 where project_id = 'sail' and sequence = 4`,
          /^I4 price_points sail:[45]: /,
        ] as const,
    ),
    ...['PHASE_BUMP', 'SEED_UPDATE'].map(
      (source) =>
        [
          `update price_points set offset_micros = offset_micros + 1 where source = '${source}'`,
          /^I4 price_points kite:\d+: offset/,
        ] as const,
    ),
    [`update price_points set price_micros = price_micros * 3 where source = 'DRIFT'`, /^I4 price_points \w+:\d+: price is/],
    [`update price_points set high_micros = high_micros * 2 where folded > 0`, /^I4 price_points \w+:\d+: high/],
    [`update price_points set low_micros = low_micros / 2 where folded > 0`, /^I4 price_points \w+:\d+: low/],
    [`update price_points set folded = folded - 1 where folded > 0`, /^I4 price_points \w+:\d+: sequence/],
    [
      `update price_points set at = at - interval '1 day' where project_id = 'sail' and sequence = 4`,
      /^I4 price_points sail:4: at/,
    ],
    [`update price_points set position = position - 100000 where project_id = 'sail' and source = 'DRIFT'`, /^I4 /],
    [`delete from price_points where project_id = 'sail' and sequence = 4`, /^I4 price_points sail:5: sequence/],
    [`update price_points set source = 'DRIFT' where project_id = 'sail' and sequence = 4`, /^I4 price_points sail:4: netShares/],
    ...['price_micros', 'offset_micros', 'net_shares_units', 'total_volume_units', 'total_trades', 'sequence'].map(
      (column) =>
        [
          `update projects set ${column} = ${column} + 1 where project_id = 'sail'`,
          /^I[24] .*(projects|netShares|last price point|on its line)/,
        ] as const,
    ),
    [`update projects set holders_count = holders_count + 1 where project_id = 'sail'`, /^I2 .*holders/],
    [`update projects set seed_micros = seed_micros + 1 where project_id = 'sail'`, /^I4 projects sail: seed/],
    [`update projects set base_price_micros = base_price_micros + 1 where project_id = 'sail'`, /^I4 projects sail: basePrice/],
    [
      `update events set transaction_fee_bps = 51 where event_id = 'fair'`,
      /^I6 events fair: transactionFeeBps is 51, by the log it is 50/,
    ],
    [`update event_feeds set position = position + 1 where event_id = 'fair'`, /^I4 .*feed/],
    [`delete from audit_entries where action = 'applyInvestment'`, /^I5 .*one audit entry/],
    [
      `update audit_entries set changes = jsonb_set(changes, '{0,after}', '"77"') where action = 'updateSeed'`,
      /^I4 price_points kite:\d+: /,
    ],
    [
      `update audit_entries set changes = jsonb_set(changes, '{0,after}', '"1.234568"') where changes->0->>'after' = '1.234567'`,
      /^I4 price_points \w+:\d+: /,
    ],
    [`delete from news_items where bump_type = 'DEMO_WINNER'`, /^I5 .*one news item/],
    [`update news_items set bump_type = 'MVP_SHIPPED' where bump_type = 'DEMO_WINNER'`, /^I4 price_points kite:\d+: price/],
    ...['rank', 'score_micros', 'total_value_micros', 'liquidation_micros', 'positions_count'].map(
      (column) => [`update standings set ${column} = ${column} + 10`, /^I6 standings past /] as const,
    ),
    [`update closing_prices set price_micros = price_micros + 1`, /^I6 closing_prices past boat: price/],
    [`delete from closing_prices`, /^I6 closing_prices past boat: price/],
  ]

  test.each(TAMPERED)('finds: %s', async (change, told) => {
    const texts = await deps.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const { numAffectedRows } = await sql.raw(change).execute(tx)
        expect(numAffectedRows).toBeGreaterThan(0n)
        throw new Undone((await verify(tx)).texts)
      })
      .catch((error: unknown) => {
        if (error instanceof Undone) return error.texts
        throw error
      })
    expect(texts).toContainEqual(expect.stringMatching(told))
  })
})
