import { pino } from 'pino'
import { createLineWriter } from './line-writer.ts'

export type Log = pino.Logger

const STANDARD_ERROR = 2
const lines = createLineWriter(STANDARD_ERROR)
process.on('exit', lines.flushSync)

/** Structured logs, one JSON object a line, on standard error: standard output is for what the operator asked for. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['authorization', '*.authorization', '*.token'] },
    lines,
  )
}
