/**
 * What a document may look like, measured before validation in one walk whose work is linear in the document: each
 * fragment is measured once and its measure added wherever it is spread. Pure. Source: protocol, "Errors"; threats 1-5.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

export interface Limits {
  readonly tokens: number
  /** Nesting of fields, through fragments. Introspection has its own. */
  readonly depth: number
  readonly introspectionDepth: number
  readonly aliases: number
  readonly rootFields: number
  readonly mutationFields: number
  /** Fields of the operation with every fragment expanded. */
  readonly expandedFields: number
  /** Fragments that the document defines, and names of fragments that it spreads: validation compares them in pairs. */
  readonly fragments: number
  /** Nesting of braces, inline fragments included. */
  readonly nesting: number
  /** Sum over response names of the squared number of fields: bounds the comparisons of overlapping fields. */
  readonly fieldPairs: number
  readonly cost: number
  /** Nesting of objects and lists in the variables. */
  readonly variablesDepth: number
  /** Fields of one object of the variables, and items of one list: what is wrong with each is looked for in all of them. */
  readonly variablesFields: number
  readonly variablesItems: number
}

export const DEFAULT_LIMITS: Limits = {
  tokens: 2_000,
  depth: 12,
  introspectionDepth: 24,
  aliases: 20,
  rootFields: 20,
  mutationFields: 5,
  expandedFields: 2_000,
  fragments: 60,
  nesting: 40,
  fieldPairs: 20_000,
  cost: 10_000,
  variablesDepth: 20,
  variablesFields: 100,
  variablesItems: 2_000,
}

interface Measure {
  readonly depth: number
  readonly introspectionDepth: number
  readonly aliases: number
  /** All fields, expanded. */
  readonly fields: number
  /** Fields of the outermost level, expanded. */
  readonly rootFields: number
}

const NOTHING: Measure = { depth: 0, introspectionDepth: 0, aliases: 0, fields: 0, rootFields: 0 }
const INTROSPECTION = new Set(['__schema', '__type'])

const fragmentsOf = (document: DocumentNode): Map<string, FragmentDefinitionNode> =>
  new Map(document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]))

/** A fragment that spreads itself counts as nothing here: validation refuses it by name. */
function measure(document: DocumentNode, operation: OperationDefinitionNode): Measure {
  const fragments = fragmentsOf(document)
  const measured = new Map<string, Measure>()

  const ofFragment = (name: string): Measure => {
    const known = measured.get(name)
    if (known) return known
    measured.set(name, NOTHING)
    const result = ofSelections(fragments.get(name)?.selectionSet)
    measured.set(name, result)
    return result
  }
  const ofSelections = (set: SelectionSetNode | undefined): Measure => {
    let sum = NOTHING
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FRAGMENT_SPREAD) sum = added(sum, ofFragment(node.name.value))
      else if (node.kind === Kind.INLINE_FRAGMENT) sum = added(sum, ofSelections(node.selectionSet))
      else {
        const inner = ofSelections(node.selectionSet)
        const meta = INTROSPECTION.has(node.name.value)
        sum = added(sum, {
          depth: meta ? 1 : inner.depth + 1,
          introspectionDepth: Math.max(inner.introspectionDepth, meta ? inner.depth + 1 : 0),
          aliases: inner.aliases + (node.alias ? 1 : 0),
          fields: inner.fields + 1,
          rootFields: 1,
        })
      }
    }
    return sum
  }
  return ofSelections(operation.selectionSet)
}

const added = (a: Measure, b: Measure): Measure => ({
  depth: Math.max(a.depth, b.depth),
  introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
  aliases: a.aliases + b.aliases,
  fields: a.fields + b.fields,
  rootFields: a.rootFields + b.rootFields,
})

/** The nesting of braces, the names of fragments and the sum of squares over the whole document, whatever is executed of it. */
function shape(document: DocumentNode): { nesting: number; fragments: number; fieldPairs: number } {
  const counts = new Map<string, number>()
  const fragments = new Set(fragmentsOf(document).keys())
  let nesting = 0
  const walk = (set: SelectionSetNode | undefined, level: number): void => {
    nesting = Math.max(nesting, level)
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        fragments.add(node.name.value)
        continue
      }
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      walk(node.selectionSet, level + 1)
    }
  }
  for (const node of document.definitions) if ('selectionSet' in node) walk(node.selectionSet, 0)
  return { nesting, fragments: fragments.size, fieldPairs: [...counts.values()].reduce((sum, count) => sum + count * count, 0) }
}

/** One sentence about the first limit of the whole document that is broken; null where none is. */
export function brokenDocumentLimit(document: DocumentNode, limits: Limits): string | null {
  const found = shape(document)
  if (found.fragments > limits.fragments)
    return `The document has ${found.fragments} fragments; at most ${limits.fragments} are allowed.`
  if (found.nesting > limits.nesting)
    return `The document nests ${found.nesting} levels deep; at most ${limits.nesting} are allowed.`
  if (found.fieldPairs > limits.fieldPairs) return 'The document repeats the same fields too often.'
  return null
}

/** One sentence about the first limit that the operation breaks; null where none is broken. */
export function brokenOperationLimit(document: DocumentNode, operation: OperationDefinitionNode, limits: Limits): string | null {
  const found = measure(document, operation)
  const rootFields = operation.operation === 'mutation' ? limits.mutationFields : limits.rootFields
  const over = (what: string, value: number, max: number) => `The operation has ${value} ${what}; at most ${max} are allowed.`
  if (found.rootFields > rootFields) return over(`root fields in one ${operation.operation}`, found.rootFields, rootFields)
  if (found.aliases > limits.aliases) return over('aliases', found.aliases, limits.aliases)
  if (found.depth > limits.depth) return over('levels of fields', found.depth, limits.depth)
  if (found.introspectionDepth > limits.introspectionDepth)
    return over('levels of introspection', found.introspectionDepth, limits.introspectionDepth)
  if (found.fields > limits.expandedFields) return over('fields with its fragments expanded', found.fields, limits.expandedFields)
  return null
}

/** Whether a value that was read from JSON nests deeper than `max`; looks no further than that. */
export function nestsDeeper(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return max === 0 || Object.values(value).some((inner) => nestsDeeper(inner, max - 1))
}

/** One sentence about the first object or list that is too wide, of variables that do not nest too deep; null where none is. */
export function brokenWidth(value: unknown, limits: Limits): string | null {
  if (typeof value !== 'object' || value === null) return null
  const inner = Object.values(value)
  if (Array.isArray(value)) {
    if (inner.length > limits.variablesItems) return `A list in variables has more than ${limits.variablesItems} items.`
  } else if (inner.length > limits.variablesFields)
    return `An object in variables has more than ${limits.variablesFields} fields.`
  for (const each of inner) {
    const broken = brokenWidth(each, limits)
    if (broken) return broken
  }
  return null
}

/** About how many characters a value has as JSON, not counting what nests deeper than `depth`. */
export function lengthOfValue(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 4
  if (depth === 0) return 0
  let length = 0
  for (const name in value) length += name.length + lengthOfValue((value as Record<string, unknown>)[name], depth - 1)
  return length
}
