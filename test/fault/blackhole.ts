/** Clients that vanish below TCP: nothing of theirs arrives any more, not even that a packet did. Source: faults, row 9. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { isOnPath } from '../../src/platform/postgres-binaries.ts'
import { type Fault, NotRunHere, type Scene, seconds, until } from './fault.ts'

const NAME = `btx-${process.pid}`
const [HERE, THERE] = ['10.213.7.1', '10.213.7.2']
const PRICES = 'subscription ($eventId: ID!) { priceUpdated(eventId: $eventId) { sequence currentPrice cursor } }'
const EVENT = 'subscription ($eventId: ID!) { eventUpdated(eventId: $eventId) { status } }'
const FOUND_WITHIN_MS = 30_000
/** A machine that does much else looks late. */
const LATE_MAX_MS = 6_000

const ip = (...words: string[]) => spawnSync('ip', words, { encoding: 'utf8' })

/** A network namespace with a cable to this one; the machine of the far clients. */
function openNamespace(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !isOnPath('ip'))
    throw new NotRunHere('a network namespace needs root and `ip` on Linux')
  const steps = [
    ['netns', 'add', NAME],
    ['link', 'add', `${NAME}h`, 'type', 'veth', 'peer', 'name', `${NAME}c`, 'netns', NAME],
    ['addr', 'add', `${HERE}/30`, 'dev', `${NAME}h`],
    ['link', 'set', `${NAME}h`, 'up'],
    ['-n', NAME, 'addr', 'add', `${THERE}/30`, 'dev', `${NAME}c`],
    ['-n', NAME, 'link', 'set', `${NAME}c`, 'up'],
  ]
  for (const step of steps) {
    const { status, stderr } = ip(...step)
    if (status === 0) continue
    closeNamespace()
    throw new NotRunHere(`no network namespace can be made (${stderr.trim()})`)
  }
}

function closeNamespace(): void {
  ip('link', 'del', `${NAME}h`)
  ip('netns', 'del', NAME)
}

/** What they answer from now on goes nowhere, and what is sent to them is never acknowledged. */
const vanish = (): void => void ip('-n', NAME, 'route', 'add', 'blackhole', `${HERE}/32`)
const reappear = (): void => void ip('-n', NAME, 'route', 'del', 'blackhole', `${HERE}/32`)

const script = fileURLToPath(new URL('far-clients.ts', import.meta.url))

async function openFar(parameters: readonly string[]): Promise<ChildProcess> {
  const command = ['netns', 'exec', NAME, process.execPath, script, ...parameters]
  const child = spawn('ip', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])
  return child
}

const KINDS = [
  { name: 'sockets', what: 'sockets', metric: 'websockets', query: PRICES },
  { name: 'event streams on which nothing happens', what: 'events', metric: 'event_streams', query: EVENT },
  { name: 'event streams in the middle of data', what: 'events', metric: 'event_streams', query: PRICES },
]
const COUNT = 10

export const vanished: Fault = {
  row: '9b',
  name: 'clients vanish below TCP: no word, no reset, no acknowledgement',
  rig: () => {
    openNamespace()
    return { env: { HOST: '0.0.0.0', AUTH: 'dev', AUTH_DEV_ON_PUBLIC_HOST: 'yes' } }
  },
  tidy: closeNamespace,
  async inject(scene) {
    const kinds = scene.isQuick ? KINDS.slice(-1) : KINDS
    for (const kind of kinds) await letGo(scene, kind)
    return kinds.length * COUNT
  },
}

async function letGo({ rig, market, note, problem }: Scene, { name, what, metric, query }: (typeof KINDS)[0]): Promise<void> {
  const { server } = rig.machines[0]!
  const open = () => server.metric(metric)
  const before = await open()
  const far = await openFar([`http://${HERE}:${server.port}`, what, `${COUNT}`, query, market.eventId])
  if ((await until(async () => (await open()) >= before + COUNT, 10_000)) === null) problem(`${name} could not be opened`)
  vanish()
  const foundMs = await until(async () => (await open()) <= before, FOUND_WITHIN_MS * 2)
  note(`${COUNT} ${name} were let go after ${foundMs === null ? 'more than a minute' : seconds(foundMs)}`)
  if (foundMs === null || foundMs > FOUND_WITHIN_MS + LATE_MAX_MS) problem(`${name} were not found dead in time`)
  far.kill('SIGKILL')
  reappear()
}
