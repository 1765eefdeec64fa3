/**
 * Long lists of plain objects, as candles are, past the executor: going through every field of every item takes it far longer
 * than writing them. A field marked PLAIN_LIST hands its items over by `plainList(…)`; where only leaves without arguments are
 * asked of them, the executor sees an empty list, and the items are put in its place, each of its fields made by the schema's
 * own resolver and scalar. What else is asked goes the ordinary way. Items that are kept are written once, too (jsonOf).
 */
import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { Context } from './context.ts'

type Item = object
type Plain = Readonly<Record<string, unknown>>
type Column = (item: Item, context: Context, info: GraphQLResolveInfo) => unknown

/** What is asked of the items of one field of a document, by the key in the answer. */
interface Shape {
  readonly columns: ReadonlyMap<string, Column>
  /** Equal shapes have equal texts. */
  readonly text: string
}

interface Prepared {
  /** The document with the lists' selections taken out. */
  readonly document: DocumentNode
  readonly shapes: ReadonlyMap<FieldNode, Shape>
}

interface Found {
  readonly path: GraphQLResolveInfo['path']
  readonly items: readonly Plain[]
}

/** Marks a field whose items are plain: objects that never change, and whose leaves need no one but themselves. */
export const PLAIN_LIST = { plainList: true } as const

const prepared = new WeakMap<DocumentNode, Prepared | null>()
/** What was made of an item, and its JSON once that was asked for. */
interface Made {
  readonly shape: string
  readonly plain: Plain
  json: string | null
}

/** What was made of an item last, as long as somebody keeps the item: most ask for the same. */
const made = new WeakMap<Item, Made>()
/** What a list in a result was made of. */
const madeOf = new WeakMap<readonly Plain[], readonly Made[]>()
/** Data that plain lists stand in. */
const withLists = new WeakSet<object>()
const running = new WeakMap<Context, { readonly shapes: Prepared['shapes']; readonly found: Found[] }>()

/** The items of a field marked PLAIN_LIST; its resolver answers what this says. */
export function plainList<T extends Item>(items: readonly T[], context: Context, info: GraphQLResolveInfo): readonly T[] {
  const run = running.get(context)
  const shapes = info.fieldNodes.flatMap((node) => run?.shapes.get(node) ?? [])
  if (!run || shapes.length === 0) return items
  const shape = shapes.length === 1 ? shapes[0]! : merged(shapes)
  const found = items.map((item) => makeOf(shape, item, context, info))
  const plain = found.map((each) => each.plain)
  madeOf.set(plain, found)
  run.found.push({ path: info.path, items: plain })
  return []
}

/** Written where a list belongs, which is put there afterwards. */
const LIST = `list-${crypto.randomUUID()}`

/** The JSON of a result. Of its plain lists only items are written that never were. */
export function jsonOf(result: ExecutionResult): string {
  if (!result.data || !withLists.has(result.data)) return JSON.stringify(result)
  const lists: string[] = []
  const text = JSON.stringify(result, (_key, value: unknown) => {
    const items = madeOf.get(value as readonly Plain[])
    if (!items) return value
    lists.push(`[${items.map((item) => (item.json ??= JSON.stringify(item.plain))).join(',')}]`)
    return LIST
  })
  return text.split(`"${LIST}"`).reduce((before, after, index) => `${before}${lists[index - 1]}${after}`)
}

/** Executes with plain lists where the document has any: `run` is given the document to run. */
export async function withPlainLists(
  schema: GraphQLSchema,
  document: DocumentNode,
  context: Context,
  run: (document: DocumentNode) => ExecutionResult | Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const plan = preparedOf(schema, document)
  if (!plan) return await run(document)
  const found: Found[] = []
  running.set(context, { shapes: plan.shapes, found })
  const result = await run(plan.document)
  for (const { path, items } of found) put(result.data, path, items)
  if (result.data && found.length > 0) withLists.add(result.data)
  return result
}

