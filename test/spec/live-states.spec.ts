import { beforeAll, describe, expect, test } from 'vitest'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'

/** Portfolio, leaderboard, event and tape, live over the door. */
const app = await startTestApp()
const eventId = 'live'
const [alice, bob, organiser] = [
  await app.token('alice@example.com'),
  await app.token('bob@example.com'),
  await app.token('organiser@example.com', { admin: true }),
]

beforeAll(() => openMarket(app, eventId, ['apple', 'banana', 'cherry']))

const BUY = 'mutation ($input: BuyInput!) { buy(input: $input) { trade { tradeId cursor sequence } userErrors { message } } }'
async function buy(token: string, projectId: string, shares = '1'): Promise<AnyData> {
  const {
    buy: { trade },
  } = await app.ask(BUY, { input: { projectId, shares } }, { token })
  expect(trade).not.toBeNull()
  return trade
}

/** The messages of one subscription over a WebSocket, in their order. */
function follow(from: TestApp, query: string, token?: string) {
  const values: AnyData[] = []
  let wake = () => {}
  const stop = from.client(token ? { token } : {}).subscribe<AnyData>(
    { query, variables: { eventId } },
    {
      next({ data, errors }) {
        values.push(errors ? { errors } : Object.values(data!)[0])
        wake()
      },
      error: () => wake(),
      complete: () => wake(),
    },
  )
  return {
    values,
    stop,
    async until(isEnough: (values: AnyData[]) => boolean): Promise<AnyData[]> {
      while (!isEnough(values))
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return values
    },
  }
}

const PORTFOLIO = `{ account { id cashBalance } holdings { project { projectId } shares currentPrice } totalPortfolioValue }`
const heldOf = (portfolio: AnyData) => Object.fromEntries(portfolio.holdings.map((h: AnyData) => [h.project.projectId, h.shares]))

describe('portfolioUpdated', () => {
  const STREAM = `subscription ($eventId: ID) { portfolioUpdated(eventId: $eventId) ${PORTFOLIO} }`

  test('shows cash that is granted to all', async () => {
    const carol = await app.token('carol@example.com')
    const ofCarol = follow(app, STREAM, carol)
    await ofCarol.until((values) => values.length >= 1)
    const GRANT = 'mutation ($input: GrantCashInput!) { grantCash(input: $input) { grant { traders } } }'
    await app.ask(GRANT, { input: { eventId, amount: '12.5' } }, { token: organiser })
    await ofCarol.until((values) => values.at(-1).account.cashBalance === '2512.5')
    ofCarol.stop()
  })

  test("shows each caller what is theirs, as it is and after each change, and never another's", async () => {
    const [ofAlice, ofBob] = [follow(app, STREAM, alice), follow(app, STREAM, bob)]
    const [first] = await ofAlice.until((values) => values.length >= 1)
    await ofBob.until((values) => values.length >= 1)
    expect(first).toMatchObject({ account: { cashBalance: '2500' }, holdings: [] })
    await buy(alice, 'apple', '2')
    await ofAlice.until((values) => heldOf(values.at(-1)).apple === '2')
    await buy(bob, 'apple', '10')
    await ofBob.until((values) => heldOf(values.at(-1)).apple === '10')
    // Bob moved the price of what alice holds.
    await ofAlice.until((values) => values.at(-1).holdings[0]?.currentPrice === '1.24')
    const now = (
      await app.ask(`query ($eventId: ID) { portfolio(eventId: $eventId) ${PORTFOLIO} }`, { eventId }, { token: alice })
    ).portfolio
    expect(ofAlice.values.at(-1)).toEqual(now)
    expect(new Set(ofAlice.values.map((value) => value.account.id)).size).toBe(1)
    expect(new Set(ofBob.values.map((value) => value.account.id)).size).toBe(1)
    expect(ofAlice.values[0].account.id).not.toBe(ofBob.values[0].account.id)
    const seen = ofAlice.values.length
    await buy(bob, 'cherry')
    await ofBob.until((values) => heldOf(values.at(-1)).cherry === '1')
    expect(ofAlice.values).toHaveLength(seen)
    ofAlice.stop()
    ofBob.stop()
  })

  test('comes at most once a second, the newest last', async () => {
    const stream = follow(app, STREAM, bob)
    await stream.until((values) => values.length === 1)
    const startedAt = performance.now()
    for (let count = 1; count <= 8; count++) await buy(bob, 'banana')
    await stream.until((values) => heldOf(values.at(-1)).banana === '8')
    expect(stream.values.length).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 1_000)
    stream.stop()
  })

  test('is refused to a guest, and the socket lives', async () => {
    const client = app.client({ lazy: false })
    await expect(app.take(client, 1, STREAM, { eventId })).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(
      await app.take(client, 1, 'subscription ($eventId: ID) { eventUpdated(eventId: $eventId) { eventId } }', { eventId }),
    ).toHaveLength(1)
  })
})

