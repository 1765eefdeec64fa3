/**
 * Documents, read once: parsed, measured and validated, remembered by their text. Only documents without a fault are
 * remembered, and of those as many as fit, so that nobody fills the memory with rubbish.
 */
import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
  visit,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { CodedError, type ErrorCode } from './errors.ts'
import { brokenDocumentLimit, type Limits } from './limits.ts'

/** A document with a fault, and how many of its characters were looked at. */
export interface FaultyDocument {
  readonly errors: readonly GraphQLError[]
  readonly readLength: number
}

export interface DocumentReader {
  read(text: string): DocumentNode | FaultyDocument
  /** Whether the text has been read before, and is a document without a fault. */
  remembers(text: string): boolean
}

const REMEMBERED_TEXT_MAX = 4_000_000
const VALIDATION_ERRORS_MAX = 20
/** What the parser says when it gives up; it has no code for it. */
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more tha[nt] \d+ tokens/

/** `locked`: no introspection, and no error that suggests a name. */
export function createDocumentReader(schema: GraphQLSchema, limits: Limits, locked: boolean): DocumentReader {
  const remembered = new LRUCache<string, DocumentNode>({
    max: 2_000,
    maxSize: REMEMBERED_TEXT_MAX,
    sizeCalculation: (_document, text) => text.length + 1,
  })
  const rules: readonly ValidationRule[] = locked ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules
  const shown = (error: GraphQLError, code: ErrorCode) => coded(error, code, locked)

  function read(text: string): DocumentNode | FaultyDocument {
    const known = remembered.get(text)
    if (known) return known
    let document: DocumentNode
    try {
      document = parse(text, { maxTokens: limits.tokens })
    } catch (error) {
      const fault = error as GraphQLError
      const shownFault = TOO_MANY_TOKENS.test(fault.message)
        ? new CodedError('COST_LIMIT_EXCEEDED', `The document has more than ${limits.tokens} tokens.`)
        : shown(fault, 'GRAPHQL_PARSE_FAILED')
      return { errors: [shownFault], readLength: lengthUpTo(fault, text) }
    }
    const refused = (errors: readonly GraphQLError[]): FaultyDocument => ({ errors, readLength: text.length })
    const broken = brokenDocumentLimit(document, limits)
    if (broken) return refused([new CodedError('COST_LIMIT_EXCEEDED', broken)])
    const errors = validate(schema, document, rules, { maxErrors: VALIDATION_ERRORS_MAX })
    if (errors.length > 0) {
      const fault = (error: GraphQLError) =>
        isAboutValue(error) ? shown(placed(error, document), 'BAD_USER_INPUT') : shown(error, 'GRAPHQL_VALIDATION_FAILED')
      return refused(errors.map(fault))
    }
    remembered.set(text, document)
    return document
  }

  return { read, remembers: (text) => remembered.has(text) }
}

/** Up to the token where the parser gave up; a text, which may be as long as the rest, was read to its end. */
function lengthUpTo({ positions }: GraphQLError, text: string): number {
  const position = positions?.[0]
  return position === undefined || text[position] === '"' ? text.length : position
}

/** A literal of the wrong form, like 2147483648 for an Int, is bad input and not a bad document. */
const isAboutValue = (error: GraphQLError): boolean => error.nodes?.length === 1 && error.nodes[0]!.kind.endsWith('Value')

/** Names the input field of a literal, as errors about variables do: At "input.shares": … */
function placed(error: GraphQLError, document: DocumentNode): GraphQLError {
  const names: string[] = []
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (node !== error.nodes![0]) return undefined
      for (const around of [...ancestors, parent]) names.push(...nameOf(around))
      return BREAK
    },
  })
  if (names.length === 0) return error
  return new GraphQLError(`At "${names.join('.')}": ${error.message}`, { nodes: error.nodes, extensions: error.extensions })
}

function nameOf(node: ASTNode | readonly ASTNode[] | undefined): string[] {
  if (!node || !('kind' in node)) return []
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return [node.name.value]
  return node.kind === Kind.VARIABLE_DEFINITION ? [`$${node.variable.name.value}`] : []
}

/** What is wrong is quoted, however long it is. */
const MESSAGE_LENGTH_MAX = 1_000

/** The error with a code, if it has none, without suggestions where those would tell the schema, and not too long. */
export function coded(error: GraphQLError, code: ErrorCode, locked: boolean): GraphQLError {
  const told = locked ? error.message.replace(/ ?Did you mean .*$/s, '') : error.message
  const message = told.length > MESSAGE_LENGTH_MAX ? `${told.slice(0, MESSAGE_LENGTH_MAX).toWellFormed()}…` : told
  if (message === error.message && error.extensions['code'] !== undefined) return error
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code, ...error.extensions },
  })
}
