/** Servers that die, hang, drain and restart. Source: faults, rows 1, 2, 10, 11; 15 is an event that closes meanwhile. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { verifyBooks } from '../../src/books/books.commands.ts'
import { differenceText } from '../../src/books/difference.ts'
import { migrationNames } from '../../src/platform/migrate.ts'
import { insist, signIn } from './asking.ts'
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
        const died = isNamed ? await until(() => !server.isRunning, 30_000) : null
        if (isNamed && died === null) problem(`${point} was not reached within 30 s`)
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

const CROWD_WITHIN_MS = 120_000

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
    if ((await until(everybody, CROWD_WITHIN_MS)) === null) problem('the crowd could not join')
    for (const { door } of rig.machines) door.cut('reset')
    await until(() => !everybody(), 2_000)
    const backMs = await until(everybody, CROWD_WITHIN_MS)
    note(`${crowd.length} clients, all cut, back in ${backMs === null ? 'more than two minutes' : seconds(backMs)}`)
    if (backMs === null) problem('the crowd did not come back')
    await drainOne(scene)
    const { server } = rig.machines[0]!
    await server.start()
    if ((await until(everybody, CROWD_WITHIN_MS)) === null) problem('the crowd did not come back after the drain')
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

const CLOSES_IN_MS = 2_500
const SAVE_EVENT = 'mutation ($input: SaveEventInput!) { saveEvent(input: $input) { userErrors { message } event { status } } }'

export const closed: Fault = {
  row: '15',
  name: 'an event closes by its clock while the servers die',
  pace: { refusals: ['EVENT_NOT_OPEN'] },
  async inject(scene) {
    const { rig, market, isQuick, note, problem } = scene
    const { eventId } = market
    const token = await signIn(rig.urls, 'organiser@example.com', true)
    const rounds = isQuick ? 2 : 12
    const lateMs: number[] = []
    for (let round = 1; round <= rounds; round++) {
      const closesAt = new Date(Date.now() + CLOSES_IN_MS)
      await insist(rig.urls, SAVE_EVENT, { input: { eventId, closesAt: closesAt.toISOString() } }, token)
      await Promise.all(
        rig.machines.map(async ({ server }) => {
          await sleep(closesAt.getTime() - Date.now() + randomInt(-300, 900))
          await server.kill()
          await server.start()
        }),
      )
      if ((await until(async () => (await closes(scene)).closes === round, 15_000)) === null) problem('the event did not close')
      const { closes: times, trades, late } = await closes(scene)
      lateMs.push(late)
      if (times !== round) problem(`the event closed ${times} times instead of ${round}`)
      if (trades > 0) problem(`${trades} trades are there from after the close`)
      await verifyBooks(rig.db, await migrationNames(), (difference) => problem(differenceText(difference)))
      await insist(rig.urls, SAVE_EVENT, { input: { eventId, status: 'OPEN', closesAt: null } }, token)
      await sleep(1_500)
    }
    note(`closed once each time, ${seconds(Math.max(...lateMs))} late at most`)
    return rounds
  },
}

/** How often the clock has closed the event, trades from after its close, and how late the last close was written. */
async function closes({ rig, market }: Scene): Promise<{ closes: number; trades: number; late: number }> {
  const { rows } = await sql<{ closes: number; trades: number; late: number }>`
    select (select count(*)::int4 from audit_entries a where a.event_id = e.event_id and a.action = 'clock') as closes,
      (select count(*)::int4 from trades t where t.event_id = e.event_id and t.executed_at > e.closes_at) as trades,
      (select extract(epoch from max(at) - e.closes_at)::float8 * 1000 from audit_entries a
        where a.event_id = e.event_id and a.action = 'clock') as late
    from events e where e.event_id = ${market.eventId}`.execute(rig.db)
  return rows[0]!
}
