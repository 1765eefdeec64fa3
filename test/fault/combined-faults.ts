/** Two or three faults at the same time, in random order and for random times. Source: faults, rows 1 to 5, 8, 9, 11 together. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { backends, familyOf, signalAll } from './database-faults.ts'
import { areReady, type Fault, type Scene, seconds, until } from './fault.ts'
import { runSql } from '../support/postgres-server.ts'

/** Begins; what it resolves with ends it. `at`: which server. */
type Trouble = (scene: Scene, at: number) => Promise<() => unknown>

const TROUBLES: Readonly<Record<string, Trouble>> = {
  async 'a server is killed'({ rig }, at) {
    await rig.machines[at]!.server.kill()
    return () => rig.machines[at]!.server.start()
  },
  async 'a server is stopped'({ rig }, at) {
    rig.machines[at]!.server.signal('SIGSTOP')
    return () => rig.machines[at]!.server.signal('SIGCONT')
  },
  async 'a server drains'({ rig }, at) {
    const { server } = rig.machines[at]!
    server.signal('SIGTERM')
    return async () => {
      await server.ended()
      await server.start()
    }
  },
  async 'Redis hangs'({ rig }) {
    const { pid } = rig.redis
    if (pid) process.kill(pid, 'SIGSTOP')
    return () => pid && pid === rig.redis.pid && process.kill(pid, 'SIGCONT')
  },
  async 'Redis dies'({ rig }) {
    await rig.redis.kill()
    return () => rig.redis.start()
  },
  async 'a server does not reach Redis'({ rig }, at) {
    rig.machines[at]!.redis.isSilent = true
    return () => (rig.machines[at]!.redis.isSilent = false)
  },
  async 'Postgres crashes'({ rig }) {
    rig.postgres.signal('SIGQUIT')
    return () => rig.postgres.start()
  },
  async 'Postgres hangs'({ rig }) {
    const family = familyOf(rig.postgres.pid)
    signalAll(family, 'SIGSTOP')
    return () => signalAll(family, 'SIGCONT')
  },
  async 'a server does not reach Postgres'({ rig }, at) {
    rig.machines[at]!.postgres.isSilent = true
    return () => (rig.machines[at]!.postgres.isSilent = false)
  },
  async 'the link of a server to Postgres flaps'({ rig }, at) {
    const { postgres } = rig.machines[at]!
    const flapping = setInterval(() => {
      postgres.isClosed = !postgres.isClosed
      postgres.cut('reset', 0.5)
    }, 150)
    return () => {
      clearInterval(flapping)
      postgres.isClosed = false
    }
  },
  async 'links of clients are cut'({ rig }, at) {
    const cutting = setInterval(() => rig.machines[at]!.door.cut('reset', 0.5), 200)
    return () => clearInterval(cutting)
  },
  async 'backends are terminated'(scene) {
    const pids = await Promise.race([backends(scene).catch(() => []), sleep(1_000, [])])
    const text = `select pg_terminate_backend(pid) from unnest('{${pids.join()}}'::int4[]) as pid`
    void runSql(scene.rig.databaseUrl, text).catch(() => undefined)
    return () => undefined
  },
}
const NAMES = Object.keys(TROUBLES)

export const combined: Fault = {
  row: '14',
  name: 'several of these at once',
  async inject(scene) {
    const { rig, isQuick, note, problem } = scene
    const runs = isQuick ? 4 : 40
    const backMs: number[] = []
    for (let run = 0; run < runs; run++) {
      const names = Array.from({ length: randomInt(2, 4) }, () => NAMES[randomInt(NAMES.length)]!)
      const ends: (() => unknown)[] = []
      for (const name of new Set(names)) {
        ends.push(await TROUBLES[name]!(scene, randomInt(rig.machines.length)))
        await sleep(randomInt(0, 500))
      }
      await sleep(randomInt(300, 6_000))
      await Promise.all(ends.map((end) => end()))
      const ms = await until(() => areReady(scene), 30_000)
      if (ms === null) problem(`not ready 30 s after ${names.join(', ')}`)
      backMs.push(ms ?? 30_000)
      await sleep(1_000)
    }
    note(`all ready ${seconds(Math.max(...backMs))} after the last was over, at most`)
    return runs
  },
}
