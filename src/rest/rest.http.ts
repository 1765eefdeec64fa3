/**
 * The REST door: the routes of the table, each one document that passes origin, content type, body size, token, policy
 * and rate limit like an operation on /graphql, and is executed and masked like it. There is no other way in from here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import type { Viewer } from '../identity/viewer.ts'
import { type Admit, createAdmission } from '../graphql/admission.ts'
import { badUserInput, CodedError } from '../graphql/errors.ts'
import { runOperation } from '../graphql/execution.ts'
import type { HttpCall } from '../graphql/http.ts'
import { maskError } from '../graphql/masking.ts'
import type { Caller, ContextMaker } from '../graphql/operation-context.ts'
import { createPolicy } from '../graphql/policy.ts'
import type { RateLimits } from '../graphql/rate-limits.ts'
import {
  addressOf,
  checkContentType,
  checkOrigin,
  corsHeaders,
  headerOf,
  type OriginRules,
  PREFLIGHT_HEADERS,
  readBody,
  RequestRefused,
} from '../graphql/request.ts'
import { type Authenticate, signIn } from '../graphql/sign-in.ts'
import type { Log } from '../platform/log.ts'
import { type Fields, readFields, type Values } from './fields.ts'
import type { RestRefusalFragment } from './generated/graphql.ts'
import { readJson } from './json.ts'
import type { Answer, Route } from './route.ts'
import { ROUTES } from './routes.ts'
import { type Failure, failureOf, refusalOf } from './status.ts'

export interface RestOptions extends OriginRules {
  readonly schema: GraphQLSchema
  readonly profile: 'public' | 'locked'
  readonly limits: RateLimits
  readonly makeContext: ContextMaker
  readonly authenticate: Authenticate
  readonly log: Log
  readonly maxBodyBytes: number
}

export interface RestDoor {
  isKnown(path: string): boolean
  handle(request: IncomingMessage, response: ServerResponse, path: string, requestId: string): Promise<Partial<HttpCall>>
}

/** The way in whose trusted documents are those of the table, by path: nothing else runs. */
export const restAdmission = (
  { schema, profile, limits }: Pick<RestOptions, 'schema' | 'profile' | 'limits'>,
  documents: ReadonlyMap<string, string>,
): Admit => createAdmission(createPolicy({ schema, profile, trustedDocuments: documents }), limits)

export function createRestDoor(options: RestOptions): RestDoor {
  const { limits, log } = options
  const admit = restAdmission(options, new Map(ROUTES.map(({ path, documentText }) => [path, documentText])))
  const routes = new Map(ROUTES.map((route) => [route.path, route]))

  async function run(route: Route, values: Values<Fields>, caller: Caller, noted: HttpCall['noted']): Promise<Answer | Failure> {
    const readOnly = route.method === 'GET'
    const admission = await admit(
      { documentId: route.path, variables: route.variables(values) },
      { readOnly, idempotencyKey: caller.idempotencyKey },
      caller,
    )
    if (admission.errors) return failureOf(admission.errors[0]!.message, admission.errors[0]!.extensions)
    const { operation } = admission
    noted.operation = operation.definition.name?.value
    noted.cost = operation.cost
    const { data, errors }: ExecutionResult = await runOperation(operation, options.makeContext(caller), log)
    if (errors) return failureOf(errors[0]!.message, errors[0]!.extensions)
    const answer = route.answer(data, values)
    return isRefused(answer) ? refusalOf(answer) : answer
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    route: Route,
    requestId: string,
  ): Promise<Partial<HttpCall>> {
    checkOrigin(request, options)
    if (request.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT_HEADERS).end()
      return {}
    }
    if (request.method !== route.method) {
      throw new RequestRefused(405, new CodedError('BAD_REQUEST', `The method must be ${route.method}.`), {
        allow: `${route.method}, OPTIONS`,
      })
    }
    if (route.method === 'POST') checkContentType(request)
    const body = route.method === 'POST' ? await readBody(request, options.maxBodyBytes) : null
    const viewer = await signIn(options, request, requestId)
    checkService(viewer, route)
    const caller = {
      viewer,
      requestId,
      address: addressOf(request, options.trustedProxies),
      // Reading changes nothing: a key that a program sends with everything is not looked at.
      idempotencyKey: route.method === 'GET' ? null : headerOf(request, 'idempotency-key'),
    }
    const noted: HttpCall['noted'] = {}
    const result = await attempt(() => run(route, readFields(route.fields, givenBy(request, body)), caller, noted), requestId)
    for (const [name, value] of Object.entries(await limits.headers(caller))) response.setHeader(name, value)
    if ('status' in result) {
      noted.codes = [result.body.data.code]
      sendFailure(response, result)
    } else send(response, 200, result)
    return { viewer, noted }
  }

  async function attempt(work: () => Promise<Answer | Failure>, requestId: string): Promise<Answer | Failure> {
    try {
      return await work()
    } catch (error) {
      const { message, extensions } = maskError(error, requestId, log)
      return failureOf(message, extensions)
    }
  }

  return {
    isKnown: (path) => routes.has(path),
    async handle(request, response, path, requestId) {
      return await answerOrRefuse(request, response, options, () => answer(request, response, routes.get(path)!, requestId))
    },
  }
}

const isRefused = (answer: Answer | RestRefusalFragment): answer is RestRefusalFragment => 'code' in answer

function checkService(viewer: Viewer | null, { access }: Route): void {
  if (!viewer?.isService || access === 'service') return
  throw new RequestRefused(
    403,
    new CodedError('FORBIDDEN', 'A service token is good for POST /btx/admin/investment-impact alone.'),
  )
}

/** The values that a request gives, by name: of its address, or of its body. */
function givenBy(request: IncomingMessage, body: string | null): (name: string) => unknown {
  if (body === null) {
    const parameters = URL.parse(request.url ?? '', 'http://rest')?.searchParams ?? new URLSearchParams()
    return (name) => {
      const values = parameters.getAll(name)
      if (values.length > 1) throw badUserInput(`${name} is given ${values.length} times.`)
      return values[0] || undefined
    }
  }
  const object = readObject(body)
  return (name) => (Object.hasOwn(object, name) ? object[name] : undefined)
}

function readObject(body: string): { readonly [name: string]: unknown } {
  let read: unknown
  try {
    read = readJson(body)
  } catch {
    throw new CodedError('BAD_REQUEST', 'The body cannot be read as JSON.')
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new CodedError('BAD_REQUEST', 'The body must be a JSON object.')
  return read as { readonly [name: string]: unknown }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

export function sendFailure(response: ServerResponse, { status, body }: Failure): void {
  const { retryAfterMs } = body.data
  if (typeof retryAfterMs === 'number') response.setHeader('retry-after', `${Math.ceil(retryAfterMs / 1000)}`)
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  send(response, status, body)
}

/** Answers under the rules that all paths of this door share: origins, nothing cached, and refusals in their shape. */
export async function answerOrRefuse(
  request: IncomingMessage,
  response: ServerResponse,
  rules: OriginRules,
  answer: () => Promise<Partial<HttpCall>>,
): Promise<Partial<HttpCall>> {
  for (const [name, value] of Object.entries(corsHeaders(request, rules))) response.setHeader(name, value)
  response.setHeader('cache-control', 'no-store')
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error
    return refuseRequest(response, error)
  }
}

/** Refuses a request as a whole. */
function refuseRequest(response: ServerResponse, { status, error, headers }: RequestRefused): Partial<HttpCall> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  sendFailure(response, { ...failureOf(error.message, error.extensions), status })
  return { noted: { codes: [String(error.extensions['code'])] } }
}
