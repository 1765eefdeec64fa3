import type { Bus, Topic } from './bus.ts'
import type { Log } from './log.ts'

/** A bus within one process, delivering in the order of publication before publish returns. */
export function createLocalBus(log: Log): Bus {
  const subscribers = createSubscribers(log)
  return {
    publish: (topic, message) => subscribers.deliver(topic.name, message),
    subscribe: (topic, handler) => subscribers.add(topic.name, handler),
    state: 'local',
    close: async () => subscribers.clear(),
  }
}

export interface Subscribers {
  /** Hands the message to the topic's handlers; one that throws is logged and the others still get it. */
  deliver(topicName: string, message: unknown): void
  add<T>(topicName: string, handler: (message: T) => void): () => void
  has(topicName: string): boolean
  names(): string[]
  clear(): void
}

/** Handlers by topic name. The same handler may be added twice and is then called twice. */
export function createSubscribers(log: Log): Subscribers {
  const byTopic = new Map<string, Set<{ readonly call: (message: never) => void }>>()
  return {
    deliver(topicName, message) {
      const entries = byTopic.get(topicName)
      if (!entries) return
      // A copy, so that a handler may subscribe or unsubscribe.
      for (const entry of Array.from(entries)) {
        try {
          entry.call(message as never)
        } catch (error) {
          log.error({ err: error, topic: topicName }, 'a bus handler threw')
        }
      }
    },
    add(topicName, handler) {
      const entry = { call: handler }
      const entries = byTopic.get(topicName) ?? new Set()
      byTopic.set(topicName, entries.add(entry))
      return () => {
        if (entries.delete(entry) && entries.size === 0 && byTopic.get(topicName) === entries) byTopic.delete(topicName)
      }
    },
    has: (topicName) => byTopic.has(topicName),
    names: () => [...byTopic.keys()],
    clear: () => byTopic.clear(),
  }
}

/** Keeps the type of a topic's messages while it is built. */
export const defineTopic = <T>(topic: Topic<T>): Topic<T> => topic
