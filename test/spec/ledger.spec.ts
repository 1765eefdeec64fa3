import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_WELCOME } from '../../src/ledger/credit.ts'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { checkInvariants } from '../support/invariants.ts'
import { balancesOf, type BookTrader, bookTrader, openMarket, placed, units, usdc } from '../support/order-book.ts'

let app: TestApp
let admin: string
let alice: BookTrader
let bob: BookTrader

beforeAll(async () => {
  app = await startTestApp()
  await openMarket(app, { feeBps: 50 })
  admin = await app.token('admin@example.com', { admin: true })
  alice = await bookTrader(app, 'alice')
  bob = await bookTrader(app, 'bob', { USDC: '100' })
})

afterAll(async () => await checkInvariants(app.deps.db))

const CREDIT = `mutation ($input: CreditBalanceInput!) {
  creditBalance(input: $input) { balance { asset total } userErrors { code path } }
}`
const credit = (input: Record<string, unknown>, token = admin): Promise<AnyData> =>
  app.gql(CREDIT, { input: { traderId: alice.id, asset: 'USDC', amount: '5', ...input } }, { token })

/** Sums of all entries and of all balances by asset. */
async function sums(): Promise<AnyData> {
  const { db } = app.deps
  const entries = await db.selectFrom('ledger_entries').select(['asset', 'owner_id', 'amount', 'note', 'actor_user_id']).execute()
  const balances = await db.selectFrom('balances').select(['asset', 'owner_id', 'total']).execute()
  const sum = (rows: readonly { asset: string }[], value: (row: AnyData) => bigint) =>
    Object.fromEntries(
      [...new Set(rows.map(({ asset }) => asset))].map((asset) => [
        asset,
        rows.filter((row) => row.asset === asset).reduce((total, row) => total + value(row), 0n),
      ]),
    )
  return {
    entries,
    rows: balances,
    byEntry: sum(entries, ({ amount }) => amount),
    byBalance: sum(balances, ({ total }) => total),
  }
}

