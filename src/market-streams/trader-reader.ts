import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { Market } from '../markets/market.ts'
import { listMarkets } from '../markets/markets.sql.ts'
import { inTurn } from '../streams/reading.ts'
import { readTraders, type TraderAsked, type TraderRows } from './traders.sql.ts'

/**
 * What streams of traders read. All that are due within a few milliseconds share the statements: one match makes its two
 * traders due, a batch a hundred. Each caller gets what belongs to the user that was asked for, and nothing is kept.
 */
export interface TraderReading {
  readonly rows: TraderRows
  /** Those of the rows, so that showing them reads nothing more. */
  readonly markets: readonly Market[]
}

export type ReadTrader = (asked: TraderAsked) => Promise<TraderReading>

const GATHER_MS = 5
const TRADERS_AT_ONCE_MAX = 200

export function createTraderReader(db: Kysely<Database>): ReadTrader {
  const loader = new DataLoader<TraderAsked, TraderReading>(
    (asked) =>
      inTurn(async () => {
        const read = await readTraders(db, asked)
        const marketIds = new Set(
          read.flatMap(({ orders, fills, positions }) => [...orders, ...fills, ...positions].map(marketIdOf)),
        )
        const markets = marketIds.size === 0 ? [] : await listMarkets(db, { marketIds: [...marketIds] })
        return read.map((rows, index) => ({ rows: owned(rows, asked[index]!.userId), markets }))
      }),
    {
      cache: false,
      maxBatchSize: TRADERS_AT_ONCE_MAX,
      batchScheduleFn: (callback) => {
        setTimeout(callback, GATHER_MS)
      },
    },
  )
  return (asked) => loader.load(asked)
}

const marketIdOf = ({ marketId }: { readonly marketId: number }): number => marketId

/** Whatever went wrong before: another's rows never leave here. */
function owned(rows: TraderRows, userId: string): TraderRows {
  const isOwn =
    rows.head.userId === userId &&
    rows.orders.every((order) => order.userId === userId) &&
    rows.fills.every((fill) => (fill.liquidity === 'MAKER' ? fill.makerUserId : fill.takerUserId) === userId) &&
    rows.positions.every((position) => position.userId === userId) &&
    rows.balances.every((balance) => balance.ownerId === userId)
  if (!isOwn) throw new Error('rows of a trader were read for somebody else')
  return rows
}
