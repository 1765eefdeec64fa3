import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import {
  BrokenBackup,
  type Closing,
  closingLine,
  END_OF_ROWS,
  type Opening,
  openingLine,
  readClosing,
  readOpening,
  rowsIn,
  tableLine,
  type TableColumns,
  type Written,
} from './backup-format.ts'
import { type BackupReader, readBackup } from './backup-reader.codec.ts'
import {
  analyze,
  beginReading,
  beginWriting,
  commit,
  copyIn,
  copyOut,
  describeDatabase,
  emptyTables,
  listFilledTables,
  listSequences,
  listTables,
  lockTables,
  renewEpochs,
  setSequence,
} from './backup.sql.ts'

/** What a backup holds. */
export interface BackupSummary extends Closing {
  readonly opening: Opening
  readonly bytes: number
}

/** The backup cannot be taken or restored here; the message is one sentence for the operator. */
class BackupRefused extends Error {}

/**
 * Writes every table of a database to a new file, as of one moment, beside running servers. The file has its name once it
 * is whole and on disk, and can be read by its owner only: the keys of the development and guest issuers are in it.
 */
export async function takeBackup(url: string, file: string): Promise<BackupSummary> {
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  )
    throw new BackupRefused(`${file} exists already: a backup is not written over.`)
  const partial = `${file}.partial`
  const client = await connect(url)
  try {
    await beginReading(client)
    const { takenAt, ...described } = await describeDatabase(client)
    const opening: Opening = { format: 1, takenAt: takenAt.toISOString(), ...described, tables: await listTables(client) }
    const closing = { tables: {} as Record<string, Written>, sequences: await listSequences(client) }
    const output = createWriteStream(partial, { mode: 0o600, flags: 'w', flush: true })
    await pipeline(Readable.from(writeDown(client, opening, closing), { objectMode: true }), createGzip(), output)
    await commit(client)
    await rename(partial, file)
    await syncFolder(dirname(file))
    return { opening, ...closing, bytes: (await stat(file)).size }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function* writeDown(
  client: pg.Client,
  opening: Opening,
  closing: { tables: Record<string, Written>; sequences: Closing['sequences'] },
) {
  yield openingLine(opening)
  for (const table of opening.tables) {
    yield tableLine(table)
    const hash = createHash('sha256')
    let rows = 0
    for await (const chunk of copyOut(client, table) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      rows += rowsIn(chunk)
      yield chunk
    }
    yield END_OF_ROWS
    closing.tables[table.name] = { rows, sha256: hash.digest('hex') }
  }
  yield closingLine(closing)
}

/** So that the new name survives a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/**
 * Fills an empty migrated database from a backup, all of it or nothing, in one transaction that nobody runs beside. Counts
 * and checksums are held against the file's; every feed begins a new epoch.
 */
export async function restoreBackup(url: string, file: string): Promise<BackupSummary> {
  const client = await connect(url)
  try {
    const reader = readBackup(unzipped(file))
    const opening = readOpening(await reader.line())
    await beginWriting(client)
    const closing = await fill(client, reader, await prepare(client, opening))
    for (const [name, value] of Object.entries(closing.sequences)) await setSequence(client, name, value)
    await renewEpochs(client)
    await commit(client)
    await analyze(client)
    return { opening, ...closing, bytes: (await stat(file)).size }
  } finally {
    await client.end()
  }
}

/** The text of a file; one that is cut off or no gzip is a broken backup. */
async function* unzipped(file: string): AsyncGenerator<Buffer> {
  const text = createGunzip()
  pipeline(createReadStream(file), text).catch(() => undefined)
  try {
    yield* text as AsyncIterable<Buffer>
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw code.startsWith('Z_') ? new BrokenBackup('The file is no backup of the exchange, or not a whole one.') : error
  }
}

/** Locks, checks and empties the tables; answers those of the backup. */
async function prepare(client: pg.Client, opening: Opening): Promise<readonly TableColumns[]> {
  const { migrations } = await describeDatabase(client)
  if (migrations.join() !== opening.migrations.join()) {
    const [theirs, ours] = [opening.migrations, migrations].map((names) => names.at(-1) ?? 'none')
    throw new BackupRefused(
      `The backup has the tables of ${theirs}, the database those of ${ours}: restore it with the version that took it, then start the newer one.`,
    )
  }
  const present = await listTables(client)
  await lockTables(client, present)
  const filled = await listFilledTables(client, present)
  if (filled.length > 0) throw new BackupRefused(`The database is not empty (${filled.join(', ')}): restore into a new one.`)
  const known = new Map(present.map((table) => [table.name, new Set(table.columns)]))
  for (const { name, columns } of opening.tables)
    if (!columns.every((column) => known.get(name)?.has(column)))
      throw new BrokenBackup(`The backup has a table ${name} that the database has not.`)
  await emptyTables(client, present)
  return opening.tables
}

async function fill(client: pg.Client, reader: BackupReader, tables: readonly TableColumns[]): Promise<Closing> {
  const read: Record<string, Written> = {}
  for (const table of tables) {
    if (`${await reader.line()}\n` !== tableLine(table))
      throw new BrokenBackup(`The backup is not whole: ${table.name} is missing.`)
    const hash = createHash('sha256')
    let rows = 0
    const counted = async function* () {
      for await (const chunk of reader.rows()) {
        hash.update(chunk)
        rows += rowsIn(chunk)
        yield chunk
      }
    }
    await pipeline(Readable.from(counted(), { objectMode: true }), copyIn(client, table) as Writable)
    read[table.name] = { rows, sha256: hash.digest('hex') }
  }
  const closing = readClosing(await reader.line())
  for (const { name } of tables) {
    const [was, is] = [closing.tables[name], read[name]!]
    if (was?.rows !== is.rows || was.sha256 !== is.sha256)
      throw new BrokenBackup(`The backup is damaged: ${name} is not as it was written.`)
  }
  return closing
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'btx-backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
