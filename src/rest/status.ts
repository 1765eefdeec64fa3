/** What went wrong, as an HTTP status and a body of the REST door. Pure. */
import type { RestRefusalFragment, UserErrorCode } from './generated/graphql.ts'
import { exactNumber } from './json.ts'

const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  COST_LIMIT_EXCEEDED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  IDEMPOTENCY_KEY_REUSED: 409,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
}

const STATUS_OF_REFUSAL: Readonly<Partial<Record<UserErrorCode, number>>> = {
  INVALID_SHARES: 400,
  INVALID_PARAMETER: 400,
  PROJECT_NOT_FOUND: 404,
  EVENT_NOT_FOUND: 404,
  TICKER_TAKEN: 409,
}

export interface Failure {
  readonly status: number
  readonly body: { readonly message: string; readonly data: { readonly code: string; readonly [detail: string]: unknown } }
}

/** An error with the extensions that clients of GraphQL see. */
export function failureOf(message: string, extensions: Readonly<Record<string, unknown>>): Failure {
  const code = String(extensions['code'] ?? 'INTERNAL_SERVER_ERROR')
  return { status: STATUS_OF_ERROR[code] ?? 500, body: { message, data: { ...extensions, code } } }
}

/** A rule that said no: 400 for input that no market would take, 422 for what this one does not take now. */
export function refusalOf({ code, message, ...amounts }: RestRefusalFragment): Failure {
  const data = 'required' in amounts ? { required: exactNumber(amounts.required), available: exactNumber(amounts.available) } : {}
  return { status: STATUS_OF_REFUSAL[code] ?? 422, body: { message, data: { code, ...data } } }
}
