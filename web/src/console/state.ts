/** The event that is organised: its state, its projects with live prices, its news as the sign that something changed. */
import { createMemo, createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import {
  type EventFieldsFragment,
  EventUpdatedDocument,
  MarketSnapshotDocument,
  NewsPublishedDocument,
  PriceUpdatedDocument,
  type ProjectFiguresFragment,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { onConnected, stream } from '../lib/live.ts'
import { createPolled, touch } from './live.ts'

export type EventState = EventFieldsFragment
export type Project = ProjectFiguresFragment

export interface Organised {
  readonly eventId: string
  readonly event: () => EventState | null
  /** By ticker. */
  readonly projects: () => readonly Project[]
  readonly project: (projectId: string) => Project | undefined
  readonly isMissing: () => boolean
}

const PROJECTS_EVERY_MS = 8_000
const PRICES_EVERY_MS = 500

export function createOrganised(eventId: string): Organised {
  const [event, setEvent] = createSignal<EventState | null>(null)
  const [isMissing, setMissing] = createSignal(false)
  const [projects, setProjects] = createStore<Record<string, Project>>({})
  let newsCursor: string | null = null

  const listed = createPolled(async () => {
    const { marketSnapshot } = await ask(MarketSnapshotDocument, { eventId })
    const byId = Object.fromEntries((marketSnapshot?.projects ?? []).map((project) => [project.projectId, project]))
    setProjects(reconcile(byId))
    return marketSnapshot?.asOf ?? null
  }, PROJECTS_EVERY_MS)

  const ends = [
    onConnected(() => Promise.resolve(listed.refresh())),
    stream(
      EventUpdatedDocument,
      () => ({ eventId }),
      ({ eventUpdated }) => {
        setMissing(false)
        setEvent(eventUpdated)
      },
      { onError: ({ code }) => (setMissing(code === 'NOT_FOUND'), true) },
    ),
    stream(
      PriceUpdatedDocument,
      () => ({ eventId, throttleMs: PRICES_EVERY_MS }),
      ({ priceUpdated: update }) => {
        const known = projects[update.projectId]
        if (!known) return touch()
        if (update.sequence < known.sequence) return
        const { currentPrice, basePrice, netShares, marketCap, totalTrades, totalVolume, sequence } = update
        setProjects(update.projectId, { currentPrice, basePrice, netShares, marketCap, totalTrades, totalVolume, sequence })
      },
    ),
    stream(
      NewsPublishedDocument,
      () => ({ eventId, after: newsCursor }),
      ({ newsPublished }) => {
        newsCursor = newsPublished.cursor
        touch()
      },
      { onError: () => ((newsCursor = null), true) },
    ),
  ]
  onCleanup(() => {
    for (const end of ends) end()
  })
  const sorted = createMemo(() => Object.values(projects).sort((a, b) => (a.ticker < b.ticker ? -1 : 1)))
  return { eventId, event, isMissing, projects: sorted, project: (projectId) => projects[projectId] }
}
