/** The exchange's schema and a few fields that misbehave, for tests of the door. */
import { extendSchema, type GraphQLField, type GraphQLSchema, parse } from 'graphql'
import type { Context } from '../../src/graphql/context.ts'
import { schema } from '../../src/graphql/schema.ts'
import { Payload } from '../../src/streams/sink.ts'

export const SECRET = 'postgres://btx:hunter2@db.internal:5432 duplicate key value violates unique constraint "users_pkey"'

const EXTENSION = `
  extend type Query { boom: Int boomValue: Int! slow(ms: Int!): Int }
  extend type Subscription { ticks(count: Int!): Int! boomAtOnce: Int! boomAfter(count: Int!): Int! silent: Int! framed(bytes: Int!): Int! }
`

async function* ticks(count: number): AsyncGenerator<number> {
  for (let tick = 1; tick <= count; tick++) yield tick
}

/** Yields nothing; ends when it is asked to. */
function silence(): AsyncIterableIterator<never> {
  let finish: () => void
  const over = new Promise<IteratorResult<never>>((resolve) => {
    finish = () => resolve({ done: true, value: undefined })
  })
  const iterator: AsyncIterableIterator<never> = {
    next: () => over,
    return: () => {
      finish()
      return over
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}

/** Writes its frames itself, like the exchange's streams: as many as the reader takes. */
function framed(bytes: number, context: Context): AsyncIterableIterator<never> {
  const { encode, sink } = context.stream!
  const iterator = silence()
  const payload = new Payload(encode({ data: { framed: 1 }, extensions: { padding: 'x'.repeat(bytes) } }))
  let isOver = false
  const write = () => {
    while (!isOver) if (!sink.send(payload)) return sink.onDrain(write)
  }
  setImmediate(write)
  return {
    ...iterator,
    return: () => {
      isOver = true
      return iterator.return!()
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function* boomAfter(count: number): AsyncGenerator<number> {
  yield* ticks(count)
  throw new Error(SECRET)
}

export function createDoorSchema(): GraphQLSchema {
  const extended = extendSchema(schema, parse(EXTENSION), { assumeValid: true })
  const query = extended.getQueryType()!.getFields()
  const subscription = extended.getSubscriptionType()!.getFields()
  query['boom']!.resolve = () => {
    throw new Error(SECRET)
  }
  query['boomValue']!.resolve = () => SECRET
  query['slow']!.resolve = async (_root, { ms }: { ms: number }) => await new Promise((resolve) => setTimeout(resolve, ms, ms))
  const stream = (name: string, subscribe: GraphQLField<unknown, Context>['subscribe']) =>
    Object.assign(subscription[name]!, { subscribe, resolve: (value: unknown) => value })
  stream('ticks', (_root, { count }) => ticks(count))
  stream('boomAfter', (_root, { count }) => boomAfter(count))
  stream('boomAtOnce', () => {
    throw new Error(SECRET)
  })
  stream('silent', () => silence())
  stream('framed', (_root, { bytes }, context) => framed(bytes, context))
  return extended
}
