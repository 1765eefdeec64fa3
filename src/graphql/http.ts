/**
 * GraphQL over HTTP and SSE. Yoga reads the parameters and writes results in the media type that was asked for; what
 * may run is the policy's word alone, so none of Yoga's own limits, parsers of forms, CORS or masking is on. A
 * subscription that began is handed back as its results: its events do not pass through Yoga.
 */
import { type ExecutionResult, GraphQLError } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Log } from '../platform/log.ts'
import type { Sink } from '../streams/sink.ts'
import type { Admit } from './admission.ts'
import { CodedError } from './errors.ts'
import { type Results, runOperation, runSubscription, streamRequest } from './execution.ts'
import { maskError } from './masking.ts'
import type { Caller, ContextMaker } from './operation-context.ts'
import { MUTATION_BY_GET, type OperationParameters } from './policy.ts'

export interface HttpCall extends Caller {
  readonly method: string
  /** Where the events of a subscription go; null where the caller does not accept events. */
  readonly sink: Sink | null
  /** Counts the caller among those with an open stream; false where that are too many. */
  readonly enter: () => boolean
  /** From the address of a GET, where Yoga does not look for it. */
  readonly documentId: string | null
  /** Set while the call runs: what the log line says of it. */
  noted: { operation?: string; cost?: number; codes?: readonly string[] }
  /** Set for a subscription that began. */
  results?: Results
}

export interface HttpParts {
  readonly admit: Admit
  readonly makeContext: ContextMaker
  readonly log: Log
}

export type GraphqlHttp = (
  url: string,
  headers: Record<string, string>,
  body: string | null,
  call: HttpCall,
) => Promise<Response | Results>

const STATUS: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
}

/**
 * An error of a request that did not run, with its HTTP status for Yoga, which takes it off again. `spec`: a client
 * that accepts only application/json gets 200, as GraphQL over HTTP says of a well-formed request.
 */
function withStatus(error: GraphQLError): GraphQLError {
  const code = String(error.extensions['code'] ?? '')
  const byGet = error.message === MUTATION_BY_GET
  const http = byGet
    ? { status: 405, headers: { allow: 'POST' } }
    : { status: STATUS[code] ?? 400, spec: STATUS[code] === undefined, headers: retryAfter(error) }
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { ...error.extensions, http },
  })
}

/** The header that programs know which read no extensions: whole seconds. */
function retryAfter({ extensions }: GraphQLError): Record<string, string> {
  const ms = extensions['retryAfterMs']
  return typeof ms === 'number' ? { 'retry-after': `${Math.ceil(ms / 1000)}` } : {}
}

const refusal = (errors: readonly GraphQLError[]): ExecutionResult => ({ errors: errors.map(withStatus) })

export const notAcceptable = new CodedError(
  'BAD_REQUEST',
  'A subscription is sent with accept: text/event-stream, or over a WebSocket.',
)

const tooManyStreams = new CodedError('RATE_LIMITED', 'Too many streams and sockets of one user or one address are open.', {
  retryAfterMs: 1_000,
})

export function createGraphqlHttp({ admit, makeContext, log }: HttpParts): GraphqlHttp {
  async function handle(parameters: OperationParameters, call: HttpCall): Promise<ExecutionResult> {
    const source = { readOnly: call.method === 'GET', idempotencyKey: call.idempotencyKey }
    const admission = await admit(parameters, source, call)
    if (admission.errors) return refusal(admission.errors)
    const { operation } = admission
    call.noted = {
      operation: operation.operationName ?? operation.definition.name?.value ?? operation.definition.operation,
      cost: operation.cost,
    }
    if (operation.definition.operation !== 'subscription') return await runOperation(operation, makeContext(call), log)
    if (!call.sink) return refusal([notAcceptable])
    if (!call.enter()) return refusal([tooManyStreams])
    const stream = streamRequest(operation, call.sink, call.requestId, log)
    const results = await runSubscription(operation, () => makeContext(call, stream), log)
    if ('errors' in results) return refusal(results.errors)
    call.results = results
    return { data: null }
  }

  const plugin: Plugin<{ call: HttpCall }> = {
    onParams({ params, setParams, setParamsHandler, context }) {
      const { call } = context as unknown as { call: HttpCall }
      const parameters: OperationParameters = call.documentId === null ? params : { ...params, documentId: call.documentId }
      if (parameters.documentId != null && params.query == null) setParams({ ...params, query: '' })
      setParamsHandler(
        () =>
          handle(parameters, call)
            .catch((error: unknown) => refusal([maskError(error, call.requestId, log)]))
            .then((result) => {
              if (result.errors) call.noted.codes = result.errors.map((error) => String(error.extensions['code']))
              return result
            }) as never,
      )
    },
    onResultProcess({ result, setResult, setResultProcessor, serverContext }) {
      const { call } = serverContext as unknown as { call: HttpCall }
      if (call.results) return setResultProcessor((_result, { Response }) => new Response(null), 'text/event-stream')
      // Yoga's own refusals have codes of another list.
      const { errors } = result as ExecutionResult
      if (errors?.some((error) => error.extensions['code'] === undefined))
        setResult({ ...result, errors: errors.map(withCode) } as never)
    },
  }

  const yoga = createYoga<{ call: HttpCall }>({
    plugins: [plugin as Plugin],
    graphqlEndpoint: '/graphql',
    extraParamNames: ['documentId'],
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    parserAndValidationCache: false,
    maxRequestBodySize: false,
    // `handle` never throws: what else arrives here is that the parameters could not be read.
    maskedErrors: { maskError: (error) => (error instanceof GraphQLError ? error : unreadable) },
    logging: false,
  })

  return async (url, headers, body, call) => {
    const response = await yoga.fetch(url, { method: call.method, headers, ...(body === null ? {} : { body }) }, { call })
    return call.results ?? response
  }
}

const unreadable = new GraphQLError('The parameters cannot be read as JSON.', {
  extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
})

const withCode = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, { ...error, extensions: { code: 'BAD_REQUEST', ...error.extensions } })
