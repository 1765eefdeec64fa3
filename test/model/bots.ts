import { shareUnits } from '../../src/money/units.ts'
import { type BotMarket, TICKS_PER_HOUR } from './bot-market.ts'

/**
 * Bots that know the rules and read the public stream: each is asked once before every tick and may trade as it likes.
 * mallory is trader 0; trader 1 is hers as well. What they try to live on stands in their names.
 */
export type Bot = (market: BotMarket) => void

const SHARE = 10_000n
const HER = 0
const HER_OTHER = 1

/** Every ninth tick, so that a bot that only waits for a moment has some patience left. */
const nowAndThen = (market: BotMarket): boolean => market.now % 9 === 0
const isLastTick = (market: BotMarket): boolean => market.now === market.noise.length - 1

export const noiseTrader: Bot = (market) => {
  if (market.chance(3) > 0) return
  const part = BigInt(1 + market.chance(100))
  if (market.chance(2) === 0) market.trade(HER, 'BUY', (market.affordable(HER) * part) / 100n)
  else market.trade(HER, 'SELL', (market.held(HER) * part) / 100n)
}

export const driftGapTrader: Bot = (market) => {
  if (market.project.price < market.line) market.buyAll(HER)
  else if (market.project.price > market.line) market.sellAll(HER)
}

/** Waits for the edges of the band: the widest gap there is. */
export const bandEdgeTrader: Bot = (market) => {
  const [gap, edge] = [market.project.price - market.line, market.line / 125n]
  if (gap <= -edge) market.buyAll(HER)
  else if (gap >= edge) market.sellAll(HER)
}

export const buysInPiecesSellsAtOnce: Bot = (market) => {
  if (!nowAndThen(market)) return
  const piece = market.affordable(HER) / 20n
  for (let n = 0; n < 20; n++) market.trade(HER, 'BUY', piece)
  market.sellAll(HER)
}

export const buysAtOnceSellsInPieces: Bot = (market) => {
  if (!nowAndThen(market)) return
  market.trade(HER, 'BUY', market.affordable(HER) / 2n)
  const piece = market.held(HER) / 20n
  for (let n = 0; n < 20; n++) market.trade(HER, 'SELL', piece)
  market.sellAll(HER)
}

/** Buys before her other account does and sells to the price it made; then the other way round. */
export const sandwichOfHerOtherAccount: Bot = (market) => {
  if (!nowAndThen(market)) return
  const [front, back] = market.now % 2 === 0 ? [HER, HER_OTHER] : [HER_OTHER, HER]
  market.trade(front, 'BUY', market.affordable(front) / 3n)
  market.trade(back, 'BUY', market.affordable(back) / 2n)
  market.sellAll(front)
  if (market.chance(2) === 0) market.sellAll(back)
}

/** At the floor, buys and sells across it: whole holdings in one order, the refill in another. */
export const floorTrader: Bot = (market) => {
  if (!nowAndThen(market)) return
  if (market.chance(2) === 0) market.buyAll(HER)
  else market.trade(HER, 'BUY', BigInt(1 + market.chance(490 * 10_000)))
  market.trade(HER, 'SELL', (market.held(HER) * BigInt(50 + market.chance(51))) / 100n)
}

/** The smallest orders and odd sizes, where a rounding is the largest part of the price. */
export const roundingTrader: Bot = (market) => {
  for (const units of [1n, 2n, 3n, BigInt(1 + market.chance(100))]) {
    market.trade(HER, 'BUY', units)
    market.trade(HER, 'SELL', market.chance(2) === 0 ? units : 1n)
  }
  if (nowAndThen(market)) market.sellAll(HER)
}

/** Knows the next noise: buys before the price rises, sells before it falls. */
export const foreknowingTrader: Bot = (market) => {
  const next = market.priceAfterTick(market.noise[market.now]!)
  if (next > market.project.price) market.buyAll(HER)
  else if (next < market.project.price) market.sellAll(HER)
}

/** Knows the next eight ticks and trades only if a purchase now, sold at the best of them, has gained. */
export const prudentForeknowingTrader: Bot = (market) => {
  if (market.held(HER) > 0n) {
    if (bestSale(market).ticks === 0) market.sellAll(HER)
    return
  }
  for (const shares of [market.affordable(HER), shareUnits(SHARE), shareUnits(100n), shareUnits(1n)]) {
    const trial = market.fork()
    if (trial.trade(HER, 'BUY', shares) && bestSale(trial).cash > market.cash(HER)) return void market.trade(HER, 'BUY', shares)
  }
}

function bestSale(market: BotMarket): { cash: bigint; ticks: number } {
  let best = { cash: market.liquidationOf(HER) as bigint, ticks: 0 }
  const future = market.fork()
  for (let ticks = 1; ticks <= 8 && future.now < future.noise.length; ticks++) {
    future.tick()
    const cash = future.liquidationOf(HER)
    if (cash > best.cash) best = { cash, ticks }
  }
  return best
}

/** Lifts the price in the first second, stays, and dumps everything in the last. */
export const lastSecondDump: Bot = (market) => {
  if (market.now === 0) market.buyAll(HER)
  if (isLastTick(market)) market.sellAll(HER)
}

/** Buys each hour's start, pumps with the other account at the end and sells to it. */
export const lastSecondPump: Bot = (market) => {
  if (market.now % TICKS_PER_HOUR === 0) market.trade(HER, 'BUY', market.affordable(HER) / 2n)
  if (!isLastTick(market)) return
  market.buyAll(HER_OTHER)
  market.sellAll(HER)
}
