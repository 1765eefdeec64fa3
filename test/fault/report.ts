/** The table of what was done and what held, as it is printed and as docs/FAULTS.md keeps it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Result, seconds } from './fault.ts'

const HEAD = [
  '| row | fault | runs | writes | in doubt | longest outage | writes lost | updates | updates lost | what was seen |',
  '|---|---|---:|---:|---:|---:|---:|---:|---:|---|',
]
const DOCUMENT = fileURLToPath(new URL('../../docs/FAULTS.md', import.meta.url))

export function tableOf(results: readonly Result[], isQuick: boolean): string[] {
  return [...HEAD, ...results.map((result) => lineOf(result, isQuick))]
}

function lineOf({ fault, runs, verdict, notes }: Result, isQuick: boolean): string {
  const { writes, doubts, outageMs, writesLost, updates, updatesLost, folded, lagMs } = verdict
  const row = isQuick ? `${fault.row} (quick)` : fault.row
  const seen = [...notes, `streams ${Math.round(lagMs[0])} ms behind, at most ${seconds(lagMs[1])}`]
  if (folded > 0) seen.push(`${folded} moves told by missed`)
  const numbers = [runs, writes, doubts, seconds(outageMs), writesLost, updates, updatesLost]
  return `| ${[row, fault.name, ...numbers, seen.join('; ')].join(' | ')} |`
}

/** Puts the result into the table of docs/FAULTS.md, whose other rows stay as they are. */
export function record(result: Result, isQuick: boolean, order: readonly string[]): void {
  const lines = readFileSync(DOCUMENT, 'utf8').split('\n')
  const start = lines.indexOf(HEAD[1]!) + 1
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'))
  const rows = new Map(lines.slice(start, end).map((line) => [/^\| (\w+)/.exec(line)![1]!, line]))
  rows.set(result.fault.row, lineOf(result, isQuick))
  const sorted = order.flatMap((row) => rows.get(row) ?? [])
  writeFileSync(DOCUMENT, lines.toSpliced(start, end - start, ...sorted).join('\n'))
}
