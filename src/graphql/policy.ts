/**
 * The one policy: what every operation must pass before anything of it runs, over HTTP, SSE and WebSocket alike. It
 * reads parameters that may be anything, and answers an operation or errors. It executes nothing and asks no database.
 */
import {
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { type Plan, planOf, requestedCost } from './cost.ts'
import { coded, createDocumentReader } from './document.ts'
import { badUserInput, CodedError } from './errors.ts'
import { brokenOperationLimit, brokenWidth, DEFAULT_LIMITS, lengthOfValue, type Limits, nestsDeeper } from './limits.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

export interface PolicyOptions {
  readonly schema: GraphQLSchema
  readonly profile: 'public' | 'locked'
  /** Where given, nothing else runs. */
  readonly trustedDocuments?: TrustedDocuments | null
  readonly limits?: Partial<Limits>
}

/** The parameters of a request as they came, unchecked. */
export interface OperationParameters {
  readonly query?: unknown
  readonly documentId?: unknown
  readonly operationName?: unknown
  readonly variables?: unknown
  readonly extensions?: unknown
}

export interface OperationSource {
  /** GET runs queries only. */
  readonly readOnly: boolean
  /** From the header; null where there is none. */
  readonly idempotencyKey: string | null
}

export interface Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly operationName: string | null
  /** As they came; execution coerces them again. */
  readonly variables: { readonly [name: string]: unknown }
  readonly plan: Plan
  readonly cost: number
}

export type Admission =
  | { readonly operation: Operation; readonly errors?: undefined }
  | {
      readonly operation?: undefined
      readonly errors: readonly GraphQLError[]
      /** How many characters of the document were looked at, where that were not all. */
      readonly readLength?: number
    }

export interface Policy {
  admit(parameters: OperationParameters, source: OperationSource): Admission
  /** How many characters would have to be parsed and validated: none of a document that is known. */
  unread(parameters: OperationParameters): number
  /** About how many characters the variables have. */
  variablesLength(parameters: OperationParameters): number
}

/** An operation that is refused because of how it was sent: the HTTP status is 405 instead of 400. */
export const MUTATION_BY_GET = 'A mutation is sent by POST or over a WebSocket.'

export function createPolicy(options: PolicyOptions): Policy {
  const { schema, trustedDocuments = null } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const locked = options.profile === 'locked'
  const { read, remembers } = createDocumentReader(schema, limits, locked)

  function admit(parameters: OperationParameters, source: OperationSource): Admission {
    const { operationName, variables } = checkedParameters(parameters, limits)
    const document = read(trustedText(parameters, trustedDocuments, locked))
    if (!('kind' in document)) return document

    const definition = getOperationAST(document, operationName)
    if (!definition)
      throw badRequest(
        operationName === null
          ? 'The document has several operations: operationName says which.'
          : 'The document has no operation of this operationName.',
      )
    if (source.readOnly && definition.operation === 'mutation') throw badRequest(MUTATION_BY_GET)
    const broken = brokenOperationLimit(document, definition, limits)
    if (broken) throw new CodedError('COST_LIMIT_EXCEEDED', broken)

    const coerced = getVariableValues(schema, definition.variableDefinitions ?? [], variables, { maxErrors: 10 })
    if (coerced.errors) return { errors: coerced.errors.map((error) => coded(error, 'BAD_USER_INPUT', locked)) }
    const plan = planOf(schema, document, definition, coerced.coerced)
    if (definition.operation === 'subscription' && plan.rootArguments.length === 0)
      throw badUserInput('The only field of the subscription is skipped.')
    const cost = requestedCost(plan)
    if (cost > limits.cost)
      throw new CodedError('COST_LIMIT_EXCEEDED', `The operation costs ${cost} points; at most ${limits.cost} are allowed.`, {
        requested: cost,
        max: limits.cost,
      })
    if (source.idempotencyKey !== null) checkIdempotencyHeader(source.idempotencyKey, definition, plan)
    return { operation: { schema, document, definition, operationName, variables, plan, cost } }
  }

  return {
    admit(parameters, source) {
      try {
        return admit(parameters, source)
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [coded(error, 'BAD_USER_INPUT', locked)] }
        throw error
      }
    },
    unread: ({ query }) => (typeof query !== 'string' || remembers(query) ? 0 : query.length),
    variablesLength: ({ variables }) => lengthOfValue(variables, limits.variablesDepth),
  }
}

const badRequest = (message: string): CodedError => new CodedError('BAD_REQUEST', message)

function checkedParameters({ operationName, variables, extensions }: OperationParameters, limits: Limits) {
  if (operationName != null && typeof operationName !== 'string') throw badRequest('operationName must be a string.')
  if (variables != null && !isMap(variables)) throw badRequest('variables must be an object.')
  if (extensions != null && !isMap(extensions)) throw badRequest('extensions must be an object.')
  if (nestsDeeper(variables, limits.variablesDepth))
    throw badRequest(`variables nest deeper than ${limits.variablesDepth} levels.`)
  const tooWide = brokenWidth(variables, limits)
  if (tooWide) throw badUserInput(tooWide)
  return { operationName: operationName || null, variables: variables ?? {} }
}

const isMap = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text to run. With a list of trusted documents it is the list's own, asked for by documentId or sent as it stands there. */
function trustedText({ query, documentId }: OperationParameters, trusted: TrustedDocuments | null, locked: boolean): string {
  if (documentId != null) {
    const text = typeof documentId === 'string' ? trusted?.get(documentId) : undefined
    if (text === undefined) throw badRequest('documentId names no trusted document.')
    return text
  }
  if (typeof query !== 'string' || query === '') throw badRequest('query must be a string with a GraphQL document.')
  if (trusted || locked) throw badRequest('This server runs trusted documents only: send documentId.')
  return query
}

/** The header stands for the one key that is missing, and for nothing else. */
function checkIdempotencyHeader(key: string, definition: OperationDefinitionNode, plan: Plan): void {
  const [only, ...others] = plan.rootArguments
  const input = only?.['input'] as { idempotencyKey?: unknown } | undefined
  if (key.length < 1 || key.length > 255) throw badUserInput('Idempotency-Key must have 1..255 characters.')
  if (
    definition.operation !== 'mutation' ||
    !only ||
    others.length > 0 ||
    (input?.idempotencyKey ?? only['idempotencyKey']) != null
  ) {
    throw badUserInput(
      'The header Idempotency-Key serves a request with exactly one mutation field that brings no key of its own.',
    )
  }
}
