import type { Generated, GeneratedAlways } from 'kysely'
import type { EntryKind } from './ledger.ts'

/** One row per user of the order book; its lock is that of everything of the trader. */
export interface TradersTable {
  user_id: string
  /** Rises with every transaction that changes something of the trader. */
  revision: Generated<bigint>
  /** When the dead man's switch cancels all orders. */
  cancel_at: Date | null
  created_at: Generated<Date>
}

export interface BalancesTable {
  owner_id: string
  asset: string
  total: bigint
  held: Generated<bigint>
  is_system: Generated<boolean>
  revision: Generated<bigint>
}

export interface LedgerEntriesTable {
  entry_id: GeneratedAlways<bigint>
  owner_id: string
  asset: string
  amount: bigint
  kind: EntryKind
  market_id: number | null
  inbox_number: bigint | null
  /** Of a credit: the administrator who gave it. */
  actor_user_id: string | null
  note: string | null
  at: Date
}
