/**
 * The one way in for an operation, over HTTP, SSE and WebSocket alike: its caller pays for the reading of it, it passes
 * the policy, and its caller pays its cost. What is refused has been read, and stays paid.
 */
import type { Caller } from './operation-context.ts'
import type { Admission, Operation, OperationParameters, OperationSource, Policy } from './policy.ts'
import type { RateLimits } from './rate-limits.ts'

/** A promise only where the caller's budget has to be asked of Redis first. */
export type Admit = (
  parameters: OperationParameters,
  source: OperationSource,
  caller: Pick<Caller, 'viewer' | 'address'>,
) => Admission | Promise<Admission>

/** A point for each of so many characters: what they take to parse and validate is about what a point takes to answer. */
const CHARACTERS_OF_A_POINT = 200

const readingPoints = ({ query }: OperationParameters): number =>
  1 + (typeof query === 'string' ? Math.floor(query.length / CHARACTERS_OF_A_POINT) : 0)

export function createAdmission(policy: Policy, limits: RateLimits): Admit {
  /** The rest of the cost; the reading of a document that is remembered was free. */
  function pay(
    operation: Operation,
    caller: Pick<Caller, 'viewer' | 'address'>,
    reading: number,
  ): Admission | Promise<Admission> {
    const due = operation.cost - (operation.wasRemembered ? reading : 1)
    if (due <= 0) {
      limits.giveBack(caller, -due)
      return { operation }
    }
    return then(limits.charge(caller, due), (limited): Admission => {
      if (!limited) return { operation }
      if (operation.wasRemembered) limits.giveBack(caller, reading)
      return { errors: [limited] }
    })
  }

  return (parameters, source, caller) => {
    const reading = readingPoints(parameters)
    return then(limits.charge(caller, reading), (limited) => {
      if (limited) return { errors: [limited] }
      const admission = policy(parameters, source)
      return admission.errors ? admission : pay(admission.operation, caller, reading)
    })
  }
}

/** What follows on a value, now if it is there. */
const then = <T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> =>
  value instanceof Promise ? value.then(next) : next(value)
