import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, askAsOrganiser, type Caller, list, saveEvent } from '../support/asking.ts'
import { createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import { operation } from '../support/operations.ts'

/** What organisers do beyond the moves themselves: rehearse, take back, grant, stage. */
const { deps, asking, admin } = await askAsOrganiser(await createTestDeps())

afterAll(() => checkInvariants(deps.db))

const run = (name: string, variables: Record<string, unknown>, viewer: Caller = admin): Promise<Answer> =>
  asking.ask(viewer, operation(name), variables)
const refusalOf = async (name: string, input: Record<string, unknown>): Promise<string> => {
  const payload: Answer = Object.values(await run(name, { input }))[0]
  return payload.userErrors.map((error: Answer) => `${error.code} ${error.path.join('.')}`).join(', ')
}
const project = async (projectId: string): Promise<Answer> => (await run('Project', { projectId })).project
const portfolio = async (viewer: Caller, eventId: string): Promise<Answer> =>
  (
    await asking.ask(
      viewer,
      `query ($eventId: ID!) { portfolio(eventId: $eventId) {
  account { cashBalance initialBalance grantedCash } totalPnl totalPortfolioValue returnPct rank equityCurve(points: 200) { at totalPortfolioValue } } }`,
      { eventId },
    )
  ).portfolio
const newestAudit = async (eventId: string): Promise<Answer> => (await run('AuditLog', { eventId, first: 1 })).auditLog.nodes[0]
const newestNews = async (eventId: string): Promise<Answer> =>
  (
    await asking.ask(null, 'query ($eventId: ID!) { event(eventId: $eventId) { news(first: 1) { nodes { kind headline } } } }', {
      eventId,
    })
  ).event.news.nodes[0]
const revision = async (eventId: string): Promise<bigint> =>
  (await deps.db.selectFrom('event_feeds').select('revision').where('event_id', '=', eventId).executeTakeFirstOrThrow()).revision

async function openEvent(eventId: string, projects: string[], more: Record<string, unknown> = {}): Promise<void> {
  await saveEvent(asking, admin, { eventId, name: eventId, status: 'OPEN', parameters: { driftEnabled: false, ...more } })
  for (const projectId of projects) await list(asking, admin, projectId, { eventId })
}

describe('A rehearsal', () => {
  const input = { eventId: 'main', newEventId: 'dry' }

  beforeAll(async () => {
    await openEvent('main', ['m-one', 'm-two'], { transactionFeeBps: 123, initialCash: '777' })
    await run('UpdateSeed', { input: { projectId: 'm-one', seedAmount: '5' } })
    await run('ApplyPhaseBump', { input: { projectId: 'm-one', bumpType: 'DEMO_WINNER' } })
    await run('SaveProject', { input: { projectId: 'm-two', isActive: false } })
    await asking.buy(await asking.signIn('rehearser'), 'm-one', '10')
  })

  test('is a fresh event with the same parameters and projects, without trades, bumps or accounts', async () => {
    const { cloneEvent } = await run('CloneEvent', { input })
    expect(cloneEvent).toMatchObject({
      event: {
        eventId: 'dry',
        name: 'main (rehearsal)',
        status: 'SCHEDULED',
        opensAt: null,
        closesAt: null,
        parameters: { transactionFeeBps: 123, initialCash: '777' },
      },
      userErrors: [],
    })
    expect(await project('m-one-dry')).toMatchObject({
      ticker: 'MONE',
      seedAmount: '5',
      currentPrice: '1.5',
      equilibrium: '1.5',
      netShares: '0',
      totalTrades: 0,
      sequence: 1,
    })
    expect(await project('m-two-dry')).toMatchObject({ isActive: false, currentPrice: '1' })
    const audits: Answer[] = (await run('AuditLog', { eventId: 'dry', first: 10 })).auditLog.nodes
    expect(audits.map((entry) => entry.action)).toEqual(expect.arrayContaining(['cloneEvent', 'saveProject', 'saveProject']))
    expect(audits.find((entry) => entry.action === 'cloneEvent')!.changes).toContainEqual({
      field: 'clonedFrom',
      before: null,
      after: 'main',
    })
    expect((await run('Traders', { eventId: 'dry' })).traders.totalCount).toBe(0)
  })

  test('trades on its own, and leaves its original alone', async () => {
    const before = await project('m-one')
    await saveEvent(asking, admin, { eventId: 'dry', status: 'OPEN' })
    await asking.buy(await asking.signIn('rehearser two'), 'm-one-dry', '1')
    expect(await project('m-one')).toEqual(before)
  })

  test('is made once per key, however many ask', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        run('CloneEvent', { input: { eventId: 'main', newEventId: 'twice', idempotencyKey: 'clone' } }),
      ),
    )
    expect(new Set(answers.map(({ cloneEvent }) => cloneEvent.event.eventId))).toEqual(new Set(['twice']))
  })

  test.each([
    ['of an event that is not there', { eventId: 'nowhere', newEventId: 'n' }, 'EVENT_NOT_FOUND input.eventId'],
    ['under an id that an event has', { eventId: 'main', newEventId: 'kickstart' }, 'INVALID_PARAMETER input.newEventId'],
    ['under an id that is none', { eventId: 'main', newEventId: 'a b' }, 'INVALID_PARAMETER input.newEventId'],
    ['whose project ids are taken', { eventId: 'main', newEventId: 'taken' }, 'INVALID_PARAMETER input.newEventId'],
  ])('%s is refused, and nothing is left of it', async (_what, refused, reason) => {
    if (refused.newEventId === 'taken') await list(asking, admin, 'm-one-taken', { eventId: 'kickstart', ticker: 'TAKEN' })
    expect(await refusalOf('CloneEvent', refused)).toBe(reason)
    if (refused.newEventId !== 'kickstart')
      expect((await asking.attempt(admin, operation('Event'), { eventId: refused.newEventId })).errors).toHaveLength(1)
  })
})

