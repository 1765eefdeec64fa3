/** Servers that die, hang, drain and restart. Source: faults, rows 1, 2, 10, 11. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Fault, type Scene, seconds, until } from './fault.ts'
import { readTape } from './readers.ts'

/** Of one project, however many servers run: the event's interval is 1 s, and who ticks says so in the tables. */
async function checkTicks({ rig, market, problem, note }: Scene): Promise<void> {
  const { rows } = await sql<{ gap: number; count: number }>`
    select coalesce(min(gap), 1000)::int4 as gap, count(*)::int4 as count from (
      select extract(epoch from at - lag(at) over (partition by project_id order by sequence)) * 1000 as gap
      from price_points where event_id = ${market.eventId} and source = 'DRIFT') as ticks`.execute(rig.db)
  const { gap, count } = rows[0]!
  if (gap < 900) problem(`two drift ticks of a project stand ${gap} ms apart`)
  note(`${count} drift ticks, none twice`)
}

const POINTS = ['any moment', 'mid-write', 'before-commit', 'after-commit', 'before-answer']

export const killed: Fault = {
  row: '1',
  name: 'a server dies at any step',
  async inject(scene) {
    const { rig, isQuick, note, problem } = scene
    const wanted = isQuick ? POINTS.length : 200
    const readyMs: number[] = []
    let kills = 0
    let begun = 0
    const loop = async (index: number) => {
      const { server } = rig.machines[index]!
      await sleep(index * 1_000)
      while (begun < wanted) {
        const point = POINTS[begun++ % POINTS.length]!
        const isNamed = point !== 'any moment'
        if (isNamed || !server.isRunning) {
          await server.kill()
          readyMs.push(await server.start({ env: isNamed ? { FAULT_CRASH: `${point}:${randomInt(1, 15)}` } : {} }))
        }
        if (!isNamed) await sleep(randomInt(50, 800))
        const died = isNamed ? await until(() => !server.isRunning, 15_000) : null
        if (isNamed && died === null) problem(`${point} was not reached within 15 s`)
        await server.kill()
        kills++
      }
      readyMs.push(await server.start())
    }
    await Promise.all(rig.machines.map((_, index) => loop(index)))
    note(`ready again after ${seconds(Math.max(...readyMs))} at most`)
    return kills
  },
}

export const stopped: Fault = {
  row: '2',
  name: 'a server hangs (SIGSTOP)',
  async inject(scene) {
    const { rig, isQuick, note } = scene
    const hangMs = isQuick ? 4_000 : 10_000
    for (const { server } of isQuick ? rig.machines.slice(0, 1) : rig.machines) {
      server.signal('SIGSTOP')
      await sleep(hangMs)
      server.signal('SIGCONT')
      await sleep(3_000)
    }
    await checkTicks(scene)
    note(`${seconds(hangMs)} each`)
    return isQuick ? 1 : rig.machines.length
  },
}

/** Thousands of sockets write a lot on few processors: the load is lighter here. */
export const drained: Fault = {
  row: '10',
  name: 'a thousand clients reconnect at once; a server drains',
  pace: { traders: 2, pauseMs: 300 },
  async inject(scene) {
    const { rig, market, heard, isQuick, note, problem } = scene
    const crowd = Array.from({ length: isQuick ? 150 : 1_000 }, (_, index) => readTape(rig.urls, market, index))
    heard.tapes.push(...crowd)
    const everybody = () => crowd.every(({ isOpen }) => isOpen)
    if ((await until(everybody, 60_000)) === null) problem('the crowd could not join')
    for (const { door } of rig.machines) door.cut('reset')
    await until(() => !everybody(), 2_000)
    const backMs = await until(everybody, 60_000)
    note(`${crowd.length} clients, all cut, back in ${backMs === null ? 'more than a minute' : seconds(backMs)}`)
    if (backMs === null) problem('the crowd did not come back')
    await drainOne(scene)
    const { server } = rig.machines[0]!
    await server.start()
    if ((await until(everybody, 60_000)) === null) problem('the crowd did not come back after the drain')
    const strange = new Set(crowd.flatMap(({ codes }) => [...codes.keys()]))
    note(`close codes ${[...strange].join(', ')}`)
    return 2
  },
}

async function drainOne({ rig, problem, note }: Scene): Promise<void> {
  const { server } = rig.machines[0]!
  const started = performance.now()
  server.signal('SIGTERM')
  // Not ready, or already closed to new connections.
  const unready = await until(async () => (await server.readiness())?.ready !== true, 2_000)
  if (unready === null) problem('a draining server was still ready after 2 s')
  await server.ended()
  const ms = performance.now() - started
  note(`drained in ${seconds(ms)}`)
  if (ms > 10_500) problem(`a drain took ${seconds(ms)}`)
}

export const rolled: Fault = {
  row: '11',
  name: 'rolling restart of two servers',
  async inject({ rig, isQuick, note, problem }) {
    const rounds = isQuick ? 1 : 5
    const endMs: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const { server } of rig.machines) {
        const started = performance.now()
        server.signal('SIGTERM')
        await server.ended()
        endMs.push(performance.now() - started)
        await server.start()
        await sleep(500)
      }
    }
    note(`ended ${seconds(Math.max(...endMs))} after SIGTERM at most`)
    if (Math.max(...endMs) > 10_500) problem('a server took longer than 10 s to end')
    return rounds * rig.machines.length
  },
}
