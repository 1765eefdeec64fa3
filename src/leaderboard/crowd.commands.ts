import type { MarketEvent } from '../events/event.ts'
import { findEvents } from '../events/events.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { BoardRow } from './board.ts'
import { Crowd, type Member } from './crowd.ts'
import {
  type AccountsChange,
  type CrowdMove,
  type FeedMark,
  findFeedMark,
  listAccountsChanges,
  listCrowdMoves,
  listMembers,
  listMembersOf,
  listPrices,
  listStandings,
  listWithoutGrant,
} from './leaderboard.sql.ts'

type Db = Deps['db']

/** What a board is made of, as of `mark`. */
export interface CrowdState {
  readonly mark: FeedMark
  readonly event: MarketEvent
  /** The stored standings of a closed event; null while it is not closed. */
  readonly standings: readonly BoardRow[] | null
  /** Nobody in it where the event is closed. */
  readonly crowd: Crowd
  /** By audit id, the latest changes of accounts that are in the crowd. */
  readonly changes: ReadonlySet<string>
}

const PAGE_MEMBERS = 1_000
/** So many moves are quicker told by reading everything anew. */
const MOVES_MAX = 100_000
/** No transaction lasts for longer: a change that is committed later was not decided earlier. */
const TRANSACTION_MS_MAX = 5 * 60_000
const NONE: ReadonlySet<string> = new Set()

/** What happened since a crowd was as it is. */
interface Told {
  readonly moves: readonly CrowdMove[]
  readonly changes: readonly AccountsChange[]
  /** Who joined, or was changed alone, and who of them is a member now, with all of their trades and grants. */
  readonly unsure: readonly string[]
  readonly members: readonly Member[]
}

/**
 * Brings the crowd up to now: what happened since is told by the feed and the audit log, in a few statements; everything is read
 * where there is no crowd yet, or it cannot be told. One moment for all of it, and a crowd stays as it was where a statement
 * fails. null where the event does not exist.
 */
export async function readCrowd(db: Db, eventId: string, known: CrowdState | null): Promise<CrowdState | null> {
  const read = await atOneMoment(db, async (snapshot) => {
    const mark = await findFeedMark(snapshot, eventId)
    const [found] = mark ? await findEvents(snapshot, [eventId]) : []
    if (!mark || !found) return null
    const state = { mark, event: found.event, standings: null }
    if (found.event.status === 'CLOSED')
      return { ...state, standings: await listStandings(snapshot, eventId), crowd: new Crowd(), changes: NONE }
    const since = known && follows(known, mark) ? await changesSince(snapshot, eventId, known, mark) : null
    if (!known || !since) return { ...state, ...(await gather(snapshot, eventId, mark)) }
    const told = await readTold(snapshot, eventId, known, mark, since.fresh)
    return { ...state, crowd: known.crowd, changes: since.changes, told }
  })
  if (read && 'told' in read) advance(read.crowd, read.told)
  return read
}

const follows = ({ mark, standings }: CrowdState, now: FeedMark): boolean =>
  standings === null && now.epoch === mark.epoch && now.position >= mark.position && now.position - mark.position <= MOVES_MAX

const recentChanges = (db: Db, eventId: string, { now }: FeedMark): Promise<AccountsChange[]> =>
  listAccountsChanges(db, eventId, new Date(now.getTime() - TRANSACTION_MS_MAX))

/** What organisers changed of accounts behind the known mark; null where that is not all in the audit log. */
async function changesSince(db: Db, eventId: string, known: CrowdState, now: FeedMark) {
  const count = now.accountsRevision - known.mark.accountsRevision
  if (count === 0n) return { fresh: [], changes: known.changes }
  const recent = await recentChanges(db, eventId, known.mark)
  const fresh = recent.filter(({ auditId }) => !known.changes.has(auditId))
  return BigInt(fresh.length) === count ? { fresh, changes: idsOf(recent) } : null
}

const idsOf = (changes: readonly AccountsChange[]) => new Set(changes.map(({ auditId }) => auditId))

/** The next page is read while the one before it is taken in; pages are small because each is one turn of the event loop. */
async function gather(db: Db, eventId: string, mark: FeedMark): Promise<Pick<CrowdState, 'crowd' | 'changes'>> {
  const crowd = new Crowd()
  const changes = idsOf(await recentChanges(db, eventId, mark))
  for (const [projectId, price] of await listPrices(db, eventId)) crowd.setPrice(projectId, price)
  const pageAfter = (accountId: string | null) => listMembers(db, eventId, accountId, PAGE_MEMBERS)
  for (let page = await pageAfter(null); ; ) {
    const last = page.length < PAGE_MEMBERS ? null : page.at(-1)!
    const next = last && pageAfter(last.accountId)
    for (const member of page) crowd.set(member)
    if (!next) return { crowd, changes }
    page = await next
  }
}

async function readTold(
  db: Db,
  eventId: string,
  { crowd, mark }: CrowdState,
  now: FeedMark,
  changes: readonly AccountsChange[],
): Promise<Told> {
  const moves = await listCrowdMoves(db, eventId, mark.position, now.position)
  const isNew = ({ userId }: CrowdMove) => userId !== null && crowd.memberOf(userId) === undefined
  const unsure = new Set(moves.filter(isNew).map(({ userId }) => userId!))
  for (const { auditId, userId } of changes) {
    if (userId !== null) unsure.add(userId)
    else for (const without of await listWithoutGrant(db, eventId, auditId)) unsure.add(without)
  }
  return { moves, changes, unsure: [...unsure], members: unsure.size === 0 ? [] : await listMembersOf(db, eventId, [...unsure]) }
}

function advance(crowd: Crowd, { moves, changes, unsure, members }: Told): void {
  for (const { projectId, price, userId, shares, cash } of moves) {
    crowd.setPrice(projectId, price)
    const member = userId === null ? undefined : crowd.memberOf(userId)
    if (member !== undefined) crowd.trade(member, projectId, shares, cash)
  }
  for (const { userId, granted } of changes) if (userId === null) crowd.grant(granted!)
  for (const member of members) crowd.set(member)
  const present = new Set(members.map(({ userId }) => userId))
  for (const userId of unsure) if (!present.has(userId)) crowd.leave(userId)
}
