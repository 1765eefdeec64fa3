/** Linking wallets, authorising and revoking their session keys, and who may sign for whom. */
import { readClock } from '../events/events.sql.ts'
import type { Welcome } from '../ledger/credit.ts'
import { creditWelcome } from '../ledger/credits.commands.ts'
import { lockTraders } from '../ledger/traders.sql.ts'
import type { Deps } from '../platform/deps.ts'
import type { Job } from '../platform/jobs.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type AuthorityRequest, decideAuthority, type LinkedWallet, type SessionKey } from './authority.ts'
import { decideKey, decideLink, type KeyTerms, type LinkTerms } from './linking.ts'
import type { Signed } from './signatures.ts'
import type { Hex } from './typed-data.ts'
import {
  deleteUsedSignatures,
  findSessionKeys,
  findWallets,
  insertUsedSignatures,
  insertWallet,
  listWallets,
  saveSessionKey,
} from './wallets.sql.ts'

/**
 * For each signed message null where its signer may, else why not. The caller has locked the traders: revoking takes the same
 * lock, so that what this reads holds until the commit, and a revocation counts for every later batch.
 */
export async function authoritiesOf(tx: Tx, requests: readonly AuthorityRequest[], now: Date): Promise<(Refusal | null)[]> {
  const foreign = requests.flatMap(({ trader, signer }) => (signer === null || signer === trader ? [] : [signer]))
  const wallets = await findWallets(tx.sql, [...new Set(requests.map(({ trader }) => trader))])
  const keys = foreign.length > 0 ? await findSessionKeys(tx.sql, [...new Set(foreign)]) : new Map<Hex, SessionKey>()
  return requests.map((request) =>
    decideAuthority(request, wallets.get(request.trader), request.signer ? keys.get(request.signer) : undefined, now),
  )
}

export interface SignedBy {
  readonly userId: string
  readonly signed: Signed
}

/** Links the wallet to the caller's account, and welcomes a newcomer. A wallet that is linked to it already stays as it is. */
export function linkWallet(
  deps: Deps,
  terms: LinkTerms,
  { userId, signed }: SignedBy,
  welcome: Welcome | null,
): Promise<LinkedWallet | Refusal> {
  return inTransaction(deps, async (tx) => {
    await lockTraders(tx, [userId])
    const linkedAt = await readClock(tx.sql)
    const own = await listWallets(tx.sql, userId)
    const decided = decideLink(
      terms,
      { userId, signer: signed.signer, now: linkedAt, own: own.length },
      (await findWallets(tx.sql, [terms.wallet])).get(terms.wallet),
    )
    if (isRefusal(decided)) return decided
    if (decided.linkedAt !== linkedAt) return decided
    await insertWallet(tx, decided)
    await creditWelcome(tx, userId, welcome)
    return decided
  })
}

/** Lets a key sign for a wallet of the caller. The same message again answers the key; once it is revoked, it is spent. */
export function authoriseSessionKey(deps: Deps, terms: KeyTerms, { userId, signed }: SignedBy): Promise<SessionKey | Refusal> {
  return inTransaction(deps, async (tx) => {
    await lockTraders(tx, [userId])
    const now = await readClock(tx.sql)
    const wallets = await findWallets(tx.sql, [terms.wallet, terms.key])
    const known = (await findSessionKeys(tx.sql, [terms.key])).get(terms.key)
    const refusal = decideKey(terms, { userId, signer: signed.signer, now }, wallets, known)
    if (refusal) return refusal
    const fresh = await insertUsedSignatures(tx, [{ hash: signed.hash, userId, expiresAt: terms.expiresAt }])
    if (fresh.size === 0) {
      if (known && !known.revokedAt && known.scope === terms.scope && known.expiresAt.getTime() === terms.expiresAt.getTime())
        return known
      return refuse(
        'SIGNATURE_REUSED',
        'This message took effect before and does not a second time: sign one with another salt.',
        ['input', 'signature'],
      )
    }
    const key: SessionKey = { ...terms, userId, createdAt: now, revokedAt: null }
    await saveSessionKey(tx, key)
    return key
  })
}

/** Ends a key of the caller at once: what it signed and is not accepted yet never is. Its open orders stay. */
export function revokeSessionKey(deps: Deps, address: Hex, userId: string): Promise<SessionKey | Refusal> {
  return inTransaction(deps, async (tx) => {
    await lockTraders(tx, [userId])
    const key = (await findSessionKeys(tx.sql, [address])).get(address)
    if (key?.userId !== userId) return refuse('SESSION_KEY_INVALID', `You have no session key ${address}.`, ['input', 'key'])
    if (key.revokedAt) return key
    const revoked: SessionKey = { ...key, revokedAt: await readClock(tx.sql) }
    await saveSessionKey(tx, revoked)
    return revoked
  })
}

const EVERY_MS = 600_000

export const walletJobs = (deps: Deps): Job[] => [
  { name: 'spent signatures that expired', everyMs: EVERY_MS, run: async () => await deleteUsedSignatures(deps.db) },
]
