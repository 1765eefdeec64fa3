/** The least that telling everybody can cost: one text, encoded once, written to each socket of the `ws` package in a loop. */
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { answerParent, childOptions } from '../child.ts'
import { paceOf } from '../rate.ts'

const update = childOptions<object>()
const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  perMessageDeflate: false,
  handleProtocols: () => 'graphql-transport-ws',
})
await new Promise((resolve) => server.once('listening', resolve))
const subscribers = new Set<WebSocket>()
server.on('connection', (socket) => {
  socket.once('message', () => {
    socket.send('{"type":"connection_ack"}')
    socket.once('message', () => subscribers.add(socket))
  })
  socket.once('close', () => subscribers.delete(socket))
})

/** An update that says when it was made, and that nothing was folded into it. */
const frameAt = (at: Date, sequence: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: '100',
      type: 'next',
      payload: { data: { priceUpdated: { ...update, updatedAt: at.toISOString(), sequence, missed: 0 } } },
    }),
  )

async function tell(sequence: number): Promise<void> {
  const frame = frameAt(new Date(), sequence)
  for (const socket of subscribers) socket.send(frame, { binary: false })
}

let pacing: Promise<void> | null = null

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  publish: ({ updates }: { updates: number }) => {
    const frames = Array.from({ length: updates }, (_, sequence) =>
      Buffer.from(JSON.stringify({ id: '100', type: 'next', payload: { data: { priceUpdated: { ...update, sequence } } } })),
    )
    for (const socket of subscribers) for (const frame of frames) socket.send(frame, { binary: false })
  },
  pace: ({ perSecond, forMs }: { perSecond: number; forMs: number }) => {
    pacing = paceOf(perSecond, forMs, tell)
  },
  paced: () => pacing?.then(() => null),
})
