import type { Side } from '../events/feed.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { SettlementState } from './fills.table.ts'

/** A match as it is stored. Price in ticks, quantity in lots, money in micro-USDC. */
export interface FillRecord {
  readonly marketId: number
  readonly tradeNumber: number
  readonly inboxNumber: number
  readonly at: Date
  readonly price: number
  readonly lots: number
  readonly notional: bigint
  readonly takerSide: Side
  readonly makerOrderId: Hex
  readonly takerOrderId: Hex
  readonly makerUserId: string
  readonly takerUserId: string
  readonly makerFee: bigint
  readonly takerFee: bigint
  /** Of the trader's private state, at this fill. */
  readonly makerRevision: bigint
  readonly takerRevision: bigint
  readonly settlement: SettlementState
}

/** A fill as one of its two traders sees it. */
export interface FillLeg extends FillRecord {
  readonly liquidity: 'MAKER' | 'TAKER'
}

/** The order of the trader that sees it. */
export const orderIdOf = (leg: FillLeg): Hex => (leg.liquidity === 'MAKER' ? leg.makerOrderId : leg.takerOrderId)

/** Where a leg stands among its trader's: the newest revision is first, inside of it the newest trade. */
export interface LegPlace {
  readonly revision: bigint
  readonly tradeNumber: number
  readonly liquidity: FillLeg['liquidity']
}
