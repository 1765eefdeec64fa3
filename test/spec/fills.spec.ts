import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { countStatements } from '../support/count-statements.ts'
import { checkInvariants } from '../support/invariants.ts'
import { type BookTrader, bookTrader, openMarket, placed, units, usdc } from '../support/order-book.ts'

/** The known answers through the door: 12 @ 100 and 17 @ 99 bought, 9 @ 101 and 4 @ 105 sold, 3 @ 103 bought, fee 0.01 %. */
const TRADES = [
  ['BUY', '12', '100'],
  ['BUY', '17', '99'],
  ['SELL', '9', '101'],
  ['SELL', '4', '105'],
  ['BUY', '3', '103'],
] as const

let app: TestApp
let alice: BookTrader
let bob: BookTrader
const seen: AnyData[] = []

const ask = (trader: BookTrader, query: string, variables: Record<string, unknown> = {}) =>
  app.ask(query, variables, { token: trader.token })
const POSITION =
  '{ positions { symbol quantity averagePrice costBasis markPrice marketValue unrealisedPnl realisedPnl feesPaid } }'

beforeAll(async () => {
  app = await startTestApp()
  await openMarket(app, { feeBps: 1, referencePrice: '100', tickSize: '0.01', lotSize: '0.001' })
  alice = await bookTrader(app, 'alice', { USDC: '10000', CXPT: '100' })
  bob = await bookTrader(app, 'bob', { USDC: '10000', CXPT: '100' })
  for (const [side, quantity, price] of TRADES) {
    await placed(app, bob, { side: side === 'BUY' ? 'SELL' : 'BUY', price: usdc(price), quantity: units(quantity) })
    await placed(app, alice, { side, price: usdc(price), quantity: units(quantity), timeInForce: 'IOC' })
    seen.push((await ask(alice, POSITION)).positions[0])
  }
})

afterAll(async () => await checkInvariants(app.deps.db))

describe('a position', () => {
  it('has the known average and gains, fees beside them', () => {
    expect(seen[1]).toMatchObject({ quantity: '29', averagePrice: '99.4137931', costBasis: '2883', realisedPnl: '0' })
    const less = ({ realisedPnl, feesPaid }: AnyData) => (Number(realisedPnl) - Number(feesPaid)).toFixed(5)
    expect(seen.slice(2).map(less)).toEqual(['13.89666', '36.19949', '36.16859'])
  })

  it('is valued at the last price, and its counterparty has the opposite one', async () => {
    expect(seen[4]).toMatchObject({ symbol: 'CXPT-USDC', quantity: '19', markPrice: '103', marketValue: '1957' })
    const { positions } = await ask(bob, POSITION)
    expect(positions[0]).toMatchObject({ quantity: '-19', marketValue: '-1957' })
  })

  it('is nobody else’s to see', async () => {
    const { errors } = await app.gql(POSITION)
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
    const carol = await bookTrader(app, 'carol')
    expect(await ask(carol, '{ positions { symbol } fills { nodes { symbol } } }')).toEqual({
      positions: [],
      fills: { nodes: [] },
    })
  })
})

