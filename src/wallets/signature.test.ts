import fc from 'fast-check'
import { signRecoverable } from 'tiny-secp256k1'
import { recoverAddress, serializeCompactSignature, serializeSignature, signatureToCompactSignature } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { hexOf } from './hex.ts'
import { recoverSigner } from './recovery.codec.ts'
import { parseSignature, signatureText } from './signature.ts'
import type { Hex } from './typed-data.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const key = bytes32.filter((value) => value.some((byte) => byte > 0) && value[0]! < 255)
const word = (value: bigint): string => value.toString(16).padStart(64, '0')

function sign(digest: Uint8Array, privateKey: Uint8Array): { text: Hex; r: Hex; s: Hex; yParity: number } {
  const { signature, recoveryId } = signRecoverable(digest, privateKey)
  const [r, s] = [hexOf(signature.subarray(0, 32)), hexOf(signature.subarray(32))]
  return { text: serializeSignature({ r, s, yParity: recoveryId }), r, s, yParity: recoveryId }
}

describe('A signature', () => {
  test('recovers the address that viem recovers and that the key has, over random keys and hashes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes32, key, async (digest, privateKey) => {
        const { text } = sign(digest, privateKey)
        const signer = recoverSigner(digest, parseSignature(text)!)
        expect(signer).toBe(privateKeyToAddress(hexOf(privateKey)).toLowerCase())
        expect(signer).toBe((await recoverAddress({ hash: hexOf(digest), signature: text })).toLowerCase())
      }),
      { numRuns: 40 },
    )
  })

  test('of random bytes recovers what viem recovers, or nothing where viem fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes32,
        fc.bigInt(1n, ORDER - 1n),
        fc.bigInt(1n, ORDER / 2n),
        fc.constantFrom('1b', '1c'),
        async (digest, r, s, v) => {
          const text: Hex = `0x${word(r)}${word(s)}${v}`
          const theirs = await recoverAddress({ hash: hexOf(digest), signature: text }).catch(() => null)
          expect(recoverSigner(digest, parseSignature(text)!)).toBe(theirs?.toLowerCase() ?? null)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is read with v of 27 and 28, of 0 and 1, and in the 64 bytes of EIP-2098: one signature in one stored form', () => {
    fc.assert(
      fc.property(bytes32, key, (digest, privateKey) => {
        const { text, r, s, yParity } = sign(digest, privateKey)
        const compact = serializeCompactSignature(signatureToCompactSignature({ r, s, yParity }))
        const raw = `${text.slice(0, -2)}0${yParity}`
        for (const form of [text, raw, compact, text.toUpperCase().replace('0X', '0x')]) {
          expect(signatureText(parseSignature(form)!)).toBe(text)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('has no twin: the same point with the other s, or a v of neither parity, is none', () => {
    const { text, r, s, yParity } = sign(Buffer.alloc(32, 1), Buffer.alloc(32, 2))
    const twin = `${r}${word(ORDER - BigInt(s))}${yParity === 0 ? '1c' : '1b'}`
    for (const form of [twin, `${text.slice(0, -2)}02`, `${text.slice(0, -2)}1d`, `${text.slice(0, -2)}25`]) {
      expect(parseSignature(form)).toBeNull()
    }
  })

  test.each([
    ['nothing', ''],
    ['no prefix', '11'.repeat(65)],
    ['63 bytes', `0x${'11'.repeat(63)}`],
    ['66 bytes', `0x${'11'.repeat(66)}`],
    ['no hex', `0x${'zz'.repeat(65)}`],
    ['r of zero', `0x${word(0n)}${word(1n)}1b`],
    ['s of zero', `0x${word(1n)}${word(0n)}1b`],
    ['r not below the order', `0x${word(ORDER)}${word(1n)}1b`],
  ])('of %s is none', (_what, text) => {
    expect(parseSignature(text)).toBeNull()
  })
})
