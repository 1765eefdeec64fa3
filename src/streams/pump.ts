import type { Delivery } from './frames.ts'
import { type Group, StreamUnavailable } from './groups.ts'
import { Payload, type Sink } from './sink.ts'
import type { Source } from './source.ts'

/**
 * Moves updates from a source to one reader, at the reader's pace: into a sink as shared texts, or out of an async
 * iterable as source values. Order is kept; nothing is taken from the source before the reader can have it.
 */
export interface Pump {
  /** What the subscription field returns. */
  readonly iterable: AsyncIterableIterator<unknown>
  /** Ends the stream: completed for the client. `onEnd` is told what went wrong, if anything. */
  end(): void
}

const RETRY_MS = 500
const CAPACITY_UPDATES = 256
const CAPACITY_CHARS = 256_000

const DONE = { done: true, value: undefined } as const

/** Calls `run` when the source's own clock says so. */
function createAlarm(source: Source, run: () => void) {
  let timer: NodeJS.Timeout | null = null
  return {
    set(atMs: number | null): void {
      if (timer) clearTimeout(timer)
      timer = atMs === null ? null : setTimeout(run, Math.max(1, Math.ceil(atMs - performance.now())))
    },
    setFromSource(): void {
      this.set(source.dueAt())
    },
  }
}

/** Sends frames to the sink; the iterable yields nothing and returns when the stream ends. */
export function pumpToSink(source: Source, group: Group, sink: Sink, onEnd: (error?: unknown) => void): Pump {
  const ended = Promise.withResolvers<typeof DONE>()
  let hasStarted = false
  let hasEnded = false
  let isBusy = false
  let isFirst = true
  let lastText = ''
  /** The reader has enough for now. */
  let isHeld = false
  const alarm = createAlarm(source, run)

  function run(): void {
    if (isBusy || isHeld || !hasStarted) return
    while (!hasEnded) {
      const delivery = source.next(performance.now())
      if (delivery === null) return alarm.setFromSource()
      if (delivery instanceof Promise)
        return wait(async () => {
          const taken = await delivery
          if (taken) await sendLater(taken, render(taken))
        })
      const payload = render(delivery)
      if (payload instanceof Promise) return wait(() => sendLater(delivery, payload))
      send(payload)
      if (isHeld) return
    }
  }

  function render(delivery: Delivery): Payload | Promise<Payload> {
    try {
      return group.render(delivery)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** While the database is away the update is kept and tried again; a bug ends the stream. */
  async function sendLater(delivery: Delivery, rendering: Payload | Promise<Payload>): Promise<void> {
    for (let payload = rendering; ; payload = render(delivery)) {
      try {
        const made = await payload
        if (!hasEnded) send(made)
        return
      } catch (error) {
        if (!(error instanceof StreamUnavailable)) return end(error)
        await pause(RETRY_MS)
        if (hasEnded) return
      }
    }
  }

  /** Nothing else is taken meanwhile. A source that cannot be read yet is asked again. */
  function wait(work: () => Promise<void>): void {
    isBusy = true
    work().then(
      () => {
        isBusy = false
        run()
      },
      () => {
        isBusy = false
        if (!hasEnded) alarm.set(performance.now() + RETRY_MS)
      },
    )
  }

  function send(payload: Payload): void {
    if (source.skipsEqual && payload.text === lastText) return
    if (source.skipsEqual) lastText = payload.text
    const sent = sink.send(isFirst ? withServerTime(payload) : payload)
    isFirst = false
    if (group.longest > 0) source.capacity = Math.max(1, Math.min(CAPACITY_UPDATES, Math.floor(CAPACITY_CHARS / group.longest)))
    if (!sent) isHeld = true
  }

  function end(error?: unknown): void {
    if (hasEnded) return
    hasEnded = true
    alarm.set(null)
    source.close()
    ended.resolve(DONE)
    onEnd(error)
  }

  source.wake = run
  sink.onDrain(() => {
    isHeld = false
    run()
  })
  return {
    iterable: {
      next() {
        if (!hasStarted) {
          hasStarted = true
          queueMicrotask(run)
        }
        return ended.promise
      },
      return: async () => (end(), DONE),
      throw: async (error) => {
        end()
        throw error
      },
      [Symbol.asyncIterator]() {
        return this
      },
      [Symbol.asyncDispose]: async () => end(),
    } as AsyncIterableIterator<unknown>,
    end: () => end(),
  }
}

/** Yields source values one by one, as they are asked for. */
export function pumpToIterable(source: Source, onEnd: () => void): Pump {
  let asked: PromiseWithResolvers<IteratorResult<unknown>> | null = null
  let hasEnded = false
  let isBusy = false
  const alarm = createAlarm(source, run)

  function run(): void {
    if (!asked || isBusy || hasEnded) return
    const delivery = source.next(performance.now())
    if (delivery === null) return alarm.setFromSource()
    if (!(delivery instanceof Promise)) return give(delivery)
    isBusy = true
    delivery.then(
      (taken) => {
        isBusy = false
        if (taken) give(taken)
        else run()
      },
      () => {
        isBusy = false
        alarm.set(performance.now() + RETRY_MS)
      },
    )
  }

  function give(delivery: Delivery): void {
    asked?.resolve({ done: false, value: delivery.root(() => delivery.cursor()) })
    asked = null
  }

  function end(): void {
    if (hasEnded) return
    hasEnded = true
    alarm.set(null)
    source.close()
    asked?.resolve(DONE)
    asked = null
    onEnd()
  }

  source.wake = run
  return {
    iterable: {
      next() {
        if (hasEnded) return Promise.resolve(DONE)
        asked ??= Promise.withResolvers<IteratorResult<unknown>>()
        const { promise } = asked
        run()
        return promise
      },
      return: async () => (end(), DONE),
      throw: async (error) => {
        end()
        throw error
      },
      [Symbol.asyncIterator]() {
        return this
      },
      [Symbol.asyncDispose]: async () => end(),
    } as AsyncIterableIterator<unknown>,
    end,
  }
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })

/** The first message of a stream says what the server's clock says. */
function withServerTime(payload: Payload): Payload {
  const { text } = payload
  if (!text.endsWith('}') || text.includes('"extensions":{', text.length - 200)) return payload
  return new Payload(`${text.slice(0, -1)},"extensions":{"serverTime":"${new Date().toISOString()}"}}`)
}
