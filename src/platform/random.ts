import { randomInt } from 'node:crypto'

/** The injected source of chance: drift draws from it. */
export interface Random {
  /** A uniform integer in low..high, both included. */
  integer(low: number, high: number): number
}

/** Cryptographic, so that published drift ticks do not tell the next one. */
export const secureRandom: Random = { integer: (low, high) => randomInt(low, high + 1) }
