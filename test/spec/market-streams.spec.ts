import { readFileSync } from 'node:fs'
import type { Client } from 'graphql-ws'
import { sql } from 'kysely'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { createLocalBus } from '../../src/platform/bus-local.ts'
import { createRedisBus } from '../../src/platform/bus-redis.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { startServices } from '../../src/services.ts'
import { startTestApp } from '../support/app.ts'
import { type BookMarket, createBookMarket } from '../support/book-market.ts'
import { BookKeeper, expectedLevels, MARKET, type MarketMessage } from '../support/book-reader.ts'
import { createTestDatabase, createTestDeps, testLog, testRedisUrl } from '../support/database.ts'
import { type Reader, type StreamServer, subscribe } from '../support/streaming.ts'

/** The book as a stream: whoever applies every message has the book, whatever is lost on the way to it. */
const { db } = await createTestDatabase()
const deps = await createTestDeps({ db })
const servers: StreamServer[] = []
afterAll(async () => {
  for (const server of servers) await server.stop()
})

/** No matcher runs: the test commits what one would. */
function startServer(bus = deps.bus): StreamServer {
  const own: Deps = { ...deps, bus, serverId: crypto.randomUUID() }
  const server = { deps: own, ...startServices(own, 'api') }
  servers.push(server)
  return server
}
const here = startServer()
/** A second server that no message of the bus reaches: the tables are all that it has. */
const apart = startServer(createLocalBus(testLog))

let markets = 0
const newMarket = () => createBookMarket(deps, `BOOK${++markets}-USDC`)

interface Following {
  readonly reader: Reader<MarketMessage>
  readonly keeper: BookKeeper
  /** Until the book is the market's and every trade was told. */
  untilCurrent(): Promise<void>
}

async function follow(
  server: StreamServer,
  market: BookMarket,
  {
    levels,
    group,
    keeper = new BookKeeper(market.tradeNumber),
    isPaused = false,
  }: {
    levels?: number
    group?: number
    keeper?: BookKeeper
    isPaused?: boolean
  } = {},
): Promise<Following> {
  keeper.reconnect()
  const variables = { symbol: market.symbol, after: keeper.cursor, levels, group: group === undefined ? group : String(group) }
  const reader: Reader<MarketMessage> = await subscribe(server, MARKET, { variables, isPaused })
  onTestFinished(() => reader.stop())
  return {
    reader,
    keeper,
    async untilCurrent() {
      await reader.until((messages) => keeper.take(messages).has(market, levels, group) && keeper.trades === market.tradeNumber)
    },
  }
}

/** The same commands for the same seed: orders that rest, that match, and cancels. */
function randomCommands(market: BookMarket, seed: number) {
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >> 8) % below
  }
  return () => {
    const open = market.open()
    if (open.length > 0 && random(3) === 0)
      return { kind: 'CANCEL', id: open[random(open.length)]!.order.id, reason: 'REQUESTED' } as const
    const side = random(2) === 0 ? 'BUY' : 'SELL'
    return market.placing(side, side === 'BUY' ? 80 + random(24) : 97 + random(24), 1 + random(5))
  }
}

