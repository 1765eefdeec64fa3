import { lockOrOpenAccounts } from '../accounts/accounts.commands.ts'
import { updateBalances } from '../accounts/accounts.sql.ts'
import { insertAudit } from '../audit/audit.sql.ts'
import type { MarketEvent } from '../events/event.ts'
import { drawProjectNumbers, lockEvent } from '../events/events.sql.ts'
import { DEFAULT_EVENT_ID } from '../graphql/access.ts'
import { upsertHoldings } from '../holdings/holdings.sql.ts'
import { micros, MICROS_PER_UNIT, shareUnits } from '../money/units.ts'
import type { Deps } from '../platform/deps.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { moveOf } from '../projects/move-record.ts'
import { headlineOf } from '../projects/move-texts.ts'
import { basePriceOf, type Project } from '../projects/project.ts'
import { insertProjects } from '../projects/projects.sql.ts'
import { insertTrades } from '../trading/trading.sql.ts'
import { DEMO_MOMENTS, DEMO_PROJECTS, DEMO_TRADERS } from './demo-cast.ts'
import { listDemoMarket } from './demo-market.commands.ts'
import { type DemoPast, playPast } from './demo-past.ts'
import { backdateAccounts, insertDemoUsers, isEmptyMarket } from './demo.sql.ts'

const PAST_MS = 90 * 60_000
const BATCH_MOVES = 1_000

/** Lists the demo's projects and writes a short trading past, once, in an empty market; whether it did. */
export async function seedDemo(deps: Deps): Promise<boolean> {
  if (!(await isEmptyMarket(deps.db))) return false
  return await inTransaction(deps, async (tx) => {
    const found = await lockEvent(tx, DEFAULT_EVENT_ID)
    if (!found || !(await isEmptyMarket(tx.sql))) return false
    const since = new Date(found.now.getTime() - PAST_MS)
    const userIds = await insertDemoUsers(tx, DEMO_TRADERS, since)
    const accounts = await lockOrOpenAccounts(
      tx,
      DEFAULT_EVENT_ID,
      found.event.parameters.initialCashMicros,
      userIds.map((userId) => ({ userId, isAdmin: false })),
    )
    const first = await drawProjectNumbers(tx, DEFAULT_EVENT_ID, DEMO_PROJECTS.length)
    const listed = DEMO_PROJECTS.map((_, index) => listing(found.event, index, first + index + 1, since))
    const stage = { random: deps.random, actorUserId: userIds[0]!, newsIds: DEMO_MOMENTS.map(() => uuidv7()) }
    const past = playPast(found.event, listed, accounts, stage, since, found.now)
    await write(tx, listed, past)
    await backdateAccounts(tx, DEFAULT_EVENT_ID, since)
    await listDemoMarket(tx)
    return true
  })
}

function listing(event: MarketEvent, index: number, projectNumber: number, since: Date): Project {
  const { seed: whole, ...texts } = DEMO_PROJECTS[index]!
  const seed = micros(BigInt(whole) * MICROS_PER_UNIT)
  const basePrice = basePriceOf(seed, event.parameters)
  return {
    ...texts,
    eventId: event.eventId,
    projectNumber,
    seed,
    basePrice,
    offset: micros(0n),
    price: basePrice,
    netShares: shareUnits(0n),
    totalVolume: shareUnits(0n),
    totalTrades: 0,
    holdersCount: 0,
    sequence: 1,
    isActive: true,
    createdAt: since,
    updatedAt: since,
    movedAt: since,
    tickedAt: since,
  }
}

async function write(tx: Tx, listed: readonly Project[], { moves, realised, bumps, state }: DemoPast): Promise<void> {
  await insertProjects(tx, [...state.projects.values()])
  await updateBalances(tx, DEFAULT_EVENT_ID, [...state.accounts.values()])
  await upsertHoldings(tx, DEFAULT_EVENT_ID, [...state.holdings.values()])
  await insertAudit(
    tx,
    bumps.map((record) => record.audit),
  )
  const news = listed.map((project) => ({
    newsId: uuidv7(),
    at: project.createdAt,
    kind: 'LISTED' as const,
    headline: headlineOf('LISTED', null, project, project),
    projectId: project.projectId,
    bumpType: null,
    priceBefore: null,
    priceAfter: project.price,
    sequence: 1,
  }))
  const listings = listed.map((project) => moveOf(project, project.price, 'PROJECT_CREATE', null))
  await appendToFeed(tx, DEFAULT_EVENT_ID, { moves: listings, news })
  for (let start = 0; start < moves.length; start += BATCH_MOVES) {
    const batch = await appendToFeed(tx, DEFAULT_EVENT_ID, { moves: moves.slice(start, start + BATCH_MOVES) })
    const trades = batch.moves.filter((move) => move.trade)
    await insertTrades(
      tx,
      DEFAULT_EVENT_ID,
      trades.map((move) => ({
        move,
        realised: realised.get(`${move.projectId}:${move.sequence}`)!,
        behind: Number(batch.last - move.position),
      })),
    )
  }
  await appendToFeed(tx, DEFAULT_EVENT_ID, { news: bumps.map((record) => record.news), revise: true })
}
