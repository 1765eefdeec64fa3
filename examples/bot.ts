// A trading bot: buys what fell 2 % within a minute, sells at a gain of 3 %, and risks 10 at a time.
// npx node examples/bot.ts [http://localhost:4000] [bot@example.com] [stop after so many trades]
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { createClient } from 'graphql-ws'
import * as api from './generated/graphql.ts'
import { join, socketUrl, url } from './join.ts'

const headers = {
  'content-type': 'application/json',
  authorization: `Bearer ${await join(process.argv[3] ?? 'bot@example.com')}`,
}
const tradesMax = Number(process.argv[4] ?? Infinity)
const past = new Map<string, { at: number; price: number }[]>()
let trades = 0

async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const body = JSON.stringify({ query: print(document), variables })
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] }
  if (errors) throw new Error(errors[0]!.message)
  return data
}

// The bound: what a price that moved meanwhile may cost at most. The key: sent twice, it trades once.
async function trade(side: 'BUY' | 'SELL', projectId: string, shares: number, price: number): Promise<void> {
  const order = { projectId, shares: String(shares), idempotencyKey: crypto.randomUUID() }
  const bound = (price * shares * (side === 'BUY' ? 1.25 : 0.75)).toFixed(6)
  const { trade, userErrors } =
    side === 'BUY'
      ? (await ask(api.BuySharesDocument, { input: { ...order, maxCost: bound } })).buy
      : (await ask(api.SellSharesDocument, { input: { ...order, minProceeds: bound } })).sell
  console.log(trade ? `${side} ${trade.shares} ${projectId} at ${trade.price}: ${trade.cashDelta}` : userErrors[0]!.message)
  if (trade) trades++
}

async function decide(projectId: string, price: number): Promise<void> {
  const before = (past.get(projectId) ?? []).filter(({ at }) => at > Date.now() - 60_000)
  past.set(projectId, [...before, { at: Date.now(), price }])
  const { holdings } = (await ask(api.HoldingsDocument, {})).portfolio!
  const held = holdings.find(({ project }) => project.projectId === projectId)
  if (held && price > 1.03 * Number(held.avgPrice)) await trade('SELL', projectId, Number(held.shares), price)
  if (!held && price < 0.98 * (before[0]?.price ?? 0)) await trade('BUY', projectId, Math.max(1, Math.floor(10 / price)), price)
}

const client = createClient({ url: socketUrl, retryAttempts: Infinity, shouldRetry: () => true })
for await (const { data } of client.iterate<api.PriceMovesSubscription>({ query: print(api.PriceMovesDocument) })) {
  if (data) await decide(data.priceUpdated.projectId, Number(data.priceUpdated.currentPrice))
  if (trades >= tradesMax) break
}
