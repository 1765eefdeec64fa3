/** Who may sign for a wallet: its own key, and session keys that it authorised. Pure. */
import { type Refusal, refuse } from '../refusals/refusal.ts'
import type { Hex } from './typed-data.ts'

/** TRADE covers everything; CANCEL cancels only. */
const SCOPES = ['TRADE', 'CANCEL'] as const
export type Scope = (typeof SCOPES)[number]

/** One signed order or cancel, and who sent it. */
export interface AuthorityRequest {
  /** The caller. */
  readonly userId: string
  /** The wallet that the message names. */
  readonly trader: Hex
  /** As recovered from the signature. */
  readonly signer: Hex | null
  /** What the message does. */
  readonly scope: Scope
}

export interface LinkedWallet {
  readonly wallet: Hex
  readonly userId: string
  readonly linkedAt: Date
}

export interface SessionKey {
  readonly key: Hex
  readonly wallet: Hex
  readonly userId: string
  readonly scope: Scope
  readonly expiresAt: Date
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

/** Null where the signer may; `wallet` and `key` are what is stored of the trader and of the signer. */
export function decideAuthority(
  { userId, trader, signer, scope }: AuthorityRequest,
  wallet: LinkedWallet | undefined,
  key: SessionKey | undefined,
  now: Date,
): Refusal | null {
  if (wallet?.userId !== userId) {
    return refuse('WALLET_NOT_LINKED', `The wallet ${trader} is not linked to your account: link it with linkWallet.`, ['trader'])
  }
  if (signer === trader) return null
  if (signer === null || !key || key.wallet !== trader) {
    return refuse(
      'SIGNATURE_INVALID',
      signer === null
        ? 'The signature is no signature of a key: 65 bytes as 0x-hex, or 64 of EIP-2098, with s in the lower half.'
        : `The signature is of ${signer}, which is neither the wallet ${trader} nor one of its session keys: checkSignature says why.`,
      ['signature'],
    )
  }
  if (key.revokedAt) return refuse('SESSION_KEY_INVALID', `The session key ${key.key} was revoked.`, ['signature'])
  if (key.expiresAt <= now) {
    return refuse('SESSION_KEY_INVALID', `The session key ${key.key} expired at ${key.expiresAt.toISOString()}.`, ['signature'])
  }
  if (key.scope !== 'TRADE' && key.scope !== scope) {
    return refuse('SESSION_KEY_INVALID', `The session key ${key.key} may only ${key.scope}.`, ['signature'])
  }
  return null
}
