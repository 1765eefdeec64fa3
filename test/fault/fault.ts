/** One fault: a rig, a recorded load, what is done to it, and the verdict. */
import { type Kysely, sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../src/database.ts'
import { readTapeAsEvents } from './event-reader.ts'
import { closeMarket, type Market, openMarket } from './market.ts'
import { readPrices, readTape } from './readers.ts'
import { type Rig, type RigOptions, startRig } from './rig.ts'
import { type Heard, judge, type Verdict } from './verdict.ts'
import { type Pace, startWriters, type WriteLog } from './writers.ts'

/** This machine cannot make the fault; the message says why. */
export class NotRunHere extends Error {}

export interface Scene {
  readonly rig: Rig
  readonly market: Market
  readonly log: WriteLog
  readonly heard: { prices: Heard['prices'][number][]; tapes: Heard['tapes'][number][] }
  readonly isQuick: boolean
  /** What is worth a line in the table. */
  note(text: string): void
  /** What must not be, beside what every verdict looks at. */
  problem(text: string): void
}

export interface Fault {
  /** Of faults.md, with a letter where a row is several faults. */
  readonly row: string
  readonly name: string
  readonly rig?: (isQuick: boolean) => RigOptions | Promise<RigOptions>
  readonly pace?: Partial<Pace>
  /** Does it while the load runs; answers how many times. */
  inject(scene: Scene): Promise<number>
  /** After the rig has gone. */
  tidy?(): void
}

export interface Result {
  readonly fault: Fault
  readonly runs: number
  readonly notes: readonly string[]
  readonly verdict: Verdict
  readonly seconds: number
}

const PACE: Pace = { traders: 6, pauseMs: 50, timeoutMs: 3_000 }
const SETTLE_MAX_MS = 45_000
const CATCH_UP_MAX_MS = 15_000

/** Judges a run again by other logs, while its tables are still there; for the test of the judge. */
export type Again = (log: WriteLog, heard: Heard) => Promise<Verdict>
type Inspect = (log: WriteLog, heard: Heard, again: Again) => Promise<void>

export async function runFault(fault: Fault, isQuick: boolean, inspect?: Inspect): Promise<Result> {
  const started = performance.now()
  const rig = await startRig(await fault.rig?.(isQuick))
  try {
    await Promise.all(rig.machines.map(({ server }) => server.start()))
    const market = await openMarket(rig.urls, 'fault')
    const heard = {
      prices: rig.urls.map((_, at) => readPrices(rig.urls, market, at)),
      tapes: [...rig.urls.map((_, at) => readTape(rig.urls, market, at)), readTapeAsEvents(rig.urls, market, 0)],
    }
    const writers = await startWriters(rig.urls, market, { ...PACE, ...fault.pace })
    const notes: string[] = []
    const problems: string[] = []
    const { log } = writers
    const add = { note: (text: string) => void notes.push(text), problem: (text: string) => void problems.push(text) }
    await sleep(1_000)
    const runs = await fault.inject({ rig, market, log, heard, isQuick, ...add })
    await Promise.all(rig.machines.filter(({ server }) => !server.isRunning).map(({ server }) => server.start()))
    await sleep(1_000)
    await writers.stop(SETTLE_MAX_MS)
    await closeMarket(rig.urls, market)
    await caughtUp(rig.db, market, heard)
    for (const reader of [...heard.prices, ...heard.tapes]) reader.stop()
    const verdict = await judge(rig.db, market, log, heard)
    await inspect?.(log, heard, (otherLog, others) => judge(rig.db, market, otherLog, others))
    const whole = { ...verdict, problems: [...problems, ...verdict.problems] }
    return { fault, runs, notes, verdict: whole, seconds: (performance.now() - started) / 1_000 }
  } finally {
    await rig.stop()
    fault.tidy?.()
  }
}

/** Waits, within bounds, until every reader has the last move or trade; what is still absent then is lost. */
export async function caughtUp(db: Kysely<Database>, { eventId }: Market, heard: Heard): Promise<void> {
  const { rows } = await sql<{ project_id: string; sequence: number; trade: number | null }>`
    select p.project_id, p.sequence, (select max(sequence) from trades t where t.project_id = p.project_id) as trade
    from projects p where p.event_id = ${eventId}`.execute(db)
  const until = performance.now() + CATCH_UP_MAX_MS
  const isDone = () =>
    rows.every(
      ({ project_id: projectId, sequence, trade }) =>
        heard.prices.every((reader) => reader.messages.findLast((m) => m.projectId === projectId)?.sequence === sequence) &&
        heard.tapes.every(
          (reader) => trade === null || reader.messages.findLast((m) => m.project.projectId === projectId)?.sequence === trade,
        ),
    )
  while (!isDone() && performance.now() < until) await sleep(100)
}

/** Waits until something is so; answers after how long, or null where it never was. */
export async function until(isSo: () => Promise<boolean> | boolean, withinMs: number): Promise<number | null> {
  const started = performance.now()
  while (performance.now() - started < withinMs) {
    if (await isSo()) return performance.now() - started
    await sleep(50)
  }
  return null
}

export const areReady = async ({ rig }: Pick<Scene, 'rig'>): Promise<boolean> =>
  (await Promise.all(rig.machines.map(({ server }) => server.readiness()))).every((answer) => answer?.ready)

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
