/** Wallets of specs: keys that anyone may know, which sign as a browser's wallet would. */
import { randomBytes } from 'node:crypto'
import { pointFromScalar, signRecoverable } from 'tiny-secp256k1'
import { addressOf, keccak256, typedDataHasher } from '../../src/wallets/hashing.codec.ts'
import { hexOf } from '../../src/wallets/hex.ts'
import { signatureText } from '../../src/wallets/signature.ts'
import {
  DEVELOPMENT_DOMAIN,
  type Hex,
  type Message,
  NO_ID,
  type OrderMessage,
  type SigningDomain,
  type StructName,
} from '../../src/wallets/typed-data.ts'

export interface TestWallet {
  readonly address: Hex
  readonly privateKey: Hex
  /** The signature of a message of this exchange, or of another domain. */
  sign<Name extends StructName>(name: Name, message: Message<Name>, domain?: Partial<SigningDomain>): Hex
  signHash(hash: Uint8Array): Hex
}

/** The same wallet for the same name. */
export function testWallet(name: string): TestWallet {
  const privateKey = keccak256(`a wallet of specs: ${name}`)
  const signHash = (hash: Uint8Array): Hex => {
    const { signature, recoveryId } = signRecoverable(hash, privateKey)
    return signatureText({ rs: Buffer.from(signature).toString('hex'), recovery: recoveryId === 1 ? 1 : 0 })
  }
  return {
    address: addressOf(pointFromScalar(privateKey, false)!),
    privateKey: hexOf(privateKey),
    sign: (struct, message, domain = DEVELOPMENT_DOMAIN) => signHash(typedDataHasher(domain)(struct, message)),
    signHash,
  }
}

export const freshSalt = (): bigint => BigInt(hexOf(randomBytes(32)))

/** A limit order of two units at 1.50 USDC, where nothing else is said. */
export const orderMessage = (trader: Hex, changes: Partial<OrderMessage> = {}): OrderMessage => ({
  trader,
  market: 'CXPT-USDC',
  side: 'BUY',
  type: 'LIMIT',
  price: 1_500_000n,
  stopPrice: 0n,
  quantity: 200_000_000n,
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  selfTrade: 'EXPIRE_TAKER',
  expiry: 0n,
  clientOrderId: '',
  replaces: NO_ID,
  salt: freshSalt(),
  ...changes,
})

/** A whole second from now, as inputs take it and as messages have it. */
export function inSeconds(seconds: number): { readonly expiresAt: string; readonly expiry: bigint } {
  const expiry = Math.floor(Date.now() / 1000) + seconds
  return { expiresAt: new Date(expiry * 1000).toISOString(), expiry: BigInt(expiry) }
}

/** The input of linkWallet, signed by the wallet. */
export function linkInput(wallet: TestWallet, account: string, changes: { seconds?: number; salt?: bigint } = {}) {
  const { expiresAt, expiry } = inSeconds(changes.seconds ?? 600)
  const salt = changes.salt ?? freshSalt()
  const signature = wallet.sign('LinkWallet', { wallet: wallet.address, account, expiry, salt })
  return { wallet: wallet.address, expiresAt, salt: salt.toString(), signature }
}

/** The input of authoriseSessionKey, signed by the wallet. */
export function sessionKeyInput(
  wallet: TestWallet,
  key: Hex,
  changes: { scope?: 'TRADE' | 'CANCEL'; seconds?: number; salt?: bigint } = {},
) {
  const { expiresAt, expiry } = inSeconds(changes.seconds ?? 3_600)
  const { scope = 'TRADE', salt = freshSalt() } = changes
  const signature = wallet.sign('SessionKey', { wallet: wallet.address, key, scope, expiry, salt })
  return { wallet: wallet.address, key, scope, expiresAt, salt: salt.toString(), signature }
}
