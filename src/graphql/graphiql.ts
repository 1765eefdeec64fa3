/**
 * The GraphiQL page: everything inlined, so that it works without the internet. It is rendered on the first request
 * and kept compressed (it has 9 MB). Subscriptions go over the WebSocket.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import type { GraphiQLOptions } from 'graphql-yoga'

const TABS = [
  {
    query: `# The market of the event "kickstart" at one moment. Run it with Ctrl-Enter.
query Market {
  marketSnapshot {
    asOf
    projects { projectId ticker name currentPrice change { percent } totalVolume }
  }
}
`,
  },
  {
    query: `# Live prices, over a WebSocket: a SNAPSHOT per project first, then every move.
subscription Prices {
  priceUpdated { kind ticker currentPrice source headline sequence missed cursor }
}
`,
  },
  {
    query: `# A trade. It needs a token: put {"authorization": "Bearer …"} into the headers below.
mutation Buy($input: BuyInput!) {
  buy(input: $input) {
    trade { shares price fee cashDelta priceAfter }
    account { cashBalance }
    userErrors { code message ... on PriceMovedError { quote { cashDelta } } }
  }
}
`,
    variables: '{\n  "input": { "projectId": "…", "shares": "10", "idempotencyKey": "a-new-one-per-trade" }\n}\n',
    headers: '{\n  "authorization": "Bearer …"\n}\n',
  },
  {
    query: `# What you have, and what it is worth.
query Portfolio {
  viewer { displayName roles expiresAt }
  portfolio {
    account { cashBalance }
    totalPortfolioValue liquidationValue totalPnl returnPct rank
    holdings { project { ticker } shares avgPrice marketValue unrealisedPnl }
  }
}
`,
    headers: '{\n  "authorization": "Bearer …"\n}\n',
  },
  {
    query: `# Who leads, by what their shares would fetch.
query Leaderboard {
  leaderboard(top: 10, bottom: 0) { traders top { rank trader { displayName } totalValue returnPct } }
  event { status watchers closesAt news(first: 5) { nodes { at headline project { ticker } } } }
}
`,
  },
]

/** The page's scripts are inline, Monaco's workers are blobs and it compiles what it highlights. */
export const GRAPHIQL_CSP =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'"

let page: Promise<Buffer> | null = null

const OPTIONS: GraphiQLOptions = {
  title: 'BTX Exchange',
  endpoint: '/graphql',
  subscriptionsProtocol: 'WS',
  defaultTabs: TABS,
  shouldPersistHeaders: true,
}

async function render(): Promise<Buffer> {
  const worker = new Worker(new URL('./graphiql.worker.ts', import.meta.url), { workerData: OPTIONS })
  const [bytes] = (await once(worker, 'message')) as [Uint8Array]
  return Buffer.from(bytes)
}

/** The page's bytes, compressed where the browser can read that. */
export async function graphiqlPage(acceptsGzip: boolean): Promise<{ body: Buffer; headers: Record<string, string> }> {
  page ??= render().catch((error: unknown) => {
    page = null
    throw error
  })
  const body = await page
  return acceptsGzip ? { body, headers: { 'content-encoding': 'gzip' } } : { body: gunzipSync(body), headers: {} }
}
