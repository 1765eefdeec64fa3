import { hash } from 'node:crypto'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { badUserInput, CodedError } from '../graphql/errors.ts'
import type { Tx } from '../platform/transaction.ts'
import { canonicalInput, faultOfKey } from './idempotency.ts'
import { findKeys, insertKeys, type KeyRecord, lockKey } from './idempotency.sql.ts'

/** A write as its caller named it; key null means: execute every time. */
export interface KeyedRequest {
  readonly userId: string
  readonly key: string | null
  readonly mutation: string
  /** Of what a repeat is compared with; empty without a key. */
  readonly inputHash: string
}

/** Reads the key of a mutation: its own, or the request's Idempotency-Key header. */
export function keyedRequest(
  userId: string,
  mutation: string,
  input: unknown,
  key: string | null | undefined,
  header: string | null,
): KeyedRequest {
  const chosen = key ?? header
  const fault = chosen === null ? null : faultOfKey(chosen)
  if (fault !== null) throw badUserInput(fault)
  const inputHash = chosen === null ? '' : hash('sha256', mutation + canonicalInput(input), 'base64url')
  return { userId, key: chosen, mutation, inputHash }
}

const keyReused = (): CodedError =>
  new CodedError(
    'IDEMPOTENCY_KEY_REUSED',
    'This idempotencyKey was used for another mutation or another input. Use a new key for a new intent.',
  )

/** The outcome the key stands for already; null where the key is new. Throws IDEMPOTENCY_KEY_REUSED for another input. */
export function outcomeOf(record: KeyRecord | undefined, request: KeyedRequest): Record<string, unknown> | null {
  if (!record) return null
  if (record.mutation !== request.mutation || record.inputHash !== request.inputHash) throw keyReused()
  return record.outcome
}

/**
 * Runs `work` once per key inside the given transaction: parallel requests of one key wait for each other, a repeat
 * answers the stored outcome, a refusal leaves the key free.
 */
export async function once<O extends Record<string, unknown>>(
  tx: Tx,
  request: KeyedRequest,
  work: () => Promise<O | Refusal>,
): Promise<O | Refusal> {
  if (request.key === null) return await work()
  await lockKey(tx, request.userId, request.key)
  const stored = outcomeOf((await findKeys(tx.sql, [{ userId: request.userId, key: request.key }]))[0], request)
  if (stored) return stored as O
  const outcome = await work()
  if (!isRefusal(outcome)) await insertKeys(tx, [{ ...request, key: request.key, outcome }])
  return outcome
}
