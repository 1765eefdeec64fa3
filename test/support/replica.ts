import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrateUp } from '../../src/platform/migrate.ts'
import { clusterIn, freePort, launchPatiently, stopPostgres } from '../../src/platform/postgres-cluster.ts'

export interface PrimaryAndReplica {
  readonly primaryUrl: string
  readonly replicaUrl: string
  /** To every process of the replica: SIGSTOP hangs it, SIGKILL ends it. */
  signalReplica(signal: NodeJS.Signals): void
  stop(): Promise<void>
}

const streaming = { wal_level: 'replica', max_wal_senders: '4', wal_keep_size: '256MB' }
const thrownAway = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }

/**
 * A migrated Postgres and a streaming replica of it, made by a copy of its files in backup mode. Where durable, a commit of
 * the primary waits for its disk.
 */
export async function startPrimaryAndReplica({ durable = false } = {}): Promise<PrimaryAndReplica> {
  const settings = { ...streaming, ...(durable ? {} : thrownAway) }
  const folder = mkdtempSync(join(tmpdir(), 'btx-replica-'))
  const [primaryDir, replicaDir] = [join(folder, 'primary'), join(folder, 'replica')]
  const primary = await startEmbeddedPostgres({ dataDir: primaryDir, settings, log: createLog('warn') })
  await migrateUp(primary.url)
  const replicaData = clusterIn(replicaDir)
  await copyCluster(primary.url, clusterIn(primaryDir).data, replicaData.data)
  const port = (await freePort(0))!
  const { username, password, port: primaryPort } = new URL(primary.url)
  const conninfo = `host=127.0.0.1 port=${primaryPort} user=${username} password=${password}`
  const replica: ChildProcess = await launchPatiently(replicaData, port, { ...settings, primary_conninfo: conninfo })
  const replicaUrl = new URL(primary.url)
  replicaUrl.port = String(port)
  const signalReplica = (signal: NodeJS.Signals) => {
    for (const pid of familyOf(replica.pid!)) process.kill(pid, signal)
  }
  return {
    primaryUrl: primary.url,
    replicaUrl: replicaUrl.href,
    signalReplica,
    async stop() {
      if (replica.exitCode === null && replica.signalCode === null) signalReplica('SIGCONT')
      await stopPostgres(replicaData, replica)
      await primary.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What pg_basebackup does. The log that the copy needs is streamed to it. */
async function copyCluster(url: string, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("select pg_backup_start('replica', true)")
  cpSync(from, to, { recursive: true, filter: (path) => !/postmaster\.(pid|opts)$|\/pg_wal\/.+/.test(path) })
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
  await client.end()
  writeFileSync(join(to, 'backup_label'), rows[0]!.labelfile)
  writeFileSync(join(to, 'standby.signal'), '')
}

/** A process and those that it started. */
function familyOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(familyOf)]
}
