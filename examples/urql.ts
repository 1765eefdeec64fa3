// urql: reads the market, watches it live by graphql-ws, buys a share and sells it again.
// npx node examples/urql.ts [http://localhost:4000] [you@example.com]
import { cacheExchange, Client, fetchExchange, subscriptionExchange } from '@urql/core'
import { createClient } from 'graphql-ws'
import { BuySharesDocument, MarketDocument, PriceMovesDocument, SellSharesDocument } from './generated/graphql.ts'
import { join, socketUrl, url } from './join.ts'

const authorization = `Bearer ${await join()}`
const socket = createClient({ url: socketUrl, connectionParams: { authorization } })
const client = new Client({
  url: `${url}/graphql`,
  preferGetMethod: false,
  fetchOptions: { headers: { authorization } },
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query!, variables }, sink) }),
      }),
    }),
  ],
})

const market = (await client.query(MarketDocument, {}).toPromise()).data?.marketSnapshot
const first = market?.projects[0]
if (!first) throw new Error('nothing is listed')
console.log(`${market.projects.length} projects, ${first.ticker} at ${first.currentPrice}`)

let trades = 0
const moved = new Promise<void>((resolve) => {
  client.subscription(PriceMovesDocument, { after: market.cursor }).subscribe(({ data }) => {
    if (!data) return
    const { ticker, currentPrice, source } = data.priceUpdated
    console.log(`${ticker} moves to ${currentPrice} (${source})`)
    if (source === 'TRADE' && ++trades === 2) resolve()
  })
})

const order = () => ({ input: { projectId: first.projectId, shares: '1', idempotencyKey: crypto.randomUUID() } })
const bought = (await client.mutation(BuySharesDocument, order()).toPromise()).data!.buy
const sold = (await client.mutation(SellSharesDocument, order()).toPromise()).data!.sell
for (const { trade, userErrors } of [bought, sold]) {
  if (!trade) throw new Error(userErrors[0]!.message)
  console.log(`${trade.shares} at ${trade.price}: ${trade.cashDelta}`)
}
await moved
await socket.dispose()
