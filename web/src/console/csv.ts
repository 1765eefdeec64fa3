/**
 * Comma separated values as spreadsheets write them (RFC 4180, with ";" and tab as other separators, a byte order mark,
 * any line ends), each row with the line where it starts. Pure; refuses what it would have to guess.
 */
export interface CsvRow {
  /** Line of the file where the row starts, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvFault {
  readonly line: number
  readonly message: string
}

export interface CsvTable {
  readonly rows: readonly CsvRow[]
  /** Where the text is no table; the rows before it still stand. */
  readonly fault: CsvFault | null
}

const SEPARATORS = [',', ';', '\t'] as const

/** The separator that the first line has most of, quoted ones aside. */
export function separatorOf(text: string): string {
  const firstLine = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (separator: string) => firstLine.split(separator).length
  return SEPARATORS.reduce<string>((best, separator) => (count(separator) > count(best) ? separator : best), ',')
}

/** Rows without the blank ones. A quoted cell may hold separators, line ends and doubled quotes. */
export function parseCsv(input: string, separator = separatorOf(input.replace(/^\uFEFF/, ''))): CsvTable {
  const text = input.replace(/^\uFEFF/, '')
  const rows: CsvRow[] = []
  let at = 0
  let line = 1
  while (at < text.length) {
    const row = readRow(text, at, line, separator)
    if ('message' in row) return { rows, fault: row }
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells: row.cells })
    at = row.end
    line = row.nextLine
  }
  return { rows, fault: null }
}

interface ReadRow {
  readonly cells: string[]
  readonly end: number
  readonly nextLine: number
}

function readRow(text: string, start: number, startLine: number, separator: string): ReadRow | CsvFault {
  const cells: string[] = []
  let at = start
  let line = startLine
  for (;;) {
    let cell: string
    if (text[at] === '"') {
      const close = closingQuote(text, at)
      if (close < 0) return { line, message: 'A quoted text that starts here does not end.' }
      cell = text.slice(at + 1, close).replaceAll('""', '"')
      line += lineEndsIn(cell)
      at = close + 1
      if (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') {
        return { line, message: 'Something stands behind a closing quote.' }
      }
    } else {
      const end = endOfPlain(text, at, separator)
      cell = text.slice(at, end)
      at = end
    }
    cells.push(cell)
    if (text[at] === separator) {
      at += 1
      continue
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1
    return { cells, end: at + 1, nextLine: line + 1 }
  }
}

/** The quote that ends the cell whose opening one is at `open`; -1 where there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function endOfPlain(text: string, start: number, separator: string): number {
  let at = start
  while (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') at += 1
  return at
}

const lineEndsIn = (cell: string): number => cell.match(/\r\n|\r|\n/g)?.length ?? 0
