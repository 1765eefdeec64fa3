import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAsOrganiser, type Caller, createAsking, list, saveEvent } from '../support/asking.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase, createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'

const { deps, asking, admin } = await askAsOrganiser(await createTestDeps({ db: (await createTestDatabase()).db }))

beforeAll(async () => {
  await saveEvent(asking, admin, { eventId: 'kickstart', parameters: { driftEnabled: false } })
  for (const projectId of ['apple', 'berry', 'cherry']) await list(asking, admin, projectId)
})

afterAll(() => checkInvariants(deps.db))

const FIGURES = `account { id eventId ranked cashBalance initialBalance } totalEquityValue totalPortfolioValue liquidationValue totalPnl
  realisedPnl unrealisedPnl feesPaid returnPct rank
  holdings { project { projectId currentPrice } shares avgPrice costBasis currentPrice marketValue liquidationValue unrealisedPnl realisedPnl }`
const portfolio = async (viewer: Caller | null, eventId = 'kickstart') =>
  (await asking.ask(viewer, `query ($eventId: ID!) { portfolio(eventId: $eventId) { ${FIGURES} } }`, { eventId })).portfolio

describe('Query.portfolio', () => {
  test('opens the account on first use, in every status of the event, once however many ask', async () => {
    const alice = await asking.signIn('first-timer')
    for (const status of ['SCHEDULED', 'HALTED', 'OPEN', 'CLOSED']) {
      const eventId = `of-${status.toLowerCase()}`
      await saveEvent(asking, admin, { eventId, name: eventId, status, parameters: { initialCash: '1000.5' } })
      const answers = await Promise.all([1, 2, 3, 4].map(() => portfolio(alice, eventId)))
      expect(new Set(answers.map((answer) => answer.account.id)).size).toBe(1)
      expect(answers[0]).toMatchObject({
        account: { eventId, ranked: true, cashBalance: '1000.5', initialBalance: '1000.5' },
        holdings: [],
        totalEquityValue: '0',
        totalPortfolioValue: '1000.5',
        liquidationValue: '1000.5',
        totalPnl: '0',
        realisedPnl: '0',
        unrealisedPnl: '0',
        feesPaid: '0',
        returnPct: '0',
        rank: null,
      })
    }
  })

  test('is for callers who signed in, in events that exist', async () => {
    expect(await asking.codeOf(null, '{ portfolio { totalPnl } }')).toBe('UNAUTHENTICATED')
    expect(await asking.codeOf(null, '{ portfolio(eventId: "nowhere") { totalPnl } }')).toBe('UNAUTHENTICATED')
    expect(await asking.codeOf(admin, '{ portfolio(eventId: "nowhere") { totalPnl } }')).toBe('NOT_FOUND')
  })

  test('values holdings at the market, and by what selling them now would pay', async () => {
    const bob = await asking.signIn('bob')
    await asking.buy(bob, 'apple', '100')
    expect(await portfolio(bob)).toMatchObject({
      account: { cashBalance: '2296' },
      totalEquityValue: '300',
      totalPortfolioValue: '2596',
      liquidationValue: '2492',
      totalPnl: '96',
      realisedPnl: '0',
      unrealisedPnl: '96',
      feesPaid: '4',
      returnPct: '-0.32',
      rank: 1,
      holdings: [
        {
          project: { projectId: 'apple', currentPrice: '3' },
          shares: '100',
          avgPrice: '2.04',
          costBasis: '204',
          currentPrice: '3',
          marketValue: '300',
          liquidationValue: '196',
          unrealisedPnl: '96',
          realisedPnl: '0',
        },
      ],
    })
    await asking.sell(bob, 'apple', '50')
    await asking.buy(bob, 'cherry', '1')
    const answer = await portfolio(bob)
    expect(answer.holdings.map((holding: { project: { projectId: string } }) => holding.project.projectId)).toEqual([
      'apple',
      'cherry',
    ])
    const micros = (text: string) => Math.round(Number(text) * 1e6)
    expect(micros(answer.totalPnl)).toBe(micros(answer.realisedPnl) + micros(answer.unrealisedPnl))
    await asking.sell(bob, 'apple', '50')
    await asking.sell(bob, 'cherry', '1')
    expect(await portfolio(bob)).toMatchObject({ holdings: [], totalEquityValue: '0', unrealisedPnl: '0' })
  })

  test("is nobody else's: the account of another is null by its id", async () => {
    const carol = await asking.signIn('carol')
    const { id } = (await portfolio(carol)).account
    const node = (viewer: Caller | null) => asking.ask(viewer, `{ node(id: "${id}") { id ... on Account { cashBalance } } }`)
    expect((await node(carol)).node).toEqual({ id, cashBalance: '2500' })
    expect((await node(admin)).node).toBeNull()
    expect((await node(null)).node).toBeNull()
  })
})

