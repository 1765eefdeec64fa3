import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAudit } from '../../src/audit/audit-log.sql.ts'
import { listNews } from '../../src/audit/news.sql.ts'
import { tickEvent } from '../../src/drift/drift.commands.ts'
import { findEvent } from '../../src/events/events.sql.ts'
import type { EventChange } from '../../src/events/save-event.ts'
import { keyedRequest } from '../../src/idempotency/idempotency.commands.ts'
import { saveEvent } from '../../src/organising/event.commands.ts'
import { moderateTrader } from '../../src/organising/moderation.commands.ts'
import { organisingJobs } from '../../src/organising/organising.jobs.ts'
import { stagePhaseBump } from '../../src/organising/staging.commands.ts'
import { setDisplayName } from '../../src/identity/identity.commands.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { startJobs } from '../../src/platform/jobs.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { saveProjects, type SaveProject } from '../../src/projects/listing.commands.ts'
import { applyInvestment, applyPhaseBump, updateSeed } from '../../src/projects/move.commands.ts'
import { findProjects, lockProjects } from '../../src/projects/projects.sql.ts'
import { isRefusal } from '../../src/refusals/refusal.ts'
import { createTradeExecutor } from '../../src/trading/executor.ts'
import { createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import { decimal, shares, usd } from '../support/market.ts'

let deps: Deps
let admin: string
let stopJobs: () => Promise<void>

beforeAll(async () => {
  deps = await createTestDeps()
  const row = await deps.db
    .insertInto('users')
    .values({ issuer: 'test', subject: 'admin', display_name: 'admin', name_key: 'admin' })
    .returning('user_id')
    .executeTakeFirstOrThrow()
  admin = row.user_id
  stopJobs = startJobs(deps, organisingJobs(deps))
})

afterAll(async () => {
  await stopJobs()
  await checkInvariants(deps.db)
})

const keyed = (mutation: string, key: string | null = null, input: unknown = null) =>
  keyedRequest(admin, mutation, input, key, null)
const save = (change: EventChange & { headline?: string }, key: string | null = null) =>
  saveEvent(deps, keyed('saveEvent', key, change), change)
const list = (inputs: SaveProject[]) =>
  saveProjects(
    deps,
    keyed('saveProjects'),
    inputs.map((input, row) => ({ input, path: ['inputs', String(row)] })),
  )
const statusOf = async (eventId: string) => (await findEvent(deps.db, eventId))!.event.status
const project = async (projectId: string) => (await findProjects(deps.db, [projectId]))[0]!
const news = (eventId: string) => listNews(deps.db, eventId, { after: null, before: null, backward: false, limit: 50 })
const audit = (eventId: string) => listAudit(deps.db, eventId, { after: null, before: null, backward: false, limit: 50 })

/** Waits for what the clock does by itself; fails after five seconds. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (const started = performance.now(); !(await what()); await sleep(20)) {
    if (performance.now() - started > 5_000) throw new Error('it did not happen within five seconds')
  }
}

describe('an event', () => {
  it('opens and closes by its clock, told once, with the clock as the actor', async () => {
    const now = Date.now()
    await save({ eventId: 'clock', opensAt: new Date(now + 300), closesAt: new Date(now + 1_200) })
    expect(await statusOf('clock')).toBe('SCHEDULED')
    await until(async () => (await statusOf('clock')) === 'OPEN')
    await until(async () => (await statusOf('clock')) === 'CLOSED')
    expect((await news('clock')).map((item) => item.kind)).toEqual(['EVENT_CLOSED', 'EVENT_OPENED'])
    expect((await audit('clock')).map((entry) => [entry.action, entry.actorUserId === null])).toEqual([
      ['clock', true],
      ['clock', true],
      ['saveEvent', false],
    ])
  })

  it('sets opensAt when it is opened early, closesAt when it is closed, and reopens only with a new closesAt', async () => {
    await save({ eventId: 'hand', opensAt: new Date(Date.now() + 3_600_000) })
    await save({ eventId: 'hand', status: 'OPEN' })
    expect((await findEvent(deps.db, 'hand'))!.event.opensAt!.getTime()).toBeLessThanOrEqual(Date.now() + 1_000)
    await save({ eventId: 'hand', status: 'CLOSED' })
    expect((await findEvent(deps.db, 'hand'))!.event.closesAt).not.toBeNull()
    expect(await save({ eventId: 'hand', status: 'OPEN' })).toMatchObject({
      refused: 'INVALID_PARAMETER',
      path: ['input', 'closesAt'],
    })
    expect(await save({ eventId: 'hand', status: 'OPEN', closesAt: null })).toEqual({ eventId: 'hand' })
    expect(await statusOf('hand')).toBe('OPEN')
  })

  it.each([
    ['an id with a leading dot', { eventId: '.x' }, ['input', 'eventId']],
    ['closesAt before opensAt', { eventId: 'bad', opensAt: new Date(4e12), closesAt: new Date(3e12) }, ['input', 'closesAt']],
    ['closesAt in the past', { eventId: 'bad', closesAt: new Date(1e12) }, ['input', 'closesAt']],
    [
      'a slope off the grid',
      { eventId: 'bad', parameters: { pricePerShare: decimal('0.03') } },
      ['input', 'parameters', 'pricePerShare'],
    ],
    ['a headline of two lines', { eventId: 'bad', headline: 'a\nb' }, ['input', 'headline']],
  ])('refuses %s and creates nothing', async (_what, change, path) => {
    expect(await save(change)).toMatchObject({ refused: 'INVALID_PARAMETER', path })
    expect(await findEvent(deps.db, 'bad')).toBeNull()
  })

  it('answers a repeat of a key with what was done, and does it once', async () => {
    const change = { eventId: 'once', headline: 'We begin' }
    expect(await Promise.all(Array.from({ length: 5 }, () => save(change, 'same')))).toEqual(
      Array.from({ length: 5 }, () => ({ eventId: 'once' })),
    )
    expect(await audit('once')).toHaveLength(1)
  })
})

describe('projects', () => {
  it('are listed all or none, with the row and field of the first refusal', async () => {
    expect(
      await list([
        { projectId: 'a', ticker: 'AAA' },
        { projectId: 'b', ticker: 'aaa' },
      ]),
    ).toMatchObject({ refused: 'TICKER_TAKEN', path: ['inputs', '1', 'ticker'] })
    expect(await list([{ projectId: 'a', ticker: 'AAA' }, { projectId: 'b' }])).toMatchObject({
      refused: 'INVALID_PARAMETER',
      path: ['inputs', '1', 'ticker'],
    })
    expect(
      await list([
        { projectId: 'a', ticker: 'AAA' },
        { projectId: 'b', ticker: 'BBB', eventId: 'nowhere' },
      ]),
    ).toMatchObject({ refused: 'EVENT_NOT_FOUND', path: ['inputs', '1', 'eventId'] })
    expect(await findProjects(deps.db, ['a', 'b'])).toEqual([])
    expect(
      await list([
        { projectId: 'a', ticker: 'AAA', seedAmount: decimal('5') },
        { projectId: 'b', ticker: 'BBB' },
      ]),
    ).toMatchObject({ projectIds: ['a', 'b'] })
    expect(await project('a')).toMatchObject({ projectNumber: 1, price: usd('1.5'), sequence: 1 })
  })

  it('have one home, however many events list them at once', async () => {
    await save({ eventId: 'elsewhere' })
    const events = Array.from({ length: 16 }, (_, row) => (row % 2 === 0 ? 'kickstart' : 'elsewhere'))
    const answers = await Promise.all(events.map((eventId, row) => list([{ projectId: 'wanted', eventId, ticker: `W${row}` }])))
    const home = (await project('wanted')).eventId
    expect(answers.map(isRefusal)).toEqual(events.map((eventId) => eventId !== home))
    const other = home === 'kickstart' ? 'elsewhere' : 'kickstart'
    expect((await audit(other)).filter((entry) => entry.projectId === 'wanted')).toEqual([])
  })

  it('may swap their tickers in one command', async () => {
    expect(
      await list([
        { projectId: 'a', ticker: 'BBB' },
        { projectId: 'b', ticker: 'AAA' },
      ]),
    ).toMatchObject({ projectIds: ['a', 'b'] })
    expect((await project('a')).ticker).toBe('BBB')
  })

  it('are moved by seed, bump and investment, each told with the prices', async () => {
    await updateSeed(deps, { projectId: 'b', seedDelta: decimal('10'), keyed: keyed('updateSeed') })
    await applyPhaseBump(deps, { projectId: 'b', bumpType: 'DEMO_WINNER', headline: 'B wins', keyed: keyed('applyPhaseBump') })
    await applyInvestment(deps, { projectId: 'b', amount: decimal('50000'), keyed: keyed('applyInvestment') })
    // 1 + 1 = 2, doubled is 4, and 50,000 at 0.0001 is 5 of seed: half a unit of price.
    expect(await project('b')).toMatchObject({ price: usd('4.5'), seed: usd('15'), sequence: 4 })
    const told = (await news('kickstart')).filter((item) => item.projectId === 'b').map((item) => [item.kind, item.headline])
    expect(told.slice(0, 2)).toEqual([
      ['INVESTMENT', 'AAA raises an investment: 4 → 4.5'],
      ['PHASE_BUMP', 'B wins'],
    ])
  })

  it('stand still once the event is closed', async () => {
    await save({ eventId: 'over', status: 'OPEN' })
    await list([{ projectId: 'late', eventId: 'over', ticker: 'LATE' }])
    await save({ eventId: 'over', status: 'CLOSED' })
    expect(await updateSeed(deps, { projectId: 'late', seedAmount: decimal('1'), keyed: keyed('updateSeed') })).toMatchObject({
      refused: 'EVENT_NOT_OPEN',
    })
    expect(await list([{ projectId: 'later', eventId: 'over', ticker: 'L2' }])).toMatchObject({ refused: 'EVENT_NOT_OPEN' })
    expect(await list([{ projectId: 'late', name: 'Still a name' }])).toMatchObject({ projectIds: ['late'] })
  })

  it('are halted on stage, then bumped and reopened', async () => {
    const staged = await stagePhaseBump(deps, {
      projectId: 'a',
      bumpType: 'MVP_SHIPPED',
      headline: 'It ships',
      waitSeconds: 1,
      keyed: keyed('stagePhaseBump'),
    })
    expect(isRefusal(staged)).toBe(false)
    expect((await project('a')).isActive).toBe(false)
    expect(
      await stagePhaseBump(deps, { projectId: 'a', bumpType: 'MVP_SHIPPED', waitSeconds: 1, keyed: keyed('stagePhaseBump') }),
    ).toMatchObject({ refused: 'INVALID_PARAMETER' })
    await until(async () => (await project('a')).isActive)
    expect(await project('a')).toMatchObject({ price: usd('1.95'), isActive: true })
  })
})

describe('drift', () => {
  it('ticks a due project once, however many servers try', async () => {
    await save({ eventId: 'windy', status: 'OPEN', parameters: { driftIntervalMs: 250, driftMaxPctPerTick: decimal('0.2') } })
    await list([{ projectId: 'kite', eventId: 'windy', ticker: 'KITE', seedAmount: decimal('90') }])
    await sleep(300)
    const moved = await Promise.all(
      Array.from({ length: 10 }, () => inTransaction({ ...deps, serverId: randomUUID() }, (tx) => tickEvent(tx, 'windy'))),
    )
    expect(moved.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1)
    expect((await project('kite')).sequence).toBeLessThanOrEqual(2)
  })

  it('leaves a market alone that closes while trades hold its projects', async () => {
    const closesAt = new Date(Date.now() + 700)
    await save({
      eventId: 'shut',
      status: 'OPEN',
      closesAt,
      parameters: { driftIntervalMs: 250, driftMaxPctPerTick: decimal('0.2') },
    })
    await list([{ projectId: 'gate', eventId: 'shut', ticker: 'GATE', seedAmount: decimal('90') }])
    await sleep(300)
    let ticking: Promise<number> = Promise.resolve(-1)
    await inTransaction(deps, async (tx) => {
      await lockProjects(tx, 'shut', ['gate'])
      ticking = inTransaction(deps, (other) => tickEvent(other, 'shut'))
      await sleep(Math.max(0, closesAt.getTime() - Date.now()) + 50)
    })
    expect(await ticking).toBe(0)
    expect((await project('gate')).sequence).toBe(1)
  })

  it('leaves closed, halted and free markets alone', async () => {
    await save({ eventId: 'windy', parameters: { transactionFeeBps: 0 } })
    await sleep(260)
    expect(await inTransaction(deps, (tx) => tickEvent(tx, 'windy'))).toBe(0)
  })
})

describe('moderation', () => {
  it('freezes, unranks and renames, audited', async () => {
    const row = await deps.db
      .insertInto('users')
      .values({ issuer: 'test', subject: 'mallory', display_name: 'mallory', name_key: 'mallory' })
      .returning('user_id')
      .executeTakeFirstOrThrow()
    const trades = createTradeExecutor(deps)
    const buy = () =>
      trades.execute({
        owner: { userId: row.user_id, isAdmin: false },
        command: { side: 'BUY', projectId: 'a', shares: shares('1'), limit: null },
        keyed: { ...keyed('buy'), userId: row.user_id },
      })
    expect((await buy())?.kind).toBe('FILLED')
    expect(
      await moderateTrader(deps, {
        eventId: 'kickstart',
        userId: row.user_id,
        frozen: true,
        displayName: 'M.',
        keyed: keyed('moderateTrader'),
      }),
    ).toEqual({ userId: row.user_id })
    expect((await buy())?.kind).toBe('FROZEN')
    expect(await setDisplayName(deps, row.user_id, 'mallory')).toMatchObject({ refused: 'INVALID_PARAMETER' })
    await moderateTrader(deps, { eventId: 'kickstart', userId: row.user_id, nameLocked: false, keyed: keyed('moderateTrader') })
    expect(await setDisplayName(deps, row.user_id, 'mallory')).toMatchObject({ displayName: 'mallory' })
    expect((await audit('kickstart'))[0]).toMatchObject({ action: 'moderateTrader' })
    expect(
      await moderateTrader(deps, { eventId: 'kickstart', userId: randomUUID(), frozen: true, keyed: keyed('moderateTrader') }),
    ).toBeNull()
    await trades.drain()
  })
})
