import { beforeAll, describe, expect, test } from 'vitest'
import type { Deps } from '../../src/platform/deps.ts'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { type BookMarket, createBookMarket } from '../support/book-market.ts'
import { expectedLevels, MARKET } from '../support/book-reader.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase } from '../support/database.ts'
import { subscribe } from '../support/streaming.ts'

/** Books, tickers and candles of markets, whatever reads them. */
const BOOK = `query ($symbol: ID!, $levels: Int, $group: Decimal) {
  orderBook(symbol: $symbol, levels: $levels, group: $group) {
    symbol sequence bids { price quantity orders } asks { price quantity orders } mid spread
    depth1Bp { bid ask } depth5Bp { bid ask } at
  }
}`
const TICKER = `query ($symbol: ID!) {
  ticker(symbol: $symbol) {
    symbol lastPrice markPrice open24h high24h low24h change24hPercent volume24h notional24h trades24h openInterest
    bestBid bestAsk depth1Bp { bid ask } depth5Bp { bid ask }
  }
}`

const { db } = await createTestDatabase()
const counter = countStatements(db)
let app: TestApp
let deps: Deps
beforeAll(async () => {
  // No matcher runs: the test commits what one would.
  app = await startTestApp({ deps: { db: counter.db }, role: 'api' })
  deps = app.deps
})

let markets = 0
const newMarket = () => createBookMarket(deps, `DATA${++markets}-USDC`)
const bookOf = async ({ symbol }: BookMarket, more: Record<string, unknown> = {}): Promise<AnyData> =>
  (await app.ask(BOOK, { symbol, ...more })).orderBook
const tickerOf = async ({ symbol }: BookMarket): Promise<AnyData> => (await app.ask(TICKER, { symbol })).ticker
const pricesOf = (levels: { price: string; quantity: string; orders: number }[]) =>
  levels.map(({ price, quantity, orders }) => [Number(price), Number(quantity), orders])

describe('orderBook', () => {
  test('is what rests, best first, with the sequence of the command after which it was so', async () => {
    const market = await newMarket()
    await market.carryOut([
      market.placing('BUY', 99, 2),
      market.placing('BUY', 98, 1),
      market.placing('BUY', 99, 3),
      market.placing('SELL', 104, 4),
      market.placing('SELL', 103, 5),
    ])
    expect(await bookOf(market)).toMatchObject({
      symbol: market.symbol,
      sequence: '5',
      bids: [
        { price: '99', quantity: '5', orders: 2 },
        { price: '98', quantity: '1', orders: 1 },
      ],
      asks: [
        { price: '103', quantity: '5', orders: 1 },
        { price: '104', quantity: '4', orders: 1 },
      ],
      mid: '101',
      spread: '4',
      depth1Bp: { bid: '0', ask: '0' },
    })
    await market.place('SELL', 99, 5)
    expect(await bookOf(market, { levels: 1 })).toMatchObject({
      sequence: '6',
      bids: [{ price: '98' }],
      asks: [{ price: '103' }],
      mid: '100.5',
    })
  })

  test('is the same of the tables, of memory and of a live stream, by any group', async () => {
    const market = await newMarket()
    for (let price = 60; price <= 140; price += 3) await market.place(price < 100 ? 'BUY' : 'SELL', price, 1 + (price % 4))
    const check = async () => {
      for (const group of [1, 5, 20]) {
        const { bids, asks } = await bookOf(market, { levels: 4, group: String(group) })
        expect({ bids: pricesOf(bids), asks: pricesOf(asks) }).toEqual(expectedLevels(market, 4, group))
      }
    }
    await check()
    expect(await counter.during(check)).toBeLessThanOrEqual(3 * 2)
    const reader = await subscribe({ ...app, stop: async () => undefined }, MARKET, { variables: { symbol: market.symbol } })
    await reader.until(1)
    await market.place('BUY', 101, 1)
    await reader.until(2)
    await check()
    // The bus lost it: the live book is behind, and is not asked.
    await market.place('BUY', 77, 1, { isLost: true })
    await check()
    await reader.stop()
  })

  test('is kept in memory once it is asked for again after a change', async () => {
    const market = await newMarket()
    const live = () => app.services.liveBooks.find(market.market.marketId)
    for (const price of [90, 91]) {
      expect(live()).toBeNull()
      await market.place('BUY', price, 1)
      expect((await bookOf(market)).bids[0].price).toBe(String(price))
    }
    await expect.poll(() => live()?.sequence).toBe(2)
    await market.place('BUY', 92, 1)
    await expect.poll(() => live()?.sequence).toBe(3)
    expect((await bookOf(market)).bids[0].price).toBe('92')
  })

  test('is refused off the grid and out of range, and null where there is no market', async () => {
    const market = await newMarket()
    expect((await app.gql(BOOK, { symbol: market.symbol, group: '2.5' })).errors).toMatchObject([
      { message: expect.stringContaining('try 2 or 3'), extensions: { code: 'BAD_USER_INPUT' } },
    ])
    for (const more of [{ group: '0' }, { group: '-1' }, { levels: 0 }, { levels: 1_001 }])
      expect((await app.gql(BOOK, { symbol: market.symbol, ...more })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ])
    expect(await app.ask(BOOK, { symbol: 'NO-MARKET' })).toEqual({ orderBook: null })
    expect(await app.ask(TICKER, { symbol: 'a\u0000b' })).toEqual({ ticker: null })
  })

  test('of many markets costs no more statements than of one', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, newMarket))
    for (const market of all) await market.place('BUY', 90, 1)
    const ask = () =>
      app.ask(
        '{ markets(status: ACTIVE) { symbol sequence ticker { bestBid volume24h } orderBook(levels: 1) { bids { price } } } }',
      )
    const cold = await counter.during(ask)
    expect(cold).toBeLessThanOrEqual(6)
    expect(await counter.during(ask)).toBeLessThanOrEqual(4)
  })
})

