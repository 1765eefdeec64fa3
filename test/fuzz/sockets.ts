/** Fuzzed conversations over WebSockets: messages right and wrong, in any order, cut anywhere. */
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { Chance } from './chance.ts'
import { broken, type FuzzedOperation } from './documents.ts'
import { checkResult, Finding } from './door.ts'
import { NASTY } from './values.ts'

/** Close codes that a client may see for what it did; 1006 is our own cut, 1012 a drain. */
const CLOSES: ReadonlySet<number> = new Set([1000, 1002, 1003, 1005, 1006, 1007, 1009, 4400, 4401, 4403, 4406, 4408, 4409, 4429])
/** The close of a socket that is in the midst of a broken frame is never read. */
const CLOSE_MS = 1_000
const SETTLED_MS = 20

const idOf = (chance: Chance): string =>
  chance.oneIn(20) ? chance.of([...NASTY, 'x'.repeat(256), 'y'.repeat(50_000)]) : `id-${chance.below(8)}`

/** One message of a client, mostly as the protocol has it. */
function messageOf(next: () => FuzzedOperation, chance: Chance): string {
  const { kind: _kind, ...payload } = next()
  const message = chance.of<object>([
    { type: 'subscribe', id: idOf(chance), payload },
    { type: 'subscribe', id: idOf(chance), payload },
    { type: 'subscribe', id: idOf(chance), payload },
    { type: 'complete', id: idOf(chance) },
    { type: 'ping', payload: { any: chance.below(9) } },
    { type: 'pong' },
  ])
  if (!chance.oneIn(30)) return JSON.stringify(message)
  const wrong = chance.of<unknown>([
    { ...message, id: 7 },
    { ...message, payload: chance.of<unknown>([null, 'text', [], { query: 7 }, { query: '{a}', variables: [] }]) },
    { type: chance.of(['start', 'stop', 'next', 'error', 'connection_ack', '__proto__', '']) },
    { type: 'connection_init', payload: chance.of<unknown>([{}, [], 'x', null]) },
    null,
    [message],
    7,
  ])
  return chance.oneIn(2) ? JSON.stringify(wrong) : broken(JSON.stringify(message), '{"type":"sub', chance)
}

/** Bytes that are no frame of a client, or not the whole of one. */
const RAW: readonly Buffer[] = [
  Buffer.from([0x81, 0x01, 0x41]),
  Buffer.from([0xf1, 0x81, 0, 0, 0, 0, 0x41]),
  Buffer.from([0x81, 0xfe, 0x10]),
  Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]),
  Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed]),
  Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
  Buffer.from([0x09, 0x80, 0, 0, 0, 0]),
  Buffer.from('GET / HTTP/1.1\r\n\r\n'),
]

function act(socket: WebSocket, wire: Socket, next: () => FuzzedOperation, chance: Chance): void {
  const draw = chance.below(600)
  if (draw < 4) wire.write(chance.of(RAW))
  else if (draw < 8) socket.send('x'.repeat(200_000))
  else if (draw < 12) wire.destroy()
  else if (draw < 27) socket.send(Buffer.from(chance.of(NASTY)))
  else if (draw < 47) {
    const text = messageOf(next, chance)
    const at = chance.below(text.length)
    socket.send(text.slice(0, at), { fin: false })
    socket.send(text.slice(at), { fin: true })
  } else socket.send(messageOf(next, chance))
}

function checkFrame(text: string): void {
  const { type, payload } = JSON.parse(text) as { type: string; payload?: unknown }
  if (type === 'next') checkResult(payload)
  else if (type === 'error') checkResult({ errors: payload })
  else if (!['connection_ack', 'complete', 'ping', 'pong'].includes(type)) throw new Finding(`a frame of type ${type}`)
}

/** One socket, up to `messages` long; answers how many were sent, and how it was closed. */
export async function converse(
  url: string,
  token: string | null,
  next: () => FuzzedOperation,
  messages: number,
  chance: Chance,
): Promise<{ sent: number; code: number }> {
  const socket = new WebSocket(url, 'graphql-transport-ws')
  let finding: Finding | null = null
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  const upgraded = new Promise<Socket>((resolve) => socket.once('upgrade', (response) => resolve(response.socket)))
  socket.on('error', () => undefined)
  socket.on('message', (data) => {
    try {
      checkFrame(String(data))
    } catch (error) {
      finding ??= new Finding(`${(error as Error).message}: ${String(data).slice(0, 2_000)}`)
    }
  })
  const opened = new Promise((resolve) => socket.once('open', resolve))
  if (typeof (await Promise.race([opened, closed])) === 'number') throw new Finding('a socket that did not open')
  const wire = await upgraded
  const acknowledged = new Promise((resolve) => socket.once('message', resolve))
  if (!chance.oneIn(20)) {
    socket.send(JSON.stringify({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} }))
    if (!chance.oneIn(20)) await Promise.race([acknowledged, closed])
  }
  let sent = 0
  for (; sent < messages && socket.readyState === WebSocket.OPEN; sent++) {
    act(socket, wire, next, chance)
    if (sent % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, SETTLED_MS))])
  if (socket.readyState === WebSocket.OPEN) socket.close()
  const late = setTimeout(() => socket.terminate(), CLOSE_MS)
  const code = await closed
  clearTimeout(late)
  if (finding) throw finding
  if (!CLOSES.has(code)) throw new Finding(`a socket closed with ${code}`)
  return { sent, code }
}
