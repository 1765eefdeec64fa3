import type { Generated, JSONColumnType } from 'kysely'

export interface IssuerKeysTable {
  name: string
  value: JSONColumnType<Record<string, unknown>>
  created_at: Generated<Date>
}
