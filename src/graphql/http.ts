/**
 * GraphQL over HTTP: reads the parameters of a request, and answers in the media type that was asked for, with the status
 * that the specification of GraphQL over HTTP gives it. What may run is the policy's word alone. A subscription that began
 * is handed back as its results.
 */
import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Log } from '../platform/log.ts'
import type { Sink } from '../streams/sink.ts'
import type { Admit } from './admission.ts'
import { CodedError } from './errors.ts'
import { type Results, runOperation, runSubscription, streamRequest } from './execution.ts'
import { maskError } from './masking.ts'
import type { Caller, ContextMaker } from './operation-context.ts'
import { MUTATION_BY_GET, type OperationParameters } from './policy.ts'
import type { SharedAnswers } from './shared-answers.ts'

export interface HttpCall extends Caller {
  readonly method: string
  readonly accept: string
  /** Where the events of a subscription go; null where the caller does not accept events. */
  readonly sink: Sink | null
  /** Counts the caller among those with an open stream; or says why there cannot be another. */
  readonly enter: () => CodedError | null
  /** Set while the call runs: what the log line says of it. */
  noted: { operation?: string; cost?: number; codes?: readonly string[] }
}

export interface HttpParts {
  readonly admit: Admit
  readonly makeContext: ContextMaker
  readonly sharedAnswers: SharedAnswers
  readonly log: Log
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** `body` is that of a POST; the parameters of a GET stand in the address. */
export type GraphqlHttp = (url: string, body: string | null, call: HttpCall) => Promise<HttpAnswer | Results>

const STATUS: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
}

const notAcceptable = new CodedError('BAD_REQUEST', 'A subscription is sent with accept: text/event-stream, or over a WebSocket.')

const JSON_TYPES = ['application/json', 'application/graphql-response+json'] as const
type MediaType = (typeof JSON_TYPES)[number] | 'text/event-stream'

interface Accepted {
  /** The JSON that is liked best, the first of equals; null where none is accepted. */
  readonly json: (typeof JSON_TYPES)[number] | null
  readonly events: boolean
}

/** What an Accept header takes of what there is; an empty one takes anything. */
export function acceptedOf(accept: string): Accepted {
  let json: Accepted['json'] = null
  let best = 0
  let events = false
  for (const part of (accept.trim() || '*/*').toLowerCase().split(',')) {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim())
    const charset = parameters.find((parameter) => parameter.startsWith('charset='))
    if (charset && !/^charset="?utf-8"?$/.test(charset)) continue
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    if (!(weight > 0)) continue
    if (type === 'text/event-stream') events = true
    const found = type === '*/*' || type === 'application/*' ? 'application/json' : JSON_TYPES.find((each) => each === type)
    if (!found || weight <= best) continue
    json = found
    best = weight
  }
  return { json, events }
}

/** JSON, else events; null where neither is accepted. What follows on each other is never sent as parts of one body. */
function mediaTypeOf(accept: string): MediaType | null {
  const { json, events } = acceptedOf(accept)
  return json ?? (events ? 'text/event-stream' : null)
}

/** Of a request that was not executed. Who accepts only application/json gets 200 for what was well-formed. */
function statusOf(errors: readonly GraphQLError[], type: MediaType): number {
  if (errors.some(({ message }) => message === MUTATION_BY_GET)) return 405
  const statuses = errors.map(
    ({ extensions }) => STATUS[String(extensions['code'])] ?? (type === 'application/graphql-response+json' ? 400 : 200),
  )
  return Math.max(...statuses)
}

/** With the header that programs know which read no extensions: whole seconds. */
function headersOf(errors: readonly GraphQLError[]): Record<string, string> {
  const ms = errors[0]?.extensions['retryAfterMs']
  return {
    ...(errors.some(({ message }) => message === MUTATION_BY_GET) ? { allow: 'POST' } : {}),
    ...(typeof ms === 'number' ? { 'retry-after': `${Math.ceil(ms / 1000)}` } : {}),
  }
}

const badRequest = (message: string) => new CodedError('BAD_REQUEST', message)

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest('The parameters cannot be read as JSON.')
  }
}

const NAMES = new Set(['query', 'variables', 'operationName', 'extensions', 'documentId'])

function readParameters(url: string, body: string | null): OperationParameters {
  if (body === null) return readAddress(url)
  const parameters = readJson(body)
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
    throw badRequest('The parameters must be a JSON object.')
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && !NAMES.has(name)) throw badRequest(`There is no parameter "${name.slice(0, 64)}".`)
  return parameters
}

function readAddress(url: string): OperationParameters {
  const found = URL.parse(url, 'http://graphql')?.searchParams
  // Of two, a proxy that looks at the request may take the other one.
  for (const name of NAMES)
    if (found && found.getAll(name).length > 1) throw badRequest(`${name} is given ${found.getAll(name).length} times.`)
  const json = (name: string) => {
    const text = found?.get(name)
    return text ? readJson(text) : undefined
  }
  return {
    query: found?.get('query'),
    documentId: found?.get('documentId'),
    operationName: found?.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  }
}

export function createGraphqlHttp({ admit, makeContext, sharedAnswers, log }: HttpParts): GraphqlHttp {
  /** What was executed has a text already or a result; what was refused has errors alone. */
  async function run(parameters: OperationParameters, call: HttpCall): Promise<ExecutionResult | Buffer | Results> {
    const source = { readOnly: call.method === 'GET', idempotencyKey: call.idempotencyKey }
    const admission = await admit(parameters, source, call)
    if (admission.errors) return { errors: admission.errors }
    const { operation } = admission
    call.noted = {
      operation: operation.operationName ?? operation.definition.name?.value ?? operation.definition.operation,
      cost: operation.cost,
    }
    const context = makeContext(call)
    const shared = await sharedAnswers.find(operation, context)
    if (shared) return shared
    if (operation.definition.operation !== 'subscription') return await runOperation(operation, context, log)
    if (!call.sink) return { errors: [notAcceptable] }
    const full = call.enter()
    if (full) return { errors: [full] }
    const stream = streamRequest(operation, call.sink, call.requestId, log)
    return await runSubscription(operation, () => makeContext(call, stream), log)
  }

  async function runMasked(url: string, body: string | null, call: HttpCall): Promise<ExecutionResult | Buffer | Results> {
    try {
      return await run(readParameters(url, body), call)
    } catch (error) {
      return { errors: [maskError(error, call.requestId, log)] }
    }
  }

  return async (url, body, call) => {
    const type = mediaTypeOf(call.accept)
    if (type === null) return { status: 406, headers: { accept: JSON_TYPES.join(', ') }, body: '' }
    const result = await runMasked(url, body, call)
    if ('next' in result) return result
    const { data, errors = [] }: ExecutionResult = Buffer.isBuffer(result) ? { data: {} } : result
    if (errors.length > 0) call.noted.codes = errors.map((error) => String(error.extensions['code']))
    const status = data === undefined ? statusOf(errors, type) : 200
    const headers = { 'content-type': `${type}; charset=utf-8`, ...headersOf(errors) }
    const text = Buffer.isBuffer(result) ? result : JSON.stringify(result)
    return {
      status,
      headers,
      body: type === 'text/event-stream' ? `event: next\ndata: ${text}\n\nevent: complete\ndata:\n\n` : text,
    }
  }
}
