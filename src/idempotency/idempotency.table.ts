import type { Generated, JSONColumnType } from 'kysely'

export interface IdempotencyKeysTable {
  user_id: string
  key: string
  mutation: string
  input_hash: string
  outcome: JSONColumnType<Record<string, unknown>>
  created_at: Generated<Date>
}
