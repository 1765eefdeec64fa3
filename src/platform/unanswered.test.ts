import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createUnanswered } from './unanswered.ts'

async function pair(): Promise<Socket> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  onTestFinished(() => {
    client.destroy()
    socket.destroy()
    server.close()
  })
  return socket
}

const HANDLE = '_handle'
const inodeOf = (socket: Socket): string => {
  const { fd } = (socket as unknown as { [HANDLE]: { fd: number } })[HANDLE]
  return /\d+/.exec(readlinkSync(`/proc/self/fd/${fd}`))![0]
}
const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const lineOf = (inode: string, retries: number, timer = '01', state = '01'): string =>
  ` 422: 0100630A:127B 0200630A:DAC4 ${state} 0000229E:00000000 ${timer}:00000663 ${retries.toString(16).padStart(8, '0').toUpperCase()}     0        1 ${inode} 3 00000000275016f1 5222 4 31 1 -1\n`

describe.skipIf(process.platform !== 'linux')('A connection', () => {
  const ROUNDS = 60
  const EVERY_MS = 5
  async function watching(textOf: (inode: string, round: number) => string): Promise<number> {
    const socket = await pair()
    const inode = inodeOf(socket)
    let round = 0
    const gone = vi.fn()
    const watch = createUnanswered({
      everyMs: EVERY_MS,
      goneMs: 40,
      readTables: async () => HEAD + lineOf('1', 9) + textOf(inode, round++),
    })
    const end = watch(socket, gone)
    await expect.poll(() => round >= ROUNDS || gone.mock.calls.length > 0, { timeout: 5_000 }).toBe(true)
    end()
    return gone.mock.calls.length
  }

  test('whose peer answers nothing while more and more is sent again, is told of once', async () => {
    expect(await watching((inode, round) => lineOf(inode, Math.min(round, 12)))).toBe(1)
  })

  test.each<[string, (inode: string, round: number) => string]>([
    ['is not in the table', () => ''],
    ['sends nothing again', (inode) => lineOf(inode, 0, '00')],
    ['is answered now and then', (inode, round) => lineOf(inode, round % 5)],
    ['was sent to again twice only', (inode) => lineOf(inode, 2)],
    ['waits for a reader that takes nothing', (inode) => lineOf(inode, 9, '04')],
  ])('that %s, is not', async (_what, textOf) => {
    expect(await watching(textOf)).toBe(0)
  })
})
