/**
 * Preloaded into servers under test, never part of one. FAULT_CRASH=<point>:<n> kills the process without a word at the
 * n-th transaction with trades: at `before-commit`, `after-commit` (committed, nothing published) or `before-answer`
 * (published, not answered), or `mid-write`. FAULT_CLOCK_MS is what the wall clock jumps by at each SIGUSR2. With
 * FAULT_HEAP it collects at SIGUSR2 and writes what is left to heap.json.
 */
import { writeFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'

const [point = '', nth = '1'] = (process.env.FAULT_CRASH ?? '').split(':')
const clockMs = Number(process.env.FAULT_CLOCK_MS ?? 0)

if (point) crashAt(point, Number(nth))
if (clockMs) jumpBy(clockMs)
if (process.env.FAULT_HEAP) tellHeap(join(process.env.DATA_DIR!, 'heap.json'))

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

function crashAt(name: string, count: number): void {
  const writing = new WeakSet<object>()
  let seen = 0
  let isArmed = false
  // biome-ignore lint/suspicious/noExplicitAny: a function of many overloads, passed through
  const query = pg.Client.prototype.query as (...parameters: any[]) => any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  pg.Client.prototype.query = function (this: pg.Client, ...parameters: any[]) {
    const text = String(typeof parameters[0] === 'string' ? parameters[0] : parameters[0]?.text)
    if (/insert into trades/.test(text)) {
      writing.add(this)
      seen++
      if (name === 'mid-write' && seen >= count) die()
    }
    const isCommit = text === 'commit' && writing.delete(this)
    if (isCommit && seen >= count && name === 'before-commit') die()
    const result = query.apply(this, parameters)
    if (!isCommit || seen < count || typeof result?.then !== 'function') return result
    return result.then((value: unknown) => {
      if (name === 'after-commit') die()
      isArmed = name === 'before-answer'
      return value
    })
  }
  const end = ServerResponse.prototype.end
  // biome-ignore lint/suspicious/noExplicitAny: as above
  ServerResponse.prototype.end = function (this: ServerResponse, ...parameters: any[]) {
    if (isArmed && this.req.method === 'POST') die()
    // biome-ignore lint/suspicious/noExplicitAny: as above
    return (end as any).apply(this, parameters)
  }
}

function jumpBy(ms: number): void {
  const RealDate = Date
  let shiftMs = 0
  const now = () => RealDate.now() + shiftMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
    get: (target, name, self) => (name === 'now' ? now : Reflect.get(target, name, self)),
  })
  process.on('SIGUSR2', () => {
    shiftMs += ms
  })
}

function tellHeap(file: string): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  process.on('SIGUSR2', () => {
    collect()
    const { rss, heapUsed, external } = process.memoryUsage()
    writeFileSync(file, JSON.stringify({ rss, heap: heapUsed + external, atMs: Date.now() }))
  })
}
