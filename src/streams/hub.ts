import { feedTopic } from '../events/feed.codec.ts'
import type { FeedBatch, NewsPrint, PriceMove } from '../events/feed.ts'
import type { Deps } from '../platform/deps.ts'
import { histogram, SECONDS } from '../platform/metrics.ts'
import { traced } from '../platform/tracing.ts'
import { type Entry, FeedRing, inOrder, type MoveEntry, moveEntry, RING_ENTRIES } from './feed-ring.ts'
import { FrameCache } from './frames.ts'
import type { SweptHub } from './hubs.ts'
import { Intake } from './intake.ts'
import { type FeedHead, type FeedPicture, listTexts, readFeed } from './streams.sql.ts'

/**
 * One event's feed in this process: where it stands, the newest move of every project, and the last few thousand
 * entries. It listens to the bus first and reads the tables then; what the bus loses is read from the tables, within a
 * second, by a sweep over all hubs. Its listeners get every entry once, in the order of positions.
 */
export interface ProjectState {
  readonly entry: MoveEntry
  /** Frames of the project's SNAPSHOT. */
  readonly snapshots: FrameCache
}

/** What happened at once. */
export interface FeedNews {
  readonly entries: readonly Entry[]
  readonly changes: readonly MoveEntry[]
  readonly touchedUserIds: readonly string[]
  /** Status, parameters, names or texts changed. */
  readonly isRevised: boolean
  /** Hints were lost: anything private may have changed. */
  readonly isPatchy: boolean
  /** Another database, or an older one: what was known before is void. */
  readonly isReset: boolean
}

export interface HubListener {
  onFeed(news: FeedNews): void
}

const commitToSocket = histogram(
  'commit_to_socket_seconds',
  "From a batch's decision, by the database's clock, until all readers here who keep up had been written to.",
  SECONDS,
)

export class Hub implements SweptHub<FeedHead, bigint> {
  readonly eventId: string
  readonly listeners = new Set<HubListener>()
  readonly #deps: Deps
  #head: FeedHead
  #states = new Map<number, ProjectState>()
  #numbers = new Map<string, number>()
  #ascending: readonly number[] | null = null
  #ring = new FeedRing()
  readonly #intake: Intake<FeedBatch>
  #textsAreStale = false
  #generation = 0
  #unsubscribe: () => void = () => undefined

