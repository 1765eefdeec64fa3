/** A disk that is full or does not sync. Source: faults, row 7. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pathOf } from '../../src/platform/postgres-binaries.ts'
import { runSql } from '../support/postgres-server.ts'
import { areReady, type Fault, NotRunHere, until } from './fault.ts'

const DISK_MB = 220
const FEW_WAL = { max_wal_size: '64MB', min_wal_size: '32MB', shared_buffers: '16MB' }
let disk: string | null = null

function mountDisk(): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new NotRunHere('a small tmpfs needs root on Linux')
  const folder = mkdtempSync(join(tmpdir(), 'btx-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', folder], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true })
    throw new NotRunHere(`no tmpfs can be mounted (${mounted.stderr.trim()})`)
  }
  disk = folder
  return folder
}

function unmountDisk(): void {
  if (!disk) return
  spawnSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
  disk = null
}

export const full: Fault = {
  row: '7a',
  name: 'the disk is full',
  rig: () => ({ clusterFolder: mountDisk(), postgresSettings: FEW_WAL }),
  tidy: unmountDisk,
  async inject(scene) {
    const { rig, log, isQuick, note, problem } = scene
    const runs = isQuick ? 1 : 3
    const filler = join(disk!, 'filler')
    for (let run = 0; run < runs; run++) {
      const { bavail, bsize } = statfsSync(disk!)
      writeFileSync(filler, Buffer.alloc(bavail * bsize))
      // What Postgres has set aside is used up first.
      const bloat = runSql(
        rig.databaseUrl,
        "create table faults_bloat as select repeat('x', 1000) from generate_series(1, 100000)",
      )
      await bloat.then(
        () => problem('the disk was not full'),
        () => undefined,
      )
      await sleep(3_000)
      rmSync(filler)
      await rig.postgres.start().catch(() => undefined)
      if ((await until(() => areReady(scene), 20_000)) === null) problem('not ready 20 s after there was room again')
      await sleep(2_000)
    }
    note(`clients were shown ${[...log.shown.keys()].join(', ') || 'nothing'}`)
    return runs
  },
}

let shim: string | null = null

/** What Postgres is to be started with so that its fsync can be made to fail; the flag is beside the library. */
function compileShim(): Readonly<Record<string, string>> {
  if (process.platform !== 'linux') throw new NotRunHere('a library is preloaded on Linux only')
  const compiler = ['cc', 'gcc', 'clang'].map(pathOf).find((path) => path !== null)
  if (!compiler) throw new NotRunHere('there is no C compiler on PATH')
  shim = mkdtempSync(join(tmpdir(), 'btx-fsync-'))
  chmodSync(shim, 0o755)
  const library = join(shim, 'failing-fsync.so')
  const source = fileURLToPath(new URL('failing-fsync.c', import.meta.url))
  const compiled = spawnSync(compiler, ['-shared', '-fPIC', '-o', library, source, '-ldl'], { encoding: 'utf8' })
  if (compiled.status !== 0) throw new NotRunHere(`the shim did not compile (${compiled.stderr.trim()})`)
  return { LD_PRELOAD: library, FAULT_FSYNC: join(shim, 'flag') }
}

/** A failed fsync may have lost pages for good: Postgres panics and replays its log, again and again until it is durable. */
export const unsynced: Fault = {
  row: '7b',
  name: 'fsync fails',
  rig: () => ({ postgresEnv: compileShim() }),
  tidy() {
    if (shim) rmSync(shim, { recursive: true, force: true })
    shim = null
  },
  async inject(scene) {
    const { rig, log, isQuick, note, problem } = scene
    const flag = join(shim!, 'flag')
    const panics = () => readFileSync(join(rig.folder, 'postgres.log'), 'utf8').split('PANIC').length - 1
    const runs = isQuick ? 2 : 10
    let restarts = 0
    for (let run = 0; run < runs; run++) {
      const before = panics()
      writeFileSync(flag, '')
      if ((await until(() => panics() > before, 10_000)) === null) problem('Postgres went on although no fsync succeeded')
      // A disk that is well again at once, and one that lets no recovery pass.
      if (run % 2 === 1) await sleep(3_000)
      rmSync(flag)
      // Postgres 18 stays in recovery mode for good when its recovery panics.
      if ((await until(() => areReady(scene), 5_000)) === null) {
        restarts++
        rig.postgres.signal('SIGQUIT')
        await rig.postgres.start()
      }
      if ((await until(() => areReady(scene), 20_000)) === null) problem('not ready 20 s after the disk was well again')
      await sleep(1_500)
    }
    note(`Postgres panicked ${panics()} times and was started by hand ${restarts} times`)
    note(`clients were shown ${[...log.shown.keys()].join(', ') || 'nothing'}`)
    return runs
  },
}
