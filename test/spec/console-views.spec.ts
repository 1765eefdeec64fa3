import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, askAsOrganiser, type Caller, createAsking, list, saveEvent } from '../support/asking.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import { operation } from '../support/operations.ts'

/** What organisers see: traders, pairs, previews, health; and the lines that everyone sees. */
const { deps, asking, admin } = await askAsOrganiser(await createTestDeps())

afterAll(() => checkInvariants(deps.db))

const run = (name: string, variables: Record<string, unknown>, viewer: Caller = admin): Promise<Answer> =>
  asking.ask(viewer, operation(name), variables)
const project = async (projectId: string): Promise<Answer> => (await run('Project', { projectId })).project

async function openEvent(eventId: string, projects: string[], more: Record<string, unknown> = {}): Promise<void> {
  await saveEvent(asking, admin, { eventId, name: eventId, status: 'OPEN', parameters: { driftEnabled: false, ...more } })
  for (const projectId of projects) await list(asking, admin, projectId, { eventId })
}

describe('The traders of an event', () => {
  beforeAll(async () => {
    await openEvent('crowd', ['c-one'])
    for (const name of ['Zed One', 'zed two', 'Straße', 'other']) await asking.buy(await asking.signIn(name), 'c-one', '1')
  })
  const namesOf = (page: Answer) => page.nodes.map((node: Answer) => node.trader.displayName)

  test('are listed newest first, in pages, with what moderation needs', async () => {
    const { traders } = await run('Traders', { eventId: 'crowd', first: 3 })
    expect([namesOf(traders), traders.totalCount, traders.pageInfo.hasNextPage]).toEqual([
      ['other', 'Straße', 'zed two'],
      4,
      true,
    ])
    expect(traders.nodes[2]).toMatchObject({
      initialBalance: '2500',
      grantedCash: '0',
      tradeCount: 1,
      ranked: true,
      frozen: false,
    })
    const rest = await run('Traders', { eventId: 'crowd', first: 3, after: traders.pageInfo.endCursor })
    expect([namesOf(rest.traders), rest.traders.pageInfo.hasNextPage]).toEqual([['Zed One'], false])
    const traderId = traders.nodes[2].trader.id
    await run('ModerateTrader', { input: { eventId: 'crowd', traderId, displayName: 'Renamed', frozen: true } })
    expect((await run('Traders', { eventId: 'crowd', search: 'renamed' })).traders.nodes).toMatchObject([
      { trader: { id: traderId }, frozen: true },
    ])
  })

  test.each([
    ['zed', ['Zed One']],
    ['ＯＴＨＥＲ', ['other']],
    ['%', []],
    ['', ['other', 'Straße', 'Renamed', 'Zed One']],
  ])('are found by a part of the name: %j', async (search, names) => {
    const { traders } = await run('Traders', { eventId: 'crowd', search })
    expect([namesOf(traders), traders.totalCount]).toEqual([names, names.length])
  })

  test.each(['\0', 'a\nb', '\ud800'])('are not looked for by %j, which no name has', async (search) => {
    expect(await asking.codeOf(admin, operation('Traders'), { eventId: 'crowd', search })).toBe('BAD_USER_INPUT')
  })
})

describe('Accounts that trade only into each other', () => {
  test('are found with who won and about how much, those who trade with everyone are not', async () => {
    await openEvent('shady', ['y-one', 'y-two'])
    const [mallory, mule, ...crowd] = await Promise.all(
      ['mallory', 'mule', 'dan', 'eve', 'fay', 'gus'].map((name) => asking.signIn(name)),
    )
    await asking.buy(mallory!, 'y-one', '50')
    for (let round = 0; round < 4; round++) {
      await asking.buy(mule!, 'y-one', '10')
      await asking.sell(mallory!, 'y-one', '10')
    }
    for (let round = 0; round < 3; round++) {
      const turn = crowd.map((_, index) => crowd[(index + round) % crowd.length]!)
      for (const viewer of turn) await asking.buy(viewer, 'y-two', '2')
      for (const viewer of turn) await asking.sell(viewer, 'y-two', '0.5')
    }
    const { suspiciousPairs } = await run('SuspiciousPairs', { eventId: 'shady' })
    expect(suspiciousPairs).toEqual([
      {
        trader: expect.objectContaining({ displayName: 'mallory' }),
        other: expect.objectContaining({ displayName: 'mule' }),
        // Seven meetings: each sale after a purchase, and each purchase but the first after a sale.
        contacts: 7,
        trades: 5,
        otherTrades: 4,
        sharePct: '80',
        otherSharePct: '100',
        // Four sales took 0.2 × 10 each; three purchases took as much back.
        gain: '2',
      },
    ])
    expect((await run('SuspiciousPairs', { eventId: 'crowd' })).suspiciousPairs).toEqual([])
  })
})

