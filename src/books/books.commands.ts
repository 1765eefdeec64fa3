import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { MarketEvent } from '../events/event.ts'
import { findEvents } from '../events/events.sql.ts'
import { parseDecimal, toScale } from '../money/decimal.ts'
import { type Micros, MICROS_DECIMALS, micros } from '../money/units.ts'
import { basePriceOf } from '../projects/project.ts'
import { verifyAccounts } from './accounts.commands.ts'
import {
  inSnapshot,
  listEventIds,
  listFeeChanges,
  listProjectStates,
  type MoveRow,
  movesOf,
  type ProjectState,
  readSnapshot,
  rowsOf,
  type Snapshot,
} from './books.sql.ts'
import { BOOK_CHECKS } from './checks.sql.ts'
import { broken, compare, type Difference, type Invariant, unplayable } from './difference.ts'
import { checkFees, type FeeHistory, feeHistory } from './fee-history.ts'
import { verifyMarkets } from './order-books.commands.ts'
import { type LoggedMove, replayMove } from './replay-moves.ts'
import { verifyStandings } from './standings.commands.ts'

/** What was read of a database and held against the rules. */
export interface Verified {
  readonly at: Date
  readonly events: number
  readonly projects: number
  readonly moves: number
  /** Drift moves that thinned rows stand for, beside their own. */
  readonly folded: number
  readonly trades: number
  readonly accounts: number
  readonly standings: number
  /** Commands of the order book's inboxes, and the fills that they made. */
  readonly commands: number
  readonly fills: number
  readonly differences: Readonly<Partial<Record<Invariant, number>>>
}

/** The database cannot be verified; the message is one sentence for the operator. */
export class NotVerifiable extends Error {}

export interface Events {
  readonly byId: ReadonlyMap<string, MarketEvent>
  readonly fees: ReadonlyMap<string, FeeHistory>
  readonly projects: ReadonlyMap<string, ProjectState>
}

export type Report = (differences: readonly Difference[]) => void

/**
 * Plays the whole log of a database again by the rules that serve requests, in one snapshot, beside running servers: moves
 * by project, trades by account, final boards by event, and what must hold between the tables. Its memory does not grow
 * with the log. `tell` hears every row that differs; `migrations`: the names that this version's rules are for.
 */
export const verifyBooks = (
  db: Kysely<Database>,
  migrations: readonly string[],
  tell: (difference: Difference) => void,
): Promise<Verified> => inSnapshot(db, (snapshot) => verifySnapshot(snapshot, migrations, tell))

/** The same in a transaction that has its snapshot. */
export async function verifySnapshot(
  snapshot: Snapshot,
  migrations: readonly string[],
  tell: (difference: Difference) => void,
): Promise<Verified> {
  const counted: Partial<Record<Invariant, number>> = {}
  const report: Report = (differences) => {
    for (const difference of differences) {
      counted[difference.invariant] = (counted[difference.invariant] ?? 0) + 1
      tell(difference)
    }
  }
  const state = await readSnapshot(snapshot)
  if (state.migrations.join() !== migrations.join())
    throw new NotVerifiable(
      'The tables of the database are of another version than this one: run npm run migrate, or verify with that version.',
    )
  const events = await readEvents(snapshot, report)
  const moves = await verifyMoves(snapshot, events, report)
  const accounts = await verifyAccounts(snapshot, events, report)
  const standings = await verifyStandings(snapshot, events, report)
  const markets = await verifyMarkets(snapshot, report)
  await verifyBetween(snapshot, report)
  return {
    at: state.at,
    events: events.byId.size,
    projects: events.projects.size,
    ...moves,
    ...accounts,
    standings,
    ...markets,
    differences: counted,
  }
}

