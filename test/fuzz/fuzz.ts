/** Plays fuzzed inputs against a running server, half over HTTP and half over WebSockets, from one seed. */
import type { GraphQLSchema } from 'graphql'
import { chanceOf } from './chance.ts'
import { createDocuments, type FuzzedOperation } from './documents.ts'
import { count, type Tally, tryOverHttp } from './door.ts'
import { converse } from './sockets.ts'

export interface FuzzOptions {
  readonly url: string
  readonly schema: GraphQLSchema
  /** Ids that are there. */
  readonly known: readonly string[]
  /** A fresh token of somebody. */
  readonly token: (name: string) => Promise<string>
  readonly seed: number
  readonly inputs: number
  /** Called after each of so many parts of the run. */
  readonly onPart?: (done: number, tally: Tally) => Promise<void>
  readonly parts?: number
}

const WORKERS = 8
const MESSAGES_MAX = 60
const CALLERS = [null, 'alice', 'bob', 'alice', 'bob', 'mallory', 'organiser'] as const

export async function fuzz(options: FuzzOptions): Promise<Tally> {
  const { inputs, seed, parts = 1, onPart } = options
  const tally: Tally = { counts: new Map(), findings: [] }
  for (let part = 1; part <= parts; part++) {
    const share = Math.ceil(inputs / parts / WORKERS)
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(options, tally, seed + part * 1_000 + worker, share)))
    await onPart?.(Math.round((inputs * part) / parts), tally)
  }
  return tally
}

async function work({ url, schema, known, token }: FuzzOptions, tally: Tally, seed: number, share: number): Promise<void> {
  const chance = chanceOf(seed)
  const next = createDocuments(schema, known, chance)
  const tokens = new Map<string, string>()
  const tokenOf = async (name: string | null): Promise<string | null> => {
    if (name === null) return null
    const held = tokens.get(name) ?? (await token(name))
    tokens.set(name, held)
    return held
  }
  /** Some sign themselves out, and the organiser everybody. */
  const seen = (outcome: string): void => {
    count(tally, outcome)
    if (/ 401 | 4403$/.test(outcome)) tokens.clear()
  }
  let operation: FuzzedOperation | null = null
  for (let done = 0; done < share; ) {
    const caller = await tokenOf(chance.of(CALLERS))
    try {
      if (chance.oneIn(30)) {
        const messages = Math.min(share - done, 1 + chance.below(MESSAGES_MAX))
        const { sent, code } = await converse(`${url.replace('http', 'ws')}/graphql`, caller, next, messages, chance)
        seen(`socket closed ${code}`)
        done += Math.max(1, sent)
      } else {
        operation = next()
        done++
        seen(await tryOverHttp(url, operation, caller, chance))
      }
    } catch (error) {
      const { name, message } = error as Error
      tally.findings.push(`seed ${seed}, input ${done}: ${name} ${message}\n${JSON.stringify(operation)?.slice(0, 3_000)}`)
      if (tally.findings.length > 20) return
    }
  }
}
