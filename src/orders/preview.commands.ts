import { readClock } from '../events/events.sql.ts'
import { findBalances } from '../ledger/ledger.sql.ts'
import { marketNotFound } from '../markets/markets.commands.ts'
import type { Market } from '../markets/market.ts'
import { findMarket } from '../markets/markets.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { decideOrder, heldAsset } from './decide-order.ts'
import { countOpenOrders, listPositionLots } from './intake.sql.ts'
import { type GridOrder, type OrderTerms, readOrder } from './order-intent.ts'
import { listOpposite } from './orders.pages.sql.ts'
import { type Preview, previewOf } from './preview.ts'
import { gridOf } from './placing.commands.ts'

export interface Previewed {
  readonly market: Market
  readonly order: GridOrder
  readonly preview: Preview
  /** What placing it would get now. */
  readonly refusal: Refusal | null
}

const PATH = ['order']

/** What the order would do now, by the tables as they are; a refusal where it cannot be read on the grid. */
export async function previewOrder(deps: Deps, userId: string, terms: OrderTerms): Promise<Previewed | Refusal> {
  const grid = await gridOf({ deps }, terms.symbol)
  if (!grid) return marketNotFound(terms.symbol, [...PATH, 'symbol'])
  const order = readOrder(grid, terms, PATH)
  if (isRefusal(order)) return order
  const { marketId } = grid
  const asset = heldAsset(grid, order.side)
  const [market, now, [balance], counts, positions, opposite] = await Promise.all([
    findMarket(deps.db, terms.symbol),
    readClock(deps.db),
    findBalances(deps.db, [userId], [asset]),
    countOpenOrders(deps.db, [userId]),
    listPositionLots(deps.db, [userId]),
    listOpposite(deps.db, marketId, order.side, order.price),
  ])
  const position = positions.find((each) => each.marketId === marketId)?.lots ?? 0n
  const taken = decideOrder(
    {
      market: market!,
      now,
      userId,
      available: balance ? balance.total - balance.held : 0n,
      openOrders: counts.find((each) => each.marketId === marketId)?.count ?? 0,
      isClientOrderIdTaken: false,
      position,
    },
    order,
    null,
    PATH,
  )
  const resting = opposite.map((each) => ({
    order: { ...each, id: each.orderId, owner: each.userId, stop: each.stopPrice },
    left: each.openLots,
  }))
  const preview = previewOf({ market: market!, userId, position, opposite: resting }, order)
  return { market: market!, order, preview, refusal: isRefusal(taken) ? taken : null }
}
