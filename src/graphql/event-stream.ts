/**
 * One subscription as server-sent events. Frames go straight to the response, as they do on a WebSocket; a comment tells
 * the client at once that it is connected, and another each 12 s that it still is. A reader that takes nothing for too
 * long is cut off. A machine that is gone without a word is noticed within 30 s: in silence by TCP's own probes, while
 * something is on its way by what nobody answers.
 */
import type { ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import type { Sessions } from '../identity/sessions.commands.ts'
import type { Viewer } from '../identity/viewer.ts'
import type { Sink } from '../streams/sink.ts'
import { watchUnanswered } from '../platform/unanswered.ts'
import { checkEveryMs, createBacklog, isTooMuch, slowReaders } from './backlog.ts'
import type { Results } from './execution.ts'

const HEARTBEAT_MS = 12_000
/** Silence before the first probe, the time between two, and how many without an answer are the end. */
const PROBES = { enable: true, initialDelay: 1_000, interval: 1_000, count: 5 }
const COMMENT = ':\n\n'
const COMPLETE = 'event: complete\ndata:\n\n'

export interface EventStream {
  readonly sink: Sink
  /** Writes the results until they end, the token does, or the reader leaves. Resolves when nothing more will be written. */
  run(results: Results, viewer: Viewer | null): Promise<void>
}

/** The head of the response is to be set before `run`, which sends it. */
export function createEventStream(
  response: ServerResponse,
  sessions: Pick<Sessions, 'follow'>,
  slowReaderMs: number,
): EventStream {
  const backlog = createBacklog(() => response.writableLength)
  if (response.destroyed) backlog.close()
  else response.once('close', backlog.close)
  /** In one write. */
  const tell = (...payloadsJson: readonly string[]): boolean => {
    if (response.destroyed || response.writableEnded) return false
    response.write(payloadsJson.map((json) => `event: next\ndata: ${json}\n\n`).join(''), backlog.wrote)
    return !isTooMuch(response.writableLength)
  }
  const sink: Sink = {
    connection: response,
    send: ({ text }) => tell(text),
    sendAll: (payloads) => tell(...payloads.map(({ text }) => text)),
    onDrain: backlog.onDrain,
  }

  /** Streams of the exchange write to the sink themselves and yield nothing; what others yield is written here. */
  async function write(results: Results): Promise<void> {
    try {
      for (let next = await results.next(); !next.done; next = await results.next()) {
        if (tell(JSON.stringify(next.value))) continue
        if (response.destroyed) return
        await new Promise<void>((resume) => {
          backlog.onDrain(resume)
          response.once('close', resume)
        })
      }
    } catch (error) {
      // The error that ends a stream is its last event.
      tell(JSON.stringify({ errors: [error as GraphQLError] }))
    }
  }

  function watch(end: () => void, viewer: Viewer | null): void {
    const unfollow = sessions.follow(viewer, end)
    response.socket?.setKeepAlive(PROBES)
    const unwatch = response.socket ? watchUnanswered(response.socket, () => response.destroy()) : null
    const heartbeat = setInterval(() => {
      if (response.writableLength === 0 && !response.writableEnded) response.write(COMMENT)
    }, HEARTBEAT_MS)
    const check = setInterval(() => {
      if (backlog.stalledMs(performance.now()) < slowReaderMs) return
      slowReaders.add({ transport: 'sse' })
      response.destroy()
    }, checkEveryMs(slowReaderMs))
    response.once('close', () => {
      unfollow()
      unwatch?.()
      clearInterval(heartbeat)
      clearInterval(check)
      end()
    })
  }

  return {
    sink,
    async run(results, viewer) {
      const end = () => void results.return?.()
      if (response.destroyed) return end()
      watch(end, viewer)
      response.write(COMMENT)
      await write(results)
      if (!response.destroyed) response.end(COMPLETE)
    },
  }
}