describe('marketUpdated', () => {
  test('begins with a SNAPSHOT of the book and goes on with what changed, trades included', async () => {
    const market = await newMarket()
    await market.place('BUY', 99, 5)
    const { reader, keeper, untilCurrent } = await follow(here, market)
    expect(await reader.until(1)).toMatchObject([
      {
        kind: 'SNAPSHOT',
        sequence: '1',
        bids: [{ price: '99', quantity: '5', orders: 1 }],
        asks: [],
        lastPrice: null,
        markPrice: '100',
      },
    ])
    await market.carryOut([market.placing('SELL', 99, 2), market.placing('SELL', 101, 1)])
    expect((await reader.until(2)).at(-1)).toMatchObject({
      kind: 'DELTA',
      sequence: '3',
      previousSequence: '1',
      bids: [{ price: '99', quantity: '3', orders: 1 }],
      asks: [{ price: '101', quantity: '1', orders: 1 }],
      trades: [{ tradeNumber: '1', price: '99', quantity: '2', takerSide: 'SELL' }],
      lastPrice: '99',
      markPrice: '99',
    })
    await untilCurrent()
    expect(keeper.snapshots).toBe(1)
  })

  test('keeps any view in step with the book over random commands, on a server with the bus and on one without', async () => {
    const market = await newMarket()
    const next = randomCommands(market, 7)
    const views = [{}, { levels: 3 }, { group: 10 }, { levels: 2, group: 5 }]
    const live = await Promise.all(views.map((view) => follow(here, market, view)))
    const late = await Promise.all(views.map((view) => follow(apart, market, view)))
    for (let step = 0; step < 120; step++) {
      await market.carryOut(Array.from({ length: 1 + (step % 3) }, next))
      for (const { untilCurrent } of live) await untilCurrent()
    }
    for (const { untilCurrent } of late) await untilCurrent()
    for (const { keeper } of [...live, ...late]) expect([keeper.snapshots, keeper.missed]).toEqual([1, 0])
  })

  test('goes on behind any of its cursors, on any server, without a gap in the book or a trade told twice', async () => {
    const market = await newMarket()
    const next = randomCommands(market, 11)
    const keepers = [{}, { levels: 3, group: 2 }].map((view) => ({
      view,
      keeper: new BookKeeper(),
      stop: () => Promise.resolve(),
    }))
    for (let step = 0; step < 24; step++) {
      for (const [index, each] of keepers.entries()) {
        if ((step + index) % 3 !== 0) continue
        await each.stop()
        await market.carryOut([next(), next()])
        const { reader, untilCurrent } = await follow(step % 4 === 0 ? apart : here, market, {
          ...each.view,
          keeper: each.keeper,
        })
        await untilCurrent()
        each.stop = async () => {
          await untilCurrent()
          await reader.stop()
        }
      }
      await market.carryOut([next()])
    }
    for (const { keeper } of keepers) {
      expect(keeper.missed).toBe(0)
      // The server that hears the bus still knows what its readers have seen.
      expect(keeper.snapshots).toBeLessThan(6)
    }
  })

  test('begins anew for another view than that of the cursor, with the trades since it', async () => {
    const market = await newMarket()
    await market.place('BUY', 90, 9)
    const { keeper, untilCurrent } = await follow(here, market, { levels: 2 })
    await untilCurrent()
    await market.place('SELL', 90, 1)
    await market.place('BUY', 89, 1)
    const again = await follow(here, market, { levels: 5, keeper })
    await again.untilCurrent()
    expect(again.reader.messages).toMatchObject([{ kind: 'SNAPSHOT', trades: [{ tradeNumber: '1' }], missed: 0 }])
  })

  test('tells the newest thousand of very many missed trades, and how many the others were', async () => {
    const market = await newMarket()
    const { keeper, untilCurrent } = await follow(here, market)
    await untilCurrent()
    await market.carryOut(
      [market.placing('BUY', 90, 5_000), ...Array.from({ length: 1_200 }, () => market.placing('SELL', 90, 1))],
      {
        isLost: true,
      },
    )
    await untilCurrent()
    expect([keeper.missed, keeper.trades, keeper.snapshots]).toEqual([200, 1_200, 1])
  })

  test('finds out what the bus lost, also where nothing comes after it', async () => {
    const market = await newMarket()
    const { keeper, untilCurrent } = await follow(here, market)
    await market.place('BUY', 90, 1, { isLost: true })
    await market.place('SELL', 90, 3)
    await untilCurrent()
    await market.place('SELL', 92, 1, { isLost: true })
    await untilCurrent()
    expect(keeper.snapshots).toBe(1)
  })

  test('gives a slow reader one DELTA instead of many, and the book stays whole', async () => {
    const market = await newMarket()
    const next = randomCommands(market, 13)
    const { reader, keeper, untilCurrent } = await follow(here, market)
    await untilCurrent()
    reader.pause()
    await market.carryOut([next()])
    await reader.until(2)
    for (let step = 0; step < 3; step++) await market.carryOut(Array.from({ length: 100 }, next), { isApart: true })
    await expect.poll(() => here.services.liveBooks.find(market.market.marketId)?.sequence).toBe(market.position)
    reader.resume()
    await untilCurrent()
    expect(reader.messages.length).toBeLessThan(10)
    expect([keeper.snapshots, keeper.missed]).toEqual([1, 0])
  })

  test('gives a reader that fell out of what is kept a SNAPSHOT, with the trades that it did not see', async () => {
    const market = await newMarket()
    const { reader, keeper, untilCurrent } = await follow(here, market)
    await untilCurrent()
    reader.pause()
    const pairs = Array.from({ length: 1_300 }, () => [market.placing('BUY', 90, 1), market.placing('SELL', 90, 1)])
    await market.carryOut(pairs.flat(), { isApart: true })
    await market.carryOut([market.placing('BUY', 91, 7)])
    await expect.poll(() => here.services.liveBooks.find(market.market.marketId)?.sequence).toBe(market.position)
    reader.resume()
    await untilCurrent()
    expect(keeper.snapshots).toBe(2)
    expect(keeper.missed).toBe(300)
  })

  test('is encoded once for all equal readers, and once more for another view', async () => {
    const market = await newMarket()
    const equal = await Promise.all(Array.from({ length: 20 }, () => follow(here, market)))
    const other = await follow(here, market, { levels: 1 })
    for (const { untilCurrent } of [...equal, other]) await untilCurrent()
    const before = equal.reduce((sum, { reader }) => sum + reader.encoded, 0)
    for (let price = 80; price < 90; price++) await market.place('BUY', price, 1)
    for (const { untilCurrent } of [...equal, other]) await untilCurrent()
    expect(equal.reduce((sum, { reader }) => sum + reader.encoded, 0) - before).toBe(10)
    expect(equal.every(({ reader }) => reader.messages.length === 11)).toBe(true)
  })

  test('says a status that was changed without a command, and with one', async () => {
    const market = await newMarket()
    const { reader, untilCurrent } = await follow(here, market)
    await untilCurrent()
    market.setStatus('POST_ONLY')
    await market.place('BUY', 90, 1)
    await reader.until((messages) => messages.at(-1)?.status === 'POST_ONLY')
    await sql`update markets set status = 'PAUSED' where symbol = ${market.symbol}`.execute(db)
    await reader.until((messages) => messages.at(-1)?.status === 'PAUSED')
    await untilCurrent()
  })

  test('says with a HEARTBEAT that nothing happens, once the tables were asked', { timeout: 15_000 }, async () => {
    const market = await newMarket()
    const { reader, keeper } = await follow(here, market, { levels: 1 })
    await market.place('BUY', 90, 1)
    // Outside the view: not told, but counted.
    await market.place('BUY', 80, 1)
    const startedMs = performance.now()
    const messages = await reader.until((told) => told.at(-1)?.kind === 'HEARTBEAT')
    expect(performance.now() - startedMs).toBeGreaterThan(3_000)
    expect(messages.at(-1)).toMatchObject({ sequence: '2', previousSequence: '1', bids: [] })
    keeper.take(messages)
  })

  test('begins anew where the market went back, as after a restore', async () => {
    const market = await newMarket()
    await market.place('BUY', 90, 1)
    const { reader, keeper, untilCurrent } = await follow(here, market)
    await untilCurrent()
    await sql`update markets set epoch = (epoch + 1) % 2147483647 where symbol = ${market.symbol}`.execute(db)
    await reader.until((messages) => messages.filter(({ kind }) => kind === 'SNAPSHOT').length === 2)
    await market.place('BUY', 91, 1)
    await untilCurrent()
    expect(keeper.snapshots).toBe(2)
  })

  test('keeps at most 64 different views of a market, and takes in any number of readers of those', async () => {
    const market = await newMarket()
    for (let levels = 1; levels <= 64; levels++) await follow(here, market, { levels })
    await follow(here, market, { levels: 7 })
    const another = subscribe(here, MARKET, { variables: { symbol: market.symbol, levels: 65 } })
    await expect(another).rejects.toMatchObject({ extensions: { code: 'COST_LIMIT_EXCEEDED' } })
  })

  test('refuses unknown markets, groups off the grid, too many levels and cursors of others', async () => {
    const [market, other] = [await newMarket(), await newMarket()]
    const { keeper, untilCurrent } = await follow(here, other)
    await untilCurrent()
    const refused = (variables: Record<string, unknown>) =>
      subscribe(here, MARKET, { variables: { symbol: market.symbol, ...variables } }).catch(
        (error: { extensions: { code: string } }) => error.extensions.code,
      )
    expect(await refused({ symbol: 'NO-MARKET' })).toBe('NOT_FOUND')
    expect(await refused({ symbol: 'a\u0000b' })).toBe('NOT_FOUND')
    expect(await refused({ group: '0.5' })).toBe('BAD_USER_INPUT')
    expect(await refused({ group: '0' })).toBe('BAD_USER_INPUT')
    expect(await refused({ after: keeper.cursor })).toBe('BAD_USER_INPUT')
    expect(await refused({ after: 'x' })).toBe('BAD_USER_INPUT')
  })
})