  private constructor(deps: Deps, eventId: string) {
    this.#deps = deps
    this.eventId = eventId
    this.#head = { eventId, epoch: 0, position: 0n, revision: 0n }
    this.#intake = new Intake({
      place: (batch) => this.#place(batch),
      apply: (batch) => this.#apply(batch),
      fill: () => this.#fill(),
      label: { eventId },
      log: deps.log,
    })
  }

  /** null: no such event. */
  static async open(deps: Deps, eventId: string): Promise<Hub | null> {
    const hub = new Hub(deps, eventId)
    hub.#unsubscribe = deps.bus.subscribe(feedTopic(eventId), (batch) => hub.#intake.receive(batch))
    try {
      const picture = await readFeed(deps.db, eventId, null, RING_ENTRIES)
      if (!picture) {
        hub.close()
        return null
      }
      hub.#load(picture)
      hub.#intake.open()
      return hub
    } catch (error) {
      hub.close()
      throw error
    }
  }

  close(): void {
    this.#unsubscribe()
    this.listeners.clear()
  }

  get id(): string {
    return this.eventId
  }

  get epoch(): number {
    return this.#head.epoch
  }

  get position(): bigint {
    return this.#head.position
  }

  /** Rises with everything that the hub learns. */
  get generation(): number {
    return this.#generation
  }

  state(projectNumber: number): ProjectState | undefined {
    return this.#states.get(projectNumber)
  }

  numberOf(projectId: string): number | undefined {
    return this.#numbers.get(projectId)
  }

  /** All project numbers, ascending; the same array as long as no project is listed. */
  get numbers(): readonly number[] {
    this.#ascending ??= [...this.#states.keys()].sort((a, b) => a - b)
    return this.#ascending
  }

  /** Entries behind a position that the ring still has, at most `limit`; null where it has forgotten some. */
  recent(after: bigint, limit: number): readonly Entry[] | null {
    return this.#ring.after(after, limit)
  }

  isBehind(head: FeedHead, positionAsked: bigint): boolean {
    return (
      head.epoch !== this.epoch ||
      head.position < positionAsked ||
      head.position > this.position ||
      head.revision > this.#head.revision
    )
  }

  /** Reads what the tables have beyond what is known. */
  catchUp(): Promise<void> {
    return this.#intake.catchUp()
  }

  /** After a change of names: SNAPSHOTs show the present ones. */
  async afterSweep(): Promise<void> {
    if (!this.#textsAreStale) return
    this.#textsAreStale = false
    for (const { projectNumber, ticker, name } of await listTexts(this.#deps.db, this.eventId)) {
      const state = this.#states.get(projectNumber)
      if (!state || (state.entry.move.ticker === ticker && state.entry.move.name === name)) continue
      const entry = { ...state.entry, move: { ...state.entry.move, ticker, name }, frames: new FrameCache() }
      this.#states.set(projectNumber, { entry, snapshots: new FrameCache() })
    }
  }

  #place(batch: FeedBatch): 'NEXT' | 'GAP' | 'VOID' {
    if (batch.epoch !== this.epoch) return 'VOID'
    return batch.last > this.position && batch.first > this.position + 1n ? 'GAP' : 'NEXT'
  }

  #apply(batch: FeedBatch): void {
    const isRevised = batch.revision > this.#head.revision
    const isNews = batch.last > this.position
    if (!isNews && !isRevised && batch.touchedUserIds.length === 0) return
    const entries = isNews ? this.#append(batch.moves, batch.news) : []
    this.#head = {
      ...this.#head,
      position: isNews ? batch.last : this.position,
      revision: isRevised ? batch.revision : this.#head.revision,
    }
    traced('push', { eventId: this.eventId, entries: entries.length }, () =>
      this.#tell(entries, { isRevised, touchedUserIds: batch.touchedUserIds }),
    )
    const newest = batch.moves.at(-1)
    if (isNews && newest) commitToSocket.observe(Math.max(0, Date.now() - newest.at.getTime()) / 1_000)
  }

  async #fill(): Promise<void> {
    const picture = await readFeed(this.#deps.db, this.eventId, this.position, RING_ENTRIES)
    if (!picture) return
    const { head, newest, moves, news } = picture
    if (head.epoch !== this.epoch || head.position < this.position) {
      this.#deps.log.warn({ eventId: this.eventId }, 'the feed went back: streams begin anew')
      this.#load(picture)
      this.#tell([], { isReset: true, isRevised: true, isPatchy: true })
      return
    }
    const isRevised = head.revision > this.#head.revision
    if (head.position === this.position && !isRevised) return
    const entries = newest ? this.#jump(picture) : this.#append(moves, news)
    this.#head = head
    this.#tell(entries, { isRevised, isPatchy: true })
  }

  /** Forgets everything and begins with the picture. */
  #load({ head, newest, moves, news }: FeedPicture): void {
    this.#states.clear()
    this.#numbers.clear()
    for (const move of newest ?? []) this.#learn(moveEntry(move, move.sequence - 1 - move.folded))
    const before = new Map<number, number>()
    const entries = inOrder(moves, news, (move) => {
      const entry = moveEntry(move, before.get(move.projectNumber) ?? move.sequence - 1 - move.folded)
      before.set(move.projectNumber, move.sequence)
      return entry
    })
    this.#ring = new FeedRing(entries, head.position - BigInt(RING_ENTRIES))
    this.#head = head
  }

  /** Too far behind to tell every move: the newest of each project stands for the others. */
  #jump(picture: FeedPicture): MoveEntry[] {
    const known = new Map([...this.#states].map(([number, { entry }]) => [number, entry.move.sequence]))
    this.#load(picture)
    const changes: MoveEntry[] = []
    for (const [number, { entry }] of this.#states) {
      const before = known.get(number) ?? 0
      if (entry.move.sequence > before) changes.push({ ...entry, before, frames: new FrameCache() })
    }
    return changes
  }

  #append(moves: readonly PriceMove[], news: readonly NewsPrint[]): Entry[] {
    const entries = inOrder(moves, news, (move) => {
      const entry = moveEntry(move, this.#states.get(move.projectNumber)?.entry.move.sequence ?? 0)
      if (move.position > this.position) this.#learn(entry)
      return entry
    }).filter((entry) => entry.position > this.position)
    for (const entry of entries) this.#ring.push(entry)
    return entries
  }

  #learn(entry: MoveEntry): void {
    const { projectNumber, projectId } = entry.move
    if (!this.#states.has(projectNumber)) {
      this.#numbers.set(projectId, projectNumber)
      this.#ascending = null
    }
    this.#states.set(projectNumber, { entry, snapshots: new FrameCache() })
  }

  #tell(entries: readonly Entry[], rest: Partial<FeedNews>): void {
    this.#generation++
    if (rest.isRevised) this.#textsAreStale = true
    const changes = entries.filter((entry) => entry.move !== null)
    const news: FeedNews = { entries, changes, touchedUserIds: [], isRevised: false, isPatchy: false, isReset: false, ...rest }
    for (const listener of this.listeners) {
      try {
        listener.onFeed(news)
      } catch (error) {
        this.#deps.log.error({ err: error, eventId: this.eventId }, 'a stream could not take an update')
      }
    }
  }
}
