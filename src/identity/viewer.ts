/** Who is calling, as verified from the token and found or created in `users`. Pure. */
export interface Viewer {
  readonly userId: string
  readonly displayName: string
  readonly groups: readonly string[]
  readonly isAdmin: boolean
  /** When the token ends. */
  readonly expiresAt: Date
}