async function readEvents(snapshot: Snapshot, report: Report): Promise<Events> {
  const found = await findEvents(snapshot, await listEventIds(snapshot))
  const changes = Map.groupBy(await listFeeChanges(snapshot), ({ eventId }) => eventId)
  const byId = new Map(found.map(({ event }) => [event.eventId, event]))
  const fees = new Map<string, FeeHistory>()
  for (const { eventId, parameters } of byId.values()) {
    const own = changes.get(eventId) ?? []
    report(checkFees(eventId, own, parameters.transactionFeeBps))
    fees.set(eventId, feeHistory(own, parameters.transactionFeeBps))
  }
  const projects = await listProjectStates(snapshot)
  return { byId, fees, projects: new Map(projects.map((project) => [project.projectId, project])) }
}

async function verifyMoves(snapshot: Snapshot, events: Events, report: Report): Promise<{ moves: number; folded: number }> {
  let [moves, folded] = [0, 0]
  let before: LoggedMove | null = null
  let seed: Micros = micros(0n)
  for await (const row of movesOf(snapshot)) {
    const move = loggedMove(row)
    moves++
    folded += move.folded
    if (before?.projectId !== move.projectId) {
      if (before) report(checkSeed(events, before.projectId, seed))
      before = null
      seed = firstSeed(events.projects.get(move.projectId))
    }
    const project = events.projects.get(move.projectId)
    const event = project && events.byId.get(project.eventId)
    if (event) {
      const rules = { parameters: event.parameters, fees: events.fees.get(event.eventId)! }
      const [previous, seedBefore] = [before, seed]
      const replayed = unplayable(
        () => replayMove(previous, move, seedBefore, rules),
        (difference) => ({ differences: [difference], seed: seedBefore }),
        'I4',
        `price_points ${move.projectId}:${move.sequence}`,
      )
      report(replayed.differences)
      seed = replayed.seed
    } else
      report([
        {
          invariant: 'I4',
          row: `price_points ${move.projectId}:${move.sequence}`,
          figure: 'projectId',
          stored: move.projectId,
          expected: 'a project',
        },
      ])
    before = move
  }
  if (before) report(checkSeed(events, before.projectId, seed))
  return { moves, folded }
}

function loggedMove({
  side,
  shares,
  tradeBefore,
  tradeAfter,
  executionPrice,
  fee,
  cashDelta,
  audits,
  ...point
}: MoveRow): LoggedMove {
  return {
    ...point,
    trade: side && { side, shares, priceBefore: tradeBefore, priceAfter: tradeAfter, executionPrice, fee, cashDelta },
    audits: (audits ?? []).map(({ original, ...audit }) => ({
      ...audit,
      original: original && {
        ...original,
        priceBefore: micros(BigInt(original.before)),
        priceAfter: micros(BigInt(original.after)),
      },
    })),
  }
}

/** Before the first change that the log tells; without any, as it is now. */
function firstSeed(project: ProjectState | undefined): Micros {
  const text = project?.firstSeed ? parseDecimal(project.firstSeed) : null
  const scaled = text && toScale(text, MICROS_DECIMALS)
  return scaled === null ? (project?.seed ?? micros(0n)) : micros(scaled)
}

function checkSeed({ projects, byId }: Events, projectId: string, seed: Micros): Difference[] {
  const project = projects.get(projectId)
  const event = project && byId.get(project.eventId)
  if (!event) return []
  const { basePrice } = project
  return compare(
    'I4',
    `projects ${projectId}`,
    { seed: project.seed, basePrice },
    { seed, basePrice: basePriceOf(project.seed, event.parameters) },
  )
}

/** What must hold between the tables, asked of SQL. */
async function verifyBetween(snapshot: Snapshot, report: Report): Promise<void> {
  for (const [sentence, query] of Object.entries(BOOK_CHECKS)) {
    const invariant = sentence.slice(0, 2) as Invariant
    for await (const row of rowsOf(snapshot, 'breaking', query)) {
      const stored = JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
      report([broken(invariant, sentence.slice(3), stored)])
    }
  }
}
