/**
 * npm run soak [-- --minutes 30] [--crowd 1000]
 * Two servers under half of the load that they and their clients bear here, measured first, with a crowd of subscribers, links
 * that are cut all the while, and a rolling restart after a quarter of the time. Over the second half, when what is bounded has
 * filled, memory is to stay flat. Prints what was seen against what must be, and ends with 0 if all of it held.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { areReady, type Fault, runFault, type Scene, seconds, until } from './fault.ts'
import { isFlat, type MemorySample, type MemoryWatch, type Trend, trendOf, watchMemory } from './memory.ts'
import { followPrices } from './readers.ts'
import { tableOf } from './report.ts'
import { startWriters } from './writers.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { minutes: text, crowd: text } })
const totalMs = Number(values.minutes ?? 30) * 60_000
const crowdSize = Number(values.crowd ?? 1_000)
/** Of the crowd every tenth is told of each move, the others as often as a page shows it. */
const EVERY_MOVE_ONE_IN = 10
const THROTTLE_MS = 500
/** So many at once are tried for the most that is borne, each for so long. */
const RAMP = [8, 32, 96]
const RAMP_MS = 15_000
const WRITERS = 96
const CUT_EVERY_MS = 5_000
const CUT_SHARE = 0.02
/** What a process may grow by in half of the time, as a share of what it had. */
const HEAP_GROWTH_MAX = 0.08
const RESIDENT_GROWTH_MAX = 0.15
/** Of the load that was meant. */
const LOAD_MIN = 0.75
const SAY_EVERY_MS = 30_000

type Crowd = readonly ReturnType<typeof followPrices>[]
type Check = readonly [what: string, seen: string, mustBe: string, holds: boolean]
const checks: Check[] = []

const soak: Fault = {
  row: 'soak',
  name: `${totalMs / 60_000} minutes`,
  pace: { traders: 1, pauseMs: 1_000 },
  rig: () => ({ env: { FAULT_HEAP: 'true' } }),
  async inject(scene) {
    const { rig, market } = scene
    const crowd = Array.from({ length: crowdSize }, (_, index) =>
      followPrices(rig.urls, market, index, index % EVERY_MOVE_ONE_IN === 0 ? 0 : THROTTLE_MS),
    )
    if ((await until(() => crowd.every(({ reader }) => reader.isOpen), 120_000)) === null)
      scene.problem('the crowd could not join')
    const most = await mostBorne(scene)
    const half = most / 2
    scene.note(`${most.toFixed(0)} writes/s at most beside ${crowdSize} subscribers and all clients`)

    const cutting = setInterval(() => {
      for (const { door } of rig.machines) door.cut('reset', CUT_SHARE)
    }, CUT_EVERY_MS)
    const busy = process.cpuUsage()
    const writing = write(scene, { traders: WRITERS, perSecond: half, forMs: totalMs })
    const say = startSaying(scene, crowd)
    await sleep(totalMs / 4)
    await restartOneByOne(scene)
    // Half of each server's sockets are to come back to either: what a server keeps goes by how many it serves.
    for (const { door } of rig.machines) door.cut('reset')
    const memory = watchMemory(rig)
    say.memory = memory
    await sleep(totalMs / 4)
    memory.restart()
    const written = await writing
    clearInterval(cutting)
    memory.stop()
    say.stop()
    const { user, system } = process.cpuUsage(busy)
    const share = (user + system) / 1_000 / totalMs
    checks.push([
      'load',
      `${written.toFixed(0)} writes/s for ${seconds(totalMs)}; clients took ${(share * 100).toFixed(0)} % of a processor`,
      `half of ${most.toFixed(0)}/s`,
      written >= half * LOAD_MIN,
    ])
    for (const [index, samples] of memory.samples.entries()) judgeMemory(`server ${index}`, samples)
    await judgeCrowd(crowd, scene)
    return 1
  },
}

/** The most writes a second whose outcome became known, of several numbers of writers. */
async function mostBorne(scene: Scene): Promise<number> {
  let most = 0
  for (const traders of RAMP) {
    const borne = await write(scene, { traders, perSecond: Number.POSITIVE_INFINITY, forMs: RAMP_MS })
    console.log(`${traders} writers at once: ${borne.toFixed(0)} writes/s`)
    most = Math.max(most, borne)
  }
  return most
}

interface Writing {
  readonly traders: number
  readonly perSecond: number
  readonly forMs: number
}

