import type { MarketEvent } from '../events/event.ts'
import { findEvents } from '../events/events.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { BoardRow } from './board.ts'
import { Crowd } from './crowd.ts'
import {
  type CrowdMove,
  type FeedMark,
  findFeedMark,
  listCrowdMoves,
  listMembers,
  listMembersOf,
  listPrices,
  listStandings,
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
}

const PAGE_MEMBERS = 5_000
/** So many moves are quicker told by reading everything anew. */
const MOVES_MAX = 100_000

/**
 * Brings the crowd up to now: what happened since is told by the feed, in a few statements; everything is read where there
 * is no crowd yet, or it cannot be told. One moment for all of it. null where the event does not exist.
 */
export async function readCrowd(db: Db, eventId: string, known: CrowdState | null): Promise<CrowdState | null> {
  return await atOneMoment(db, async (snapshot) => {
    const mark = await findFeedMark(snapshot, eventId)
    const [found] = mark ? await findEvents(snapshot, [eventId]) : []
    if (!mark || !found) return null
    const { event } = found
    if (event.status === 'CLOSED') return { mark, event, standings: await listStandings(snapshot, eventId), crowd: new Crowd() }
    if (!known || !follows(known, mark)) return { mark, event, standings: null, crowd: await gather(snapshot, eventId) }
    await advance(snapshot, eventId, known, mark)
    return { mark, event, standings: null, crowd: known.crowd }
  })
}

const follows = ({ mark, standings }: CrowdState, now: FeedMark): boolean =>
  standings === null &&
  now.epoch === mark.epoch &&
  now.accountsRevision === mark.accountsRevision &&
  now.position >= mark.position &&
  now.position - mark.position <= MOVES_MAX

async function gather(db: Db, eventId: string): Promise<Crowd> {
  const crowd = new Crowd()
  for (const [projectId, price] of await listPrices(db, eventId)) crowd.setPrice(projectId, price)
  for (let after: string | null = null; ; ) {
    const members: readonly { accountId: string }[] = await addPage(db, eventId, crowd, after)
    if (members.length < PAGE_MEMBERS) return crowd
    after = members.at(-1)!.accountId
  }
}

async function addPage(db: Db, eventId: string, crowd: Crowd, after: string | null) {
  const members = await listMembers(db, eventId, after, PAGE_MEMBERS)
  for (const member of members) crowd.add(member)
  return members
}

async function advance(db: Db, eventId: string, { crowd, mark }: CrowdState, now: FeedMark): Promise<void> {
  const moves = await listCrowdMoves(db, eventId, mark.position, now.position)
  const isNew = ({ userId }: CrowdMove) => userId !== null && crowd.memberOf(userId) === undefined
  const joining = new Set(moves.filter(isNew).map(({ userId }) => userId!))
  for (const { projectId, price, userId, shares, cash } of moves) {
    crowd.setPrice(projectId, price)
    const member = userId === null ? undefined : crowd.memberOf(userId)
    if (member !== undefined) crowd.trade(member, projectId, shares, cash)
  }
  if (joining.size === 0) return
  // As they are now, which is with all of their trades.
  for (const member of await listMembersOf(db, eventId, [...joining])) crowd.add(member)
}
