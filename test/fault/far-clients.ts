/**
 * Clients on another machine, as far as TCP can tell; started in a network namespace of their own by `blackhole.ts`.
 * node far-clients.ts <url> <sockets|events> <how many> <document> <event id>: opens them and says so once each has a message.
 */
import { WebSocket } from 'ws'

const [url = '', kind, count = '1', query = '', eventId] = process.argv.slice(2)
const variables = { eventId }
let silent = Number(count)
const hasMessage = () => {
  silent--
  if (silent === 0) console.log('all are open')
}
for (let index = 0; index < Number(count); index++) (kind === 'sockets' ? openSocket : openEvents)()

function openSocket(): void {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  let isFirst = true
  socket.on('open', () => socket.send('{"type":"connection_init"}'))
  socket.on('message', (data) => {
    const { type } = JSON.parse(String(data))
    if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }))
    if (type !== 'next' || !isFirst) return
    isFirst = false
    hasMessage()
  })
}

async function openEvents(): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
  })
  let isFirst = true
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    if (!isFirst || !chunk.includes('data: {')) continue
    isFirst = false
    hasMessage()
  }
}
