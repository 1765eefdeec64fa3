/**
 * The event bus: hints from whoever committed to every server's streams. A message may be lost, repeated or late; the
 * tables are the truth. Implementations: in-process (bus-local.ts) and Redis (bus-redis.ts).
 */
export interface Bus {
  /**
   * Hands the message to the topic's subscribers in this process before it returns, and sends its encoded text to the
   * other processes if there are any. Never throws, never waits.
   */
  publish<T>(topic: Topic<T>, message: T): void
  /** The returned function ends the subscription. A handler that throws is logged and counted, and harms nobody else. */
  subscribe<T>(topic: Topic<T>, handler: (message: T) => void): () => void
  /** 'local' where there are no other processes; 'up' or 'degraded' with Redis. */
  readonly state: 'local' | 'up' | 'degraded'
  close(): Promise<void>
}

/** A named channel and how its messages cross process borders. decode answers null for a text of the wrong shape. */
export interface Topic<T> {
  readonly name: string
  encode(message: T): string
  decode(text: string): T | null
}