describe('A mistaken move', () => {
  beforeAll(() => openEvent('mended', ['x-one', 'x-two']))
  const auditIdOf = async (): Promise<string> => (await newestAudit('mended')).id

  test('is taken back by the opposite one, audited with its original and told to the public; trades meanwhile stay', async () => {
    await run('ApplyPhaseBump', { input: { projectId: 'x-one', bumpType: 'ADD', delta: '1' } })
    const auditId = await auditIdOf()
    await asking.buy(await asking.signIn('meanwhile'), 'x-one', '100')
    expect((await run('PreviewCompensation', { auditId })).previewCompensation).toEqual({ priceBefore: '4', priceAfter: '3' })
    const { compensateMove } = await run('CompensateMove', { input: { auditId } })
    expect(compensateMove).toMatchObject({
      project: { currentPrice: '3', equilibrium: '3', netShares: '100', sequence: 4 },
      userErrors: [],
    })
    expect(await newestNews('mended')).toEqual({ kind: 'PHASE_BUMP', headline: 'XONE is corrected: 4 → 3' })
    const [opposite, original]: Answer[] = (await run('AuditLog', { eventId: 'mended', first: 2 })).auditLog.nodes
    expect(opposite).toMatchObject({
      action: 'compensateMove',
      actor: { displayName: 'organiser' },
      priceBefore: '4',
      priceAfter: '3',
      compensable: false,
      compensates: { id: auditId },
      compensatedBy: null,
    })
    expect(opposite.changes).toContainEqual({ field: 'compensates', before: null, after: auditId })
    expect(original).toMatchObject({ id: auditId, compensable: false, compensates: null, compensatedBy: { id: opposite.id } })
  })

  test.each([
    ['a seed change', 'UpdateSeed', { seedDelta: '7' }],
    ['an investment', 'ApplyInvestment', { amount: '50000' }],
    ['a percent bump', 'ApplyPhaseBump', { bumpType: 'MVP_SHIPPED' }],
    ['a fall', 'ApplyPhaseBump', { bumpType: 'MULTIPLY', multiplier: '0.01' }],
  ])('that was %s leaves price, seed and line as they were', async (_what, mutation, change) => {
    const before = await project('x-two')
    await run(mutation, { input: { projectId: 'x-two', ...change } })
    await run('CompensateMove', { input: { auditId: await auditIdOf(), headline: 'Our mistake' } })
    expect(await newestNews('mended')).toMatchObject({ headline: 'Our mistake' })
    const { currentPrice, seedAmount, basePrice, equilibrium } = before
    expect(await project('x-two')).toMatchObject({
      currentPrice,
      seedAmount,
      basePrice,
      equilibrium,
      sequence: before.sequence + 2,
    })
  })

  test('is taken back once, even when two organisers do so at the same time', async () => {
    await run('ApplyPhaseBump', { input: { projectId: 'x-two', bumpType: 'DEMO_WINNER' } })
    const auditId = await auditIdOf()
    const refusals = await Promise.all([1, 2, 3].map(() => refusalOf('CompensateMove', { auditId })))
    expect(refusals.toSorted()).toEqual(['', 'INVALID_PARAMETER input.auditId', 'INVALID_PARAMETER input.auditId'])
    expect(await asking.codeOf(admin, operation('PreviewCompensation'), { auditId })).toBe('BAD_USER_INPUT')
  })

  test('is no listing, no compensation and nothing unknown; and nothing is taken back after the close', async () => {
    expect(await refusalOf('CompensateMove', { auditId: await auditIdOf() })).toBe('INVALID_PARAMETER input.auditId')
    const nobody = Buffer.from('AuditEntry:00000000-0000-4000-8000-000000000000').toString('base64url')
    expect(await asking.codeOf(admin, operation('CompensateMove'), { input: { auditId: nobody } })).toBe('NOT_FOUND')
    expect(
      await asking.codeOf(admin, operation('CompensateMove'), {
        input: { auditId: Buffer.from('Event:mended').toString('base64url') },
      }),
    ).toBe('BAD_USER_INPUT')
    await run('UpdateSeed', { input: { projectId: 'x-two', seedDelta: '1' } })
    const auditId = await auditIdOf()
    await saveEvent(asking, admin, { eventId: 'mended', status: 'CLOSED' })
    expect(await refusalOf('CompensateMove', { auditId })).toBe('EVENT_NOT_OPEN ')
  })
})

