/** Why a signature does not fit: which typed data it was most likely made of. */
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { CodedError } from '../graphql/errors.ts'
import type { Deps } from '../platform/deps.ts'
import { isRefusal, type Refusal, type SignatureCheck } from '../refusals/refusal.ts'
import { messageHash, personalHash, typedDataHasher } from './hashing.codec.ts'
import { hexOf } from './hex.ts'
import { type Attempt, plausibleMistakes } from './mistakes.ts'
import { parseSignature, type Signature } from './signature.ts'
import type { Signatures } from './signatures.ts'
import type { Hex, Message, StructName } from './typed-data.ts'
import { typedDataText } from './typed-data-json.ts'
import { listSessionKeys, listWallets } from './wallets.sql.ts'

/** What a caller sent as a message and its signature. */
export interface SignedText<Name extends StructName = StructName> {
  readonly userId: string
  readonly name: Name
  readonly message: Message<Name>
  readonly signature: string
}

interface Debugging {
  readonly deps: Deps
  readonly services: { readonly signatures: Signatures }
}

const KEYS_MAX = 20

/** The caller's wallets, and the keys that may sign for each now. */
async function listSigners(db: Kysely<Database>, userId: string): Promise<Map<Hex, Hex[]>> {
  const [wallets, keys] = await Promise.all([listWallets(db, userId), listSessionKeys(db, userId, KEYS_MAX)])
  const now = Date.now()
  const active = keys.filter(({ revokedAt, expiresAt }) => !revokedAt && expiresAt.getTime() > now)
  return new Map(wallets.map(({ wallet }) => [wallet, active.filter((key) => key.wallet === wallet).map(({ key }) => key)]))
}

/** The typed data as the server reads it, who signed, who should have, and what most likely differs. */
export async function checkOf({ deps, services: { signatures } }: Debugging, sent: SignedText): Promise<SignatureCheck> {
  const { name, message } = sent
  const signers = await listSigners(deps.db, sent.userId)
  const named = 'trader' in message ? message.trader : message.wallet
  const expected = 'trader' in message ? [named, ...(signers.get(named) ?? [])] : [named]
  const signature = parseSignature(sent.signature)
  const { hash, signer } = await signatures.verify(name, message, sent.signature)
  const known = new Set([...expected, ...[...signers].flatMap(([wallet, keys]) => [wallet, ...keys])])
  const ok = signer !== null && expected.includes(signer)
  return {
    ok,
    typedData: typedDataText(signatures.domain, name, message),
    hash,
    recovered: signer,
    expected,
    likelyDifference:
      signature === null
        ? 'The text is no signature: 65 bytes as 0x-hex with v of 27, 28, 0 or 1, or 64 of EIP-2098, with s in the lower half.'
        : ok
          ? null
          : await likelyMistake(signatures, name, plausibleMistakes(message, signatures.domain, [...known]), signature, known),
  }
}

/** The first attempt that one of the known addresses signed. */
async function likelyMistake(
  signatures: Signatures,
  name: StructName,
  attempts: readonly Attempt[],
  signature: Signature,
  known: ReadonlySet<Hex>,
): Promise<string | null> {
  const signers = await Promise.all(
    attempts.map((attempt) =>
      signatures.recover(
        digestOfAttempt(name, attempt),
        attempt.flipped ? { ...signature, recovery: signature.recovery === 0 ? 1 : 0 } : signature,
      ),
    ),
  )
  const hit = signers.findIndex((signer) => signer !== null && known.has(signer))
  return attempts[hit]?.what ?? null
}

function digestOfAttempt(name: StructName, { domain, message, form }: Attempt): Buffer {
  if (form === 'STRUCT') return messageHash(name, message)
  const digest = typedDataHasher(domain)(name, message)
  if (form === 'PERSONAL_BYTES') return personalHash(digest)
  return form === 'PERSONAL_TEXT' ? personalHash(Buffer.from(hexOf(digest))) : digest
}

/** A check costs some sixty recoveries: so many at once, and a refusal beyond them goes without. */
const CHECKS_MAX = 4
let underWay = 0

/** SIGNATURE_INVALID together with the check; everything else as it is. */
export async function withCheck<Decided extends object>(
  debugging: Debugging,
  decided: Decided | Refusal,
  sent: SignedText,
): Promise<Decided | Refusal> {
  if (!isRefusal(decided) || decided.refused !== 'SIGNATURE_INVALID' || underWay >= CHECKS_MAX) return decided
  underWay++
  try {
    return { ...decided, check: await checkOf(debugging, sent) }
  } catch (error) {
    if (error instanceof CodedError) return decided
    throw error
  } finally {
    underWay--
  }
}
