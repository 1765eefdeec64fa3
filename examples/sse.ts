// graphql-sse: the live market over plain HTTP, for networks that let no WebSocket through. Goes on behind the last move
// after every loss.
// npx node examples/sse.ts [http://localhost:4000]
import { print } from 'graphql'
import { createClient, type ExecutionResult } from 'graphql-sse'
import { PriceMovesDocument, type PriceMovesSubscription, type PriceMovesSubscriptionVariables } from './generated/graphql.ts'
import { url } from './join.ts'

const client = createClient({ url: `${url}/graphql`, retryAttempts: 0 }) // the loop below retries, with its cursor
const query = print(PriceMovesDocument)
let after: PriceMovesSubscriptionVariables['after'] = null

for (let tries = 0; ; tries++) {
  try {
    const variables = { after }
    const moves: AsyncIterable<ExecutionResult<PriceMovesSubscription>> = client.iterate({ query, variables })
    for await (const { data, errors } of moves) {
      if (!data) throw new Error(errors?.[0]?.message)
      const { ticker, currentPrice, sequence, source, headline, cursor } = data.priceUpdated
      console.log(ticker.padEnd(12), currentPrice.padStart(14), `#${sequence}`, source, headline ?? '')
      after = cursor
      tries = 0
    }
  } catch (error) {
    console.error(`lost: ${(error as Error).message}`)
  }
  await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 250 * 2 ** tries) * (0.5 + Math.random() / 2)))
}
