/** Who signed a hash: recovery of the public key on secp256k1, in WebAssembly; and how batches of it cross to a worker. */
import { recover } from 'tiny-secp256k1'
import { addressOf } from './hashing.codec.ts'
import { bytesOf, hexOf } from './hex.ts'
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

export interface RecoveryJob {
  /** 32 bytes. */
  readonly digest: Uint8Array
  readonly signature: Signature
}

/** Digest, r, s, recovery: so a batch crosses as one transferred buffer rather than as objects that are cloned. */
const JOB_BYTES = 32 + 64 + 1
/** Whether there is a signer, and its address. */
const SIGNER_BYTES = 1 + 20

export function packJobs(jobs: readonly RecoveryJob[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(jobs.length * JOB_BYTES)
  for (const [index, { digest, signature }] of jobs.entries()) {
    packed.set(digest, index * JOB_BYTES)
    packed.set(bytesOf(`0x${signature.rs}`), index * JOB_BYTES + 32)
    packed[index * JOB_BYTES + 96] = signature.recovery
  }
  return packed
}

export function recoverPacked(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const signers = new Uint8Array((packed.length / JOB_BYTES) * SIGNER_BYTES)
  for (let job = 0, at = 0; job < packed.length; job += JOB_BYTES, at += SIGNER_BYTES) {
    const rs = Buffer.from(packed.subarray(job + 32, job + 96)).toString('hex')
    const signer = recoverSigner(packed.subarray(job, job + 32), { rs, recovery: packed[job + 96] === 1 ? 1 : 0 })
    if (signer === null) continue
    signers[at] = 1
    signers.set(bytesOf(signer), at + 1)
  }
  return signers
}

export function unpackSigners(packed: Uint8Array): (Hex | null)[] {
  const signers: (Hex | null)[] = []
  for (let at = 0; at < packed.length; at += SIGNER_BYTES) {
    signers.push(packed[at] === 1 ? hexOf(packed.subarray(at + 1, at + SIGNER_BYTES)) : null)
  }
  return signers
}
