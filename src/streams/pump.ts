import { SinkStream, type StreamOwner } from '../graphql/sink-stream.ts'
import type { MoveEntry } from './feed-ring.ts'
import type { Delivery } from './frames.ts'
import { type Group, StreamUnavailable } from './groups.ts'
import { Payload, type Sink } from './sink.ts'
import type { Source, Taker } from './source.ts'

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
const AHEAD_UPDATES = 64

const DONE = { done: true, value: undefined } as const

/** A timer of the source's own clock; `atMs` as performance.now() says it. */
const timerAt = (run: () => void, atMs: number): NodeJS.Timeout =>
  setTimeout(run, Math.max(1, Math.ceil(atMs - performance.now())))

/** Sends frames to the sink. There are many of them: it is one object, without a closure. */
export class SinkPump extends SinkStream implements Pump, Taker {
  readonly #source: Source
  readonly #group: Group
  readonly #sink: Sink
  readonly #onEnd: (error?: unknown) => void
  #owner: StreamOwner | null = null
  #timer: NodeJS.Timeout | null = null
  #lastText = ''
  #hasEnded = false
  #isBusy = false
  #isFirst = true
  /** The reader has enough for now. */
  #isHeld = false

  constructor(source: Source, group: Group, sink: Sink, onEnd: (error?: unknown) => void) {
    super()
    this.#source = source
    this.#group = group
    this.#sink = sink
    this.#onEnd = onEnd
    source.taker = this
  }

  get iterable(): this {
    return this
  }

  override start(owner: StreamOwner): void {
    this.#owner = owner
    if (this.#hasEnded) owner.streamEnded()
    else queueMicrotask(() => this.wake())
  }

  wake(): void {
    if (this.#isBusy || this.#isHeld || this.#owner === null) return
    while (!this.#hasEnded) {
      const delivery = this.#source.next(performance.now())
      if (delivery === null) return this.#setAlarm(this.#source.dueAt())
      if (delivery instanceof Promise)
        return this.#wait(async () => {
          const taken = await delivery
          if (taken) await this.#sendLater(taken, this.#renderWithNext(taken))
        })
      const payload = this.#renderWithNext(delivery)
      if (payload instanceof Promise) return this.#wait(() => this.#sendLater(delivery, payload))
      this.#send(payload)
      if (this.#isHeld) return
    }
  }

  takeAll(changes: readonly MoveEntry[], wanted: ReadonlySet<number> | null): boolean {
    if (this.#isBusy || this.#isHeld || this.#isFirst || this.#owner === null || this.#hasEnded) return false
    const payloads = this.#group.toldOf(changes, wanted)
    if (!payloads) return false
    if (payloads.length > 0) this.#sent(this.#sink.sendAll(payloads))
    return true
  }

  override end(error?: unknown): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#setAlarm(null)
    this.#source.close()
    this.#onEnd(error)
    this.#owner?.streamEnded()
  }

  #setAlarm(atMs: number | null): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = atMs === null ? null : timerAt(() => this.wake(), atMs)
  }

  #render(delivery: Delivery): Payload | Promise<Payload> {
    try {
      return this.#group.render(delivery)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** One reading after the other would hold a busy tape to as many updates a second as the database answers in turn. */
  #renderWithNext(delivery: Delivery): Payload | Promise<Payload> {
    const payload = this.#render(delivery)
    // How many follows from how long they are, which one of them has to tell first.
    if (payload instanceof Promise && this.#source.ahead && this.#group.longest > 0)
      // Where one fails, it is made and heard of again in its turn.
      for (const next of this.#source.ahead(Math.min(AHEAD_UPDATES, this.#source.capacity)))
        if (next.frames?.keeps(this.#group)) Promise.resolve(this.#render(next)).catch(() => undefined)
    return payload
  }

  /** While the database is away the update is kept and tried again; a bug ends the stream. */
  async #sendLater(delivery: Delivery, rendering: Payload | Promise<Payload>): Promise<void> {
    for (let payload = rendering; ; payload = this.#render(delivery)) {
      try {
        const made = await payload
        if (!this.#hasEnded) this.#send(made)
        return
      } catch (error) {
        if (!(error instanceof StreamUnavailable)) return this.end(error)
        await pause(RETRY_MS)
        if (this.#hasEnded) return
      }
    }
  }

  /** Nothing else is taken meanwhile. A source that cannot be read yet is asked again. */
  #wait(work: () => Promise<void>): void {
    this.#isBusy = true
    work().then(
      () => {
        this.#isBusy = false
        this.wake()
      },
      () => {
        this.#isBusy = false
        if (!this.#hasEnded) this.#setAlarm(performance.now() + RETRY_MS)
      },
    )
  }

  #send(payload: Payload): void {
    const { skipsEqual } = this.#source
    if (skipsEqual && payload.text === this.#lastText) return
    if (skipsEqual) this.#lastText = payload.text
    const isTaken = this.#sink.send(this.#isFirst ? withServerTime(payload) : payload)
    this.#isFirst = false
    this.#sent(isTaken)
  }

  #sent(isTaken: boolean): void {
    const { longest } = this.#group
    if (longest > 0) this.#source.capacity = Math.max(1, Math.min(CAPACITY_UPDATES, Math.floor(CAPACITY_CHARS / longest)))
    if (isTaken) return
    this.#isHeld = true
    this.#sink.onDrain(() => {
      this.#isHeld = false
      this.wake()
    })
  }
}

/** Yields source values one by one, as they are asked for. */
export function pumpToIterable(source: Source, onEnd: () => void): Pump {
  let asked: PromiseWithResolvers<IteratorResult<unknown>> | null = null
  let hasEnded = false
  let isBusy = false
  let timer: NodeJS.Timeout | null = null

  function setAlarm(atMs: number | null): void {
    if (timer) clearTimeout(timer)
    timer = atMs === null ? null : timerAt(run, atMs)
  }

  function run(): void {
    if (!asked || isBusy || hasEnded) return
    const delivery = source.next(performance.now())
    if (delivery === null) return setAlarm(source.dueAt())
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
        setAlarm(performance.now() + RETRY_MS)
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
    setAlarm(null)
    source.close()
    asked?.resolve(DONE)
    asked = null
    onEnd()
  }

  source.taker = { wake: run, takeAll: () => false }
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
