import { randomUUID } from 'node:crypto'
import type { Bus, Topic } from './bus.ts'
import { createSubscribers } from './bus-local.ts'
import type { Log } from './log.ts'
import { counter, gauge } from './metrics.ts'
import { connectRedis, isCluster, type RedisConnection, watchRedis } from './redis-connection.ts'
import { traceHeader, withTraceHeader } from './tracing.ts'

export interface RedisBusOptions {
  /** Of one Redis, or of several nodes of a cluster with commas between. */
  readonly url: string
  readonly log: Log
  /** Marks this server's messages, whose echoes it ignores: its own subscribers had them at publish. */
  readonly serverId?: string
  /** Keeps exchanges that share a Redis apart. */
  readonly prefix?: string
  /** Messages that wait while Redis is away; beyond it the oldest is dropped. */
  readonly queueMax?: number
  /** How often a connection is tried; one that does not answer until the next time is made anew. */
  readonly heartbeatMs?: number
}

export interface RedisBus extends Bus {
  readonly counts: BusCounts
}

/** What the bus did not deliver, since the start. */
export interface BusCounts {
  /** Too large, no envelope, or of a wrong shape. */
  rejected: number
  /** Could not be sent to Redis. */
  dropped: number
}

const sent = counter('bus_sent_total', 'Messages that Redis took.')
const received = counter('bus_received_total', 'Messages of other servers that were understood.')

const messageBytesMax = 1_000_000
const queueBytesMax = 32_000_000
const unansweredMax = 1_000

/**
 * A bus over Redis channels. Subscribers in this process are served directly, others through Redis; so while Redis is
 * away everything goes on except what other servers hear. Nothing here waits for Redis or throws because of it.
 * Source: faults 8, threats 14.
 */
export function createRedisBus(options: RedisBusOptions): RedisBus {
  const { url, log, serverId = randomUUID(), prefix = 'btx:', queueMax = 10_000, heartbeatMs = 3_000 } = options
  const subscribers = createSubscribers(log)
  const topics = new Map<string, Topic<unknown>>()
  const counts: BusCounts = { rejected: 0, dropped: 0 }
  const waiting: { readonly channel: string; readonly text: string }[] = []
  let waitingBytes = 0
  let unanswered = 0
  let closed = false

  const sender = connectRedis(url, 'publisher', log)
  const listener = connectRedis(url, 'subscriber', log, { listens: true })
  const channels = channelsOf(sender, listener)
  const sending = watchRedis(sender, heartbeatMs)
  const listening = watchRedis(listener, heartbeatMs)

  const take = () => {
    const next = waiting.shift()!
    waitingBytes -= next.text.length
    return next
  }
  const flush = () => {
    while (waiting.length > 0 && sender.status === 'ready' && unanswered < unansweredMax) {
      const { channel, text } = take()
      unanswered++
      void channels
        .publish(channel, text)
        .then(() => sent.add())
        .catch(() => counts.dropped++)
        .finally(() => {
          unanswered--
          if (waiting.length > 0) flush()
        })
    }
  }
  sender.on('ready', flush)

  // ioredis renews its own subscriptions too, but one that was asked for while the connection was lost is ours to renew.
  listener.on('ready', () => {
    for (const name of subscribers.names()) listenTo(name)
  })
  channels.onMessage((channel, body) => receive(channel.slice(prefix.length), body))

  /** A node that is away is asked again; 'ready' asks again after a whole connection was lost. */
  const listenTo = (name: string) => {
    if (listener.status !== 'ready' || closed || !subscribers.has(name)) return
    channels.subscribe(prefix + name).catch(() => setTimeout(listenTo, heartbeatMs, name).unref())
  }

  const unmetered = [
    gauge('bus_up', '1 while every connection to Redis works.', () => (sending.isUp() && listening.isUp() ? 1 : 0)),
    gauge('bus_waiting', 'Messages that wait to be sent.', () => waiting.length + unanswered),
    gauge(
      'bus_dropped',
      'Messages that could not be sent, since the start; streams read them from the tables.',
      () => counts.dropped,
    ),
    gauge('bus_rejected', 'Messages that were too large or not understood, since the start.', () => counts.rejected),
  ]

  const receive = (topicName: string, body: Buffer) => {
    const topic = topics.get(topicName)
    if (!topic || !subscribers.has(topicName)) return
    const envelope = body.length > messageBytesMax ? null : openEnvelope(body.toString())
    if (envelope?.from === serverId) return
    const message = envelope && decoded(topic, envelope.text)
    if (message === null) {
      counts.rejected++
      log.warn({ topic: topicName, bytes: body.length }, 'a bus message was dropped: too large, or not understood')
      return
    }
    received.add()
    withTraceHeader(envelope!.trace, () => subscribers.deliver(topicName, message))
  }

  return {
    counts,
    get state() {
      return sending.isUp() && listening.isUp() ? 'up' : 'degraded'
    },
    publish(topic, message) {
      subscribers.deliver(topic.name, message)
      if (closed) return
      const trace = traceHeader()
      const text = `${serverId}${trace ? `;${trace}` : ''} ${topic.encode(message)}`
      if (Buffer.byteLength(text) > messageBytesMax) {
        counts.rejected++
        log.warn({ topic: topic.name, bytes: text.length }, 'a bus message was not sent: too large')
        return
      }
      waiting.push({ channel: prefix + topic.name, text })
      waitingBytes += text.length
      flush()
      while (waiting.length > queueMax || waitingBytes > queueBytesMax) {
        take()
        counts.dropped++
      }
    },
    subscribe(topic, handler) {
      const isFirst = !subscribers.has(topic.name)
      topics.set(topic.name, topic as Topic<unknown>)
      const end = subscribers.add(topic.name, handler)
      if (isFirst) listenTo(topic.name)
      return () => {
        const before = subscribers.has(topic.name)
        end()
        if (!before || subscribers.has(topic.name)) return
        topics.delete(topic.name)
        if (listener.status === 'ready') channels.unsubscribe(prefix + topic.name).catch(() => undefined)
      }
    },
    async close() {
      closed = true
      for (const unmeter of unmetered) unmeter()
      subscribers.clear()
      sending.end()
      listening.end()
    },
  }
}

interface Channels {
  publish(channel: string, text: string): Promise<unknown>
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  onMessage(handler: (channel: string, body: Buffer) => void): void
}

/** Plain channels of one Redis; in a cluster sharded ones, each of the node that has the channel's shard and of no other. */
function channelsOf(sender: RedisConnection, listener: RedisConnection): Channels {
  const sharded = isCluster(listener)
  return {
    publish: (channel, text) => (sharded ? sender.spublish(channel, text) : sender.publish(channel, text)),
    subscribe: (channel) => (sharded ? listener.ssubscribe(channel) : listener.subscribe(channel)),
    unsubscribe: (channel) => (sharded ? listener.sunsubscribe(channel) : listener.unsubscribe(channel)),
    onMessage: (handler) =>
      listener.on(sharded ? 'smessageBuffer' : 'messageBuffer', (channel: Buffer, body: Buffer) =>
        handler(channel.toString(), body),
      ),
  }
}

/** `<server id> <message>`, or `<server id>;<traceparent> <message>`, or null. */
function openEnvelope(body: string): { from: string; trace: string | null; text: string } | null {
  const space = body.indexOf(' ')
  if (space < 1 || space > 128) return null
  const [from = '', trace = null] = body.slice(0, space).split(';')
  return { from, trace, text: body.slice(space + 1) }
}

function decoded(topic: Topic<unknown>, message: string): unknown {
  try {
    return topic.decode(message)
  } catch {
    return null
  }
}
