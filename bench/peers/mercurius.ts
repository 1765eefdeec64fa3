/** Mercurius with its JIT on our own schema, answering from memory: what it was given as data is what it resolves. */
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { printSchema } from 'graphql'
import mercurius from 'mercurius'
import { schema } from '../../src/graphql/schema.ts'
import { answerParent, childOptions } from '../child.ts'

/** Per query field the value that it resolves to. */
const data = childOptions<Record<string, unknown>>()
const app = Fastify()
await app.register(mercurius, {
  schema: printSchema(schema),
  resolvers: { Query: Object.fromEntries(Object.entries(data).map(([field, value]) => [field, () => value])) },
  jit: 1,
})
await app.listen({ port: 0, host: '127.0.0.1' })

answerParent({
  url: () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
  stop: () => app.close(),
})