/** Writes for a while; answers how many outcomes a second became known. */
async function write({ rig, market, log }: Scene, { traders, perSecond, forMs }: Writing): Promise<number> {
  const stepMs = 1_000 / perSecond
  let nextMs = performance.now()
  const pace = {
    traders,
    timeoutMs: 10_000,
    /** Until the next write of all is due; a second that was lost is not made up for. */
    get pauseMs() {
      const nowMs = performance.now()
      nextMs = Math.max(nextMs + stepMs, nowMs - 1_000)
      return Math.max(0, nextMs - nowMs)
    },
  }
  const writers = await startWriters(rig.urls, market, pace)
  const known = () => writers.log.intents.length
  const started = performance.now()
  await sleep(forMs)
  const rate = (known() * 1_000) / (performance.now() - started)
  await writers.stop(60_000)
  for (const intent of writers.log.intents) log.intents.push(intent)
  log.complaints.push(...writers.log.complaints)
  return rate
}

async function restartOneByOne(scene: Scene): Promise<void> {
  const { rig } = scene
  const took: number[] = []
  for (const { server } of rig.machines) {
    const started = performance.now()
    server.signal('SIGTERM')
    await server.ended()
    await server.start()
    took.push(performance.now() - started)
    await sleep(5_000)
  }
  const isReady = (await until(() => areReady(scene), 30_000)) !== null
  checks.push(['rolling restart', `away for ${took.map(seconds).join(' and ')}`, 'both are ready again', isReady])
}

/** Every half minute how it goes. */
function startSaying({ rig }: Scene, crowd: Crowd) {
  const started = performance.now()
  const saying = {
    memory: null as MemoryWatch | null,
    stop: () => clearInterval(timer),
  }
  const say = async () => {
    const sockets = await Promise.all(rig.machines.map(({ server }) => server.metric('websockets').catch(() => Number.NaN)))
    // Memory is watched once both have been restarted.
    const heaps = saying.memory?.samples.map((samples) => samples.at(-1)?.heap.toFixed(0) ?? '–')
    const parts = [seconds(performance.now() - started), `sockets ${sockets.join(' + ')}`, `${reconnectsOf(crowd)} reconnects`]
    console.log([...parts, ...(heaps ? [`heaps ${heaps.join(' + ')} MB`] : [])].join(', '))
  }
  const timer = setInterval(() => void say(), SAY_EVERY_MS)
  return saying
}

const reconnectsOf = (crowd: Crowd): number => crowd.reduce((sum, { reader }) => sum + reader.reconnects, 0)

function judgeMemory(name: string, samples: readonly MemorySample[]): void {
  const parts = (['heap', 'rss'] as const).map((what) => [what, trendOf(samples, what)] as const)
  for (const [what, trend] of parts) {
    const most = what === 'heap' ? HEAP_GROWTH_MAX : RESIDENT_GROWTH_MAX
    const subject = what === 'heap' ? 'in use after a collection' : 'resident'
    const mustBe = `at most ${most * 100} % more in ${seconds(totalMs / 2)}`
    if (trend) checks.push([`${name}, ${subject}`, growthText(trend), mustBe, isFlat(trend, most)])
    else checks.push([`${name}, ${subject}`, 'the time was too short to say', mustBe, false])
  }
}

const growthText = ({ from, to }: Trend): string => `${from.toFixed(1)} to ${to.toFixed(1)} MB`

async function judgeCrowd(crowd: Crowd, { rig, market, problem }: Scene): Promise<void> {
  const sequences = async () =>
    await rig.db.selectFrom('projects').select(['project_id', 'sequence']).where('event_id', '=', market.eventId).execute()
  const ends = await sequences()
  const has = ({ last }: Crowd[number]) => ends.every(({ project_id: id, sequence }) => (last.get(id) ?? 0) >= sequence)
  await until(() => crowd.every(has), 30_000)
  const behind = crowd.filter((each) => !has(each)).length
  const broken = crowd.filter(({ reader }) => reader.messages.length > 0).length
  const seen = `${behind} behind the last move, ${broken} with a gap; ${reconnectsOf(crowd)} reconnects`
  checks.push([`${crowd.length} subscribers`, seen, 'none, none', behind + broken === 0])
  for (const complaint of crowd.flatMap(({ reader }) => reader.complaints).slice(0, 5)) problem(complaint)
  for (const { reader } of crowd) reader.stop()
}

const result = await runFault(soak, false)
const { writes, writesLost, updates, updatesLost, problems } = result.verdict
checks.push(
  ['writes', `${writes}, of them ${writesLost} lost`, '0 lost', writesLost === 0],
  ['updates to recorded readers', `${updates}, of them ${updatesLost} lost`, '0 lost', updatesLost === 0],
  ['the books, and all else', `${problems.length} problems`, 'none', problems.length === 0],
)
console.log(`\n${tableOf([result], false).join('\n')}\n\n| what | seen | must be | |\n|---|---|---|---|`)
for (const [what, seen, mustBe, holds] of checks) console.log(`| ${what} | ${seen} | ${mustBe} | ${holds ? 'holds' : 'FAILS'} |`)
for (const problem of problems.slice(0, 20)) console.log(problem)
process.exit(problems.length === 0 && checks.every(([, , , holds]) => holds) ? 0 : 1)