describe.skipIf(!testRedisUrl())('Two servers on one Redis', () => {
  const busOf = (prefix: string) => createRedisBus({ url: testRedisUrl()!, log: testLog, prefix })

  test('show the same book, whichever of them commits and whichever a reader comes back to', async () => {
    const prefix = `books-${process.pid}`
    const buses = [busOf(prefix), busOf(prefix)]
    const pair = buses.map(startServer)
    onTestFinished(async () => {
      for (const bus of buses) await bus.close()
    })
    for (const bus of buses) await expect.poll(() => bus.state).toBe('up')
    const market = await newMarket()
    const next = randomCommands(market, 17)
    const keepers = [new BookKeeper(), new BookKeeper()]
    let following = await Promise.all(pair.map((server, index) => follow(server, market, { keeper: keepers[index]! })))
    for (let step = 0; step < 60; step++) {
      await market.carryOut([next(), next()], { by: pair[step % 2]!.deps })
      for (const { untilCurrent } of following) await untilCurrent()
      if (step % 10 !== 9) continue
      for (const { reader } of following) await reader.stop()
      await market.carryOut([next()], { by: pair[0]!.deps })
      // Each comes back to the other one, where the same view is kept.
      const turn = (step - 9) / 10 + 1
      following = await Promise.all(
        pair.map((_, index) => follow(pair[(index + turn) % 2]!, market, { keeper: keepers[index]! })),
      )
    }
    for (const { untilCurrent } of following) await untilCurrent()
    for (const keeper of keepers) expect([keeper.snapshots, keeper.missed]).toEqual([1, 0])
    expect(keepers[0]!.levels).toEqual(expectedLevels(market))
  })
})

