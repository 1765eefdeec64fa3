import type { Generated } from 'kysely'

export interface UsersTable {
  user_id: Generated<string>
  issuer: string
  subject: string
  display_name: string
  /** Case-folded display name: equal keys are the same name to a reader. */
  name_key: string
  name_chosen: Generated<boolean>
  /** An organiser gave the name; its user cannot change it. */
  name_locked: Generated<boolean>
  created_at: Generated<Date>
}
