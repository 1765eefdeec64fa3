// Prints every price move, and after a broken connection goes on behind the last one: no gap, no duplicate.
// node examples/watch-prices.mjs [ws://localhost:4000/graphql]
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

const url = process.argv[2] ?? 'ws://localhost:4000/graphql'
const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: Infinity, shouldRetry: () => true })
const query =
  'subscription ($after: Cursor) { priceUpdated(after: $after) { ticker currentPrice sequence source headline cursor } }'
const variables = { after: null } // read anew at every connection

for await (const { data, errors } of client.iterate({ query, variables })) {
  if (errors) throw new Error(errors[0].message)
  const { ticker, currentPrice, sequence, source, headline, cursor } = data.priceUpdated
  console.log(ticker.padEnd(12), currentPrice.padStart(14), `#${sequence}`, source, headline ?? '')
  variables.after = cursor
}
