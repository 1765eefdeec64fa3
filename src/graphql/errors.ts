import { GraphQLError } from 'graphql'

/** The closed list of error codes. Source: protocol, "Errors". */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'COST_LIMIT_EXCEEDED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'BAD_REQUEST'

/** An error that a client may read as it is. Everything else that is thrown is masked. */
export class CodedError extends GraphQLError {
  constructor(code: ErrorCode, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { code, ...extensions } })
  }
}

/** Of an outage or an overload: the same again, in a moment. */
export const RETRYABLE = { retryable: true, retryAfterMs: 500 } as const

export const unavailable = (message: string): CodedError => new CodedError('SERVICE_UNAVAILABLE', message, RETRYABLE)
export const badUserInput = (message: string): CodedError => new CodedError('BAD_USER_INPUT', message)
export const notFound = (message: string): CodedError => new CodedError('NOT_FOUND', message)
export const unauthenticated = (): CodedError => new CodedError('UNAUTHENTICATED', 'Sign in first: send a bearer token.')
export const forbidden = (message = 'Only an administrator may do this.'): CodedError => new CodedError('FORBIDDEN', message)
