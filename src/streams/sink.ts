import type { DocumentNode, ExecutionResult } from 'graphql'
import { keptBytes } from '../platform/bytes.ts'

/** One ExecutionResult as JSON, the same object for all readers of it, so that it is encoded once. */
export class Payload {
  readonly text: string
  #bytes: Buffer | null = null

  constructor(text: string) {
    this.text = text
  }

  get bytes(): Buffer {
    this.#bytes ??= keptBytes(this.text)
    return this.#bytes
  }
}

/**
 * Where the frames of one subscription go: one id on one WebSocket, or one SSE response. The door implements it and
 * puts it into the context as `context.stream`; without it a subscription is an ordinary async iterable. That a reader takes
 * nothing for too long, and is to be let go, is the connection's to notice.
 */
export interface Sink {
  /** The same object for every subscription of one connection: watchers count connections. */
  readonly connection: object
  /**
   * Sends one ExecutionResult. false: the peer reads too slowly, hold back until `onDrain`.
   * Never throws, not on a closed connection either.
   */
  send(payload: Payload): boolean
  /** Several in their order, likewise; the array is shared with other sinks. */
  sendAll(payloads: readonly Payload[]): boolean
  /** Calls back once, when the connection can take more; to be asked after a false. */
  onDrain(callback: () => void): void
}

/** What the door knows of a subscription operation, so that equal ones are executed and encoded once. */
export interface StreamRequest {
  /** One object per document text (the door remembers documents), so that equal operations are recognised. */
  readonly document: DocumentNode
  readonly operationName: string | null
  /** As sent, not coerced. */
  readonly variables: Readonly<Record<string, unknown>> | null
  /** Masks the errors of a result (and logs them) and writes it as JSON. */
  encode(result: ExecutionResult): string
  readonly sink: Sink
}

declare module '../graphql/context.ts' {
  interface Context {
    /**
     * With it, the source stream of a subscription sends its frames to `stream.sink` itself; its iterable yields nothing
     * and returns when the stream has ended. Without it, the iterable yields one source value per update.
     */
    readonly stream?: StreamRequest
  }
}
