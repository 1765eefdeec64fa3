import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import {
  clusterIn,
  createCluster,
  freePort,
  launchPatiently,
  launchPostgres,
  stopPostgres,
} from '../../src/platform/postgres-cluster.ts'

test('a start waits for a predecessor that ends slowly while clients knock at it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'btx-cluster-'))
  const cluster = clusterIn(folder)
  createCluster(cluster)
  const port = (await freePort(0))!
  const password = readFileSync(cluster.passwordFile, 'utf8').trim()
  const connectionString = `postgres://btx:${password}@127.0.0.1:${port}/postgres`
  const predecessor = await launchPostgres(cluster, port, {})
  const holder = new pg.Client({ connectionString })
  holder.on('error', () => undefined)
  await holder.connect()
  const [{ pid }] = (await holder.query('select pg_backend_pid() as pid')).rows
  process.kill(pid, 'SIGSTOP')
  const ended = once(predecessor, 'exit')
  predecessor.kill('SIGINT')

  let refused = 0
  async function knock(): Promise<void> {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    await client.connect().catch(() => refused++)
    await client.end().catch(() => undefined)
  }
  while (refused === 0) await knock()
  const starting = launchPatiently(cluster, port, {})
  while (refused < 60) await Promise.all([knock(), knock(), knock()])
  process.kill(pid, 'SIGCONT')
  await ended
  const successor = await starting
  expect(successor.exitCode).toBeNull()
  await stopPostgres(cluster, successor)
  rmSync(folder, { recursive: true })
})
