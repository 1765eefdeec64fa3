/** Bots of an order book: makers that quote around a price that drifts, takers that buy and sell what there is. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Advice, type Api } from './api.ts'
import { type BookWallet, openWallet } from './book-wallet.ts'
import { nameOfBot } from './character.ts'
import {
  BookBotPriceDocument,
  BookBotQuoteDocument,
  BookBotSwitchDocument,
  BookBotTakeDocument,
  type BookBotTakeMutationVariables,
  type BookBotQuoteMutationVariables,
} from './generated/graphql.ts'
import type { Tally } from './trader.ts'

export interface BookOptions {
  readonly api: Api
  readonly markets: readonly string[]
  /** Of each market. */
  readonly makers: number
  readonly takers: number
  readonly tally: Tally
  readonly signal: AbortSignal
}

/** Accounts of their own, so that the event's bots are others. */
const FIRST_NUMBER = 10_000
const QUOTE_EVERY_MS = 1_500
const TAKE_EVERY_MS = 2_000
/** Quotes end by themselves soon after their bot did. */
const SWITCH_SECONDS = 5
const LEVELS = 4
const AGAIN_MS = 3_000
const chance = Math.random
const SIDES = ['BUY', 'SELL'] as const

/** A walk around the market's price that goes nowhere for good, and never far from the mark. */
function drift(fair: number, mark: number): number {
  const next = fair * (1 + (chance() - 0.5) * 0.004) + (mark - fair) * 0.05
  return Math.min(mark * 1.02, Math.max(mark * 0.98, next))
}

/** Runs every bot until the signal; the first that can never work ends them all. */
export async function runBook(options: BookOptions): Promise<void> {
  const { markets, makers, takers } = options
  const roles = [...Array.from({ length: makers }, () => quote), ...Array.from({ length: takers }, () => take)]
  const bots = markets.flatMap((symbol) => roles.map((round) => ({ symbol, round })))
  await Promise.all(bots.map(({ symbol, round }, index) => runBot(options, symbol, round, FIRST_NUMBER + index)))
}

interface Bot extends BookOptions {
  readonly symbol: string
  readonly wallet: BookWallet
  /** What stands in the book of this bot, by id. */
  open: readonly string[]
  fair: number
}

async function runBot(options: BookOptions, symbol: string, round: (bot: Bot) => Promise<void>, number: number): Promise<void> {
  const { api, tally, signal } = options
  const wallet = await openWallet(api, await api.join(number, nameOfBot(number)), symbol)
  const bot: Bot = { ...options, symbol, wallet, open: [], fair: Number(wallet.market.markPrice) }
  tally.joined++
  while (!signal.aborted) {
    try {
      await round(bot)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof Advice) throw error
      tally.failed++
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  }
}

const markOf = async ({ api, symbol, wallet }: Bot): Promise<number> =>
  Number((await api.ask(BookBotPriceDocument, { symbol }, wallet.token)).market?.markPrice ?? 0)

/** New quotes in the place of the old ones, in one batch: a level that would take is rejected alone. */
async function quote(bot: Bot): Promise<void> {
  const { api, wallet, tally, signal } = bot
  bot.fair = drift(bot.fair, await markOf(bot))
  const levels = Array.from({ length: LEVELS }, (_, level) => level + 1)
  const orders = await Promise.all(
    levels.flatMap((level) =>
      SIDES.map((side) => {
        const away = level * (0.001 + chance() * 0.001)
        const price = bot.fair * (side === 'BUY' ? 1 - away : 1 + away)
        return wallet.order({ type: 'LIMIT', side, price, quantity: level * (5 + chance() * 10) })
      }),
    ),
  )
  const cancel = await Promise.all(bot.open.map((orderId) => wallet.cancel(orderId)))
  const input = { orders, cancel, mode: 'EACH' } as unknown as BookBotQuoteMutationVariables['input']
  await api.ask(BookBotSwitchDocument, { seconds: SWITCH_SECONDS }, wallet.token)
  const { placeOrders } = await api.ask(BookBotQuoteDocument, { input }, wallet.token)
  const results = placeOrders.results ?? []
  note(tally, [...placeOrders.userErrors, ...results.flatMap(({ userErrors }) => userErrors)])
  bot.open = results.flatMap(({ order }) => (order && order.status !== 'REJECTED' ? [order.id] : []))
  await sleep(QUOTE_EVERY_MS * (0.5 + chance()), undefined, { signal })
}

async function take(bot: Bot): Promise<void> {
  const { api, wallet, tally, signal } = bot
  await sleep(TAKE_EVERY_MS * (0.5 + chance()), undefined, { signal })
  const side = SIDES[Math.floor(chance() * SIDES.length)]!
  const price = (await markOf(bot)) * (side === 'BUY' ? 1.02 : 0.98)
  const input = await wallet.order({ type: 'MARKET', side, price, quantity: 2 + chance() * 8 })
  const { placeOrder } = await api.ask(
    BookBotTakeDocument,
    { input: input as unknown as BookBotTakeMutationVariables['input'] },
    wallet.token,
  )
  note(tally, placeOrder.userErrors)
  if (placeOrder.order && placeOrder.order.filledQuantity !== '0') tally.trades++
}

function note(tally: Tally, userErrors: readonly { readonly message: string }[]): void {
  if (userErrors.length === 0) return
  tally.refused += userErrors.length
  tally.lastRefusal = userErrors.at(-1)!.message
}
