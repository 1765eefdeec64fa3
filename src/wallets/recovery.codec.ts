/** Who signed a hash: recovery of the public key on secp256k1, in WebAssembly. */
import { recover } from 'tiny-secp256k1'
import { addressOf, bytesOf } from './hashing.codec.ts'
import type { Signature } from './signature.ts'
import type { Hex } from './typed-data.ts'

/** The address whose key made the signature of the 32 bytes; null where no key can have. */
export function recoverSigner(digest: Uint8Array, { rs, recovery }: Signature): Hex | null {
  try {
    const publicKey = recover(digest, bytesOf(`0x${rs}`), recovery, false)
    return publicKey && addressOf(publicKey)
  } catch (error) {
    // What the package throws where r is the x of no point.
    if (error instanceof TypeError) return null
    throw error
  }
}
