/**
 * What the source stream of a subscription is where its frames go to a sink: one object for as long as it lasts, which sends
 * them itself. As an iterable it yields nothing and returns when the stream has ended.
 */
export interface StreamOwner {
  /** Called once, after `start`. */
  streamEnded(): void
}

type End = IteratorReturnResult<undefined>
const END: End = { done: true, value: undefined }

export abstract class SinkStream implements AsyncIterableIterator<never, undefined> {
  /** Begins to send; called once. */
  abstract start(owner: StreamOwner): void
  /** Ends it, as a client does who has heard enough. */
  abstract end(): void

  next(): Promise<End> {
    return new Promise((resolve) => this.start({ streamEnded: () => resolve(END) }))
  }

  async return(): Promise<End> {
    this.end()
    return END
  }

  async throw(error: unknown): Promise<never> {
    this.end()
    throw error
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end()
  }
}
