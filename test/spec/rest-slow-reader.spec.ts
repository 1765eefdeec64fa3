import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { contextMaker } from '../../src/graphql/operation-context.ts'
import { createRateLimits } from '../../src/graphql/rate-limits.ts'
import { schema } from '../../src/graphql/schema.ts'
import type { SocketState } from '../../src/graphql/ws-connection.ts'
import type { Body } from '../../src/graphql/ws-outbox.ts'
import { createPricesSocket } from '../../src/rest/prices.ws.ts'
import { startTestApp } from '../support/app.ts'
import { askTyped, openMarket } from '../support/documents.ts'
import { BuyDocument } from '../support/generated/graphql.ts'

test('A slow reader of /btx/ws is conflated: it holds a bounded queue, and then has the newest', async () => {
  const app = await startTestApp()
  await openMarket(app, 'kickstart', ['apple'])
  const limits = createRateLimits({ burst: 1_000_000, perSecond: 1_000 })
  const speak = createPricesSocket({
    schema,
    profile: 'public',
    limits,
    makeContext: contextMaker(app.deps, app.services, limits),
    log: app.deps.log,
    maxSubscriptionsPerSocket: 10,
  })
  // A connection whose peer takes one message, and then nothing until it is told to.
  const messages: { currentPrice: number; netShares: number }[] = []
  let isSlow = true
  let drained = () => {}
  const connection = {
    tell(_head: string, bodies: readonly Body[]) {
      for (const { bytes } of bodies) messages.push(JSON.parse(String(bytes)))
      return !(isSlow && messages.length > 0)
    },
    onDrain: (callback: () => void) => {
      drained = callback
    },
    forget: () => {},
    send: async () => {},
    close: () => {},
  }
  const socket = new EventEmitter()
  const state = { connection, address: 'here', closed: false }
  const close = speak(socket as never, state as unknown as SocketState)
  socket.emit('message', '{"action":"subscribe"}')
  await expect.poll(() => app.services.streams.isWatched('kickstart')).toBe(true)

  const token = await app.token('alice@example.com')
  const buy = () => askTyped(app, BuyDocument, { input: { projectId: 'apple', shares: '0.01' } }, { token })
  for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 20 }, buy))
  const { project } = (await buy()).buy
  expect(messages).toHaveLength(1)
  isSlow = false
  drained()
  await expect.poll(() => messages.at(-1)!.netShares).toBe(Number(project!.netShares))
  expect(messages.length).toBeLessThan(300)
  expect(messages.at(-1)!.currentPrice).toBe(Number(project!.currentPrice))
  close()
  await expect.poll(() => app.services.streams.counts.streams).toBe(0)
})
