/** Random orders and cancels of a few traders, taken in as the servers take them in, for specs of the matcher. */
import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { QUOTE_ASSET } from '../../src/ledger/ledger.ts'
import { creditBalance } from '../../src/ledger/credits.commands.ts'
import { listMarkets } from '../../src/markets/markets.sql.ts'
import { saveMarket, setMarketStatus } from '../../src/markets/markets.commands.ts'
import type { MarketStatus } from '../../src/markets/market.ts'
import { SELF_TRADE_MODES } from '../../src/matching/order.ts'
import type { IntakeItem, IntakeRequest, ItemOutcome } from '../../src/orders/fold-intake.ts'
import { executeIntake } from '../../src/orders/intake.commands.ts'
import type { GridOrder } from '../../src/orders/order-intent.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { isRefusal } from '../../src/refusals/refusal.ts'
import type { Hex } from '../../src/wallets/typed-data.ts'
import { GRID_ORDER } from './grid-order.ts'
import { decimal } from './market.ts'

const hex = (bytes: number): Hex => `0x${randomBytes(bytes).toString('hex')}`
const ACTOR = '00000000-0000-4000-8000-0000000000ad'
const keyed = () => ({ userId: ACTOR, mutation: 'spec', key: null, inputHash: '' })

/** A trader with a linked wallet, a million USDC and as many of the base asset. */
export interface FlowTrader {
  readonly userId: string
  readonly wallet: Hex
}

const must = <T>(value: T): Exclude<T, null> => {
  if (value === null || isRefusal(value)) throw new Error(JSON.stringify(value))
  return value as Exclude<T, null>
}

async function insertUser(deps: Deps, userId: string): Promise<void> {
  await sql`insert into users (user_id, issuer, subject, display_name, name_key)
    values (${userId}, 'spec', ${userId}, ${userId}, ${userId}) on conflict do nothing`.execute(deps.db)
}

/** Prices are whole ticks of 0.01 USDC around 100, quantities lots of 0.001; the fee is 0.1 %. */
export async function openFlowMarket(deps: Deps, symbol: string, changes: { breakerBps?: number; bandBps?: number } = {}) {
  await insertUser(deps, ACTOR)
  const market = { symbol, tickSize: decimal('0.01'), lotSize: decimal('0.001'), minNotional: decimal('0'), feeBps: 10 }
  must(
    await saveMarket(deps, keyed(), { ...market, referencePrice: decimal('1'), bandBps: 5_000, breakerBps: 10_000, ...changes }),
  )
  await changeStatus(deps, symbol, 'ACTIVE')
  return (await listMarkets(deps.db, { symbols: [symbol] }))[0]!
}

export async function changeStatus(deps: Deps, symbol: string, status: MarketStatus): Promise<void> {
  must(await setMarketStatus(deps, { symbol, status, keyed: keyed() }))
}

export async function flowTrader(deps: Deps, assets: readonly string[]): Promise<FlowTrader> {
  const trader = { userId: randomUUID(), wallet: hex(20) }
  await insertUser(deps, trader.userId)
  for (const asset of [QUOTE_ASSET, ...assets])
    must(await creditBalance(deps, { userId: trader.userId, asset, amount: decimal('1000000'), note: null, keyed: keyed() }))
  await sql`insert into wallets (wallet, user_id, linked_at)
    values (${Buffer.from(trader.wallet.slice(2), 'hex')}, ${trader.userId}, now())`.execute(deps.db)
  return trader
}

/** An order of a trader as intake is given it, its signature read and found good. */
export function placing(
  { wallet }: FlowTrader,
  marketId: number,
  order: Partial<GridOrder>,
  replaces: Hex | null = null,
): IntakeItem & { kind: 'PLACE' } {
  const signed = { hash: hex(32), wallet, signer: wallet, signature: hex(65), salt: 1n, replaces }
  return { kind: 'PLACE', marketId, order: { ...GRID_ORDER, ...order }, signed, path: [] }
}

export const cancelling = ({ wallet }: FlowTrader, orderId: Hex): IntakeItem => ({
  kind: 'CANCEL',
  marketId: null,
  orderId,
  clientOrderId: null,
  signed: { hash: hex(32), wallet, signer: wallet },
  path: [],
})

/** Takes in without waiting for a matcher. */
export async function takeIn(deps: Deps, requests: readonly IntakeRequest[]): Promise<ItemOutcome[]> {
  const { outcomes } = await inTransaction(deps, (tx) => executeIntake(tx, requests))
  return outcomes.flat()
}

/** One item of one trader; the order's id. */
export async function takeInOne(deps: Deps, { userId }: FlowTrader, item: IntakeItem): Promise<Hex> {
  const [outcome] = await takeIn(deps, [{ userId, items: [item], allOrNone: true }])
  if (!outcome || isRefusal(outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.orderIds[0]!
}

const chance = (limit: number): number => Math.floor(Math.random() * limit)
const one = <T>(values: readonly T[]): T => values[chance(values.length)]!

/** Orders of every kind that meet often, with cancels and replacements of those before. */
export function randomFlow(traders: readonly FlowTrader[], marketIds: readonly number[]) {
  const placed: { trader: FlowTrader; marketId: number; orderId: Hex; order: GridOrder }[] = []

  function randomOrder(): Partial<GridOrder> {
    const type = one(['LIMIT', 'LIMIT', 'LIMIT', 'LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT'] as const)
    const rests = type.endsWith('LIMIT')
    return {
      side: one(['BUY', 'SELL']),
      type,
      quantity: 1 + chance(20),
      price: 90 + chance(21),
      stopPrice: type.startsWith('STOP') ? 90 + chance(21) : null,
      timeInForce: rests ? one(['GTC', 'GTC', 'GTC', 'IOC', 'FOK']) : one(['IOC', 'FOK']),
      postOnly: type === 'LIMIT' && chance(10) === 0,
      reduceOnly: chance(6) === 0,
      selfTrade: one(SELF_TRADE_MODES),
    }
  }

  function next(): IntakeRequest {
    const earlier = placed.length > 5 && chance(3) === 0 ? one(placed) : null
    const trader = earlier?.trader ?? one(traders)
    if (earlier && chance(2) === 0)
      return { userId: trader.userId, items: [cancelling(trader, earlier.orderId)], allOrNone: true }
    const marketId = earlier?.marketId ?? one(marketIds)
    const order = earlier ? { ...earlier.order, quantity: 1 + chance(earlier.order.quantity) } : randomOrder()
    const item = placing(trader, marketId, order, earlier?.orderId ?? null)
    placed.push({ trader, marketId, orderId: item.signed.hash, order: item.order })
    return { userId: trader.userId, items: [item], allOrNone: true }
  }

  return { next: (count: number): IntakeRequest[] => Array.from({ length: count }, next) }
}