describe('ticker', () => {
  test('has no price before the first trade but a mark', async () => {
    const market = await newMarket()
    expect(await tickerOf(market)).toEqual({
      symbol: market.symbol,
      lastPrice: null,
      markPrice: '100',
      open24h: null,
      high24h: null,
      low24h: null,
      change24hPercent: null,
      volume24h: '0',
      notional24h: '0',
      trades24h: 0,
      openInterest: '0',
      bestBid: null,
      bestAsk: null,
      depth1Bp: { bid: '0', ask: '0' },
      depth5Bp: { bid: '0', ask: '0' },
    })
  })

  test('sums up 24 hours: what was traded before only says where the price came from', async () => {
    const market = await newMarket()
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)
    const trade = async (price: number, quantity: number, at: Date) => {
      await market.carryOut([market.placing('SELL', price, quantity), market.placing('BUY', price, quantity)], { at })
    }
    await trade(80, 7, ago(30))
    expect(await tickerOf(market)).toMatchObject({
      lastPrice: '80',
      open24h: '80',
      high24h: null,
      change24hPercent: '0',
      trades24h: 0,
    })
    await trade(90, 2, ago(20))
    await trade(70, 1, ago(10))
    await trade(85, 4, ago(0))
    await market.carryOut([market.placing('BUY', 9_999, 3), market.placing('SELL', 10_001, 5), market.placing('SELL', 10_006, 2)])
    expect(await tickerOf(market)).toMatchObject({
      lastPrice: '85',
      markPrice: '85',
      open24h: '80',
      high24h: '90',
      low24h: '70',
      change24hPercent: '6.25',
      volume24h: '7',
      notional24h: '590',
      trades24h: 3,
      bestBid: '9999',
      bestAsk: '10001',
      depth1Bp: { bid: '3', ask: '5' },
      depth5Bp: { bid: '3', ask: '5' },
    })
  })
})

describe('marketCandles', () => {
  const CANDLES = `query ($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {
    marketCandles(symbol: $symbol, interval: $interval, from: $from, to: $to) { openTime open high low close volume notional trades }
  }`
  const at = (time: string) => new Date(`2026-03-01T${time}Z`)

  test('are the trades of each interval, flat where there are none, from the first trade on', async () => {
    const market = await newMarket()
    const trade = (price: number, time: string) =>
      market.carryOut([market.placing('SELL', price, 2), market.placing('BUY', price, 2)], { at: at(time) })
    for (const [price, time] of [
      [100, '10:01:10'],
      [110, '10:01:20'],
      [105, '10:03:59'],
      [90, '10:16:00'],
    ] as const)
      await trade(price, time)
    const ask = async (interval: string, from: string, to: string) =>
      (await app.ask(CANDLES, { symbol: market.symbol, interval, from: at(from), to: at(to) })).marketCandles
    const minutes = await ask('ONE_MINUTE', '10:00:00', '10:05:00')
    expect(
      minutes.map(({ openTime, open, high, low, close, volume, trades }: AnyData) => [
        openTime.slice(11, 16),
        open,
        high,
        low,
        close,
        volume,
        trades,
      ]),
    ).toEqual([
      ['10:01', '100', '110', '100', '110', '4', 2],
      ['10:02', '110', '110', '110', '110', '0', 0],
      ['10:03', '105', '105', '105', '105', '2', 1],
      ['10:04', '105', '105', '105', '105', '0', 0],
    ])
    expect(await ask('FIFTEEN_MINUTES', '10:00:00', '10:30:00')).toMatchObject([
      { open: '100', high: '110', low: '100', close: '105', volume: '6', notional: '630', trades: 3 },
      { open: '90', close: '90', volume: '2', notional: '180', trades: 1 },
    ])
    expect((await ask('ONE_DAY', '12:00:00', '23:00:00')).map(({ close }: AnyData) => close)).toEqual(['90'])
  })

  test('are refused below a minute and beyond 1,500, and none of no market', async () => {
    const { symbol } = await newMarket()
    for (const variables of [
      { interval: 'FIVE_SECONDS', to: at('00:01:00') },
      { interval: 'ONE_MINUTE', to: new Date('2026-03-05') },
    ])
      expect((await app.gql(CANDLES, { symbol, from: at('00:00:00'), ...variables })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ])
    const asked = { symbol: 'NO-MARKET', interval: 'ONE_HOUR', from: at('00:00:00'), to: at('02:00:00') }
    expect(await app.ask(CANDLES, asked)).toEqual({ marketCandles: [] })
  })
})
