/** What the documentation shows: a subscription field over Yoga's `createPubSub`, served by graphql-ws. */
import { setMaxListeners } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buildSchema, type GraphQLObjectType } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { createPubSub } from 'graphql-yoga'
import { WebSocketServer } from 'ws'
import { answerParent, childOptions } from '../child.ts'

const TYPES = `
  type Query { hello: String }
  type PriceUpdate {
    kind: String! projectId: ID! currentPrice: String! netShares: String! source: String! updatedAt: String!
    sequence: Int! missed: Int! cursor: String!
  }
  type Subscription { priceUpdated(projectIds: [ID!]): PriceUpdate! }
`

const update = childOptions<object>()
const eventTarget = new EventTarget()
setMaxListeners(0, eventTarget)
const pubSub = createPubSub<{ price: [object] }>({ eventTarget: eventTarget as never })
const schema = buildSchema(TYPES)
const field = (schema.getType('Subscription') as GraphQLObjectType).getFields()['priceUpdated']!
field.subscribe = () => pubSub.subscribe('price')
field.resolve = (value) => value
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
await new Promise((resolve) => server.once('listening', resolve))
useServer({ schema }, server)

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  publish: ({ updates }: { updates: number }) => {
    for (let n = 0; n < updates; n++) pubSub.publish('price', { ...update, sequence: n })
  },
})
