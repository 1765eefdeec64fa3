/** What deploy/ says fits the server: as far as that can be seen without a container engine. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { loadConfig } from '../../src/config.ts'
import { createRedisBus } from '../../src/platform/bus-redis.ts'
import { metricsText } from '../../src/platform/metrics.ts'
import { openReplica } from '../../src/platform/replica.ts'
import { startTestApp } from '../support/app.ts'
import { createTestDatabase, testLog, testRedisUrl } from '../support/database.ts'
import { root } from '../support/programs.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- the content of any file
type Any = any

const read = (file: string): string => readFileSync(join(root, 'deploy', file), 'utf8')
const compose: Any = parse(read('compose.yaml'), { merge: true })
const kubernetes: Any[] = parseAllDocuments(read('kubernetes/exchange.yaml')).map((document) => document.toJS())
const ofKind = (kind: string): Any[] => kubernetes.filter((document) => document.kind === kind)
const servers = (Object.entries(compose.services) as [string, Any][]).filter(([, { build }]) => build !== undefined)
const known = new Set(
  Array.from(readFileSync(join(root, 'src/config.ts'), 'utf8').matchAll(/read\(\s*'([A-Z0-9_]+)'/g), ([, name]) => name!),
)

/** `${NAME:-fallback}` as compose reads it with nothing set. */
const plain = (value: unknown): string => String(value).replace(/\$\{\w+(?::?-([^}]*))?\}/g, '$1')

test('compose.yaml runs three doors, a worker and a matcher, whose variables the server knows and takes', () => {
  expect(servers.map(([name, { environment }]) => [name, environment.ROLE])).toEqual([
    ['server-1', 'api'],
    ['server-2', 'api'],
    ['server-3', 'api'],
    ['worker', 'worker'],
    ['matcher', 'matcher'],
  ])
  for (const [, { environment }] of servers) {
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([])
    const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, plain(value)]))
    const config = loadConfig(env)
    expect(config.port).toBe(4000)
    for (const address of `${config.databaseUrl},${config.databaseReplicaUrl},${config.redisUrl}`.split(','))
      expect(Object.keys(compose.services)).toContain(new URL(address).hostname)
  }
})

test('what compose.yaml mounts and waits for is there', () => {
  for (const service of Object.values<Any>(compose.services)) {
    for (const volume of service.volumes ?? []) {
      const [source] = volume.split(':')
      if (source.startsWith('.')) expect(existsSync(join(root, 'deploy', source))).toBe(true)
      else expect(Object.keys(compose.volumes)).toContain(source)
    }
    const needs = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {})
    for (const need of needs) expect(Object.keys(compose.services)).toContain(need)
  }
})

test('the balancer asks every door whether it is ready, and Prometheus asks every process', () => {
  const doors = servers.filter(([, { environment }]) => environment.ROLE === 'api').map(([name]) => `${name}:4000`)
  const balancer = read('haproxy.cfg')
  expect(Array.from(balancer.matchAll(/^ {2}server \S+ (\S+)$/gm), ([, address]) => address)).toEqual(doors)
  expect(balancer).toContain('option httpchk GET /ready')
  const prometheus: Any = parse(read('prometheus.yaml'))
  expect(prometheus.scrape_configs[0].static_configs[0].targets).toEqual(servers.map(([name]) => `${name}:4000`))
})

test('the manifests have a deployment for each role, with variables, ports and probes that the server knows', async () => {
  const values = { ...ofKind('ConfigMap')[0].data, ...ofKind('Secret')[0].stringData }
  const app = await startTestApp()
  for (const { spec } of ofKind('Deployment')) {
    const { containers, terminationGracePeriodSeconds } = spec.template.spec
    const [container] = containers
    const env = { ...values, [container.env[0].name]: container.env[0].value }
    expect(Object.keys(env).filter((name) => !known.has(name))).toEqual([])
    expect(loadConfig(env)).toMatchObject({ role: spec.selector.matchLabels.role, port: container.ports[0].containerPort })
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { path, port } = container[probe].httpGet
      expect(port).toBe(container.ports[0].name)
      expect((await fetch(`${app.url}${path}`)).status).toBe(200)
    }
    // A drain takes up to ten seconds, after what the balancers need to hear of it.
    const heardMs = (container.lifecycle?.preStop.sleep.seconds ?? 0) * 1_000
    expect(heardMs).toBeGreaterThan(spec.selector.matchLabels.role === 'api' ? 1_000 : -1)
    expect(terminationGracePeriodSeconds * 1_000).toBeGreaterThan(10_000 + heardMs)
  }
  expect(ofKind('Deployment').map(({ spec }) => spec.selector.matchLabels.role)).toEqual(['api', 'worker', 'matcher'])
  const labels = ofKind('Deployment').map(({ spec }) => spec.template.metadata.labels)
  expect(labels).toContainEqual(ofKind('Service')[0].spec.selector)
})

test('docs/METRICS.md names every number that the sources measure, and no other', () => {
  const sources = globSync(join(root, 'src/**/*.ts')).map((file) => readFileSync(file, 'utf8'))
  const measured = sources.flatMap((source) =>
    Array.from(source.matchAll(/\b(?:counter|gauge|histogram|ofType)\(\s*'([a-z0-9_]+)'/g), ([, name]) => name!),
  )
  const rows = readFileSync(join(root, 'docs/METRICS.md'), 'utf8').matchAll(/^\| (`.+?) \|/gm)
  const named = Array.from(rows, ([, cell]) => Array.from(cell!.matchAll(/`([a-z0-9_]+)/g), ([, name]) => name!)).flat()
  expect(named.sort()).toEqual([...new Set(measured)].sort())
})

test('every number that the dashboard shows is in /metrics', async () => {
  const { url, db } = await createTestDatabase()
  const bus = createRedisBus({ url: testRedisUrl() ?? 'redis://127.0.0.1:1', log: testLog })
  const replica = openReplica({ url, maxConnections: 2, primary: db, log: testLog })
  const app = await startTestApp({ deps: { db, bus, replica } })
  try {
    await app.take(app.client(), 1, 'subscription { eventUpdated { status } }')
    const types = new Map(Array.from(metricsText().matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name, type]) => [name!, type!]))
    const shown = JSON.parse(read('grafana/dashboards/exchange.json')).panels.flatMap(({ targets }: Any) =>
      targets.flatMap(({ expr }: Any) => expr.match(/\b[a-z]+(?:_[a-z]+)+\b(?!\()|\bwebsockets\b/g)),
    ) as string[]
    const isThere = (name: string) => types.has(name) || types.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram'
    expect(shown.length).toBeGreaterThan(20)
    expect([...new Set(shown)].filter((name) => !isThere(name))).toEqual([])
  } finally {
    await app.stop()
    await replica.close()
  }
})
