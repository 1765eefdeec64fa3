import type { Tx } from '../platform/transaction.ts'
import { listMarket } from '../markets/markets.commands.ts'
import type { MarketDraft } from '../markets/save-market.ts'

/** A spot market that is open from the start: prices in steps of 0.0001 USDC, quantities of 0.01, around 1.25 USDC. */
const DEMO_MARKET: MarketDraft = {
  symbol: 'CXPT-USDC',
  kind: 'SPOT',
  status: 'ACTIVE',
  baseAsset: 'CXPT',
  quoteAsset: 'USDC',
  tickSizeMicros: 100n,
  lotSizeUnits: 1_000_000n,
  minNotionalMicros: 1_000_000n,
  feeBps: 50,
  bandBps: 1_000,
  breakerBps: 2_000,
  breakerWindowMs: 60_000,
  referencePrice: 12_500,
}

/** Lists the demo's market of the order book. */
export async function listDemoMarket(tx: Tx): Promise<void> {
  await listMarket(tx, DEMO_MARKET, null)
}
