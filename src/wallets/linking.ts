/** Which wallets may be linked and which session keys authorised. Pure. */
import { type Refusal, refuse } from '../refusals/refusal.ts'
import type { LinkedWallet, Scope, SessionKey } from './authority.ts'
import type { Hex } from './typed-data.ts'

/** A message to link is signed shortly before it is sent. */
const LINK_MAX_MS = 24 * 3_600_000
const KEY_MAX_MS = 30 * 24 * 3_600_000
const WALLETS_MAX = 20

export interface LinkTerms {
  readonly wallet: Hex
  readonly expiresAt: Date
}

export interface KeyTerms {
  readonly wallet: Hex
  readonly key: Hex
  readonly scope: Scope
  readonly expiresAt: Date
}

/** The caller, and whose key signed the message. */
interface Signing {
  readonly userId: string
  readonly signer: Hex | null
  readonly now: Date
}

const input = (field: string): string[] => ['input', field]

/** Null where the message is signed by the wallet and neither over nor too long. */
function refuseMessage(wallet: Hex, expiresAt: Date, maxMs: number, { signer, now }: Signing): Refusal | null {
  const leftMs = expiresAt.getTime() - now.getTime()
  if (leftMs <= 0) return refuse('SIGNATURE_EXPIRED', `The message expired at ${expiresAt.toISOString()}.`, input('expiresAt'))
  if (leftMs > maxMs) {
    return refuse('INVALID_PARAMETER', `expiresAt may be at most ${maxMs / 3_600_000} hours ahead.`, input('expiresAt'))
  }
  if (signer === wallet) return null
  const whose = signer === null ? 'is no signature of a key' : `is of ${signer}`
  return refuse('SIGNATURE_INVALID', `The signature must be of the wallet ${wallet}, and ${whose}.`, input('signature'))
}

/** The link that is to be, or the one that is; `existing` is what is stored of the wallet, `own` how many the caller has. */
export function decideLink(
  { wallet, expiresAt }: LinkTerms,
  { userId, own, ...signing }: Signing & { readonly own: number },
  existing: LinkedWallet | undefined,
): LinkedWallet | Refusal {
  const refusal = refuseMessage(wallet, expiresAt, LINK_MAX_MS, { userId, ...signing })
  if (refusal) return refusal
  if (existing && existing.userId !== userId) {
    return refuse('WALLET_TAKEN', `The wallet ${wallet} is linked to another account.`, input('wallet'))
  }
  if (!existing && own >= WALLETS_MAX) {
    return refuse('INVALID_PARAMETER', `An account has at most ${WALLETS_MAX} wallets.`, input('wallet'))
  }
  return existing ?? { wallet, userId, linkedAt: signing.now }
}

/** Null where the wallet may authorise the key. A key belongs to one wallet for good, and is no wallet itself. */
export function decideKey(
  { wallet, key, expiresAt }: KeyTerms,
  signing: Signing,
  wallets: ReadonlyMap<Hex, LinkedWallet>,
  known: SessionKey | undefined,
): Refusal | null {
  if (wallets.get(wallet)?.userId !== signing.userId) {
    return refuse('WALLET_NOT_LINKED', `The wallet ${wallet} is not linked to your account: link it first.`, input('wallet'))
  }
  const refusal = refuseMessage(wallet, expiresAt, KEY_MAX_MS, signing)
  if (refusal) return refusal
  if (key === wallet || wallets.has(key)) {
    return refuse('SESSION_KEY_INVALID', `${key} is a linked wallet: make a key that is nothing else.`, input('key'))
  }
  if (known && known.wallet !== wallet) {
    return refuse('SESSION_KEY_INVALID', `The key ${key} belongs to another wallet.`, input('key'))
  }
  return null
}
