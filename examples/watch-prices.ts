// graphql-ws in Node: prints every price move, and after a broken connection goes on behind the last one: no gap, no
// duplicate.
// npx node examples/watch-prices.ts [http://localhost:4000]
import { print } from 'graphql'
import { createClient } from 'graphql-ws'
import { PriceMovesDocument, type PriceMovesSubscription, type PriceMovesSubscriptionVariables } from './generated/graphql.ts'
import { socketUrl } from './join.ts'

const client = createClient({ url: socketUrl, retryAttempts: Infinity, shouldRetry: () => true })
const variables: PriceMovesSubscriptionVariables & Record<string, unknown> = { after: null } // read anew at every connection

for await (const { data, errors } of client.iterate<PriceMovesSubscription>({ query: print(PriceMovesDocument), variables })) {
  if (!data) throw new Error(errors?.[0]?.message)
  const { ticker, currentPrice, sequence, source, headline, cursor } = data.priceUpdated
  console.log(ticker.padEnd(12), currentPrice.padStart(14), `#${sequence}`, source, headline ?? '')
  variables.after = cursor
}
