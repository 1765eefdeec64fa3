/**
 * Relay pages over keyset reads. A room reads `limit + 1` rows in the page's direction (backward: from the end of the
 * list, so in the opposite order); connectionOf cuts the surplus row, restores the order and says what lies beyond.
 */
import type { ArgBuilder, ObjectRef, SchemaTypes } from '@pothos/core'
import { builder } from './builder.ts'
import { badUserInput } from './errors.ts'

type Types = (typeof builder)['$inferSchemaTypes']

export const PAGE_SIZE_DEFAULT = 20
export const PAGE_SIZE_MAX = 100

/** What the room reads: at most limit + 1 rows behind `after` and before `before`, from the end if backward. */
export interface Page {
  readonly limit: number
  readonly direction: 'forward' | 'backward'
  readonly after: string | null
  readonly before: string | null
}

export interface PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[]
  readonly pageInfo: PageInfo
  /** Asked only where the field is selected. */
  readonly totalCount?: () => Promise<number> | number
}

export interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly last?: number | null
  readonly before?: string | null
}

/** Put into the extensions of an Int or list argument: another number, or length, is BAD_USER_INPUT before execution. */
export const range = (min: number, max: number) => ({ range: { min, max } })

/** The four arguments of every connection field. */
export const pageArguments = (t: { arg: ArgBuilder<Types> }, max: number = PAGE_SIZE_MAX) => ({
  first: t.arg.int({
    extensions: range(1, max),
    description: `How many from the start, 1..${max}. Neither first nor last: ${PAGE_SIZE_DEFAULT}.`,
  }),
  after: t.arg.string({ description: 'Only what comes behind this cursor.' }),
  last: t.arg.int({
    extensions: range(1, max),
    description: `How many from the end of the list, 1..${max}. Not together with first.`,
  }),
  before: t.arg.string({ description: 'Only what comes before this cursor.' }),
})

/** The page that the arguments ask for; BAD_USER_INPUT for both first and last and for a size out of 1..max. */
export function pageOf(args: PageArguments, max: number = PAGE_SIZE_MAX): Page {
  const { first, last } = args
  if (first != null && last != null) throw badUserInput('Give first or last, not both.')
  const [name, limit] = last != null ? ['last', last] : ['first', first ?? PAGE_SIZE_DEFAULT]
  if (!Number.isInteger(limit) || limit < 1 || limit > max) throw badUserInput(`${name} must be 1..${max}, and was ${limit}.`)
  return { limit, direction: last != null ? 'backward' : 'forward', after: args.after ?? null, before: args.before ?? null }
}

/** `rows` as read for `page`: up to limit + 1, in the page's direction. */
export function connectionOf<Row>(
  rows: readonly Row[],
  page: Page,
  cursorOf: (row: Row) => string,
  totalCount?: Connection<Row>['totalCount'],
): Connection<Row> {
  const surplus = rows.length > page.limit
  const kept = rows.slice(0, page.limit)
  if (page.direction === 'backward') kept.reverse()
  const edges = kept.map((node) => ({ cursor: cursorOf(node), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage: page.direction === 'forward' ? surplus : page.before !== null,
      hasPreviousPage: page.direction === 'backward' ? surplus : page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    ...(totalCount ? { totalCount } : {}),
  }
}

export interface PageCursor {
  encode(...parts: readonly string[]): string
  /** The parts; null for null; BAD_USER_INPUT for what `encode` did not make. */
  decode(text: string | null): string[] | null
}

/** Opaque page cursors: base64url of `kind` and parts that match `forms`, in canonical spelling. Holds no secret. */
export function pageCursor(kind: string, ...forms: readonly RegExp[]): PageCursor {
  const encode = (...parts: readonly string[]) => Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url')
  const parse = (text: string): string[] | null => {
    try {
      const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
      if (!Array.isArray(read) || read.length !== forms.length + 1 || read[0] !== kind) return null
      const parts = read.slice(1)
      return parts.every((part, index) => typeof part === 'string' && forms[index]!.test(part)) && encode(...parts) === text
        ? parts
        : null
    } catch {
      return null
    }
  }
  return {
    encode,
    decode(text) {
      if (text === null) return null
      const parts = text.length <= 1000 ? parse(text) : null
      if (parts === null) throw badUserInput('after and before must be cursors of this list.')
      return parts
    },
  }
}

const PageInfoRef = builder.objectRef<PageInfo>('PageInfo').implement({
  description: 'What lies beyond a page.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether something follows the page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'Whether something precedes the page.' }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: 'Cursor of the first edge; null when the page is empty.',
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Cursor of the last edge; null when the page is empty.',
    }),
  }),
})

/** The types <name>Connection and <name>Edge over `node`. totalCount only where asked for. */
export function defineConnection<Row>(name: string, node: ObjectRef<SchemaTypes & Types, Row>, { totalCount = false } = {}) {
  const edge = builder.objectRef<Connection<Row>['edges'][number]>(`${name}Edge`).implement({
    description: 'An item with its place in the list.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Pass as after or before.' }),
      node: t.field({ type: node, description: 'The item.', resolve: (parent) => parent.node as never }),
    }),
  })
  const connection = builder.objectRef<Connection<Row>>(`${name}Connection`).implement({
    description: 'A page of a list.',
    fields: (t) => ({
      edges: t.field({ type: [edge], description: 'Items with cursors.', resolve: (parent) => parent.edges }),
      nodes: t.field({
        type: [node],
        description: 'The items alone.',
        resolve: (parent) => parent.edges.map((each) => each.node) as never,
      }),
      pageInfo: t.field({ type: PageInfoRef, description: 'What lies beyond.', resolve: (parent) => parent.pageInfo }),
    }),
  })
  if (totalCount) {
    builder.objectField(connection, 'totalCount', (t) =>
      t.int({ description: 'Length of the whole list.', resolve: (parent) => parent.totalCount?.() ?? 0 }),
    )
  }
  return connection
}
