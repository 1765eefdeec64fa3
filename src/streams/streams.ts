import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../graphql/context.ts'
import { notFound } from '../graphql/errors.ts'
import type { Deps } from '../platform/deps.ts'
import { gauge } from '../platform/metrics.ts'
import { createGroups } from './groups.ts'
import { Hub } from './hub.ts'
import { createHubs } from './hubs.ts'
import { type Pump, pumpToIterable, SinkPump } from './pump.ts'
import type { Source } from './source.ts'
import { findHeads, type FeedHead } from './streams.sql.ts'
import { createWatchers } from './watchers.ts'

/** The live part of the server: feeds, subscriptions and who watches. One per process. */
export interface Streams {
  /** Opens a stream on an event; NOT_FOUND where there is none. What `openSource` throws is thrown. */
  open(request: OpenStream): Promise<AsyncIterableIterator<unknown>>
  /** Runs a source that belongs to no event. `onEnd` is called once, however the stream ends. */
  run(source: Source, request: StreamCall, onEnd: () => void): AsyncIterableIterator<unknown>
  /** Events with a live subscription on this server. */
  watchedEvents(): Iterable<string>
  isWatched(eventId: string): boolean
  /** Live subscriptions and groups of equal ones, for metrics. */
  readonly counts: { readonly streams: number; readonly groups: number }
  /** Ends all streams and takes this server's watchers off the count. */
  close(): Promise<void>
}

export interface StreamCall {
  readonly context: Context
  readonly info: GraphQLResolveInfo
}

export interface OpenStream extends StreamCall {
  readonly eventId: string
  openSource(hub: Hub): Source | Promise<Source>
}

declare module '../graphql/context.ts' {
  interface Services {
    streams: Streams
  }
}

export function createStreams(deps: Deps): Streams {
  const hubs = createHubs<FeedHead, bigint, Hub>(deps.log, {
    open: (eventId) => Hub.open(deps, eventId),
    findHeads: async (eventIds) => new Map((await findHeads(deps.db, eventIds)).map((head) => [head.eventId, head])),
  })
  const groups = createGroups()
  const watchers = createWatchers(deps)
  const pumps = new Set<Pump>()

  const unmetered = [
    gauge('streams_open', 'Live subscriptions.', () => pumps.size),
    gauge('streams_groups', 'Groups of equal subscriptions, which are executed once per update.', () => groups.size),
  ]

  function run(source: Source, { context, info }: StreamCall, onEnd: () => void): AsyncIterableIterator<unknown> {
    // A stream may last for days: it keeps no more of its operation than that.
    const { stream: request, requestId } = context
    const group = request && groups.join(request, context, info)
    const ended = (error?: unknown) => {
      if (error) deps.log.error({ err: error, requestId }, 'a stream ended by an unexpected error')
      pumps.delete(pump)
      if (group) groups.leave(group)
      onEnd()
    }
    const pump: Pump = group ? new SinkPump(source, group, request.sink, ended) : pumpToIterable(source, ended)
    pumps.add(pump)
    return pump.iterable
  }

  return {
    async open(request) {
      const hub = await hubs.acquire(request.eventId)
      if (!hub) throw notFound(`There is no event "${request.eventId.slice(0, 64)}".`)
      try {
        const source = await request.openSource(hub)
        const unwatch = watchers.add(hub.eventId, request.context.stream?.sink.connection ?? source)
        return run(source, request, () => {
          unwatch()
          hubs.release(hub)
        })
      } catch (error) {
        hubs.release(hub)
        throw error
      }
    },
    run,
    watchedEvents: () => watchers.watchedEvents(),
    isWatched: (eventId) => watchers.isWatched(eventId),
    get counts() {
      return { streams: pumps.size, groups: groups.size }
    },
    async close() {
      for (const unmeter of unmetered) unmeter()
      for (const pump of pumps) pump.end()
      hubs.close()
      await watchers.close()
    },
  }
}
