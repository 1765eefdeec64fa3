/** Redis, and the links of clients. Source: faults, rows 8 and 9. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { redisProgram } from '../support/redis-server.ts'
import { type Fault, NotRunHere, type Scene, seconds, until } from './fault.ts'
import { readTape } from './readers.ts'

export const redisless: Fault = {
  row: '8',
  name: 'Redis is absent at boot, dies, hangs, flaps, forgets',
  rig: () => {
    if (!redisProgram()) throw new NotRunHere('there is no redis-server on PATH')
    return { withoutRedisAtFirst: true }
  },
  async inject(scene) {
    const { rig, isQuick, note } = scene
    const phaseMs = isQuick ? 2_000 : 8_000
    const watch = watchReadiness(scene)
    await sleep(phaseMs)
    await rig.redis.start()
    await sleep(phaseMs)
    await rig.redis.kill()
    await sleep(phaseMs)
    await rig.redis.start()
    await sleep(phaseMs)
    process.kill(rig.redis.pid!, 'SIGSTOP')
    await sleep(phaseMs * 2)
    process.kill(rig.redis.pid!, 'SIGCONT')
    await sleep(phaseMs)
    for (let flap = 0; flap < (isQuick ? 2 : 6); flap++) {
      await rig.redis.kill()
      await sleep(250)
      await rig.redis.start()
      await sleep(400)
    }
    await forget(rig)
    await sleep(phaseMs)
    note(`ready all the while; bus was ${[...(await watch())].join(' and ')}`)
    return 5
  },
}

/** Redis loses what it has. */
export async function forget({ machines }: Scene['rig']): Promise<void> {
  const client = new Redis(`redis://127.0.0.1:${machines[0]!.redis.port}`, { lazyConnect: true })
  client.on('error', () => undefined)
  await client.flushall()
  client.disconnect()
}

const SILENCES_MAX = 3

/** Complains of every moment in which a server is not ready; answers what the bus was. */
function watchReadiness({ rig, problem }: Scene): () => Promise<ReadonlySet<string>> {
  const states = new Set<string>()
  let isOver = false
  const silences = new Map(rig.machines.map(({ server }) => [server, 0]))
  const watching = (async () => {
    while (!isOver) {
      for (const [server, before] of silences) {
        const answer = await server.readiness()
        if (answer?.bus) states.add(answer.bus)
        if (answer && !answer.ready) problem(`a server was not ready: ${answer.reason}`)
        // A machine that does much else may be late once.
        silences.set(server, answer ? 0 : before + 1)
        if (before === SILENCES_MAX) problem(`a server did not say ${SILENCES_MAX} times whether it is ready`)
      }
      await sleep(200)
    }
  })()
  return async () => {
    isOver = true
    await watching
    return states
  }
}

export const badLinks: Fault = {
  row: '9a',
  name: 'links of clients are slow, thin, silent, reset, half-open',
  async inject(scene) {
    const { rig, isQuick, note } = scene
    const [first, second] = rig.machines.map(({ door }) => door) as [
      (typeof rig.machines)[0]['door'],
      (typeof rig.machines)[0]['door'],
    ]
    const phaseMs = isQuick ? 2_000 : 8_000
    for (const door of [first, second]) door.delayMs = 150
    await sleep(phaseMs)
    for (const door of [first, second]) {
      door.delayMs = 0
      door.bytesPerSecond = 60_000
    }
    await sleep(phaseMs)
    for (const door of [first, second]) door.bytesPerSecond = 0
    first.isSilent = true
    await sleep(isQuick ? 6_000 : 12_000)
    first.isSilent = false
    for (let run = 0; run < (isQuick ? 3 : 20); run++) {
      first.cut('reset', 0.5)
      second.cut('reset', 0.5)
      await sleep(400)
    }
    first.isClosed = true
    first.cut('reset')
    await sleep(phaseMs)
    first.isClosed = false
    if (isQuick) note('the half-open link is part of the whole run')
    else await halfOpen(scene)
    return isQuick ? 7 : 25
  },
}

/** A peer that went without a word is found and let go within 30 s. */
async function halfOpen({ rig, market, note, problem }: Scene): Promise<void> {
  const { door, server } = rig.machines[0]!
  await sleep(2_000)
  const before = await server.metric('websockets')
  const gone = Array.from({ length: 20 }, () => readTape([rig.urls[0]!], market, 0))
  await until(() => gone.every(({ isOpen }) => isOpen), 10_000)
  const cutMs = performance.now()
  door.cut('half')
  for (const reader of gone) reader.stop()
  // The readers of the run have come back within seconds.
  const found = await until(async () => (await server.metric('websockets')) <= before + 4, 45_000)
  const ms = performance.now() - cutMs
  note(`${gone.length} half-open peers were let go after ${found === null ? 'more than 45 s' : seconds(ms)}`)
  if (found === null || ms > 36_000) problem('half-open peers were not found in time')
}
