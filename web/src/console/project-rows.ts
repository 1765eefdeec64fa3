import { type CsvFault, type CsvRow, parseCsv } from './csv.ts'

/**
 * A file of projects, read as far as the browser can: which column is which field, what is missing, twice or malformed, by
 * line. Whether the market takes a row is for the server to say (previewProjects). Pure.
 */
export interface ProjectRow {
  readonly line: number
  readonly input: ProjectInput
}

export interface ProjectInput {
  readonly eventId: string
  readonly projectId: string
  readonly ticker?: string
  readonly name?: string
  readonly description?: string
  readonly seedAmount?: string
  readonly isActive?: boolean
}

export interface ProjectFile {
  readonly rows: readonly ProjectRow[]
  readonly faults: readonly CsvFault[]
}

const ROWS_MAX = 1_000
export const FILE_BYTES_MAX = 1_000_000
const FAULTS_SHOWN_MAX = 200

type Field = Exclude<keyof ProjectInput, 'eventId'>

/** Names of columns, in letters and digits only, lower-case. */
const COLUMNS: Readonly<Record<string, Field>> = {
  projectid: 'projectId',
  project: 'projectId',
  id: 'projectId',
  teamid: 'projectId',
  ticker: 'ticker',
  symbol: 'ticker',
  name: 'name',
  title: 'name',
  projectname: 'name',
  description: 'description',
  text: 'description',
  about: 'description',
  seedamount: 'seedAmount',
  seed: 'seedAmount',
  seedfunding: 'seedAmount',
  isactive: 'isActive',
  active: 'isActive',
}

const TRUE = new Set(['true', 'yes', 'y', '1', 'x', 'active'])
const FALSE = new Set(['false', 'no', 'n', '0', 'inactive'])
const PLAIN_ID = /^(?!\.)[A-Za-z0-9_.~-]{1,64}$/
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,18})?$/
const TICKER = /^[A-Za-z0-9]{1,12}$/

export function readProjectFile(text: string, eventId: string): ProjectFile {
  if (text.includes('\u0000') || text.includes('\uFFFD')) {
    return { rows: [], faults: [{ line: 1, message: 'This is no text in UTF-8: save the sheet as "CSV UTF-8".' }] }
  }
  const {
    rows: [head, ...body],
    fault,
  } = parseCsv(text)
  if (!head) return { rows: [], faults: [fault ?? { line: 1, message: 'The file is empty.' }] }
  const { fields, faults } = readHead(head)
  if (fault) faults.push(fault)
  if (body.length === 0 && faults.length === 0)
    faults.push({ line: head.line, message: 'There is no project below the names of the columns.' })
  if (body.length > ROWS_MAX) faults.push({ line: body[ROWS_MAX]!.line, message: `At most ${ROWS_MAX} projects at a time.` })
  if (faults.some(({ line }) => line === head.line)) return { rows: [], faults }

  const rows: ProjectRow[] = []
  const seen = { projectId: new Map<string, number>(), ticker: new Map<string, number>() }
  for (const row of body.slice(0, ROWS_MAX)) {
    const read = readRow(row, fields, eventId, seen)
    if ('input' in read) rows.push(read)
    else faults.push(...read.faults)
  }
  return { rows, faults: faults.slice(0, FAULTS_SHOWN_MAX) }
}

function readHead(head: CsvRow): { fields: (Field | null)[]; faults: CsvFault[] } {
  const faults: CsvFault[] = []
  const fields = head.cells.map((cell) => COLUMNS[cell.toLowerCase().replace(/[^a-z0-9]/g, '')] ?? null)
  for (const [index, field] of fields.entries()) {
    const name = head.cells[index]!.trim()
    if (field === null && name !== '')
      faults.push({
        line: head.line,
        message: `The column "${name.slice(0, 40)}" is unknown. Known: projectId, ticker, name, description, seedAmount, isActive.`,
      })
    if (field !== null && fields.indexOf(field) < index)
      faults.push({ line: head.line, message: `Two columns are for ${field}.` })
  }
  if (!fields.includes('projectId'))
    faults.push({ line: head.line, message: 'The first line must name the columns, projectId among them.' })
  return { fields, faults }
}

type Seen = Readonly<Record<'projectId' | 'ticker', Map<string, number>>>

function readRow(
  { line, cells }: CsvRow,
  fields: readonly (Field | null)[],
  eventId: string,
  seen: Seen,
): ProjectRow | { faults: CsvFault[] } {
  const faults: CsvFault[] = []
  const fail = (message: string) => faults.push({ line, message })
  if (cells.slice(fields.length).some((cell) => cell.trim() !== ''))
    fail(`There are ${cells.length} cells; the first line names ${fields.length} columns.`)
  const text = (field: Field): string => cells[fields.indexOf(field)]?.trim() ?? ''

  const projectId = text('projectId')
  if (!PLAIN_ID.test(projectId)) fail('projectId must be 1 to 64 of A-Z a-z 0-9 . _ ~ - and not start with a dot.')
  const ticker = text('ticker')
  if (ticker !== '' && !TICKER.test(ticker)) fail('ticker must be 1 to 12 letters A-Z or digits.')
  const seedAmount = text('seedAmount')
  if (seedAmount !== '' && !DECIMAL.test(seedAmount))
    fail(`seedAmount "${seedAmount.slice(0, 24)}" is no decimal like 12.5: no thousands separators, a point before the decimals.`)
  const active = text('isActive').toLowerCase()
  if (active !== '' && !TRUE.has(active) && !FALSE.has(active)) fail(`isActive "${active.slice(0, 24)}" must be yes or no.`)
  for (const [field, value] of [
    ['projectId', projectId],
    ['ticker', ticker.toUpperCase()],
  ] as const) {
    if (value === '') continue
    const first = seen[field].get(value)
    if (first === undefined) seen[field].set(value, line)
    else fail(`${field} "${value.slice(0, 64)}" stands on line ${first} already.`)
  }
  if (faults.length > 0) return { faults }

  const name = text('name')
  const description = text('description')
  return {
    line,
    input: {
      eventId,
      projectId,
      ...(ticker === '' ? {} : { ticker }),
      ...(name === '' ? {} : { name }),
      ...(description === '' ? {} : { description }),
      ...(seedAmount === '' ? {} : { seedAmount }),
      ...(active === '' ? {} : { isActive: TRUE.has(active) }),
    },
  }
}
