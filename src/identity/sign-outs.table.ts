export interface SignOutsTable {
  user_id: string
  signed_out_at: Date
}
