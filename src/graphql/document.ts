/**
 * Documents, read once: parsed, measured and validated, remembered by their text. Only documents without a fault are
 * remembered, and of those as many as fit, so that nobody fills the memory with rubbish.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { CodedError, type ErrorCode } from './errors.ts'
import { brokenDocumentLimit, type Limits } from './limits.ts'

export type ReadDocument = (text: string) => DocumentNode | readonly GraphQLError[]

const REMEMBERED_TEXT_MAX = 4_000_000
const VALIDATION_ERRORS_MAX = 20

/** `locked`: no introspection, and no error that suggests a name. */
export function createDocumentReader(schema: GraphQLSchema, limits: Limits, locked: boolean): ReadDocument {
  const remembered = new LRUCache<string, DocumentNode>({
    max: 2_000,
    maxSize: REMEMBERED_TEXT_MAX,
    sizeCalculation: (_document, text) => text.length + 1,
  })
  const rules: readonly ValidationRule[] = locked ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules
  const shown = (error: GraphQLError, code: ErrorCode) => coded(error, code, locked)

  return (text) => {
    const known = remembered.get(text)
    if (known) return known
    let document: DocumentNode
    try {
      document = parse(text, { maxTokens: limits.tokens })
    } catch (error) {
      return [shown(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')]
    }
    const broken = brokenDocumentLimit(document, limits)
    if (broken) return [new CodedError('COST_LIMIT_EXCEEDED', broken)]
    const errors = validate(schema, document, rules, { maxErrors: VALIDATION_ERRORS_MAX })
    if (errors.length > 0)
      return errors.map((error) => shown(error, isAboutValue(error) ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED'))
    remembered.set(text, document)
    return document
  }
}

/** A literal of the wrong form, like 2147483648 for an Int, is bad input and not a bad document. */
const isAboutValue = (error: GraphQLError): boolean => error.nodes?.length === 1 && error.nodes[0]!.kind.endsWith('Value')

/** The error with a code, if it has none, and without suggestions where those would tell the schema. */
export function coded(error: GraphQLError, code: ErrorCode, locked: boolean): GraphQLError {
  const message = locked ? error.message.replace(/ ?Did you mean .*$/s, '') : error.message
  if (message === error.message && error.extensions['code'] !== undefined) return error
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code, ...error.extensions },
  })
}
