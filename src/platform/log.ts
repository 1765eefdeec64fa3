import { pino } from 'pino'

export type Log = pino.Logger

/** Structured logs, one JSON object a line, on standard error: standard output is for what the operator asked for. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['authorization', '*.authorization', '*.token'] },
    pino.destination({ dest: 2, sync: false }),
  )
}
