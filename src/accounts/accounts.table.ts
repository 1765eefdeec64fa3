import type { Generated } from 'kysely'
import type { Micros } from '../money/units.ts'

export interface AccountsTable {
  account_id: string
  event_id: string
  user_id: string
  cash_micros: Micros
  initial_micros: Micros
  granted_micros: Generated<Micros>
  fees_micros: Generated<Micros>
  realised_micros: Generated<Micros>
  trade_count: Generated<number>
  ranked: Generated<boolean>
  frozen: Generated<boolean>
  created_at: Generated<Date>
}

export interface CashGrantsTable {
  audit_id: string
  account_id: string
  event_id: string
  amount_micros: Micros
  granted_at: Date
}