describe('A grant of cash', () => {
  let [ann, ben]: Caller[] = []

  beforeAll(async () => {
    await openEvent('funded', ['g-one'], { closingWindowSeconds: 0 })
    ;[ann, ben] = [await asking.signIn('ann'), await asking.signIn('ben')]
    await asking.buy(ann!, 'g-one', '10')
    await asking.buy(ben!, 'g-one', '20')
  })

  test('to all raises cash and initial balance alike: nobody gains, no rank changes, every curve shows it', async () => {
    const before = await Promise.all([portfolio(ann!, 'funded'), portfolio(ben!, 'funded')])
    const seen = await revision('funded')
    const { grantCash } = await run('GrantCash', { input: { eventId: 'funded', amount: '100.5' } })
    expect(grantCash).toEqual({ grant: { amount: '100.5', traders: 2, total: '201' }, userErrors: [] })
    expect(await revision('funded')).toBe(seen + 1n)
    for (const [index, viewer] of [ann!, ben!].entries()) {
      const after = await portfolio(viewer, 'funded')
      expect(after).toMatchObject({
        account: { initialBalance: '2600.5', grantedCash: '100.5' },
        totalPnl: before[index].totalPnl,
        rank: before[index].rank,
      })
      expect(Number(after.totalPortfolioValue) - Number(before[index].totalPortfolioValue)).toBeCloseTo(100.5, 6)
      expect(Number(after.equityCurve[0].totalPortfolioValue)).toBeLessThan(2_550)
      expect(after.equityCurve.at(-1).totalPortfolioValue).toBe(after.totalPortfolioValue)
    }
    expect(await newestNews('funded')).toEqual({ kind: 'ANNOUNCEMENT', headline: 'Every trader receives 100.5 in cash' })
    expect(await newestAudit('funded')).toMatchObject({
      action: 'grantCash',
      actor: { displayName: 'organiser' },
      compensable: false,
      changes: [
        { field: 'traders', before: null, after: '2' },
        { field: 'amount', before: null, after: '100.5' },
        { field: 'total', before: null, after: '201' },
      ],
    })
  })

  test('to one trader opens the account where there is none, and is told to the public only with a headline', async () => {
    const cat = await asking.signIn('cat')
    const traderId = Buffer.from(`Trader:${cat.userId}`).toString('base64url')
    const told = await newestNews('funded')
    await run('GrantCash', { input: { eventId: 'funded', traderId, amount: '1' } })
    expect(await newestNews('funded')).toEqual(told)
    expect((await portfolio(cat, 'funded')).account).toEqual({ cashBalance: '2501', initialBalance: '2501', grantedCash: '1' })
    await run('GrantCash', { input: { eventId: 'funded', traderId, amount: '2', headline: 'A prize for cat' } })
    expect(await newestNews('funded')).toEqual({ kind: 'ANNOUNCEMENT', headline: 'A prize for cat' })
    expect((await portfolio(cat, 'funded')).account.grantedCash).toBe('3')
  })

  test('is made once per key, and beside trades of those who receive it', async () => {
    const input = { eventId: 'funded', amount: '10', idempotencyKey: 'grant' }
    const [buys, grants] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => asking.buy(ben!, 'g-one', '1'))),
      Promise.all(Array.from({ length: 5 }, () => run('GrantCash', { input }))),
    ])
    expect(buys).toHaveLength(10)
    expect(new Set(grants.map(({ grantCash }) => JSON.stringify(grantCash)))).toEqual(
      new Set([JSON.stringify(grants[0].grantCash)]),
    )
    expect((await portfolio(ben!, 'funded')).account.grantedCash).toBe('110.5')
  })

  test.each([
    [{ eventId: 'funded', amount: '0' }, 'INVALID_PARAMETER input.amount'],
    [{ eventId: 'funded', amount: '1.0000001' }, 'INVALID_PARAMETER input.amount'],
    [{ eventId: 'funded', amount: '999999999' }, 'INVALID_PARAMETER input.amount'],
    [{ eventId: 'funded', amount: '1', headline: 'a\nb' }, 'INVALID_PARAMETER input.headline'],
    [{ eventId: 'nowhere', amount: '1' }, 'EVENT_NOT_FOUND input.eventId'],
    [{ eventId: 'no event', amount: '1' }, 'EVENT_NOT_FOUND input.eventId'],
  ])('of %j is refused', async (input, reason) => {
    expect(await refusalOf('GrantCash', input)).toBe(reason)
  })

  test('counts in the final score as if it had been there from the start, and none is made after the close', async () => {
    const pnl = (await portfolio(ann!, 'funded')).rank
    await saveEvent(asking, admin, { eventId: 'funded', status: 'CLOSED' })
    expect(await refusalOf('GrantCash', { eventId: 'funded', amount: '1' })).toBe('EVENT_NOT_OPEN ')
    const { leaderboard } = await asking.ask(
      ann!,
      '{ leaderboard(eventId: "funded") { final you { rank score liquidationValue } } }',
    )
    expect(leaderboard).toMatchObject({ final: true, you: { rank: pnl } })
    expect(leaderboard.you.score).toBe(leaderboard.you.liquidationValue)
  })
})