/** Null bubbled up above it where there is no place for it. */
function put(data: unknown, path: Found['path'], items: Found['items']): void {
  const keys: (string | number)[] = []
  for (let at: GraphQLResolveInfo['path'] | undefined = path.prev; at; at = at.prev) keys.unshift(at.key)
  const parent = keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data)
  if (typeof parent === 'object' && parent !== null) (parent as Record<string, unknown>)[path.key] = items
}

function makeOf({ columns, text }: Shape, item: Item, context: Context, info: GraphQLResolveInfo): Made {
  const known = made.get(item)
  if (known?.shape === text) return known
  const plain: Record<string, unknown> = {}
  for (const [key, column] of columns) plain[key] = column(item, context, info)
  const making: Made = { shape: text, plain, json: null }
  made.set(item, making)
  return making
}

const merged = (shapes: readonly Shape[]): Shape => ({
  columns: new Map(shapes.flatMap(({ columns }) => [...columns])),
  text: shapes.map(({ text }) => text).join(' '),
})

function preparedOf(schema: GraphQLSchema, document: DocumentNode): Prepared | null {
  const known = prepared.get(document)
  if (known !== undefined) return known
  const made = prepare(schema, document)
  prepared.set(document, made)
  return made
}

const TYPE_NAME_ONLY: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}

function prepare(schema: GraphQLSchema, document: DocumentNode): Prepared | null {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const shapes = new Map<FieldNode, Shape>()
  // Fields of one key are merged by the executor: all of them are shortened, or none.
  let isEvery = true
  const typeInfo = new TypeInfo(schema)
  const enter = (node: FieldNode): FieldNode | undefined => {
    const field = typeInfo.getFieldDef()
    const type = field && getNamedType(field.type)
    if (!field?.extensions['plainList'] || !isObjectType(type) || !node.selectionSet) return undefined
    const columns = new Map<string, Column>()
    const names: string[] = [type.name]
    if (!collect(type, node.selectionSet, fragments, columns, names)) {
      isEvery = false
      return undefined
    }
    const short = { ...node, selectionSet: TYPE_NAME_ONLY }
    shapes.set(short, { columns, text: names.join(' ') })
    return short
  }
  const short = visit(document, visitWithTypeInfo(typeInfo, { Field: { enter } }))
  return isEvery && shapes.size > 0 ? { document: short, shapes } : null
}

/** False where something else than leaves is asked, or by a condition. */
function collect(
  type: GraphQLObjectType,
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  into: Map<string, Column>,
  names: string[],
): boolean {
  return set.selections.every((node) => {
    if (node.directives?.length) return false
    if (node.kind !== Kind.FIELD) {
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)! : node
      const isOther = fragment.directives?.length || (fragment.typeCondition?.name.value ?? type.name) !== type.name
      return !isOther && collect(type, fragment.selectionSet, fragments, into, names)
    }
    const key = (node.alias ?? node.name).value
    const column = node.name.value === '__typename' ? () => type.name : columnOf(type.getFields()[node.name.value]!)
    if (column) into.set(key, column)
    names.push(`${key}:${node.name.value}`)
    return column !== null
  })
}

/** A leaf as the executor makes it; null where the field is none. */
function columnOf({ name, args, type, resolve }: GraphQLField<unknown, Context>): Column | null {
  const leaf = getNullableType(type)
  if (!isLeafType(leaf) || args.length > 0) return null
  const read = resolve
    ? (item: Item, context: Context, info: GraphQLResolveInfo) => resolve(item, {}, context, info)
    : (item: Item) => (item as Record<string, unknown>)[name]
  const isNeeded = isNonNullType(type)
  return (item, context, info) => {
    const value = read(item, context, info)
    if (value !== null && value !== undefined) return written(leaf, value)
    if (isNeeded) throw new Error(`${name} of a plain list has no value`)
    return null
  }
}

const written = (leaf: GraphQLLeafType, value: unknown): unknown => leaf.serialize(value)