test('leaderboardUpdated ends with what a query answers', async () => {
  const BOARD = '{ traders top { rank trader { displayName } liquidationValue } you { rank } }'
  const stream = follow(app, `subscription ($eventId: ID) { leaderboardUpdated(eventId: $eventId) ${BOARD} }`, alice)
  await stream.until((values) => values.length >= 1)
  for (let count = 0; count < 3; count++) await buy(alice, 'banana', '5')
  const { leaderboard } = await app.ask(
    `query ($eventId: ID) { leaderboard(eventId: $eventId) ${BOARD} }`,
    { eventId },
    { token: alice },
  )
  const same = JSON.stringify(leaderboard)
  await stream.until((values) => JSON.stringify(values.at(-1)) === same)
  expect(leaderboard.you.rank).toBeGreaterThan(0)
  stream.stop()
})

test('eventUpdated tells status, name and parameters', async () => {
  const stream = follow(
    app,
    'subscription ($eventId: ID) { eventUpdated(eventId: $eventId) { name status parameters { transactionFeeBps } } }',
  )
  await stream.until((values) => values.length === 1)
  const save = 'mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } userErrors { message } } }'
  await app.ask(save, { input: { eventId, status: 'HALTED', name: 'Pause' } }, { token: organiser })
  await stream.until((values) => values.at(-1).status === 'HALTED')
  await app.ask(save, { input: { eventId, status: 'OPEN' } }, { token: organiser })
  expect((await stream.until((values) => values.at(-1).status === 'OPEN')).at(-1)).toMatchObject({
    name: 'Pause',
    status: 'OPEN',
  })
  stream.stop()
})

test('tradeExecuted has each trade once, and goes on behind the cursor of any of them', async () => {
  const STREAM = `subscription ($eventId: ID, $after: Cursor, $projectId: ID) {
    tradeExecuted(eventId: $eventId, after: $after, projectId: $projectId) { tradeId cursor sequence trader { displayName } project { projectId } }
  }`
  // Streams of earlier tests may still be ending, and a trade before this one's begin is not told.
  const streams = () => app.services.streams.counts.streams
  await expect.poll(streams).toBe(0)
  const stream = follow(app, STREAM)
  const client = app.client()
  await expect.poll(streams).toBe(1)
  const trades = []
  for (let count = 0; count < 12; count++) trades.push(await buy(count % 2 ? alice : bob, count % 3 ? 'apple' : 'cherry'))
  const told = await stream.until((values) => values.length >= 12)
  expect(told.map(({ tradeId }) => tradeId)).toEqual(trades.map(({ tradeId }) => tradeId))
  expect(told[1].trader.displayName).toBe('alice')
  expect(await app.take(client, 9, STREAM, { eventId, after: trades[2].cursor })).toMatchObject(
    told.slice(3).map((trade) => ({ tradeExecuted: trade })),
  )
  const cherries = told.filter(({ project }) => project.projectId === 'cherry')
  const ofCherry = await app.take(client, 3, STREAM, { eventId, after: trades[0].cursor, projectId: 'cherry' })
  expect(ofCherry).toMatchObject(cherries.slice(1).map((trade) => ({ tradeExecuted: trade })))
  stream.stop()
})
