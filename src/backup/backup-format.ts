/**
 * What a backup file is: gzipped text, a section of COPY rows for each table between a manifest of what follows and one of
 * what was written, as comments of SQL. An unfinished file lacks the second. Pure.
 */
export interface TableColumns {
  readonly name: string
  readonly columns: readonly string[]
}

/** The first line. */
export interface Opening {
  readonly format: 1
  readonly takenAt: string
  /** Of the Postgres that was read. */
  readonly serverVersion: string
  /** The migrations that the tables have. */
  readonly migrations: readonly string[]
  /** In an order in which rows find what they refer to. */
  readonly tables: readonly TableColumns[]
}

export interface Written {
  readonly rows: number
  /** SHA-256 of the table's rows as they stand in the file, in hex. */
  readonly sha256: string
}

/** The last line. */
export interface Closing {
  readonly tables: Readonly<Record<string, Written>>
  /** Where the sequences of identity columns stand. */
  readonly sequences: Readonly<Record<string, string>>
}

const OPENING = '-- BTX Exchange backup '
const CLOSING = '-- End of the backup '
/** The line that ends the rows of a table. */
export const END_OF_ROWS = '\\.\n'

/** The file is no backup, or not a whole one; the message is one sentence for the operator. */
export class BrokenBackup extends Error {}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The table and its columns as COPY names them. */
export const copyTarget = ({ name, columns }: TableColumns): string => `${quoted(name)} (${columns.map(quoted).join(', ')})`

export const openingLine = (opening: Opening): string => `${OPENING}${JSON.stringify(opening)}\n`
export const closingLine = (closing: Closing): string => `${CLOSING}${JSON.stringify(closing)}\n`
export const tableLine = (table: TableColumns): string => `COPY ${copyTarget(table)} FROM stdin;\n`

function readLine(line: string, start: string, otherwise: string): unknown {
  try {
    if (line.startsWith(start)) return JSON.parse(line.slice(start.length))
  } catch {
    // As where the line is another one.
  }
  throw new BrokenBackup(otherwise)
}

export function readOpening(line: string): Opening {
  const opening = readLine(line, OPENING, 'The file is no backup of the exchange.') as Opening
  if (opening.format === 1 && Array.isArray(opening.tables) && Array.isArray(opening.migrations)) return opening
  throw new BrokenBackup('The backup is of a format that this version does not know.')
}

export const readClosing = (line: string): Closing =>
  readLine(line, CLOSING, 'The backup is not whole: it ends too early.') as Closing

/** Rows of COPY's text form: one to a line, line breaks inside are escaped. */
export function rowsIn(chunk: Uint8Array): number {
  let rows = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++
  return rows
}
