import type { Scope } from './authority.ts'

export interface WalletsTable {
  wallet: Buffer
  user_id: string
  linked_at: Date
}

export interface SessionKeysTable {
  session_key: Buffer
  wallet: Buffer
  user_id: string
  scope: Scope
  expires_at: Date
  created_at: Date
  revoked_at: Date | null
}

/** Messages that took effect once and must not again; the expiry is theirs. */
export interface UsedSignaturesTable {
  hash: Buffer
  user_id: string
  expires_at: Date
}
