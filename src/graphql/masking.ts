/**
 * What a client may read of an error. A CodedError is shown as it is, an outage of the database says so and may be
 * retried; everything else is a bug: the client sees "Unexpected error." and an id, the log the whole of it.
 */
import { GraphQLError } from 'graphql'
import type { Log } from '../platform/log.ts'
import { isOutage } from '../platform/transaction.ts'
import { CodedError, RETRYABLE } from './errors.ts'

/** The error to show for anything that was thrown while an operation of `requestId` ran. */
export function maskError(thrown: unknown, requestId: string, log: Log): GraphQLError {
  const cause = rootCause(thrown)
  if (cause instanceof CodedError) return thrown instanceof GraphQLError ? thrown : cause
  const place =
    thrown instanceof GraphQLError
      ? { nodes: thrown.nodes, source: thrown.source, positions: thrown.positions, path: thrown.path }
      : {}
  if (isOutage(cause)) {
    log.warn({ requestId, err: cause }, 'the database was not available')
    return new GraphQLError('The service is not available at the moment. Try again, a write with the same idempotencyKey.', {
      ...place,
      extensions: { code: 'SERVICE_UNAVAILABLE', ...RETRYABLE },
    })
  }
  log.error({ requestId, err: cause, path: thrown instanceof GraphQLError ? thrown.path : undefined }, 'unexpected error')
  return new GraphQLError('Unexpected error.', { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } })
}

function rootCause(thrown: unknown): unknown {
  let cause = thrown
  while (cause instanceof GraphQLError && !(cause instanceof CodedError) && cause.originalError) cause = cause.originalError
  return cause
}
