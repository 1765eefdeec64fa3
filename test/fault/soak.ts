/**
 * npm run soak [-- --minutes 30] [--crowd 1000]
 * Two servers under half of the load that they bear here, with a crowd of subscribers, links that are cut all the while and a
 * rolling restart after a quarter of the time. Ends with 0 if nothing was missed and memory stayed flat.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Fault, runFault, type Scene, until } from './fault.ts'
import { type MemorySample, slopePerHour, watchMemory } from './memory.ts'
import { followPrices } from './readers.ts'
import { tableOf } from './report.ts'
import { startWriters } from './writers.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { minutes: text, crowd: text } })
const minutes = Number(values.minutes ?? 30)
const crowdSize = Number(values.crowd ?? 1_000)
const MEASURED_MS = 30_000
const TRADERS = 16
/** Beyond what comes and goes between two collections. */
const GROWTH_MAX_MB = 15

const soak: Fault = {
  row: 'soak',
  name: `${minutes} minutes`,
  pace: { traders: 1, pauseMs: 1_000 },
  rig: () => ({ env: { FAULT_HEAP: 'true' } }),
  async inject(scene) {
    const { rig, market, note, problem } = scene
    const crowd = Array.from({ length: crowdSize }, (_, index) => followPrices(rig.urls, market, index))
    if ((await until(() => crowd.every(({ reader }) => reader.isOpen), 120_000)) === null) problem('the crowd could not join')
    const most = await write(scene, { pauseMs: 0, forMs: MEASURED_MS })
    note(`${most.toFixed(0)} writes a second at most with ${crowdSize} subscribers on the same processors`)

    const cutting = setInterval(() => {
      for (const { door } of rig.machines) door.cut('reset', 0.01)
    }, 5_000)
    const totalMs = minutes * 60_000
    const writing = write(scene, { pauseMs: (TRADERS * 1_000) / (most / 2), forMs: totalMs })
    await sleep(totalMs / 4)
    for (const { server } of rig.machines) {
      server.signal('SIGTERM')
      await server.ended()
      await server.start()
      await sleep(5_000)
    }
    // Caches fill for a while.
    await sleep(totalMs / 8)
    const memory = watchMemory(rig)
    note(`${(await writing).toFixed(0)} writes a second meanwhile`)
    clearInterval(cutting)
    for (const [index, samples] of (await memory.stop()).entries()) judgeMemory(`server ${index}`, samples, scene)
    await missedBy(crowd, scene)
    return 1
  },
}

/** Writes for a while; answers how many outcomes a second became known. */
async function write({ rig, market, log }: Scene, { pauseMs, forMs }: { pauseMs: number; forMs: number }): Promise<number> {
  const writers = await startWriters(rig.urls, market, { traders: TRADERS, pauseMs, timeoutMs: 10_000 })
  const started = performance.now()
  await sleep(forMs)
  await writers.stop(60_000)
  const seconds = (performance.now() - started) / 1_000
  log.intents.push(...writers.log.intents)
  log.complaints.push(...writers.log.complaints)
  return writers.log.intents.length / seconds
}

function judgeMemory(name: string, samples: readonly MemorySample[], { note, problem }: Scene): void {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || first === last) {
    problem('the time was too short to see what memory does')
    return
  }
  const [heap, rss] = [slopePerHour(samples, 'heap'), slopePerHour(samples, 'rss')]
  note(
    `${name}: heap ${last.heap.toFixed(0)} MB, ${heap.toFixed(1)} MB/h; resident ${last.rss.toFixed(0)} MB, ${rss.toFixed(1)} MB/h`,
  )
  const grown = (heap * (last.atMs - first.atMs)) / 3_600_000
  if (grown > GROWTH_MAX_MB) problem(`the heap of ${name} grew by ${grown.toFixed(0)} MB`)
}

async function missedBy(crowd: readonly ReturnType<typeof followPrices>[], { rig, market, note, problem }: Scene): Promise<void> {
  const sequences = async () =>
    await rig.db.selectFrom('projects').select(['project_id', 'sequence']).where('event_id', '=', market.eventId).execute()
  const ends = await sequences()
  const isThere = () => crowd.every(({ last }) => ends.every(({ project_id: id, sequence }) => (last.get(id) ?? 0) >= sequence))
  if ((await until(isThere, 30_000)) === null) problem('a subscriber of the crowd did not hear of the last moves')
  const broken = crowd.filter(({ reader }) => reader.messages.length > 0)
  if (broken.length > 0) problem(`${broken.length} subscribers of the crowd missed something without a word`)
  for (const complaint of crowd.flatMap(({ reader }) => reader.complaints).slice(0, 5)) problem(complaint)
  note(`${crowd.reduce((sum, { reader }) => sum + reader.reconnects, 0)} reconnects`)
  for (const { reader } of crowd) reader.stop()
}

const result = await runFault(soak, false)
console.log(tableOf([result], false).join('\n'))
for (const problem of result.verdict.problems.slice(0, 20)) console.log(problem)
process.exit(result.verdict.problems.length > 0 ? 1 : 0)
