/**
 * Operations made from the schema itself: every field and argument of it is asked for sooner or later. Most are valid
 * documents; some are broken by a letter, a token or a piece of another, and a few are no documents at all.
 */
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import type { Chance } from './chance.ts'
import { literalOf, NASTY, valueOf } from './values.ts'

export interface FuzzedOperation {
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly query: string
  readonly variables: { readonly [name: string]: unknown }
  readonly operationName?: string
}

const DEPTH_MAX = 6
const FIELDS_MAX = 40

export function createDocuments(schema: GraphQLSchema, known: readonly string[], chance: Chance): () => FuzzedOperation {
  let last = '{ __typename }'

  function one(kind: FuzzedOperation['kind']): FuzzedOperation {
    const definitions: string[] = []
    const variables: { [name: string]: unknown } = {}
    const fragments: string[] = []
    let fields = 0

    function argument({ name, type }: GraphQLArgument): string {
      const value = valueOf(type, known, chance)
      if (!chance.oneIn(2)) return `${name}: ${literalOf(value)}`
      const variable = `v${definitions.length}`
      definitions.push(`$${variable}: ${type}`)
      if (!chance.oneIn(20)) variables[variable] = value
      return `${name}: $${variable}`
    }

    function field(of: GraphQLField<unknown, unknown>, depth: number): string {
      fields++
      const given = of.args.filter(({ type }) => isNonNullType(type) || chance.oneIn(6)).map(argument)
      const alias = chance.oneIn(10) ? `a${chance.below(5)}: ` : ''
      const directive = chance.oneIn(25) ? ` @${chance.of(['skip', 'include'])}(if: ${chance.oneIn(2)})` : ''
      const head = `${alias}${of.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${directive}`
      const type = getNamedType(of.type)
      return isCompositeType(type) ? `${head} ${selection(type, depth + 1)}` : head
    }

    function selection(type: GraphQLNamedType, depth: number): string {
      if (!isObjectType(type) && !isInterfaceType(type)) return unionSelection(type, depth)
      const all = Object.values(type.getFields())
      const isFull = depth >= DEPTH_MAX || fields > FIELDS_MAX
      const possible = isFull ? all.filter((each) => !isCompositeType(getNamedType(each.type))) : all
      const count = 1 + chance.below(isFull ? 2 : 5)
      const chosen =
        possible.length === 0 ? ['__typename'] : Array.from({ length: count }, () => field(chance.of(possible), depth))
      if (chance.oneIn(6)) chosen.push('__typename')
      if (chance.oneIn(12)) chosen.push(`... on ${type.name} ${selection(type, depth + 1)}`)
      if (!chance.oneIn(15)) return `{ ${chosen.join(' ')} }`
      const name = `F${fragments.length}`
      fragments.push(`fragment ${name} on ${type.name} { ${chosen.join(' ')} }`)
      return `{ ...${name} }`
    }

    function unionSelection(type: GraphQLNamedType, depth: number): string {
      const members = isUnionType(type) ? type.getTypes() : []
      if (members.length === 0 || depth >= DEPTH_MAX) return '{ __typename }'
      const member = chance.of(members)
      return `{ ... on ${member.name} ${selection(member, depth + 1)} }`
    }

    const roots = Object.values(schema.getRootType(kind as never)!.getFields())
    const count = kind === 'query' ? 1 + chance.below(3) : 1
    const body = `{ ${Array.from({ length: count }, () => field(chance.of(roots), 0)).join(' ')} }`
    const head = definitions.length > 0 ? `(${definitions.join(', ')})` : ''
    const query = [`${kind} Q${head} ${body}`, ...fragments].join(' ')
    return { kind, query, variables, ...(chance.oneIn(10) ? { operationName: chance.of(['Q', 'R', '']) } : {}) }
  }

  return () => {
    const made = one(chance.of(['query', 'query', 'query', 'mutation', 'mutation', 'subscription'] as const))
    const query = chance.oneIn(4) ? broken(made.query, last, chance) : made.query
    last = made.query
    return { ...made, query }
  }
}

const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '...',
  '@',
  '$',
  ':',
  '"',
  '"""',
  '!',
  '#',
  '\n',
  '\uFEFF',
  '&',
  '|',
  '=',
  'fragment',
  'on',
  '0',
]

/** The text with a fault in it. */
export function broken(text: string, other: string, chance: Chance): string {
  const at = chance.below(text.length)
  const upTo = at + 1 + chance.below(20)
  switch (chance.below(8)) {
    case 0:
      return text.slice(0, at) + text.slice(upTo)
    case 1:
      return text.slice(0, at)
    case 2:
      return text.slice(0, at) + chance.of(TOKENS) + text.slice(at)
    case 3:
      return text.slice(0, at) + other.slice(chance.below(other.length)) + text.slice(at)
    case 4:
      return text.slice(0, at) + chance.of(NASTY) + text.slice(upTo)
    case 5:
      return text.slice(0, at) + text.slice(at, upTo).repeat(1 + chance.below(40)) + text.slice(upTo)
    case 6:
      return text.replace(/\w+/g, (word) => (chance.oneIn(12) ? `${word}x` : word))
    default:
      return chance.of(TOKENS).repeat(1 + chance.below(3_000))
  }
}