describe('docs/PROTOCOL.md', () => {
  interface DocumentedBook {
    readonly bids: Map<string, string>
    readonly asks: Map<string, string>
    readonly sequence: string | null
  }
  type Follow = (client: Client, symbol: string, changed: (book: DocumentedBook) => void, signal: AbortSignal) => Promise<void>

  test('keeps a book in sync in twenty lines, over connections that break', async () => {
    const code = /```js\n(const query = `subscription[^]*?)```/.exec(readFileSync('docs/PROTOCOL.md', 'utf8'))![1]!
    expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(22)
    const { follow } = (await import(`data:text/javascript,${encodeURIComponent(`${code}\nexport { follow }`)}`)) as {
      follow: Follow
    }
    const app = await startTestApp({ deps, role: 'api' })
    const market = await newMarket()
    const next = randomCommands(market, 23)
    const client = app.client({ lazy: true })
    const over = new AbortController()
    let kept: DocumentedBook | null = null
    let wake = () => {}
    const following = follow(
      client,
      market.symbol,
      (book) => {
        kept = book
        wake()
      },
      over.signal,
    )
    const isCurrent = () => {
      const { bids, asks } = expectedLevels(market)
      const shown = (side: Map<string, string> | undefined) =>
        [...(side ?? [])].map(([price, quantity]) => [Number(price), Number(quantity)]).sort(([a], [b]) => a! - b!)
      const expected = (levels: typeof bids) => levels.map(([price, quantity]) => [price, quantity]).sort(([a], [b]) => a! - b!)
      return JSON.stringify([shown(kept?.bids), shown(kept?.asks)]) === JSON.stringify([expected(bids), expected(asks)])
    }
    for (let step = 0; step < 40; step++) {
      await market.carryOut([next()])
      if (step === 20) client.terminate()
      while (!isCurrent())
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
    over.abort()
    await client.dispose()
    await following
  })
})