describe('A credit', () => {
  it('is for administrators, once by key, and says who gave it and why', async () => {
    const input = { amount: '12.5', note: 'for the hall', idempotencyKey: 'one' }
    const first = await credit(input)
    expect(first.data.creditBalance).toEqual({ balance: { asset: 'USDC', total: '12.5' }, userErrors: [] })
    expect((await credit(input)).data).toEqual(first.data)
    expect((await credit({ ...input, amount: '13' })).errors[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED')
    expect((await credit({}, bob.token)).errors[0].extensions.code).toBe('FORBIDDEN')
    expect(await balancesOf(app, alice)).toEqual({ USDC: '12.5 − 0 = 12.5' })
    const { entries } = await sums()
    const given = entries.filter(({ note }: AnyData) => note === 'for the hall')
    expect(given.map(({ amount }: AnyData) => amount).sort()).toEqual([-12_500_000n, 12_500_000n])
    expect(given.every(({ actor_user_id }: AnyData) => actor_user_id !== null)).toBe(true)
  })

  it.each([
    ['asset', { asset: 'GOLD' }],
    ['asset', { asset: 'a b' }],
    ['amount', { amount: '0' }],
    ['amount', { amount: '-1' }],
    ['amount', { amount: '0.0000001' }],
    ['amount', { amount: '1000000001' }],
    ['note', { note: 'two\nlines' }],
  ])('with a wrong %s is refused: %o', async (field, input) => {
    const { data } = await credit(input)
    expect(data.creditBalance).toEqual({ balance: null, userErrors: [{ code: 'INVALID_PARAMETER', path: ['input', field] }] })
  })

  it('to nobody is NOT_FOUND', async () => {
    const traderId = Buffer.from('Trader:00000000-0000-4000-8000-000000000000').toString('base64url')
    expect((await credit({ traderId })).errors[0].extensions.code).toBe('NOT_FOUND')
  })
})

describe('The ledger', () => {
  it('sums to zero in every asset after credits, trades and fees, and balances are what moved', async () => {
    await credit({ asset: 'CXPT', amount: '50' })
    await placed(app, alice, { side: 'SELL', price: usdc('1.5'), quantity: units('20') })
    await placed(app, bob, { side: 'BUY', price: usdc('1.55'), quantity: units('13.337') })
    const { entries, rows, byEntry, byBalance } = await sums()
    expect(byEntry).toEqual({ USDC: 0n, CXPT: 0n })
    expect(byBalance).toEqual({ USDC: 0n, CXPT: 0n })
    for (const { owner_id, asset, total } of rows) {
      const moved = entries.filter((entry: AnyData) => entry.owner_id === owner_id && entry.asset === asset)
      expect(moved.reduce((sum: bigint, { amount }: AnyData) => sum + amount, 0n)).toBe(total)
    }
  })

  it('shows nobody the balances of others, and guests none', async () => {
    expect(await balancesOf(app, await bookTrader(app, 'carol'))).toEqual({})
    expect((await app.gql('{ balances { asset } }')).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
  })
})

it('A newcomer is welcomed with cash and base assets where that is configured, once', async () => {
  const hall = await startTestApp({ deps: { db: app.deps.db, bus: app.deps.bus }, welcome: DEMO_WELCOME })
  const dora = await bookTrader(hall, 'dora')
  expect(await balancesOf(hall, dora)).toEqual({ CXPT: '1000 − 0 = 1000', USDC: '10000 − 0 = 10000' })
  await bookTrader(hall, 'dora')
  expect(await balancesOf(hall, dora)).toEqual({ CXPT: '1000 − 0 = 1000', USDC: '10000 − 0 = 10000' })
})

describe('A market', () => {
  const SAVE = `mutation ($input: SaveMarketInput!) { saveMarket(input: $input) { market { symbol status feeBps tickSize } userErrors { code path } } }`
  const STATUS = `mutation ($input: SetMarketStatusInput!) { setMarketStatus(input: $input) { market { status } userErrors { code path } } }`

  it('is listed, changed and opened by administrators, each change recorded as one command', async () => {
    const input = { symbol: 'TEST-USDC', tickSize: '0.1', lotSize: '0.1', referencePrice: '5' }
    expect((await app.gql(SAVE, { input }, { token: bob.token })).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN')
    const { saveMarket } = await app.ask(SAVE, { input }, { token: admin })
    expect(saveMarket).toEqual({
      market: { symbol: 'TEST-USDC', status: 'PENDING', feeBps: 50, tickSize: '0.1' },
      userErrors: [],
    })
    await app.ask(SAVE, { input: { symbol: 'TEST-USDC', feeBps: 10 } }, { token: admin })
    await app.ask(SAVE, { input: { symbol: 'TEST-USDC', feeBps: 10 } }, { token: admin })
    const opened = await app.ask(STATUS, { input: { symbol: 'TEST-USDC', status: 'ACTIVE', note: 'go' } }, { token: admin })
    expect(opened.setMarketStatus.market.status).toBe('ACTIVE')
    const changes = await app.deps.db
      .selectFrom('market_changes')
      .innerJoin('markets', 'markets.market_id', 'market_changes.market_id')
      .select(['number', 'action', 'status_before', 'market_changes.status', 'note', 'changes'])
      .where('symbol', '=', 'TEST-USDC')
      .orderBy('number')
      .execute()
    expect(changes.map(({ changes: fields, ...rest }) => ({ ...rest, fields: fields.length }))).toEqual([
      { number: 1n, action: 'saveMarket', status_before: null, status: 'PENDING', note: null, fields: 11 },
      { number: 2n, action: 'saveMarket', status_before: 'PENDING', status: 'PENDING', note: null, fields: 1 },
      { number: 3n, action: 'setMarketStatus', status_before: 'PENDING', status: 'ACTIVE', note: 'go', fields: 1 },
    ])
    expect(changes[1]!.changes).toEqual([{ field: 'feeBps', before: '50', after: '10' }])
  })

  it('of a kind without rules stays PENDING, and one that does not exist is not found', async () => {
    await app.ask(
      SAVE,
      { input: { symbol: 'BTC-PERP', kind: 'PERPETUAL', tickSize: '1', lotSize: '0.1', referencePrice: '50000' } },
      { token: admin },
    )
    const status = async (symbol: string) =>
      (await app.ask(STATUS, { input: { symbol, status: 'ACTIVE' } }, { token: admin })).setMarketStatus
    expect(await status('BTC-PERP')).toEqual({
      market: null,
      userErrors: [{ code: 'INVALID_PARAMETER', path: ['input', 'status'] }],
    })
    expect((await status('NO-NE')).userErrors[0].code).toBe('MARKET_NOT_FOUND')
    const { markets } = await app.ask('{ markets(kind: PERPETUAL) { symbol status } }')
    expect(markets).toEqual([{ symbol: 'BTC-PERP', status: 'PENDING' }])
  })
})