describe('Before anything is saved', () => {
  beforeAll(() => openEvent('draft', ['d-one']))

  test('seeds and investments show the price that they would make', async () => {
    expect((await run('PreviewSeed', { input: { projectId: 'd-one', seedDelta: '10' } })).previewSeed).toEqual({
      priceBefore: '1',
      priceAfter: '2',
    })
    expect((await run('PreviewInvestment', { input: { projectId: 'd-one', amount: '50000' } })).previewInvestment).toEqual({
      priceBefore: '1',
      priceAfter: '1.5',
    })
    expect(await asking.codeOf(admin, operation('PreviewSeed'), { input: { projectId: 'd-one' } })).toBe('BAD_USER_INPUT')
    expect(await project('d-one')).toMatchObject({ currentPrice: '1', sequence: 1 })
  })

  test('a list shows every row that would be refused; what it accepts is what saving accepts', async () => {
    const good = [
      { projectId: 'd-two', eventId: 'draft', ticker: 'D2', seedAmount: '5' },
      { projectId: 'd-one', seedAmount: '10' },
    ]
    const bad = [
      { projectId: 'd-two', ticker: 'D3' },
      { projectId: 'd-four', eventId: 'draft', ticker: 'd2' },
      { projectId: 'd-five', eventId: 'draft', ticker: '=1+1' },
      { projectId: 'a b', ticker: 'AB' },
    ]
    const rowsOf = async (inputs: unknown[]) =>
      (await run('PreviewProjects', { inputs })).previewProjects.map((row: Answer) => [
        row.isNew,
        row.priceBefore,
        row.priceAfter,
        ...row.userErrors.map((error: Answer) => error.path.join('.')),
      ])
    expect(await rowsOf([...good, ...bad])).toEqual([
      [true, null, '1.5'],
      [false, '1', '2'],
      [true, null, null, 'inputs.2.projectId'],
      [true, null, null, 'inputs.3.ticker'],
      [true, null, null, 'inputs.4.ticker'],
      [true, null, null, 'inputs.5.projectId'],
    ])
    expect((await run('SaveProjects', { inputs: [...good, bad[1]] })).saveProjects.userErrors).toMatchObject([
      { code: 'TICKER_TAKEN', path: ['inputs', '2', 'ticker'] },
    ])
    expect((await run('SaveProjects', { inputs: good })).saveProjects.userErrors).toEqual([])
    expect(await project('d-one')).toMatchObject({ currentPrice: '2' })
  })
})

describe('A sparkline', () => {
  const LINES =
    'query ($minutes: Int!, $points: Int!) { projects(eventId: "lined", orderBy: TICKER_ASC) { nodes { currentPrice sparkline(minutes: $minutes, points: $points) } } }'
  const lines = async (minutes: number, points: number): Promise<string[][]> =>
    (await asking.ask(null, LINES, { minutes, points })).projects.nodes.map((node: Answer) => node.sparkline)

  beforeAll(async () => {
    await openEvent('lined', ['l-one', 'l-two'])
    await sql`update price_points set at = at - interval '2 hours' where event_id = 'lined'`.execute(deps.db)
    await run('ApplyPhaseBump', { input: { projectId: 'l-one', bumpType: 'ADD', delta: '1' } })
    await sql`update price_points set at = at - interval '30 minutes' where project_id = 'l-one' and sequence = 2`.execute(
      deps.db,
    )
    await sql`update audit_entries set at = at - interval '30 minutes' where project_id = 'l-one' and action = 'applyPhaseBump'`.execute(
      deps.db,
    )
    await run('ApplyPhaseBump', { input: { projectId: 'l-one', bumpType: 'ADD', delta: '1' } })
  })

  test('has so many prices, oldest first, and ends at the price now', async () => {
    const [one, two] = await lines(60, 5)
    expect(two).toEqual(['1', '1', '1', '1', '1'])
    expect([one!.length, one![0], one!.at(-2), one!.at(-1)]).toEqual([5, '1', '2', '3'])
  })

  test('is read once for all who look, and shows every later price at its end', async () => {
    const counter = countStatements(deps.db)
    const counted = createAsking({ ...deps, db: counter.db })
    const statements = () => counter.during(() => counted.ask(null, LINES, { minutes: 600, points: 10 }))
    const [first, second] = [await statements(), await statements()]
    expect(first - second).toBe(1)
    await run('ApplyPhaseBump', { input: { projectId: 'l-two', bumpType: 'ADD', delta: '4' } })
    expect((await lines(600, 10))[1]!.at(-1)).toBe('5')
  })

  test.each([
    [0, 5],
    [10_081, 5],
    [60, 1],
    [60, 121],
  ])('of %i minutes in %i points is BAD_USER_INPUT', async (minutes, points) => {
    const { errors } = await asking.attempt(null, LINES, { minutes, points })
    expect(errors!.map((error) => error.extensions['code'])).toContain('BAD_USER_INPUT')
  })
})

test('Health counts trades, accounts and what is on stage, and names the server', async () => {
  await openEvent('busy', ['b-one'])
  const viewer = await asking.signIn('busy bee')
  for (let count = 0; count < 12; count++) await asking.buy(viewer, 'b-one', '1')
  const { health } = await run('Health', { eventId: 'busy' })
  expect(health).toMatchObject({
    tradesPerSecond: '1.2',
    watchers: 0,
    accounts: 1,
    trades: 12,
    stagedBumps: 0,
    server: { serverId: deps.serverId, bus: 'LOCAL', queued: 0 },
  })
  expect(Number(health.server.databaseMs)).toBeGreaterThan(0)
})
