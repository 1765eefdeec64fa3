/** One bot: it joins, thinks, quotes, trades with a key and a bound, and thinks again. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, Refused } from './api.ts'
import { CHARACTERS, type Character, nameOfBot, pauseMs, type Wallet, type Wish, wishOf } from './character.ts'
import { BotBuyDocument, BotPortfolioDocument, BotQuoteDocument, BotSellDocument } from './generated/graphql.ts'
import type { Market } from './market.ts'

export interface Tally {
  joined: number
  trades: number
  refused: number
  failed: number
  /** Why the last trade was refused. */
  lastRefusal: string
}

export interface TraderOptions {
  readonly api: Api
  readonly market: Market
  readonly eventId: string
  readonly number: number
  /** Between two trades, on average. */
  readonly meanMs: number
  readonly tally: Tally
  readonly signal: AbortSignal
}

/** A trade is not executed beyond so much of what was quoted. */
const SLIPPAGE = 0.01
/** While the event takes no trades, and after a failure. */
const CLOSED_WAIT_MS = 5_000

const chance = Math.random
/** A number as the API reads decimals, cut to its places. */
const decimals = (value: number, places: number): string => (Math.floor(value * 10 ** places) / 10 ** places).toFixed(places)

export async function runTrader(options: TraderOptions): Promise<void> {
  const { api, market, number, meanMs, tally, signal } = options
  const character = CHARACTERS[number % CHARACTERS.length]!
  const projects = market.seen()
  const favourite = projects[Math.floor(chance() * projects.length)]?.projectId ?? ''
  let token = await api.join(number, nameOfBot(number))
  tally.joined++
  while (!signal.aborted) {
    await sleep(pauseMs(meanMs, chance), undefined, { signal })
    try {
      const refusal = await tradeOnce(options, character, favourite, token)
      if (refusal === null) continue
      tally.refused++
      tally.lastRefusal = refusal.message
      if (refusal.code === 'EVENT_NOT_OPEN') await sleep(CLOSED_WAIT_MS, undefined, { signal })
    } catch (error) {
      if (signal.aborted) return
      tally.failed++
      if (error instanceof Refused && error.code === 'UNAUTHENTICATED') token = await api.join(number, nameOfBot(number))
      else await sleep(CLOSED_WAIT_MS, undefined, { signal })
    }
  }
}

/** Null where a trade was made, or none was wanted. */
async function tradeOnce(
  { api, market, eventId, tally }: TraderOptions,
  character: Character,
  favourite: string,
  token: string,
): Promise<{ code: string; message: string } | null> {
  const wish = wishOf(character, await walletOf(api, eventId, token), market.seen(), favourite, chance)
  if (!wish) return null
  const order = await orderOf(api, wish, token)
  if (!order) return null
  const { projectId, shares, bound } = order
  const idempotencyKey = randomUUID()
  const { trade, userErrors } =
    wish.side === 'BUY'
      ? (await api.ask(BotBuyDocument, { input: { projectId, shares, maxCost: bound, idempotencyKey } }, token)).buy
      : (await api.ask(BotSellDocument, { input: { projectId, shares, minProceeds: bound, idempotencyKey } }, token)).sell
  if (trade) tally.trades++
  return userErrors[0] ?? null
}

async function walletOf(api: Api, eventId: string, token: string): Promise<Wallet> {
  const { account, holdings } = (await api.ask(BotPortfolioDocument, { eventId }, token)).portfolio!
  return {
    cash: Number(account.cashBalance),
    held: holdings.map(({ project, shares, avgPrice }) => ({
      projectId: project.projectId,
      shares: Number(shares),
      avgPrice: Number(avgPrice),
    })),
  }
}

/** The wish as an order: shares as people write them, and the bound that goes with their quote. */
async function orderOf(
  api: Api,
  wish: Wish,
  token: string,
): Promise<{ projectId: string; shares: string; bound: string } | null> {
  const { projectId, side } = wish
  const asked = wish.side === 'BUY' ? { cash: decimals(wish.cash, 6) } : { shares: decimals(wish.shares, 4) }
  const { quote } = await api.ask(BotQuoteDocument, { projectId, side, ...asked }, token)
  if (!quote) return null
  const whole = Math.floor(Number(quote.shares))
  const shares = wish.side === 'BUY' && whole >= 1 ? `${whole}` : quote.shares
  const bound = Math.abs(Number(quote.cashDelta)) * (side === 'BUY' ? 1 + SLIPPAGE : 1 - SLIPPAGE)
  return { projectId, shares, bound: decimals(bound, 6) }
}
