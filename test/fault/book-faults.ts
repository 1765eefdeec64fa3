/** The order book while its matcher, the servers and Postgres die, and while two matchers want one market. Source: cxpt. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { LEASE_SECONDS } from '../../src/matcher/leases.sql.ts'
import { SWITCH_SECONDS } from './book-actions.ts'
import { judgeBook, judgeBookReader, judgeTraderReader, openOrders } from './book-verdict.ts'
import { type BookTrader, openBook, SYMBOL } from './book-market.ts'
import { startBookWriters } from './book-writers.ts'
import { areReady, type Fault, type Scene, until } from './fault.ts'
import { readBook, readTrader } from './readers.ts'

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
    const books = rig.urls.map((_, at) => readBook(rig.urls, SYMBOL, at))
    const own = traders.map((trader, at) => ({ trader, reader: readTrader(rig.urls, trader.token, at) }))
    const readers = [...books, ...own.map(({ reader }) => reader)]
    if ((await until(() => readers.every(({ messages }) => messages.length > 0), 10_000)) === null)
      problem('a book or a trader was not streamed')
    const writers = startBookWriters(rig.urls, traders)
    await sleep(2_000)
    const runs = await inject(scene)
    await sleep(1_000)
    await writers.stop(45_000)
    await until(async () => (await behind(scene)) === 0, 20_000)
    await checkSwitches(scene, traders)
    const complaints = async () => [
      ...(await Promise.all(books.map((reader) => judgeBookReader(rig.db, reader)))),
      ...(await Promise.all(own.map(({ trader, reader }) => judgeTraderReader(rig.db, trader, reader)))),
    ]
    await until(async () => (await complaints()).flat().length === 0, 10_000)
    for (const reader of readers) reader.stop()
    const { orders, fills } = await judgeBook(rig.db, writers.log, problem)
    for (const text of (await complaints()).flat()) problem(text)
    if (fills === 0) problem('nothing was matched')
    const { cancels, replaces } = writers.log.counts
    note(`${orders} signed orders, ${replaces} replaces, ${cancels} cancels, ${fills} fills, the same when played again`)
    return runs
  }

const SWITCH_LATE_MAX_MS = 5_000

/** A trader who set the switch and then said nothing more has no open order. */
async function checkSwitches({ rig, problem }: Scene, traders: readonly BookTrader[]): Promise<void> {
  for (const trader of traders.filter(({ hasSwitch }) => hasSwitch)) {
    const isEmpty = async () => (await openOrders(rig.db, trader)) === 0
    if ((await until(isEmpty, SWITCH_SECONDS * 1_000 + SWITCH_LATE_MAX_MS)) === null)
      problem("a dead man's switch did not cancel what was open")
  }
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

const ROLES = ['api', 'api', 'matcher', 'matcher', 'worker'] as const

/** A door that dies is away from its clients only, a matcher only from its markets: neither takes the other along. */
export const rolesKilled: Fault = {
  row: 'C4',
  name: 'doors, matchers and the worker are processes of their own, and are killed',
  pace,
  rig: () => ({ roles: ROLES }),
  inject: withBook(async (scene) => {
    const { rig, isQuick, problem } = scene
    const runs = isQuick ? 4 : 40
    for (let run = 0; run < runs; run++) {
      // The matcher that has the market, a door, any of them, and the other matcher with it.
      const at = [await matcherOf(scene), randomInt(2), randomInt(ROLES.length), 2 + randomInt(2)][run % 4]!
      await rig.machines[at]!.server.kill()
      await sleep(randomInt(0, run % 3 === 0 ? LEASE_SECONDS * 1_200 : 300))
      await rig.machines[at]!.server.start()
      if (run % 4 === 3 && (await until(() => areReady(scene), 20_000)) === null)
        problem('not all processes were ready after 20 s')
      await sleep(randomInt(200, 1_500))
    }
    return runs
  }),
}
