/** What a route of the REST door is, and how the table's rows are typed by their documents. Pure. */
import type { Fields, Values } from './fields.ts'
import type { RestRefusalFragment } from './generated/graphql.ts'
import type { Schema, Shape } from './shapes.ts'

/** A document as codegen writes it: its text, typed. */
interface Document<Data, Variables> {
  toString(): string
  readonly __apiType?: (variables: Variables) => Data
}

/** What a document answered, in the words of the door. */
export interface Answer {
  readonly message: string
  readonly data: unknown
}

interface RouteOf<F extends Fields, Data, Variables> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  /** Who may call; said for people, decided by the resolvers. `service`: administrators and a service token of investments. */
  readonly access: 'public' | 'trader' | 'admin' | 'service'
  readonly fields: F
  readonly document: Document<Data, Variables>
  variables(values: Values<F>): Variables
  answer(data: Data, values: Values<F>): Answer | RestRefusalFragment
  /** What OpenAPI says of `data`. */
  readonly schema: Schema
  readonly parts: readonly Shape<never>[]
}

export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  readonly access: 'public' | 'trader' | 'admin' | 'service'
  readonly fields: Fields
  readonly documentText: string
  variables(values: Values<Fields>): Readonly<Record<string, unknown>>
  answer(data: unknown, values: Values<Fields>): Answer | RestRefusalFragment
  readonly schema: Schema
  readonly parts: readonly Shape<never>[]
}

export const route = <F extends Fields, Data, Variables>({ document, ...rest }: RouteOf<F, Data, Variables>): Route =>
  ({ ...rest, documentText: document.toString() }) as unknown as Route