describe('fills', () => {
  const FILL = 'tradeNumber orderId side liquidity price quantity notional fee settlement'

  it('are shown to both, each with the own order, side and fee, newest first', async () => {
    const { fills } = await ask(alice, `{ fills { nodes { ${FILL} } } }`)
    expect(fills.nodes.map((fill: AnyData) => [fill.side, fill.quantity, fill.price, fill.liquidity])).toEqual(
      [...TRADES].reverse().map(([side, quantity, price]) => [side, quantity, price, 'TAKER']),
    )
    const { fills: others } = await ask(bob, `{ fills(last: 1) { nodes { ${FILL} } } }`)
    expect(others.nodes[0]).toMatchObject({ tradeNumber: '1', side: 'SELL', liquidity: 'MAKER', notional: '1200', fee: '0.12' })
  })

  it('are paged without gap or double in both directions', async () => {
    const walk = async (way: 'first' | 'last') => {
      const numbers: string[] = []
      let cursor: string | null = null
      do {
        const { fills }: AnyData = await ask(
          bob,
          `query ($cursor: String) { fills(symbol: "CXPT-USDC", ${way}: 2, ${way === 'first' ? 'after' : 'before'}: $cursor) {
            edges { cursor node { tradeNumber } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
          { cursor },
        )
        const page = fills.edges.map((edge: AnyData) => edge.node.tradeNumber)
        numbers.push(...(way === 'first' ? page : page.reverse()))
        const { hasNextPage, hasPreviousPage, startCursor, endCursor } = fills.pageInfo
        cursor = way === 'first' ? (hasNextPage ? endCursor : null) : hasPreviousPage ? startCursor : null
      } while (cursor)
      return numbers
    }
    expect(await walk('first')).toEqual(['5', '4', '3', '2', '1'])
    expect(await walk('last')).toEqual(['1', '2', '3', '4', '5'])
  })

  it('of an order alone, and on the order itself', async () => {
    const { fills } = await ask(alice, '{ fills(first: 1) { nodes { orderId } } }')
    const own = await ask(alice, `query ($id: ID!) { fills(orderId: $id) { nodes { orderId tradeNumber } } }`, {
      id: fills.nodes[0].orderId,
    })
    expect(own.fills.nodes).toEqual([{ orderId: fills.nodes[0].orderId, tradeNumber: '5' }])
    const { errors } = await app.gql('{ fills(orderId: "0x12") { nodes { orderId } } }', {}, { token: alice.token })
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  })
})

describe('the fills of many orders', () => {
  it('are read at once, however many orders a page has', async () => {
    await openMarket(app, { symbol: 'MANY-USDC', feeBps: 1, referencePrice: '1', tickSize: '0.01', lotSize: '1' })
    const seller = await bookTrader(app, 'seller', { MANY: '100' })
    const buyer = await bookTrader(app, 'buyer', { USDC: '1000' })
    const order = { market: 'MANY-USDC', price: usdc('1') } as const
    for (let n = 0; n < 50; n++) await placed(app, seller, { ...order, side: 'SELL', quantity: units('2') })
    for (const quantity of ['75', '25'])
      await placed(app, buyer, { ...order, side: 'BUY', quantity: units(quantity), timeInForce: 'IOC' })

    const counter = countStatements(app.deps.db)
    const counted = await startTestApp({ deps: { ...app.deps, db: counter.db }, role: 'api' })
    const statementsOf = async (first: number) => {
      let nodes: AnyData[] = []
      const statements = await counter.during(async () => {
        const query =
          'query ($first: Int) { orders(first: $first) { nodes { status fills { tradeNumber symbol price liquidity } } } }'
        nodes = (await counted.ask(query, { first }, { token: seller.token })).orders.nodes
      })
      expect(nodes).toHaveLength(first)
      expect(nodes.every(({ status, fills }) => status === 'FILLED' && fills.length > 0)).toBe(true)
      return statements
    }
    await statementsOf(1)
    expect(await statementsOf(50)).toBe(await statementsOf(2))
    expect(await statementsOf(50)).toBeLessThan(6)
  })
})

describe('the tape', () => {
  it('is public, newest first, and null where there is no such market', async () => {
    const query =
      'query ($symbol: ID!) { marketTrades(symbol: $symbol, first: 2) { nodes { tradeNumber price takerSide } pageInfo { hasNextPage } } }'
    const { marketTrades } = await app.ask(query, { symbol: 'CXPT-USDC' })
    expect(marketTrades).toEqual({
      nodes: [
        { tradeNumber: '5', price: '103', takerSide: 'BUY' },
        { tradeNumber: '4', price: '105', takerSide: 'SELL' },
      ],
      pageInfo: { hasNextPage: true },
    })
    expect((await app.ask(query, { symbol: 'NONE-USDC' })).marketTrades).toBeNull()
  })
})
