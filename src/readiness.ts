import type { ServerResponse } from 'node:http'
import type { Deps } from './platform/deps.ts'
import { allMetrics } from './platform/process-metrics.ts'
import { askDatabase } from './platform/readiness.sql.ts'

/** What /ready says. */
export interface Readiness {
  readonly ready: boolean
  readonly reason?: string
  readonly bus?: string
}

const READY_FOR_MS = 1_000
const DATABASE_WAIT_MS = 1_000

/** Whether the process can serve. Redis is no reason not to: streams go on by the tables. */
export function createReadiness(deps: Pick<Deps, 'db' | 'bus'>, isDraining: () => boolean): () => Promise<Readiness> {
  const databaseAnswers = remembered(() => answersInTime(() => askDatabase(deps.db)), READY_FOR_MS)
  return async () => {
    if (isDraining()) return { ready: false, reason: 'The server is draining.' }
    if (!(await databaseAnswers())) return { ready: false, reason: 'The database does not answer.' }
    return { ready: true, bus: deps.bus.state }
  }
}

/** What every process answers, whatever its role. */
export const probesOf = (ready: () => Promise<Readiness>) => ({
  '/health': async (response: ServerResponse) => sendJson(response, 200, { alive: true }),
  '/ready': async (response: ServerResponse) => {
    const answer = await ready()
    sendJson(response, answer.ready ? 200 : 503, answer)
  },
  '/metrics': async (response: ServerResponse) => {
    const text = await allMetrics()
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
  },
})

const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(value))

/** Asks at most once per `forMs`; who comes meanwhile gets the same answer. */
function remembered(ask: () => Promise<boolean>, forMs: number): () => Promise<boolean> {
  let asked: { atMs: number; answer: Promise<boolean> } | null = null
  return () => {
    if (!asked || performance.now() - asked.atMs > forMs) asked = { atMs: performance.now(), answer: ask() }
    return asked.answer
  }
}

async function answersInTime(ask: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, DATABASE_WAIT_MS, false)
  })
  const answer = ask().then(
    () => true,
    () => false,
  )
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
