import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createOutbox, type Outbox } from './ws-outbox.ts'

/** A socket's two ends: what the server says through an outbox, and what the client hears. */
async function connect() {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const http = createServer().listen(0, '127.0.0.1')
  const accepted = new Promise<{ outbox: Outbox; server: WebSocket; wire: Duplex }>((resolve) => {
    http.on('upgrade', (request, wire, head) =>
      sockets.handleUpgrade(request, wire, head, (server) => resolve({ outbox: createOutbox(server, wire), server, wire })),
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
const body = (text: string) => ({ bytes: Buffer.from(text) })
const say = (outbox: Outbox, text: string) => new Promise<void>((resolve) => outbox.tell('', [body(text)], '', resolve))

test('messages of every length arrive whole and in order, in whatever parts they were given', async () => {
  const { outbox, server, heard, client } = await connect()
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000]
  const texts = lengths.map((length) => 'é'.repeat(length >> 1).padEnd(length - (length >> 1), 'x'))
  let written = 0
  for (const text of texts) {
    if (text.length % 2 === 0) outbox.answer(text, () => written++)
    else outbox.tell('<', [body(text), body('again')], '/>', () => written++)
  }
  outbox.flush()
  server.close(1000)
  await closed(client)
  expect(heard).toEqual(texts.flatMap((text) => (text.length % 2 === 0 ? [text] : [`<${text}/>`, '<again/>'])))
  expect(written).toBe(texts.length)
})

test('what waits counts as waiting, and a socket that has gone takes no more', async () => {
  const { outbox, server, heard, client } = await connect()
  outbox.tell('', [body('hello')], '', () => undefined)
  expect(outbox.waitingBytes).toBe(7)
  await say(outbox, 'again')
  expect(outbox.waitingBytes).toBe(0)
  client.close()
  await closed(server)
  await new Promise<void>((resolve) => outbox.answer('too late', resolve))
  expect(heard).toEqual(['hello', 'again'])
})

test('what streams tell shares a write for ten milliseconds, and goes with an answer that is given meanwhile', async () => {
  const { outbox, wire, heard, client } = await connect()
  const write = wire.write.bind(wire)
  let writes = 0
  wire.write = ((...given: Parameters<typeof write>) => {
    writes++
    return write(...given)
  }) as typeof write
  await say(outbox, '1')
  expect(writes).toBe(1)
  const startedMs = performance.now()
  for (const text of ['2', '3']) outbox.tell('', [body(text)], '', () => undefined)
  await say(outbox, '4')
  expect(performance.now() - startedMs).toBeGreaterThan(8)
  expect(writes).toBe(2)
  outbox.tell('', [body('5')], '', () => undefined)
  await new Promise<void>((resolve) => outbox.answer('6', resolve))
  expect(writes).toBe(3)
  while (heard.length < 6) await new Promise((resolve) => client.once('message', resolve))
  expect(heard).toEqual(['1', '2', '3', '4', '5', '6'])
})

/** A wire that takes a write only when it is told to, as one does whose peer reads slowly. */
function slowWire() {
  const chunks: Buffer[] = []
  let taken = () => {}
  const wire = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, callback) {
      if (chunk.length === 0) return callback()
      chunks.push(chunk)
      taken = callback
    },
  })
  return { wire, chunks, take: () => taken() }
}

test('bytes that the operating system has not taken yet stay as they are, whatever is said on other sockets', async () => {
  const socket = { readyState: 1, OPEN: 1 } as WebSocket
  const slow = slowWire()
  const written: string[] = []
  const slowly = createOutbox(socket, slow.wire)
  slowly.tell('', [body('first')], '', () => written.push('first'))
  slowly.flush()
  slowly.tell('', [body('second')], '', () => written.push('second'))
  slowly.flush()
  for (let n = 0; n < 2_000; n++) {
    const other = createOutbox(socket, new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() }))
    other.tell('', [body('x'.repeat(100))], '', () => undefined)
    other.flush()
  }
  expect(slowly.waitingBytes).toBe(15)
  for (const text of ['first', 'second']) {
    expect(String(slow.chunks.at(-1)!.subarray(2))).toBe(text)
    expect(written).not.toContain(text)
    slow.take()
    await new Promise(setImmediate)
    expect(written).toContain(text)
  }
  expect(slowly.waitingBytes).toBe(0)
})
