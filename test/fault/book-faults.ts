/** The order book while its matcher, the servers and Postgres die, and while two matchers want one market. Source: cxpt. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { LEASE_SECONDS } from '../../src/matcher/leases.sql.ts'
import { judgeBook, judgeBookReader } from './book-verdict.ts'
import { openBook, startBookWriters, SYMBOL } from './book-writers.ts'
import { areReady, type Fault, type Scene, until } from './fault.ts'
import { readBook } from './readers.ts'

/** The server that matches the market, as its metrics say; 0 where none does at the moment. */
async function matcherOf({ rig }: Scene): Promise<number> {
  const counts = await Promise.all(rig.machines.map(({ server }) => server.metric('matcher_markets').catch(() => 0)))
  return Math.max(
    0,
    counts.findIndex((count) => count > 0),
  )
}

/** Orders beside the load of every run, until `inject` is done; then the book is judged. */
const withBook =
  (inject: (scene: Scene) => Promise<number>) =>
  async (scene: Scene): Promise<number> => {
    const { rig, note, problem } = scene
    const traders = await openBook(rig.urls)
    const readers = rig.urls.map((_, at) => readBook(rig.urls, SYMBOL, at))
    if ((await until(() => readers.every(({ messages }) => messages.length > 0), 10_000)) === null)
      problem('no book was streamed')
    const writers = startBookWriters(rig.urls, traders)
    await sleep(2_000)
    const runs = await inject(scene)
    await sleep(1_000)
    await writers.stop(45_000)
    await until(async () => (await behind(scene)) === 0, 20_000)
    const isTold = async () => (await Promise.all(readers.map((reader) => judgeBookReader(rig.db, reader)))).flat().length === 0
    await until(isTold, 10_000)
    for (const reader of readers) reader.stop()
    const { orders, fills } = await judgeBook(rig.db, writers.log, problem)
    for (const reader of readers) for (const text of await judgeBookReader(rig.db, reader)) problem(text)
    if (fills === 0) problem('nothing was matched')
    note(`${orders} signed orders, ${fills} fills, the same when played again`)
    return runs
  }

/** Commands that nobody has carried out yet. */
async function behind({ rig }: Scene): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(last_number - inbox_position), 0)::int4 as count from market_inboxes join matchers using (market_id)`.execute(
    rig.db,
  )
  return rows[0]!.count
}

const pace = { traders: 2, pauseMs: 200 }

export const matcherKilled: Fault = {
  row: 'C1',
  name: 'the server that matches is killed, or the other one',
  pace,
  inject: withBook(async (scene) => {
    const { rig, isQuick } = scene
    const runs = isQuick ? 4 : 40
    for (let run = 0; run < runs; run++) {
      const at = run % 4 === 3 ? randomInt(rig.machines.length) : await matcherOf(scene)
      await rig.machines[at]!.server.kill()
      if (run % 2 === 0) await sleep(randomInt(0, LEASE_SECONDS * 1_200))
      await rig.machines[at]!.server.start()
      await sleep(randomInt(200, 1_500))
    }
    return runs
  }),
}

export const matchersFight: Fault = {
  row: 'C2',
  name: 'two matchers want one market: the holder sleeps beyond its lease',
  pace,
  inject: withBook(async (scene) => {
    const { rig, isQuick, note } = scene
    const runs = isQuick ? 2 : 15
    const before = await epochOf(scene)
    for (let run = 0; run < runs; run++) {
      const { server } = rig.machines[await matcherOf(scene)]!
      server.signal('SIGSTOP')
      await sleep(LEASE_SECONDS * 1_000 + randomInt(200, 3_000))
      server.signal('SIGCONT')
      await sleep(randomInt(300, 2_500))
    }
    note(`the lease changed hands ${(await epochOf(scene)) - before} times`)
    return runs
  }),
}

async function epochOf({ rig }: Scene): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`select max(epoch)::int4 as epoch from matchers`.execute(rig.db)
  return rows[0]!.epoch
}

export const bookWithoutPostgres: Fault = {
  row: 'C3',
  name: 'Postgres crashes while orders are matched',
  pace,
  inject: withBook(async (scene) => {
    const { rig, isQuick, problem } = scene
    const runs = isQuick ? 2 : 15
    for (let run = 0; run < runs; run++) {
      rig.postgres.signal(run % 2 === 0 ? 'SIGQUIT' : 'SIGKILL')
      await sleep(randomInt(200, 1_000))
      await rig.postgres.start()
      if ((await until(() => areReady(scene), 20_000)) === null) problem('not ready 20 s after Postgres was back')
      await sleep(randomInt(500, 2_000))
    }
    return runs
  }),
}
