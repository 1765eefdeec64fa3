/** The least that telling everybody can cost: one text, encoded once, written to each socket of the `ws` package in a loop. */
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { answerParent, childOptions } from '../child.ts'

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

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  publish: ({ updates }: { updates: number }) => {
    const frames = Array.from({ length: updates }, (_, sequence) =>
      Buffer.from(JSON.stringify({ id: '100', type: 'next', payload: { data: { priceUpdated: { ...update, sequence } } } })),
    )
    for (const socket of subscribers) for (const frame of frames) socket.send(frame, { binary: false })
  },
})
