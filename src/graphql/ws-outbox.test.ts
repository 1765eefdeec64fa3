import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createOutbox, type Outbox } from './ws-outbox.ts'

/** A socket's two ends: what the server says through an outbox, and what the client hears. */
async function connect(): Promise<{ outbox: Outbox; server: WebSocket; heard: string[]; client: WebSocket }> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const http = createServer().listen(0, '127.0.0.1')
  const accepted = new Promise<{ outbox: Outbox; server: WebSocket }>((resolve) => {
    http.on('upgrade', (request, wire, head) =>
      sockets.handleUpgrade(request, wire, head, (server) => resolve({ outbox: createOutbox(server, wire), server })),
    )
  })
  await new Promise((resolve) => http.once('listening', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const heard: string[] = []
  client.on('message', (data, isBinary) => heard.push(isBinary ? 'binary' : String(data)))
  onTestFinished(() => {
    client.terminate()
    http.close()
  })
  await new Promise((resolve) => client.once('open', resolve))
  return { ...(await accepted), heard, client }
}

const closed = (socket: WebSocket) => new Promise((resolve) => socket.once('close', resolve))

test('messages of every length arrive whole and in order, in whatever parts they were given', async () => {
  const { outbox, server, heard, client } = await connect()
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000]
  const texts = lengths.map((length) => 'é'.repeat(length >> 1).padEnd(length - (length >> 1), 'x'))
  let written = 0
  for (const text of texts) {
    const half = Math.floor(text.length / 2)
    const say = text.length % 2 === 0 ? outbox.answer : outbox.tell
    say([Buffer.from(text.slice(0, half)), Buffer.from(text.slice(half))], () => written++)
  }
  outbox.flush()
  server.close(1000)
  await closed(client)
  expect(heard).toEqual(texts)
  expect(written).toBe(texts.length)
})

test('what waits counts as waiting, and a socket that has gone takes no more', async () => {
  const { outbox, server, heard, client } = await connect()
  outbox.tell([Buffer.from('hello')], () => undefined)
  expect(outbox.waitingBytes).toBe(7)
  await new Promise<void>((resolve) => outbox.tell([Buffer.from('again')], resolve))
  expect(outbox.waitingBytes).toBe(0)
  client.close()
  await closed(server)
  await new Promise<void>((resolve) => outbox.answer([Buffer.from('too late')], resolve))
  expect(heard).toEqual(['hello', 'again'])
})
