/**
 * The one way in for an operation, over HTTP, SSE and WebSocket alike: its caller pays for the reading of it, it passes
 * the policy, and its caller pays its cost. What is refused stays paid as far as it was read.
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

/** A point for each of so many characters: they take about as long to parse and validate as a point takes to answer. */
const CHARACTERS_OF_A_POINT = 20
/** Variables are only looked through. */
const VARIABLE_CHARACTERS_OF_A_POINT = 200
/** A short document with few variables that is admitted is read for nothing. */
const FREE_POINTS = 5

export function createAdmission({ admit, unread, variablesLength }: Policy, limits: RateLimits): Admit {
  return (parameters, source, caller) => {
    const length = unread(parameters)
    const variables = Math.floor(variablesLength(parameters) / VARIABLE_CHARACTERS_OF_A_POINT)
    const reading = Math.floor(length / CHARACTERS_OF_A_POINT) + variables
    const paid = 1 + reading

    function pay(operation: Operation): Admission | Promise<Admission> {
      const due = operation.cost + Math.max(0, reading - FREE_POINTS) - paid
      if (due < 0) limits.giveBack(caller, -due)
      if (due <= 0) return { operation }
      return then(limits.charge(caller, due), (limited): Admission => {
        if (!limited) return { operation }
        if (reading === 0) limits.giveBack(caller, paid)
        return { errors: [limited] }
      })
    }

    return then(limits.charge(caller, paid), (limited) => {
      if (limited) return { errors: [limited] }
      const admission = admit(parameters, source)
      if (!admission.errors) return pay(admission.operation)
      const { readLength = length } = admission
      if (readLength < length) limits.giveBack(caller, reading - variables - Math.floor(readLength / CHARACTERS_OF_A_POINT))
      return admission
    })
  }
}

/** What follows on a value, now if it is there. */
const then = <T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> =>
  value instanceof Promise ? value.then(next) : next(value)
