/** Counters, gauges and histograms of this process, as Prometheus text. A room makes its own at the top of its file. */
import { performance } from 'node:perf_hooks'

export type Labels = Readonly<Record<string, string | number>>

export interface Counter {
  add(labels?: Labels, by?: number): void
}

/** How often values were at most so large, in fixed buckets. */
export interface Histogram {
  observe(value: number): void
}

interface Metric {
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly values: Map<string, number>
  readonly readers: Set<() => number>
  readonly series: Map<string, Series>
}

/** One histogram's numbers; `counts` has one more than `bounds`, for what is above them all. */
interface Series {
  readonly bounds: readonly number[]
  readonly counts: Float64Array
  sum: number
}

const metrics = new Map<string, Metric>()
const NAME = /^[a-z][a-z0-9_]*$/

function metricOf(name: string, type: Metric['type'], help: string): Metric {
  if (!NAME.test(name)) throw new Error(`${name} is no name of a metric`)
  const metric = metrics.get(name) ?? { help, type, values: new Map(), readers: new Set(), series: new Map() }
  metrics.set(name, metric)
  return metric
}

/** Something that only grows. Labels have few values: never an id of a user or project. */
export function counter(name: string, help: string): Counter {
  const { values } = metricOf(name, 'counter', help)
  return {
    add(labels = {}, by = 1) {
      const key = textOf(labels)
      values.set(key, (values.get(key) ?? 0) + by)
    },
  }
}

/** Something that is read when asked for; several readers of one name are summed. The answer ends the reading. */
export function gauge(name: string, help: string, read: () => number): () => void {
  const { readers } = metricOf(name, 'gauge', help)
  readers.add(read)
  return () => readers.delete(read)
}

/** Seconds from a tenth of a millisecond to ten. */
export const SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** The bounds stand in ascending order. Labels are given here, so that observing is a search and two additions. */
export function histogram(name: string, help: string, bounds: readonly number[], labels: Labels = {}): Histogram {
  const { series } = metricOf(name, 'histogram', help)
  const key = textOf(labels)
  const own = series.get(key) ?? { bounds, counts: new Float64Array(bounds.length + 1), sum: 0 }
  series.set(key, own)
  return {
    observe(value) {
      let index = 0
      while (index < bounds.length && value > bounds[index]!) index++
      own.counts[index]!++
      own.sum += value
    },
  }
}

function seriesLines(name: string, labels: string, { bounds, counts, sum }: Series): string[] {
  const before = labels === '' ? '{' : `${labels.slice(0, -1)},`
  let total = 0
  const buckets = Array.from(counts, (count, index) => {
    total += count
    return `${name}_bucket${before}le="${bounds[index] ?? '+Inf'}"} ${total}`
  })
  return [...buckets, `${name}_sum${labels} ${sum}`, `${name}_count${labels} ${total}`]
}

const textOf = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, '_')}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

/** The exposition format, version 0.0.4. */
export function metricsText(): string {
  const lines: string[] = []
  for (const [name, { help, type, values, readers, series }] of metrics) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
    for (const [labels, value] of values) lines.push(`${name}${labels} ${value}`)
    for (const [labels, own] of series) lines.push(...seriesLines(name, labels, own))
    if (readers.size > 0) lines.push(`${name} ${[...readers].reduce((sum, read) => sum + read(), 0)}`)
  }
  return `${lines.join('\n')}\n`
}

gauge('process_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss())
let usedBefore = performance.eventLoopUtilization()
gauge('event_loop_utilization', 'Share of the time since the last look that the event loop was busy, 0 to 1.', () => {
  const used = performance.eventLoopUtilization()
  const { utilization } = performance.eventLoopUtilization(used, usedBefore)
  usedBefore = used
  return utilization
})
gauge('process_uptime_seconds', 'Seconds since the process began.', () => process.uptime())