describe('The trades of a portfolio and of a project', () => {
  test('stand newest first and page in both directions', async () => {
    const dave = await asking.signIn('dave')
    for (const shares of ['1', '2', '3', '4', '5']) await asking.buy(dave, 'berry', shares)
    await asking.sell(dave, 'berry', '0.5')
    for (const [viewer, field, path] of [
      [dave, 'portfolio { ', ['portfolio', 'trades']],
      [null, 'project(projectId: "berry") { ', ['project', 'trades']],
    ] as const) {
      const page = async (args: string) => {
        const data = await asking.ask(
          viewer,
          `{ ${field} trades(${args}) { nodes { shares side } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
        )
        const trades = data[path[0]][path[1]]
        return { shares: trades.nodes.map((node: { shares: string }) => node.shares), ...trades.pageInfo }
      }
      const first = await page('first: 2')
      expect(first).toMatchObject({ shares: ['0.5', '5'], hasNextPage: true, hasPreviousPage: false })
      expect(await page(`first: 3, after: "${first.endCursor}"`)).toMatchObject({ shares: ['4', '3', '2'], hasNextPage: true })
      const oldest = await page('last: 2')
      expect(oldest).toMatchObject({ shares: ['2', '1'], hasPreviousPage: true, hasNextPage: false })
      expect(await page(`last: 2, before: "${oldest.startCursor}"`)).toMatchObject({ shares: ['4', '3'], hasPreviousPage: true })
    }
    const { trades } = await asking.ask(
      null,
      '{ trades(projectId: "berry", first: 1) { nodes { id tradeId trader { displayName } project { ticker } side fee cashDelta priceBefore priceAfter price sequence } } }',
    )
    expect(trades.nodes[0]).toMatchObject({
      tradeId: 'berry:7',
      trader: { displayName: 'dave' },
      project: { ticker: 'BERRY' },
      side: 'SELL',
      sequence: 7,
    })
    expect((await asking.ask(null, `{ node(id: "${trades.nodes[0].id}") { ... on Trade { tradeId } } }`)).node).toEqual({
      tradeId: 'berry:7',
    })
    expect(await asking.codeOf(null, '{ trades(projectId: "nothing") { nodes { id } } }')).toBe('NOT_FOUND')
  })
})

describe('The equity curve', () => {
  test('goes evenly from the opening of the account to the portfolio as it is', async () => {
    const erin = await asking.signIn('erin')
    await portfolio(erin)
    for (const projectId of ['dill', 'elder']) await list(asking, admin, projectId)
    await asking.buy(erin, 'dill', '10')
    await asking.buy(erin, 'elder', '20')
    await asking.sell(erin, 'dill', '5')
    // The account was opened 60 minutes ago, the trades were made 41, 21 and 11 minutes ago.
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    await sql`update accounts set created_at = ${at(60)} where user_id = ${erin.userId}`.execute(deps.db)
    for (const [projectId, sequence, moment] of [
      ['dill', 1, at(90)],
      ['elder', 1, at(90)],
      ['dill', 2, at(41)],
      ['elder', 2, at(21)],
      ['dill', 3, at(11)],
    ] as const) {
      await sql`update price_points set at = ${moment} where project_id = ${projectId} and sequence = ${sequence}`.execute(
        deps.db,
      )
      await sql`update trades set executed_at = ${moment} where project_id = ${projectId} and sequence = ${sequence}`.execute(
        deps.db,
      )
    }
    const { portfolio: found } = await asking.ask(
      erin,
      '{ portfolio { totalPortfolioValue equityCurve(points: 7) { at totalPortfolioValue } } }',
    )
    const times = found.equityCurve.map((point: { at: string }) => new Date(point.at).getTime())
    expect(times).toHaveLength(7)
    for (let index = 1; index < 7; index++) expect(Math.abs(times[index] - times[index - 1] - 600_000)).toBeLessThan(2_000)
    const value = (index: number) => found.equityCurve[index].totalPortfolioValue
    expect([value(0), value(1)]).toEqual(['2500', '2500'])
    expect(value(2)).not.toBe('2500')
    expect(value(3)).toBe(value(2))
    expect(value(6)).toBe(found.totalPortfolioValue)
    expect(new Set([value(2), value(4), value(6)]).size).toBe(3)
  })

  test('has 2 to 1,000 points, 200 if not said', async () => {
    const ask = (points: string) => asking.attempt(admin, `{ portfolio { equityCurve${points} { at } } }`)
    expect((await ask('')).data.portfolio.equityCurve).toHaveLength(200)
    expect((await ask('(points: 1000)')).data.portfolio.equityCurve).toHaveLength(1_000)
    for (const points of [1, 1_001])
      expect((await ask(`(points: ${points})`)).errors![0]!.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

describe('The number of SQL statements', () => {
  test('of a portfolio is the same for one holding and for many, for one trade and for a hundred', async () => {
    const frank = await asking.signIn('frank')
    const counter = countStatements(deps.db)
    const counted = createAsking({ ...deps, db: counter.db })
    const whole = (first: number) =>
      counter.during(() =>
        counted.ask(
          frank,
          `{ portfolio { ${FIGURES} equityCurve(points: ${first * 9}) { at }
      trades(first: ${first}) { nodes { project { ticker event { name } } trader { displayName } } } } }`,
        ),
      )
    await asking.buy(frank, 'apple', '0.1')
    await whole(1)
    const one = await whole(1)
    for (let index = 0; index < 12; index++) await list(asking, admin, `many-${index}`)
    for (let index = 0; index < 12; index++) await asking.buy(frank, `many-${index}`, '0.1')
    for (let index = 0; index < 90; index++) await asking.buy(frank, 'apple', '0.1')
    await whole(1)
    expect(await whole(100)).toBe(one)
    expect(one).toBeLessThan(16)
  })

  test('of a page of projects with trades is the same for every page size', async () => {
    const counter = countStatements(deps.db)
    const counted = createAsking({ ...deps, db: counter.db })
    const page = (first: number) =>
      counter.during(() =>
        counted.ask(
          null,
          `{ projects(first: ${first}) { totalCount nodes { projectId event { name }
      change { percent } trades(first: ${first}) { nodes { trader { displayName } project { ticker } } } } } }`,
        ),
      )
    expect(await page(15)).toBe(await page(2))
  })
})
