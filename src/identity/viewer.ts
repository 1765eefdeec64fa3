/**
 * Who is calling, as verified from the token and found or created in `users`. It may be remembered for a minute, so it
 * holds nothing that changes meanwhile: the display name is read where it is shown. Pure.
 */
export interface Viewer {
  readonly userId: string
  readonly groups: readonly string[]
  readonly isAdmin: boolean
  /** Of the group of investments and no administrator: may apply investments over the REST door, and nothing else. */
  readonly isService?: boolean
  /** When the token was issued; in 1970 where it does not say. */
  readonly issuedAt: Date
  /** When the token ends. */
  readonly expiresAt: Date
}
