/**
 * One press, one command. A command has one idempotency key for as long as its outcome is unknown, so that a second
 * click, a lost answer or a repeat does it once; a new key begins when it was done.
 */
import { createSignal } from 'solid-js'
import { ApiError, newKey, sentenceOf, untilAnswered } from '../lib/api.ts'
import { touch } from './live.ts'

export interface Outcome {
  readonly userErrors: readonly { readonly message: string; readonly path: readonly string[] }[]
}

export interface Command {
  readonly busy: () => boolean
  /** Why it was not done, as a sentence. */
  readonly fault: () => string | null
  /** The last name in the path of the field at fault. */
  readonly faultField: () => string | null
  /** Answers whether it was done. While one is on its way, others are not sent. */
  run(send: (idempotencyKey: string) => Promise<Outcome>): Promise<boolean>
  clear(): void
}

export function createCommand(): Command {
  const [busy, setBusy] = createSignal(false)
  const [fault, setFault] = createSignal<{ message: string; field: string | null } | null>(null)
  let key = newKey()
  let isRunning = false

  async function run(send: (idempotencyKey: string) => Promise<Outcome>): Promise<boolean> {
    if (isRunning) return false
    isRunning = true
    setBusy(true)
    setFault(null)
    try {
      const {
        userErrors: [refusal],
      } = await untilAnswered(() => send(key), { forMs: 20_000 })
      if (refusal) setFault({ message: refusal.message, field: refusal.path.at(-1) ?? null })
      else key = newKey()
      return !refusal
    } catch (error) {
      setFault({ message: commandSentence(error), field: null })
      return false
    } finally {
      isRunning = false
      setBusy(false)
      touch()
    }
  }
  return {
    busy,
    run,
    fault: () => fault()?.message ?? null,
    faultField: () => fault()?.field ?? null,
    clear: () => setFault(null),
  }
}

/** A command whose answer was lost may have been done: then its key tells. */
function commandSentence(error: unknown): string {
  if (!(error instanceof ApiError)) return sentenceOf(error)
  if (error.code === 'IDEMPOTENCY_KEY_REUSED') return 'Your first try was carried out after all, as it was then: see the log.'
  if (error.code === 'FORBIDDEN') return 'Only organisers may do this.'
  if (error.code === 'UNAUTHENTICATED') return 'Your session ended: sign in again.'
  return error.isPassing
    ? `${sentenceOf(error)} It is not known whether it was done; pressing again does it at most once.`
    : sentenceOf(error)
}
