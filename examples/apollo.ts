// Apollo Client 4: reads the market, watches it live, buys a share; what comes in by socket is in the cache for everyone.
// npx node examples/apollo.ts [http://localhost:4000] [you@example.com]
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { OperationTypeNode } from 'graphql'
import { createClient } from 'graphql-ws'
import { BuySharesDocument, MarketDocument, PriceMovesDocument } from './generated/graphql.ts'
import { join, socketUrl, url } from './join.ts'

const authorization = `Bearer ${await join()}`
const socket = createClient({ url: socketUrl, connectionParams: { authorization } })
const client = new ApolloClient({
  cache: new InMemoryCache(), // /possible-types.json has what fragments on interfaces need
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: `${url}/graphql`, headers: { authorization } }),
  ),
})

const { data } = await client.query({ query: MarketDocument })
const { projects, cursor } = data!.marketSnapshot!
const [first] = projects
if (!first) throw new Error('nothing is listed')
console.log(`${projects.length} projects, ${first.ticker} at ${first.currentPrice}`)

const moved = new Promise<void>((resolve, reject) => {
  // Behind the snapshot's cursor: no move between the reading and the watching is lost.
  client.subscribe({ query: PriceMovesDocument, variables: { after: cursor } }).subscribe({
    next({ data }) {
      const { ticker, currentPrice, source } = data!.priceUpdated
      console.log(`${ticker} moves to ${currentPrice} (${source})`)
      if (source === 'TRADE') resolve()
    },
    error: reject,
  })
})

// One key per intent: sent twice, it buys once.
const input = { projectId: first.projectId, shares: '1', idempotencyKey: crypto.randomUUID() }
const { buy } = (await client.mutate({ mutation: BuySharesDocument, variables: { input } })).data!
if (!buy.trade) throw new Error(buy.userErrors[0]!.message)
console.log(`bought 1 for ${buy.trade.cashDelta.slice(1)}, ${buy.account!.cashBalance} left`)
await moved
const cached = client.readQuery({ query: MarketDocument })!.marketSnapshot!.projects[0]!
console.log(`the cache knows ${cached.ticker} at ${cached.currentPrice}`)
client.stop()
await socket.dispose()
