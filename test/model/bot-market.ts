import { driftTick, NOISE_MAX } from '../../src/drift/drift-tick.ts'
import type { MarketParameters } from '../../src/events/event.ts'
import type { Side } from '../../src/events/feed.ts'
import { type Micros, micros, type ShareUnits, shareUnits } from '../../src/money/units.ts'
import { accountValue, holdingValue } from '../../src/portfolio/valuation.ts'
import { line, type Project } from '../../src/projects/project.ts'
import { isFilled } from '../../src/trading/decide-trade.ts'
import { buyRoom, sharesAffordable } from '../../src/trading/price-line.ts'
import { attempt, DEFAULTS, factor, listed, newTrader, type Trader, usd } from '../support/market.ts'

/**
 * One project in an open market by the production rules, without a server: what bots play in. Time is ticks; all chance
 * comes from one seeded generator and is drawn in advance, so that a bot may be shown the future.
 */
export const TICKS_PER_HOUR = 1_200
export const TICK_MS = 3_000

/** A seeded generator of whole numbers (xorshift, 32 bits): the same bots meet the same market in every run. */
export function seededIntegers(seed: number): (below: number) => number {
  let state = seed | 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return Math.floor(((state >>> 0) / 2 ** 32) * below)
  }
}

export interface BotMarketOptions {
  readonly ticks?: number
  readonly seed?: number
  readonly traders?: number
  readonly driftFeeBps?: number
  /** driftMaxPctPerTick. */
  readonly drift?: string
}

export class BotMarket {
  readonly parameters: MarketParameters
  /** The band of drift is half of this fee; the rule book has it equal to the fee of trades. */
  readonly driftFeeBps: number
  readonly chance: (below: number) => number
  readonly noise: readonly number[]
  project: Project
  readonly traders: Trader[]
  now = 0
  fills = 0

  constructor(basePrice: string, given: BotMarketOptions = {}) {
    const {
      ticks = 3 * TICKS_PER_HOUR,
      seed = 20_261_121,
      traders = 2,
      driftFeeBps = DEFAULTS.transactionFeeBps,
      drift = '0.005',
    } = given
    const driftMaxPctPerTickRatio = factor(drift)
    this.parameters = { ...DEFAULTS, driftEnabled: true, driftMaxPctPerTickRatio, defaultBasePriceMicros: usd(basePrice) }
    this.driftFeeBps = driftFeeBps
    this.project = listed('0', this.parameters)
    this.chance = seededIntegers(seed)
    this.noise = Array.from({ length: ticks }, () => this.chance(2 * NOISE_MAX + 1) - NOISE_MAX)
    this.traders = Array.from({ length: traders }, () => newTrader())
  }

  get line(): Micros {
    return line(this.project, this.parameters)
  }

  held(who: number): ShareUnits {
    return this.traders[who]!.holding.shares
  }

  cash(who: number): Micros {
    return this.traders[who]!.cash
  }

  /** The most that `who` can buy now. */
  affordable(who: number): ShareUnits {
    const byCash = sharesAffordable(this.cash(who), this.project.price, this.parameters)
    const room = buyRoom(this.project.price, this.project.netShares, this.parameters)
    return byCash < room ? byCash : room
  }

  /** Trades up to `shares`; true if it was filled. */
  trade(who: number, side: Side, wanted: bigint, limit: Micros | null = null): boolean {
    const most = side === 'BUY' ? this.affordable(who) : this.held(who)
    const amount = shareUnits(wanted < most ? wanted : most)
    if (amount <= 0n) return false
    const result = attempt(this.project, this.traders[who]!, side, amount, this.parameters, limit)
    if (!isFilled(result)) return false
    this.project = result.project
    this.traders[who] = { cash: result.cash, holding: result.holding }
    this.fills++
    return true
  }

  buyAll(who: number): boolean {
    return this.trade(who, 'BUY', this.affordable(who))
  }

  sellAll(who: number): boolean {
    return this.trade(who, 'SELL', this.held(who))
  }

  tick(noise: number = this.noise[this.now]!): void {
    this.project = { ...this.project, price: this.priceAfterTick(noise) }
    this.now++
  }

  priceAfterTick(noise: number): Micros {
    const terms = { ...this.parameters, transactionFeeBps: this.driftFeeBps }
    return driftTick({ price: this.project.price, line: this.line, elapsedMs: TICK_MS, noise }, terms)
  }

  /** As the leaderboard values one account. */
  liquidationOf(who: number): Micros {
    const { cash, holding } = this.traders[who]!
    return accountValue(cash, this.parameters.initialCashMicros, [holdingValue(holding, this.project.price, this.parameters)])
      .liquidation
  }

  /** What all accounts have when they have really sold everything, one after the other. */
  sellOut(): Micros {
    this.traders.forEach((_, who) => this.sellAll(who))
    return micros(this.traders.reduce((total, trader) => total + trader.cash, 0n))
  }

  /** A copy to try things out on; the original does not notice. */
  fork(): BotMarket {
    return Object.assign(Object.create(BotMarket.prototype) as BotMarket, this, { traders: [...this.traders] })
  }
}
