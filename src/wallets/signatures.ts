import { hexOf, typedDataHasher } from './hashing.codec.ts'
import { recoverSigner } from './recovery.codec.ts'
import { parseSignature, signatureText } from './signature.ts'
import type { Hex, Message, SigningDomain, StructName } from './typed-data.ts'

/** What a signature says. */
export interface Signed {
  /** The EIP-712 hash of the message; an order's id. */
  readonly hash: Hex
  /** Whose key signed it; null where the text is no signature or none that a key can have made. */
  readonly signer: Hex | null
  /** As it is stored, 65 bytes; null where the text is no signature. */
  readonly signature: Hex | null
}

/** Hashes messages of this exchange and finds out who signed them. */
export interface Signatures {
  readonly domain: SigningDomain
  hashOf<Name extends StructName>(name: Name, message: Message<Name>): Hex
  /** Never says whether the signer may: that is `authorityOf`'s. Rejects with SERVICE_UNAVAILABLE only. */
  verify<Name extends StructName>(name: Name, message: Message<Name>, signature: string): Promise<Signed>
  close(): Promise<void>
}

declare module '../graphql/context.ts' {
  interface Services {
    signatures: Signatures
  }
}

export function createSignatures(domain: SigningDomain): Signatures {
  const hasher = typedDataHasher(domain)
  return {
    domain,
    hashOf: (name, message) => hexOf(hasher(name, message)),
    async verify(name, message, text) {
      const digest = hasher(name, message)
      const signature = parseSignature(text)
      const signer = signature && recoverSigner(digest, signature)
      return { hash: hexOf(digest), signer, signature: signature && signatureText(signature) }
    },
    async close() {},
  }
}