describe('A bump on stage', () => {
  beforeAll(() => openEvent('stage', ['s-one', 's-two']))
  const put = (projectId: string, waitSeconds = 600) =>
    run('StagePhaseBump', { input: { projectId, bumpType: 'MULTIPLY', multiplier: '1.5', headline: 'Drum roll', waitSeconds } })

  test('is listed with who put it there, the soonest first', async () => {
    await put('s-one')
    await put('s-two', 300)
    const { stagedBumps } = await run('StagedBumps', { eventId: 'stage' })
    expect(stagedBumps).toMatchObject([
      { project: { projectId: 's-two' } },
      {
        project: { projectId: 's-one', currentPrice: '1' },
        bumpType: 'MULTIPLY',
        multiplier: '1.5',
        delta: null,
        headline: 'Drum roll',
        actor: { displayName: 'organiser' },
      },
    ])
  })

  test('is cancelled: the project reopens where it was, or stays halted', async () => {
    expect((await run('CancelStagedBump', { input: { projectId: 's-one' } })).cancelStagedBump.project).toMatchObject({
      isActive: true,
      currentPrice: '1',
      sequence: 1,
    })
    expect(
      (await run('CancelStagedBump', { input: { projectId: 's-two', reopen: false } })).cancelStagedBump.project,
    ).toMatchObject({ isActive: false })
    expect((await run('StagedBumps', { eventId: 'stage' })).stagedBumps).toEqual([])
    expect(await newestAudit('stage')).toMatchObject({ action: 'cancelStagedBump', project: { projectId: 's-two' } })
    expect(await refusalOf('CancelStagedBump', { projectId: 's-one' })).toBe('INVALID_PARAMETER input.projectId')
    expect(await refusalOf('CancelStagedBump', { projectId: 'no such' })).toBe('PROJECT_NOT_FOUND input.projectId')
  })
})

test.each([
  ['Traders', {}],
  ['SuspiciousPairs', {}],
  ['StagedBumps', {}],
  ['Health', {}],
  ['PreviewProjects', { inputs: [] }],
  ['PreviewCompensation', { auditId: 'x' }],
  ['PreviewSeed', { input: { projectId: 'm-one', seedDelta: '1' } }],
  ['PreviewInvestment', { input: { projectId: 'm-one', amount: '1' } }],
  ['CloneEvent', { input: { eventId: 'main', newEventId: 'mine' } }],
  ['CompensateMove', { input: { auditId: 'x' } }],
  ['GrantCash', { input: { eventId: 'main', amount: '1' } }],
  ['CancelStagedBump', { input: { projectId: 'm-one' } }],
])('%s is for administrators alone', async (name, variables) => {
  const codes = async (viewer: Caller | null) =>
    (await asking.attempt(viewer, operation(name), variables)).errors?.map((error) => error.extensions['code'])
  expect(await codes(null)).toEqual(['UNAUTHENTICATED'])
  expect(await codes(await asking.signIn(`nosy ${name}`))).toEqual(['FORBIDDEN'])
})
