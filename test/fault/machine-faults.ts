/** Clocks that jump, too little of everything. Source: faults, rows 12, 13. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { WebSocket } from 'ws'
import type { Database } from '../../src/database.ts'
import { isOnPath } from '../../src/platform/postgres-binaries.ts'
import { runSql } from '../support/postgres-server.ts'
import { ask, insist, signIn } from './asking.ts'
import { type Fault, NotRunHere, type Scene, seconds, until } from './fault.ts'
import type { Market } from './market.ts'
import { writeAtOnce } from './writers.ts'

const HOUR_MS = 3_600_000
const CANDLES = `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
  candles(projectId: $id, interval: ONE_MINUTE, from: $from, to: $to) { openTime open high low close } }`

export const jumped: Fault = {
  row: '12',
  name: 'clocks jump an hour, of a server and of the database',
  rig: () => ({ env: { FAULT_CLOCK_MS: String(HOUR_MS) } }),
  async inject({ rig, market, isQuick, problem }) {
    await replaceDatabaseClock(rig.databaseUrl)
    await sleep(2_000)
    const phaseMs = isQuick ? 1_500 : 6_000
    rig.machines[0]!.server.signal('SIGUSR2')
    await sleep(phaseMs)
    for (const shift of ['1 hour', '0', '-5 seconds', '0']) {
      await runSql(rig.databaseUrl, `update faults.clock set shift = '${shift}'`)
      await sleep(phaseMs)
    }
    const ticks = await driftTicks(rig.db, market)
    await sleep(4_000)
    if ((await driftTicks(rig.db, market)) === ticks) problem('prices do not drift any more after the clock went back')
    const token = await signIn(rig.urls, 'reader@example.com')
    const now = Date.now()
    const range = { from: new Date(now - HOUR_MS).toISOString(), to: new Date(now + 2 * HOUR_MS).toISOString() }
    for (const id of market.projectIds) {
      const { candles } = await insist(rig.urls, CANDLES, { id, ...range }, token)
      const times = candles.map(({ openTime }: { openTime: string }) => Date.parse(openTime))
      if (times.some((time: number, index: number) => index > 0 && time - times[index - 1] !== 60_000))
        problem(`candles of ${id} are out of order`)
    }
    return 5
  },
}

async function driftTicks(db: Kysely<Database>, { eventId }: Market): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int4 as count from price_points where event_id = ${eventId} and source = 'DRIFT'`.execute(db)
  return rows[0]!.count
}

/** The database's clock is what the statements call; a function of the same name stands before it. */
async function replaceDatabaseClock(url: string): Promise<void> {
  await runSql(
    url,
    `create schema faults;
     create table faults.clock (shift interval not null);
     insert into faults.clock values ('0');
     create function faults.clock_timestamp() returns timestamptz language sql volatile
       as $$ select pg_catalog.clock_timestamp() + shift from faults.clock $$;
     alter database postgres set search_path = faults, public, pg_catalog`,
  )
  await runSql(
    url,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'btx-exchange' and pid <> pg_backend_pid()",
  )
}

export const fewDescriptors: Fault = {
  row: '13a',
  name: 'too few file descriptors',
  async inject({ rig, isQuick, note, problem }) {
    if (!isOnPath('prlimit')) throw new NotRunHere('there is no prlimit on PATH')
    const { server } = rig.machines[0]!
    await server.kill()
    await server.start({ wrapper: ['prlimit', '--nofile=120:120'] })
    const sockets = Array.from(
      { length: isQuick ? 200 : 1_000 },
      () => new WebSocket(`${rig.urls[0]!.replace('http', 'ws')}/graphql`, 'graphql-transport-ws'),
    )
    for (const socket of sockets) socket.on('error', () => undefined).on('open', () => socket.send('{"type":"connection_init"}'))
    await sleep(4_000)
    const open = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length
    for (const socket of sockets) socket.terminate()
    if (!server.isRunning) problem('the server died of too few descriptors')
    const back = await until(async () => (await server.readiness())?.ready === true, 10_000)
    if (back === null) problem('not ready 10 s after the crowd had gone')
    note(`${open} of ${sockets.length} sockets were served`)
    return 1
  },
}

const SNAPSHOT = 'query ($id: ID!) { marketSnapshot(eventId: $id) { asOf } }'

async function writeMuchAtOnce(scene: Scene, isPoolSmall: boolean): Promise<void> {
  const { rig, market, log, isQuick, note, problem } = scene
  const count = isQuick ? 200 : 500
  const begun = performance.now()
  const writing = writeAtOnce(rig.urls, market, log, count)
  const readMs: number[] = []
  const state = { isOver: false }
  const reading = (async () => {
    while (!state.isOver) {
      const started = performance.now()
      const answer = await ask(rig.urls[0]!, SNAPSHOT, { id: market.eventId }, { timeoutMs: 10_000 })
      if (answer.kind === 'NOTHING') problem(`a reading had no answer: ${answer.why}`)
      else if (answer.kind === 'ERROR' && answer.code !== 'SERVICE_UNAVAILABLE') problem(`a reading was shown ${answer.code}`)
      readMs.push(performance.now() - started)
      await sleep(50)
    }
  })()
  await writing
  state.isOver = true
  await reading
  note(
    `${count} writes at once in ${seconds(performance.now() - begun)}, readings meanwhile within ${seconds(Math.max(...readMs))}`,
  )
  if (isPoolSmall) note(`clients were shown ${[...log.shown.keys()].join(', ') || 'nothing'}`)
}

export const fewConnections: Fault = {
  row: '13b',
  name: 'many writes at once on ten database connections',
  rig: () => ({ env: { DATABASE_MAX_CONNECTIONS: '10' } }),
  async inject(scene) {
    const runs = scene.isQuick ? 1 : 3
    for (let run = 0; run < runs; run++) await writeMuchAtOnce(scene, true)
    return runs
  },
}

export const smallHeap: Fault = {
  row: '13c',
  name: 'a small heap',
  async inject(scene) {
    const { rig, note } = scene
    for (const { server } of rig.machines) {
      await server.kill()
      await server.start({ nodeFlags: ['--max-old-space-size=96'] })
    }
    await writeMuchAtOnce(scene, false)
    note(rig.machines.every(({ server }) => server.isRunning) ? '96 MB were enough' : 'a server of 96 MB died')
    return 1
  },
}
