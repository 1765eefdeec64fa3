/** Counters and gauges of this process, as Prometheus text. A room makes its own at the top of its file. */

export type Labels = Readonly<Record<string, string | number>>

export interface Counter {
  add(labels?: Labels, by?: number): void
}

interface Metric {
  readonly help: string
  readonly type: 'counter' | 'gauge'
  readonly values: Map<string, number>
  readonly readers: Set<() => number>
}

const metrics = new Map<string, Metric>()
const NAME = /^[a-z][a-z0-9_]*$/

function metricOf(name: string, type: Metric['type'], help: string): Metric {
  if (!NAME.test(name)) throw new Error(`${name} is no name of a metric`)
  const metric = metrics.get(name) ?? { help, type, values: new Map(), readers: new Set() }
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

const textOf = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, '_')}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

/** The exposition format, version 0.0.4. */
export function metricsText(): string {
  const lines: string[] = []
  for (const [name, { help, type, values, readers }] of metrics) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
    for (const [labels, value] of values) lines.push(`${name}${labels} ${value}`)
    if (readers.size > 0) lines.push(`${name} ${[...readers].reduce((sum, read) => sum + read(), 0)}`)
  }
  return `${lines.join('\n')}\n`
}

gauge('process_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss())
gauge('process_uptime_seconds', 'Seconds since the process began.', () => process.uptime())
