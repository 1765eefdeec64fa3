/**
 * Signed orders over HTTP at an even rate from a process of their own. An order's time begins when it was due, whether a
 * connection was free then or not, so that a server that falls behind cannot hide it. They are signed before.
 */
import type { Socket } from 'node:net'
import { signedOrder, units, usdc } from '../../test/support/order-book.ts'
import { testWallet } from '../../test/support/wallets.ts'
import { answerParent } from '../child.ts'
import { percentile } from '../row.ts'
import { answerLength, encode, openSockets } from './requests.ts'

export interface OrderLoad {
  readonly url: string
  readonly connections: number
  readonly perSecond: number
  readonly forMs: number
  readonly takers: readonly { readonly name: string; readonly token: string }[]
  readonly price: string
}

export interface OrderFigures {
  readonly p50: number
  readonly p95: number
  /** Answers that did not say that the order is filled. */
  readonly failed: number
  readonly sample: string | null
}

const QUERY =
  'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id status fees } userErrors { message } } }'
const FILLED = '"status":"FILLED"'

function signAll({ url, perSecond, forMs, takers, price }: OrderLoad): Buffer[] {
  const traders = takers.map(({ name, token }) => ({ id: '', token, wallet: testWallet(name) }))
  return Array.from({ length: Math.ceil((perSecond * forMs) / 1_000) }, (_, n) => {
    const trader = traders[n % traders.length]!
    const input = signedOrder(trader, { side: 'BUY', price: usdc(price), quantity: units('1'), timeInForce: 'IOC' })
    return encode(new URL(url), {
      body: JSON.stringify({ query: QUERY, variables: { input } }),
      authorization: `Bearer ${trader.token}`,
    })
  })
}

async function run(load: OrderLoad): Promise<OrderFigures> {
  const orders = signAll(load)
  const sockets = await openSockets(new URL(load.url), load.connections)
  const idle = [...sockets]
  const latencies: number[] = []
  let failed = 0
  let sample: string | null = null
  let next = 0
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const startedAt = performance.now()
  const dueAt = (n: number) => startedAt + (n * 1_000) / load.perSecond

  function send(socket: Socket): void {
    const n = next++
    let pending: Buffer = Buffer.alloc(0)
    const read = (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk])
      if (answerLength(pending) === null) return
      socket.off('data', read)
      latencies.push(performance.now() - dueAt(n))
      if (!pending.includes(FILLED)) {
        failed++
        sample ??= pending.toString('utf8', 0, 600)
      }
      if (latencies.length === orders.length) return resolve()
      idle.push(socket)
      pump()
    }
    socket.on('data', read)
    socket.write(orders[n]!)
  }

  function pump(): void {
    while (next < orders.length && idle.length > 0 && dueAt(next) <= performance.now()) send(idle.pop()!)
  }

  for (const socket of sockets) socket.once('close', () => reject(new Error('the server closed a connection')))
  const clock = setInterval(pump, 1)
  await done
  clearInterval(clock)
  for (const socket of sockets) socket.removeAllListeners('close').destroy()
  return { p50: percentile(latencies, 50), p95: percentile(latencies, 95), failed, sample }
}

answerParent({ run: (question: OrderLoad) => run(question) })
