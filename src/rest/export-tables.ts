/** The tables that administrators take away as CSV: their columns, in their order. Pure. */
import { numberedName } from '../identity/display-name.ts'
import type { TraderName } from '../identity/identity.sql.ts'
import type { BoardRow } from '../leaderboard/board.ts'
import { formatScaled } from '../money/decimal.ts'
import { type Micros, MICROS_DECIMALS, SHARE_DECIMALS, type ShareUnits } from '../money/units.ts'
import { returnPctHundredths } from '../portfolio/valuation.ts'
import { plainCell, textCell } from './csv.ts'
import type { ExportedPrice, ExportedTrade } from './exports.sql.ts'
import { textField } from './fields.ts'

export interface Exported<Row> {
  readonly row: Row
  /** The trader as the readers of the event see it; null where the row has none. */
  readonly trader: { readonly userId: string; readonly name: string } | null
}

export type Columns<Row> = readonly (readonly [header: string, cell: (exported: Exported<Row>) => string])[]

const money = (value: Micros): string => plainCell(formatScaled(value, MICROS_DECIMALS))
const shares = (value: ShareUnits): string => plainCell(formatScaled(value, SHARE_DECIMALS))
const at = (value: Date): string => plainCell(value.toISOString())

export const nameOf = (found: TraderName | undefined): string => (found ? numberedName(found.displayName, found.nth) : 'Unknown')

export const STANDING_COLUMNS: Columns<BoardRow> = [
  ['rank', ({ row }) => String(row.rank)],
  ['userId', ({ trader }) => plainCell(trader!.userId)],
  ['displayName', ({ trader }) => textCell(trader!.name)],
  ['score', ({ row }) => (row.score === null ? '' : money(row.score))],
  ['liquidationValue', ({ row }) => money(row.liquidation)],
  ['totalPortfolioValue', ({ row }) => money(row.total)],
  ['initialBalance', ({ row }) => money(row.initial)],
  ['totalPnl', ({ row }) => money((row.total - row.initial) as Micros)],
  ['returnPct', ({ row }) => plainCell(formatScaled(returnPctHundredths(row.liquidation, row.initial), 2))],
  ['positionsCount', ({ row }) => String(row.positions)],
]

export const TRADE_COLUMNS: Columns<ExportedTrade> = [
  ['position', ({ row }) => String(row.position)],
  ['executedAt', ({ row }) => at(row.executedAt)],
  ['projectId', ({ row }) => textCell(row.projectId)],
  ['ticker', ({ row }) => textCell(row.ticker)],
  ['sequence', ({ row }) => String(row.sequence)],
  ['userId', ({ trader }) => plainCell(trader!.userId)],
  ['displayName', ({ trader }) => textCell(trader!.name)],
  ['side', ({ row }) => plainCell(row.side)],
  ['shares', ({ row }) => shares(row.shares)],
  ['price', ({ row }) => money(row.executionPrice)],
  ['fee', ({ row }) => money(row.fee)],
  ['cashDelta', ({ row }) => money(row.cashDelta)],
  ['realisedPnl', ({ row }) => money(row.realised)],
  ['priceBefore', ({ row }) => money(row.priceBefore)],
  ['priceAfter', ({ row }) => money(row.priceAfter)],
]

export const PRICE_COLUMNS: Columns<ExportedPrice> = [
  ['position', ({ row }) => String(row.position)],
  ['at', ({ row }) => at(row.at)],
  ['projectId', ({ row }) => textCell(row.projectId)],
  ['ticker', ({ row }) => textCell(row.ticker)],
  ['sequence', ({ row }) => String(row.sequence)],
  ['folded', ({ row }) => String(row.folded)],
  ['source', ({ row }) => plainCell(row.source)],
  ['priceBefore', ({ row }) => money(row.priceBefore)],
  ['price', ({ row }) => money(row.price)],
  ['basePrice', ({ row }) => money(row.basePrice)],
  ['netShares', ({ row }) => shares(row.netShares)],
  ['totalVolume', ({ row }) => shares(row.totalVolume)],
  ['totalTrades', ({ row }) => String(row.totalTrades)],
  ['headline', ({ row }) => textCell(row.headline)],
]

const fields = { eventId: textField('Plain id of the event; kickstart where absent.') }

export const EXPORTS = [
  { name: 'standings', summary: 'Who stands where in an event, all of them; of a closed event the frozen standings.', fields },
  { name: 'trades', summary: 'All trades of an event, oldest first.', fields },
  { name: 'prices', summary: 'All price moves of an event, oldest first.', fields },
] as const

export type ExportName = (typeof EXPORTS)[number]['name']
