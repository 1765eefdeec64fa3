/**
 * What an operation costs, on coerced variables: each object that it may read is one point, times the sizes of the
 * lists around it; a mutation's field is ten. Leaves, edges and pageInfo are free. `requested` is known before the
 * execution, `actual` counts what the answer holds. Sizes come from first, last, top, bottom, levels, points, ids, inputs;
 * a list without any is 20, or what the field's `listSize` extension says. The caller bounds the expanded fields first.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { badUserInput } from './errors.ts'
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from './connection.ts'

type Arguments = { readonly [name: string]: unknown }

/** One field of the answer, with all selections that meet in it merged. */
interface PlanNode {
  readonly own: number
  /** How many items the list may have; 1 where the field is no list. */
  times: number
  readonly children: Map<string, PlanNode>
}

export interface Plan {
  readonly base: number
  readonly roots: ReadonlyMap<string, PlanNode>
  /** The coerced arguments of each root field, in the document's order. */
  readonly rootArguments: readonly Arguments[]
}

const MUTATION_COST = 10
const INTROSPECTION_COST = 10

/** Reads and checks every argument of the operation; throws BAD_USER_INPUT for a size out of range. */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Arguments,
): Plan {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const rootArguments: Arguments[] = []
  const rootType = schema.getRootType(operation.operation) as GraphQLObjectType
  const roots = new Map<string, PlanNode>()

  const collect = (
    parent: unknown,
    set: SelectionSetNode | undefined,
    into: Map<string, PlanNode>,
    sizes: ReadonlyMap<string, number>,
  ): void => {
    for (const node of set?.selections ?? []) {
      if (isSkipped(node, variables)) continue
      if (node.kind === Kind.FIELD) field(parent, node, into, sizes)
      else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)! : node
        const type = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent
        collect(type, fragment.selectionSet, into, sizes)
      }
    }
  }
  const field = (parent: unknown, node: FieldNode, into: Map<string, PlanNode>, inherited: ReadonlyMap<string, number>): void => {
    const name = node.name.value
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
    const key = (node.alias ?? node.name).value
    if (!definition) {
      // __typename is free; __schema and __type have one price.
      if (name !== '__typename') into.set(key, { own: INTROSPECTION_COST, times: 1, children: new Map() })
      return
    }
    const args = definition.args.length > 0 ? getArgumentValues(definition, node, variables) : {}
    checkArguments(definition, args)
    if (into === roots) rootArguments.push(args)
    if (!isCompositeType(getNamedType(definition.type)) && definition.extensions['cost'] === undefined) return
    const plan = into.get(key) ?? { own: ownCost(definition, args), times: 0, children: new Map() }
    plan.times = Math.max(plan.times, timesOf(definition, args, inherited))
    into.set(key, plan)
    collect(getNamedType(definition.type), node.selectionSet, plan.children, sizesOf(definition, args))
  }
  collect(rootType, operation.selectionSet, roots, NO_SIZES)
  return { base: 1 + (operation.operation === 'mutation' ? MUTATION_COST * rootArguments.length : 0), roots, rootArguments }
}

const NO_SIZES: ReadonlyMap<string, number> = new Map()

function isSkipped(node: SelectionNode, variables: Arguments): boolean {
  if (!node.directives?.length) return false
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false
  )
}

function ownCost(field: GraphQLField<unknown, unknown>, args: Arguments): number {
  const said = field.extensions['cost']
  if (typeof said === 'number') return said
  if (typeof said === 'function') return Number(said(args))
  const { name } = getNamedType(field.type)
  return name === 'PageInfo' || name.endsWith('Edge') ? 0 : 1
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const lengthOf = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined)

/** What a connection hands to edges and nodes, a leaderboard to top and bottom, and a book to bids and asks. */
function sizesOf(field: GraphQLField<unknown, unknown>, args: Arguments): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  if (field.args.some((argument) => argument.name === 'first')) {
    const page = numberOf(args['first']) ?? numberOf(args['last']) ?? PAGE_SIZE_DEFAULT
    for (const name of ['edges', 'nodes']) sizes.set(name, page)
  }
  for (const name of ['top', 'bottom']) if (typeof args[name] === 'number') sizes.set(name, args[name])
  if (typeof args['levels'] === 'number') for (const name of ['bids', 'asks']) sizes.set(name, args['levels'])
  return sizes
}

function timesOf(field: GraphQLField<unknown, unknown>, args: Arguments, inherited: ReadonlyMap<string, number>): number {
  if (!isListType(getNullableType(field.type))) return 1
  // A refusal has exactly one.
  if (field.name === 'userErrors') return 1
  const said = field.extensions['listSize']
  return (
    numberOf(args['points']) ??
    lengthOf(args['ids']) ??
    lengthOf(args['inputs']) ??
    inherited.get(field.name) ??
    (typeof said === 'function' ? Number(said(args)) : numberOf(said)) ??
    PAGE_SIZE_DEFAULT
  )
}

/** The range of an Int argument, or the length of a list: from its `range` extension; first and last always have one. */
function checkArguments(field: GraphQLField<unknown, unknown>, args: Arguments): void {
  for (const argument of field.args) {
    const said = argument.extensions['range'] as { min: number; max: number } | undefined
    const range = said ?? (argument.name === 'first' || argument.name === 'last' ? { min: 1, max: PAGE_SIZE_MAX } : undefined)
    const value = args[argument.name]
    const size = numberOf(value) ?? lengthOf(value)
    if (!range || size === undefined || (size >= range.min && size <= range.max)) continue
    const what = Array.isArray(value) ? `The length of ${argument.name}` : argument.name
    throw badUserInput(`${what} must be ${range.min}..${range.max}, and was ${size}.`)
  }
  if (args['first'] != null && args['last'] != null) throw badUserInput('Give first or last, not both.')
}

/** The points of the whole operation, before it runs. */
export const requestedCost = (plan: Plan): number => plan.base + Math.ceil(sum(plan.roots, (node) => node.times * perItem(node)))

const perItem = (node: PlanNode): number => node.own + sum(node.children, (child) => child.times * perItem(child))

const sum = (nodes: ReadonlyMap<string, PlanNode>, points: (node: PlanNode, key: string) => number): number => {
  let total = 0
  for (const [key, node] of nodes) total += points(node, key)
  return total
}

/** The points of what was answered: the same prices over the real lengths. */
export const actualCost = (plan: Plan, data: unknown): number => plan.base + Math.ceil(answered(plan.roots, data))

function answered(nodes: ReadonlyMap<string, PlanNode>, data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0
  return sum(nodes, (node, key) => ofValue(node, (data as Record<string, unknown>)[key]))
}

function ofValue(node: PlanNode, value: unknown): number {
  if (value === null || value === undefined) return 0
  if (Array.isArray(value)) return value.reduce<number>((total, item) => total + ofValue(node, item), 0)
  return node.own + answered(node.children, value)
}
