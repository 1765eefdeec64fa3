/** A market in which everything has happened that leaves a figure: for what reads whole databases. */
import { sql } from 'kysely'
import { tickEvent } from '../../src/drift/drift.commands.ts'
import { keyedRequest } from '../../src/idempotency/idempotency.commands.ts'
import { listAudit } from '../../src/audit/audit-log.sql.ts'
import { compensateMove } from '../../src/organising/compensation.commands.ts'
import { saveEvent } from '../../src/organising/event.commands.ts'
import { grantCash } from '../../src/organising/grants.commands.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { thinHistory } from '../../src/price-history/thinning.commands.ts'
import { saveProjects } from '../../src/projects/listing.commands.ts'
import { applyInvestment, applyPhaseBump, updateSeed } from '../../src/projects/move.commands.ts'
import { type Asking, type Caller, createAsking } from './asking.ts'
import { accepted, decimal } from './market.ts'

export const EVENT = 'fair'
export const CLOSED_EVENT = 'past'

export interface FullMarket {
  readonly asking: Asking
  readonly admin: Caller
  readonly traders: readonly Caller[]
}

export async function playFullMarket(deps: Deps): Promise<FullMarket> {
  const asking = createAsking(deps)
  const admin = await asking.signIn('organiser', { isAdmin: true })
  const traders = [await asking.signIn('alice'), await asking.signIn('bob'), await asking.signIn('carol')]
  const market = { asking, admin, traders }
  const keyed = (mutation: string) => keyedRequest(admin.userId, mutation, null, null, null)
  const setFee = (eventId: string, transactionFeeBps: number) =>
    saveEvent(deps, keyed('saveEvent'), {
      eventId,
      status: 'OPEN',
      parameters: { transactionFeeBps, driftIntervalMs: 250, driftMaxPctPerTick: decimal('0.05') },
    }).then(accepted)

  await setFee(EVENT, 200)
  const inputs = ['kite', 'sail'].map((projectId, index) => ({
    projectId,
    eventId: EVENT,
    ticker: projectId,
    seedAmount: decimal(String(index * 5)),
  }))
  accepted(
    await saveProjects(
      deps,
      keyed('saveProjects'),
      inputs.map((input, row) => ({ input, path: ['inputs', String(row)] })),
    ),
  )
  await trade(market, ['kite', 'sail'])
  await organise(deps, market)
  await drift(deps, EVENT, 6)
  await thin(deps)
  await setFee(EVENT, 50)
  await trade(market, ['kite', 'sail'])
  await drift(deps, EVENT, 3)
  accepted((await grantCash(deps, { eventId: EVENT, userId: null, amount: decimal('100'), keyed: keyed('grantCash') }))!)
  accepted(
    (await grantCash(deps, { eventId: EVENT, userId: traders[0]!.userId, amount: decimal('7.5'), keyed: keyed('grantCash') }))!,
  )
  await asking.buy(traders[0]!, 'kite', '10')
  await playClosed(deps, market, setFee)
  return market
}

async function trade({ asking, traders }: FullMarket, projectIds: readonly string[]): Promise<void> {
  const [alice, bob, carol] = traders as [Caller, Caller, Caller]
  for (const projectId of projectIds) {
    await asking.buy(alice, projectId, '12.3456')
    await asking.buy(bob, projectId, '40')
    await asking.sell(alice, projectId, '3.3333')
    await asking.buy(carol, projectId, '0.0001')
    await asking.sell(bob, projectId, '40')
  }
}

async function organise(deps: Deps, { admin }: FullMarket): Promise<void> {
  const order = (mutation: string, projectId = 'kite') => ({
    projectId,
    keyed: keyedRequest(admin.userId, mutation, null, null, null),
  })
  const bumps = [
    { bumpType: 'KICKOFF_HYPE' },
    { bumpType: 'MULTIPLY', multiplier: decimal('1.234567') },
    { bumpType: 'ADD', delta: decimal('-0.4') },
    { bumpType: 'MULTIPLY', multiplier: decimal('0.01') },
    { bumpType: 'DEMO_WINNER' },
  ] as const
  for (const bump of bumps) accepted(await applyPhaseBump(deps, { ...order('applyPhaseBump'), ...bump }))
  accepted(await updateSeed(deps, { ...order('updateSeed'), seedAmount: decimal('12.5') }))
  accepted(await updateSeed(deps, { ...order('updateSeed'), seedDelta: decimal('-30') }))
  accepted(await applyInvestment(deps, { ...order('applyInvestment', 'sail'), amount: decimal('25000') }))
  const entries = await listAudit(deps.db, EVENT, { after: null, before: null, backward: true, limit: 100 })
  for (const action of ['applyPhaseBump', 'updateSeed', 'applyInvestment']) {
    const original = entries.find((entry) => entry.action === action)!
    accepted((await compensateMove(deps, { originalAuditId: original.auditId, keyed: order('compensateMove').keyed }))!)
  }
}

/** Ticks that really move, without waiting for the clock. */
async function drift(deps: Deps, eventId: string, ticks: number): Promise<void> {
  for (let done = 0; done < ticks; ) {
    await sql`update projects set ticked_at = statement_timestamp() - interval '2 seconds' where event_id = ${eventId}`.execute(
      deps.db,
    )
    if ((await inTransaction(deps, (tx) => tickEvent(tx, eventId))) > 0) done++
  }
}

/** As if the past were more than a week ago. */
const thin = (deps: Deps) => thinHistory(deps, new Date(Date.now() + 8 * 24 * 3_600_000))

/** The moves of `boat` two seconds apart, the twentieth where it is. */
async function spread(deps: Deps, table: 'price_points' | 'trades', column: 'at' | 'executed_at'): Promise<void> {
  const [name, at] = [sql.table(table), sql.ref(column)]
  const { rows } = await sql<{ sequence: number; at: Date }>`
    select sequence, ${at} as at from ${name} where project_id = 'boat'`.execute(deps.db)
  for (const row of rows)
    await sql`
      update ${name} set ${at} = ${new Date(row.at.getTime() - (20 - row.sequence) * 2_000)}
      where project_id = 'boat' and sequence = ${row.sequence}`.execute(deps.db)
}

/** An event whose closing window saw prices drift, and whose fee was changed after it. */
async function playClosed(
  deps: Deps,
  market: FullMarket,
  setFee: (eventId: string, feeBps: number) => Promise<unknown>,
): Promise<void> {
  const keyed = keyedRequest(market.admin.userId, 'test', null, null, null)
  await setFee(CLOSED_EVENT, 300)
  accepted(
    await saveProjects(deps, keyed, [{ input: { projectId: 'boat', eventId: CLOSED_EVENT, ticker: 'BOAT' }, path: ['input'] }]),
  )
  await trade(market, ['boat'])
  await drift(deps, CLOSED_EVENT, 8)
  await sql`update events set opens_at = statement_timestamp() - interval '10 minutes' where event_id = ${CLOSED_EVENT}`.execute(
    deps.db,
  )
  for (const [table, column] of [
    ['price_points', 'at'],
    ['trades', 'executed_at'],
  ] as const)
    await spread(deps, table, column)
  accepted(await saveEvent(deps, keyed, { eventId: CLOSED_EVENT, status: 'CLOSED' }))
  await thin(deps)
  accepted(await saveEvent(deps, keyed, { eventId: CLOSED_EVENT, parameters: { transactionFeeBps: 100 } }))
}
