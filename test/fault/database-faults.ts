/** Postgres that crashes, hangs, loses its answers or refuses. Source: faults, rows 3 to 6. */
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../../src/database.ts'
import { areReady, type Fault, type Scene, seconds, until } from './fault.ts'
import { runSql } from '../support/postgres-server.ts'

/** Straight to Postgres, on a connection of its own: the pool's may have been killed. */
export async function backends(scene: Scene): Promise<number[]> {
  const rows = await runSql(
    scene.rig.databaseUrl,
    "select pid from pg_stat_activity where application_name = 'btx-exchange' and backend_type = 'client backend'",
  )
  return (rows as { pid: number }[]).map(({ pid }) => pid)
}

export const crashed: Fault = {
  row: '3',
  name: 'Postgres crashes, a backend is killed',
  async inject(scene) {
    const { rig, isQuick, note, problem } = scene
    const ways: (() => Promise<unknown>)[] = [
      async () => {
        rig.postgres.signal('SIGQUIT')
        await sleep(700)
        await rig.postgres.start()
      },
      async () => {
        const pids = await backends(scene)
        process.kill(pids[randomInt(pids.length)]!, 'SIGKILL')
      },
      async () => {
        rig.postgres.signal('SIGKILL')
        await sleep(300)
        await rig.postgres.start()
      },
      async () => {
        const pids = await backends(scene)
        await runSql(rig.databaseUrl, `select pg_terminate_backend(pid) from unnest('{${pids.join()}}'::int4[]) as pid`)
      },
    ]
    const rounds = isQuick ? 1 : 6
    const backMs: number[] = []
    for (let run = 0; run < rounds * ways.length; run++) {
      await ways[run % ways.length]!()
      const ms = await until(() => areReady(scene), 20_000)
      if (ms === null) problem('the servers were not ready 20 s after Postgres was back')
      backMs.push(ms ?? 20_000)
      await sleep(1_500)
    }
    note(`all ready ${seconds(Math.max(...backMs))} after it was back, at most`)
    return rounds * ways.length
  },
}

/** Postgres and all its processes. */
export function familyOf(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]) === pid
    } catch {
      return false
    }
  })
  return [pid, ...children.map(Number)]
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended meanwhile.
    }
  }
}

const MAX_CONNECTIONS = 8

export const hung: Fault = {
  row: '4',
  name: 'Postgres hangs (SIGSTOP)',
  rig: () => ({ env: { DATABASE_TIMEOUT_MS: '2000', DATABASE_MAX_CONNECTIONS: String(MAX_CONNECTIONS) } }),
  async inject(scene) {
    const { rig, isQuick, note, problem } = scene
    const runs = isQuick ? 1 : 3
    for (let run = 0; run < runs; run++) {
      const family = familyOf(rig.postgres.pid)
      signalAll(family, 'SIGSTOP')
      const unready = await until(async () => (await rig.machines[0]!.server.readiness())?.ready === false, 12_000)
      if (unready === null) problem('a server stayed ready although Postgres hung')
      else note(`not ready after ${seconds(unready)}`)
      await sleep(4_000)
      signalAll(family, 'SIGCONT')
      if ((await until(() => areReady(scene), 15_000)) === null) problem('not ready 15 s after Postgres went on')
      await sleep(3_000)
      const open = (await backends(scene)).length
      const allowed = rig.machines.length * MAX_CONNECTIONS + 3
      if (open > allowed) problem(`${open} connections are open, ${allowed} may be`)
    }
    return runs
  },
}

/** Sees COMMIT on its way to Postgres: where it is prepared, and by the name that it was given. */
function commitDetector(): (chunk: Buffer) => boolean {
  const names = new Set<string>()
  return (chunk) => {
    const text = chunk.toString('latin1')
    const prepared = /P.{4}([^\0]*)\0commit\0/s.exec(text)
    if (prepared?.[1]) names.add(prepared[1])
    return prepared !== null || [...names].some((name) => text.includes(`\0${name}\0`))
  }
}

export const unanswered: Fault = {
  row: '5',
  name: 'the answer to COMMIT is lost',
  async inject({ rig, isQuick, note }) {
    const wanted = isQuick ? 15 : 150
    let cuts = 0
    let unsent = 0
    for (const { postgres } of rig.machines) {
      const isCommit = commitDetector()
      postgres.tap = (chunk) => {
        if (!isCommit(chunk) || randomInt(8) > 0) return null
        cuts++
        const isForwarded = randomInt(4) > 0
        if (!isForwarded) unsent++
        // BindComplete, CommandComplete and ReadyForQuery.
        return { isForwarded, cutAfterBytes: randomInt(5 + 12 + 6) }
      }
    }
    await until(() => cuts >= wanted, wanted * 2_000)
    for (const { postgres } of rig.machines) postgres.tap = null
    note(`${unsent} of them were cut before Postgres had the COMMIT`)
    return cuts
  },
}

const deadlocks = async (db: Kysely<Database>): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select deadlocks::int4 as count from pg_stat_database where datname = current_database()`.execute(db)
  return rows[0]!.count
}

export const deadlocked: Fault = {
  row: '6',
  name: 'deadlocks and serialization failures',
  // A wait is looked at once, so late that the rival already waits, too.
  rig: () => ({ postgresSettings: { deadlock_timeout: '100ms' } }),
  async inject({ rig, market, log, isQuick, note, problem }) {
    await refuseNowAndThen(rig.databaseUrl)
    const rival = new pg.Client({ connectionString: rig.databaseUrl })
    await rival.connect()
    // Hardly ever the victim: the server's transaction is, unless the rival was so late that nobody looked again.
    await rival.query("set deadlock_timeout = '1s'")
    const before = await deadlocks(rig.db)
    const rounds = isQuick ? 30 : 300
    for (let round = 0; round < rounds; round++) {
      await rival.query('begin')
      await rival.query('select from accounts where event_id = $1 order by account_id for update', [market.eventId])
      await sleep(randomInt(5, 25))
      await rival
        .query('select from projects where event_id = $1 order by project_id for update', [market.eventId])
        .catch(() => undefined)
      await rival.query('commit')
      await sleep(randomInt(60, 160))
    }
    await rival.end()
    await runSql(rig.databaseUrl, 'drop trigger faults_refuse on trades')
    await sleep(1_000)
    const met = (await deadlocks(rig.db)) - before
    const [{ refused }] = (await runSql(rig.databaseUrl, 'select last_value::int4 as refused from faults_refused')) as [
      { refused: number },
    ]
    note(`${met} deadlocks, ${refused} serialization failures`)
    if (met === 0) problem('no deadlock came about')
    if (log.shown.size > 0) problem(`clients were shown ${JSON.stringify([...log.shown])}`)
    return met + refused
  },
}

/** One batch of trades in ten fails with 40001. */
async function refuseNowAndThen(url: string): Promise<void> {
  await runSql(
    url,
    `create sequence faults_refused;
     create function faults_refuse() returns trigger language plpgsql as $$ begin
       if random() < 0.1 then
         perform nextval('faults_refused');
         raise exception 'could not serialize access' using errcode = '40001';
       end if;
       return null;
     end $$;
     create trigger faults_refuse after insert on trades for each statement execute function faults_refuse()`,
  )
}
