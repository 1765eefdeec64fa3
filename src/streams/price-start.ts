import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { covers } from './cover.ts'
import { decodeCursor, type StreamCursor } from './cursor.ts'
import type { Hub } from './hub.ts'
import type { QueueOptions } from './price-queue.ts'
import { PriceSource, type PriceStart } from './price-source.ts'
import { inTurn } from './reading.ts'
import { type MovePage, Replay, TOLD_MAX } from './replay.ts'
import { findFirstMissed, findSequencesAt, listMoves } from './streams.sql.ts'

/**
 * Where a price stream starts: without `after` at a SNAPSHOT of each project; with it, at what the reader missed, move by
 * move for EVERY and the newest per project for LATEST. What the cursor does not cover begins with a SNAPSHOT, and so
 * does everything when it is too old, there with what was left out in `missed`.
 */
export interface PriceArguments extends QueueOptions {
  readonly projectIds: readonly string[] | null
  readonly after: string | null
}

/** So many positions are told one by one at most; an older cursor gets SNAPSHOTs. */
const REPLAY_MAX = 50_000n
const PAGE_ENTRIES = 256
/** The options of most streams. */
const EVERY: QueueOptions = { latest: false, throttleMs: 0 }

export async function openPriceSource(db: Kysely<Database>, hub: Hub, args: PriceArguments): Promise<PriceSource> {
  const wanted = await wantedNumbers(hub, args.projectIds)
  const cursor = await readCursor(hub, args.after)
  const isLatest = args.latest || args.throttleMs > 0
  // A stream may last for days: it keeps no more of its arguments than that.
  const options = isLatest ? { latest: true, throttleMs: args.throttleMs } : EVERY
  if (!cursor)
    return new PriceSource(hub, options, { wanted, replay: null, seeds: [], snapshots: snapshotNumbers(hub, wanted, null) })
  const start = isLatest ? cursor.position : await replayStart(db, hub, cursor)
  if (isLatest || hub.position - start > REPLAY_MAX) {
    const sequences = await sequencesAt(db, hub, cursor.position)
    const seeds = seedsOf(hub, wanted, cursor, sequences).map((seed) => ({
      ...seed,
      kind: isLatest ? ('CHANGE' as const) : ('SNAPSHOT' as const),
    }))
    return new PriceSource(hub, options, { wanted, replay: null, seeds, snapshots: snapshotNumbers(hub, wanted, cursor) })
  }
  const replay = replayFrom(db, hub, wanted, cursor, start)
  return new PriceSource(hub, options, { wanted, replay, seeds: [], snapshots: snapshotNumbers(hub, wanted, cursor) })
}

async function wantedNumbers(hub: Hub, projectIds: readonly string[] | null): Promise<ReadonlySet<number> | null> {
  if (projectIds === null) return null
  if (projectIds.some((projectId) => hub.numberOf(projectId) === undefined)) await hub.catchUp()
  return new Set(
    projectIds.map((projectId) => {
      const number = hub.numberOf(projectId)
      if (number === undefined) throw notFound(`The event "${hub.eventId}" has no project "${projectId.slice(0, 64)}".`)
      return number
    }),
  )
}

/** null: begin without it. A cursor of another database, or of one that was set back, says nothing about this one. */
async function readCursor(hub: Hub, after: string | null): Promise<StreamCursor | null> {
  if (after === null) return null
  const cursor = decodeCursor(after)
  if (cursor?.eventId !== hub.eventId) throw badUserInput('after must be a cursor that this API gave out for this event.')
  if (cursor.epoch === hub.epoch && cursor.position > hub.position) await hub.catchUp()
  return cursor.epoch === hub.epoch && cursor.position <= hub.position ? cursor : null
}

const isCovered = (cursor: StreamCursor | null, number: number): boolean => cursor !== null && covers(cursor.cover, number)

function snapshotNumbers(hub: Hub, wanted: ReadonlySet<number> | null, cursor: StreamCursor | null): readonly number[] {
  if (!wanted && !cursor) return hub.numbers
  return hub.numbers.filter((number) => (wanted?.has(number) ?? true) && !isCovered(cursor, number))
}

function seedsOf(
  hub: Hub,
  wanted: ReadonlySet<number> | null,
  cursor: StreamCursor,
  sequences: ReadonlyMap<number, number>,
): Omit<PriceStart['seeds'][number], 'kind'>[] {
  const pending = new Map(cursor.pending)
  return hub.numbers
    .filter((number) => (wanted?.has(number) ?? true) && isCovered(cursor, number))
    .map((number) => ({ number, before: pending.get(number) ?? sequences.get(number) ?? 0 }))
    .filter(({ number, before }) => hub.state(number)!.entry.move.sequence > before)
}

/** The sequence that each project had at a position. */
async function sequencesAt(db: Kysely<Database>, hub: Hub, position: bigint): Promise<ReadonlyMap<number, number>> {
  const entries = hub.recent(position, Number.POSITIVE_INFINITY)
  if (!entries) return await inTurn(() => findSequencesAt(db, hub.eventId, position))
  const sequences = new Map(hub.numbers.map((number) => [number, hub.state(number)!.entry.move.sequence]))
  for (const { move, before } of entries.filter((entry) => entry.move !== null).reverse())
    sequences.set(move.projectNumber, before)
  return sequences
}

/** Behind which position the oldest missed move stands: the cursor's, or further back where projects were pending. */
async function replayStart(db: Kysely<Database>, hub: Hub, { position, pending }: StreamCursor): Promise<bigint> {
  const projects = new Map(hub.numbers.map((number) => [number, hub.state(number)!.entry.move]))
  const lacking = pending.filter(([number, sequence]) => (projects.get(number)?.sequence ?? 0) > sequence)
  if (lacking.length === 0) return position
  const last = lacking.map(([number, sequence]) => ({ projectId: projects.get(number)!.projectId, sequence }))
  const first = await inTurn(() => findFirstMissed(db, hub.eventId, last))
  return first !== null && first <= position ? first - 1n : position
}

function replayFrom(
  db: Kysely<Database>,
  hub: Hub,
  wanted: ReadonlySet<number> | null,
  cursor: StreamCursor,
  start: bigint,
): Replay | null {
  const upTo = hub.position
  if (start >= upTo) return null
  const isLong = upTo - start > BigInt(TOLD_MAX)
  const floors = new Map(isLong ? hub.numbers.map((number) => [number, hub.state(number)!.entry.move.sequence - TOLD_MAX]) : [])
  return new Replay({ cursor, wanted, start, upTo, floors, read: (after, to) => readPage(db, hub, after, to) })
}

function readPage(db: Kysely<Database>, hub: Hub, after: bigint, upTo: bigint): MovePage | Promise<MovePage> {
  const entries = hub.recent(after, PAGE_ENTRIES)
  if (entries) {
    const inside = entries.filter((entry) => entry.position <= upTo)
    const moves = inside.filter((entry) => entry.move !== null)
    return { moves, reached: inside.length < PAGE_ENTRIES ? upTo : inside.at(-1)!.position }
  }
  return inTurn(async () => {
    const rows = await listMoves(db, hub.eventId, { after, upTo, limit: PAGE_ENTRIES })
    return {
      moves: rows.map((move) => ({ move, frames: null })),
      reached: rows.length < PAGE_ENTRIES ? upTo : rows.at(-1)!.position,
    }
  })
}
