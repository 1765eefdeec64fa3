/** Connections that one process hands to others, whichever of them stands still, ends or has no room: all are served after it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openSharedPort } from '../../src/platform/shared-port.ts'
import { testLog } from '../support/database.ts'
import { startDoor } from '../support/shared-port.ts'

const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'
const parent: ChildProcess = spawn(process.execPath, ['test/support/shared-port.ts'], { stdio: ['ignore', 'pipe', 'inherit'] })
afterAll(() => void parent.kill('SIGKILL'))
let said = ''
parent.stdout!.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
/** In the order of their starts. */
const started = (): number[] => Array.from(said.matchAll(/door (\d+)/g), ([, pid]) => Number(pid))
/** The two that run. */
const doors = (): number[] => started().slice(-2)
let port = 0
beforeAll(async () => {
  while (started().length < 2) await sleep(20)
  port = Number(/port (\d+)/.exec(said)![1])
})

/** Over a connection of its own: the process that answered, or how it ended. */
function ask({ path = '/', agent = false, at = port }: { path?: string; agent?: Agent | false; at?: number } = {}) {
  return new Promise<number | string>((resolve) => {
    const asked = get({ host: '127.0.0.1', port: at, path, agent, timeout: 5_000 }, (response) => {
      const { statusCode } = response
      text(response).then(
        (said) => resolve(statusCode === 200 ? Number(said) : `${statusCode} ${said}`),
        () => resolve('ECONNRESET'),
      )
    })
    asked
      .on('timeout', () => asked.destroy(new Error('no answer')))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

type Leave = (socket: Socket) => void
/** At once, and having asked. */
const LEAVING: readonly Leave[] = [
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.resume().end(),
  (socket) => socket.write(REQUEST, () => socket.resetAndDestroy()),
  (socket) => socket.resume().end(REQUEST),
]

/** Resolves when all are gone. */
const crowd = (size: number, leave: Leave) =>
  Promise.all(
    Array.from({ length: size }, () => {
      const socket = connect(port, '127.0.0.1', () => leave(socket)).on('error', () => undefined)
      return new Promise((resolve) => socket.once('close', resolve))
    }),
  )

const descriptors = (pid: number) => readdirSync(`/proc/${pid}/fd`).length

/** Everybody is served at once, by both doors in turn, and nobody holds a connection any more. */
async function expectSound(): Promise<void> {
  const startedMs = performance.now()
  const answers: (number | string)[] = []
  for (let n = 0; n < 20; n++) answers.push(await ask())
  expect(new Set(answers)).toEqual(new Set(doors()))
  expect(performance.now() - startedMs).toBeLessThan(5_000)
  for (const pid of [parent.pid!, ...doors()]) await expect.poll(() => descriptors(pid), { timeout: 5_000 }).toBeLessThan(40)
}

const STOPPED: Readonly<Record<string, () => number[]>> = {
  'a door': () => [doors()[0]!],
  'both doors': doors,
  'the parent': () => [parent.pid!],
  'the parent and a door': () => [parent.pid!, doors()[1]!],
}

for (const [who, pids] of Object.entries(STOPPED))
  test(`${who} stood still while many came and went: every door serves, and nothing is held`, async () => {
    const stopped = pids()
    for (const pid of stopped) process.kill(pid, 'SIGSTOP')
    const gone = Promise.all(LEAVING.map((leave) => crowd(100, leave)))
    await sleep(1_500)
    for (const pid of stopped) {
      process.kill(pid, 'SIGCONT')
      await sleep(100)
    }
    await gone
    await expectSound()
  }, 30_000)

test('doors are killed and closed in turn while many connect: only what a killed door had is cut, none hangs', async () => {
  const answers = new Set<number | string>()
  let cut = 0
  let isOver = false
  const clients = Array.from({ length: 6 }, async () => {
    while (!isOver) {
      const answer = await ask()
      if (answer === 'ECONNRESET') cut++
      else answers.add(answer)
    }
  })
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
    const before = started().length
    process.kill(doors()[0]!, signal)
    await expect.poll(started, { timeout: 10_000 }).toHaveLength(before + 1)
  }
  isOver = true
  await Promise.all(clients)
  expect(Array.from(answers).filter((answer) => typeof answer !== 'number')).toEqual([])
  expect(cut).toBeLessThanOrEqual(4 * 6)
  await expectSound()
}, 60_000)

test('a door that had no descriptor for a connection is handed others when it has', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const full = await ask({ path: '/full', agent })
  const other = doors().find((pid) => pid !== full)!
  const meanwhile = new Set<number | string>()
  for (let n = 0; n < 6; n++) meanwhile.add(await ask())
  expect(meanwhile).toEqual(new Set([other, '503 ']))
  expect(await ask({ path: '/free', agent })).toBe(full)
  agent.destroy()
  await expect.poll(() => ask(), { timeout: 5_000 }).toBe(full)
  await expectSound()
}, 30_000)

/** A port of this process with one door: `meanwhile` is called whenever a connection is on its way to it. */
async function shareHere(meanwhile: () => void = () => undefined) {
  const shared = await openSharedPort({ port: 0, host: '127.0.0.1' }, testLog)
  const door = await new Promise<ChildProcess>((resolve) => {
    const child = startDoor(() => resolve(child))
  })
  onTestFinished(() => void door.kill('SIGKILL'))
  const send = door.send.bind(door) as (...told: unknown[]) => boolean
  door.send = (...told: unknown[]) => {
    const isSent = send(...told)
    meanwhile()
    return isSent
  }
  shared.addDoor(door)
  return shared
}

test('who was taken while the parent stood still is not told to come again besides', async () => {
  const shared = await shareHere(() => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_300))
  const socket = connect(shared.port, '127.0.0.1', () => socket.write(REQUEST))
  let answers = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (answers += chunk))
  await expect.poll(() => answers, { timeout: 5_000 }).toContain('HTTP/1.1 200')
  await sleep(300)
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
  expect(socket.readyState).toBe('open')
  socket.destroy()
  await shared.close()
})

test('the port closes at once, whatever the doors still serve', async () => {
  const shared = await shareHere()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const door = await ask({ agent, at: shared.port })
  const startedMs = performance.now()
  await shared.close()
  expect(performance.now() - startedMs).toBeLessThan(1_000)
  expect(await ask({ at: shared.port })).toBe('ECONNREFUSED')
  expect(await ask({ agent, at: shared.port })).toBe(door)
  agent.destroy()
})
