import { BASE_DECIMALS } from '../ledger/ledger.ts'
import type { Grid } from '../markets/market.ts'
import { quantityUnits } from '../markets/market.ts'
import { formatScaled } from '../money/decimal.ts'
import { halfUpDiv } from '../money/rounding.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { OrderRecord } from './order-record.ts'

const SHOWN_DECIMALS = 8

/** USDC per whole base unit over all fills, half up to 8 decimals; null before the first. 2 at 1 and 1 at 2 are 1.33333333. */
export function averagePriceText(
  grid: Grid,
  { filledLots, filledNotional }: Pick<OrderRecord, 'filledLots' | 'filledNotional'>,
): string | null {
  if (filledLots === 0) return null
  const scaled = filledNotional * 10n ** BigInt(BASE_DECIMALS + SHOWN_DECIMALS - MICROS_DECIMALS)
  return formatScaled(halfUpDiv(scaled, quantityUnits(grid, filledLots)), SHOWN_DECIMALS)
}
