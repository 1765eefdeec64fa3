/**
 * Our own issuers, for where there is no identity provider. Their keys are made by the first server that needs them
 * and kept in the database, so restarts and all servers of a database agree. Tokens of the development issuer, of the
 * guest issuer and of a provider differ in `iss`: a database that served one never lets its tokens into another.
 */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { findIssuerKey, insertIssuerKey } from './issuer-keys.sql.ts'

const ISSUERS = { dev: 'urn:btx-exchange:dev', guest: 'urn:btx-exchange:guest' } as const
export type IssuerMode = keyof typeof ISSUERS
export const ISSUER_AUDIENCE = 'btx-exchange'

const TOKEN_LIFE_S = 7 * 86_400

/** What a token of ours says. */
export interface Grant {
  readonly subject: string
  readonly name: string | null
  readonly groups: readonly string[]
}

export interface Issuer {
  readonly issuer: string
  /** The public keys, as any verifier reads them. */
  readonly jwks: JSONWebKeySet
  mint(grant: Grant): Promise<string>
  /** A keyed hash: the same text gives the same subject, and no subject gives a text. */
  subjectOf(kind: 'email' | 'admin' | 'device', text: string): string
}

/** The stored value of the name, made and stored if there is none; the first of racing servers wins. */
async function keep(
  db: Kysely<Database>,
  name: string,
  make: () => Promise<Record<string, unknown>>,
): Promise<{ value: Record<string, unknown>; isNew: boolean }> {
  const found = await findIssuerKey(db, name)
  if (found) return { value: found, isNew: false }
  const made = await make()
  if (await insertIssuerKey(db, name, made)) return { value: made, isNew: true }
  const other = await findIssuerKey(db, name)
  if (!other) throw new Error(`issuer key ${name} was there and is gone`)
  return { value: other, isNew: false }
}

async function makeSigningKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) }
}

export async function openIssuer(db: Kysely<Database>, mode: IssuerMode, groupsClaim: string): Promise<Issuer> {
  const { value } = await keep(db, 'signing-key', makeSigningKey)
  const hashing = await keep(db, 'subject-key', async () => ({ secret: randomBytes(32).toString('base64') }))
  const { d: _private, ...publicKey } = value as JWK
  const signingKey = await importJWK(value as JWK, 'ES256')
  const subjectKey = Buffer.from(String(hashing.value.secret), 'base64')
  const issuer = ISSUERS[mode]
  return {
    issuer,
    jwks: { keys: [publicKey] },
    mint: ({ subject, name, groups }) =>
      new SignJWT({ [groupsClaim]: groups, ...(name === null ? {} : { name }) })
        .setProtectedHeader({ alg: 'ES256', kid: publicKey.kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(ISSUER_AUDIENCE)
        .setSubject(subject)
        // To the millisecond: one that is issued right after a sign-out is good.
        .setIssuedAt(Date.now() / 1000)
        .setExpirationTime(`${TOKEN_LIFE_S} s`)
        .sign(signingKey),
    subjectOf: (kind, text) => createHmac('sha256', subjectKey).update(`${kind}:${text}`).digest('base64url'),
  }
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const SECRET_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** 100 random bits in five groups, as "7k2m-…": what a person reads from a terminal and types once. */
function makeSecret(): string {
  const letters = Array.from(randomBytes(20), (byte) => SECRET_ALPHABET[byte & 31])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

const plainSecret = (text: string): string => text.toLowerCase().replace(/[^0-9a-z]/g, '')

export interface AdminSecret {
  /** The secret itself, on the one server that made it just now; null ever after. */
  readonly fresh: string | null
  matches(secret: string): Promise<boolean>
}

/** The secret that administrators of the guest mode sign in with; only its salted scrypt hash is stored. */
export async function openAdminSecret(db: Kysely<Database>): Promise<AdminSecret> {
  const secret = makeSecret()
  const { value, isNew } = await keep(db, 'admin-secret', async () => {
    const salt = randomBytes(16)
    return { salt: salt.toString('base64'), hash: (await derive(plainSecret(secret), salt, 32)).toString('base64') }
  })
  const salt = Buffer.from(String(value.salt), 'base64')
  const expected = Buffer.from(String(value.hash), 'base64')
  return {
    fresh: isNew ? secret : null,
    matches: async (given) => timingSafeEqual(await derive(plainSecret(given), salt, 32), expected),
  }
}
