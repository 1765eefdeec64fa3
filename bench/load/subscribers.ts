/**
 * Subscribers in a process of their own: connects as many sockets as it is told, each with the same subscription, and says
 * when each of them has received as many updates as it was told to expect. It counts frames and reads none of them.
 */
import { WebSocket } from 'ws'

export type Order =
  | { readonly kind: 'connect'; readonly url: string; readonly count: number; readonly query: string; readonly updates: number }
  | { readonly kind: 'expect'; readonly updates: number }
  | { readonly kind: 'leave' }

const PROTOCOL = 'graphql-transport-ws'
const AT_ONCE = 50

const sockets: WebSocket[] = []
let received: number[] = []
let wanted = 0
let lacking = 0

function expectMore(updates: number): void {
  wanted += updates
  lacking = received.filter((count) => count < wanted).length
  tellWhenDone()
}

function tellWhenDone(): void {
  if (lacking === 0) process.send?.('done')
}

function connect(url: string, query: string, index: number): Promise<WebSocket> {
  const socket = new WebSocket(url, PROTOCOL, { perMessageDeflate: false, skipUTF8Validation: true })
  return new Promise((resolve, reject) => {
    socket.once('error', reject).once('open', () => socket.send('{"type":"connection_init"}'))
    socket.once('message', () => {
      socket.on('message', () => {
        received[index]!++
        if (received[index] === wanted && --lacking === 0) tellWhenDone()
      })
      socket.send(JSON.stringify({ id: String(index), type: 'subscribe', payload: { query } }))
      resolve(socket)
    })
  })
}

async function connectAll({ url, count, query, updates }: Order & { kind: 'connect' }): Promise<void> {
  received = Array.from({ length: count }, () => 0)
  wanted = updates
  lacking = updates > 0 ? count : 0
  while (sockets.length < count) {
    const size = Math.min(AT_ONCE, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: size }, (_, n) => connect(url, query, sockets.length + n)))))
  }
  tellWhenDone()
}

process.on('message', (order: Order) => {
  if (order.kind === 'connect') void connectAll(order)
  else if (order.kind === 'expect') expectMore(order.updates)
  else {
    for (const socket of sockets) socket.terminate()
    process.disconnect?.()
  }
})
