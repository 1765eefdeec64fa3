/**
 * What wallets sign: the EIP-712 structs of the order book, and how fields become text and numbers. Pure. Prices are in
 * micro-USDC per whole base unit, quantities in 1e-8, moments in unix seconds; 0 and '' stand for "none".
 */

/** `0x` and lower-case hex digits: an address (20 bytes), a hash (32), a signature (65). */
export type Hex = `0x${string}`

export interface SigningDomain {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Hex
}

export interface StructField {
  readonly name: string
  readonly type: string
}

const DOMAIN_NAME = 'CXPT'
const DOMAIN_VERSION = '1'

export const signingDomain = (chainId: number, verifyingContract: Hex): SigningDomain => ({
  name: DOMAIN_NAME,
  version: DOMAIN_VERSION,
  chainId,
  verifyingContract,
})

/** Of the chain that development tools run, and of a contract that nobody has: signatures of a test are worth nothing elsewhere. */
export const DEVELOPMENT_DOMAIN = signingDomain(31_337, '0x00000000000000000000000000000000000000c0')

/** The order of the fields is part of every hash. */
export const STRUCTS = {
  Order: [
    { name: 'trader', type: 'address' },
    { name: 'market', type: 'string' },
    { name: 'side', type: 'string' },
    { name: 'type', type: 'string' },
    { name: 'price', type: 'uint256' },
    { name: 'stopPrice', type: 'uint256' },
    { name: 'quantity', type: 'uint256' },
    { name: 'timeInForce', type: 'string' },
    { name: 'postOnly', type: 'bool' },
    { name: 'reduceOnly', type: 'bool' },
    { name: 'selfTrade', type: 'string' },
    { name: 'expiry', type: 'uint64' },
    { name: 'clientOrderId', type: 'string' },
    { name: 'replaces', type: 'bytes32' },
    { name: 'salt', type: 'uint256' },
  ],
  CancelOrder: [
    { name: 'trader', type: 'address' },
    { name: 'market', type: 'string' },
    { name: 'orderId', type: 'bytes32' },
    { name: 'clientOrderId', type: 'string' },
  ],
  CancelOrders: [
    { name: 'trader', type: 'address' },
    { name: 'market', type: 'string' },
    { name: 'side', type: 'string' },
    { name: 'expiry', type: 'uint64' },
    { name: 'salt', type: 'uint256' },
  ],
  LinkWallet: [
    { name: 'wallet', type: 'address' },
    { name: 'account', type: 'string' },
    { name: 'expiry', type: 'uint64' },
    { name: 'salt', type: 'uint256' },
  ],
  SessionKey: [
    { name: 'wallet', type: 'address' },
    { name: 'key', type: 'address' },
    { name: 'scope', type: 'string' },
    { name: 'expiry', type: 'uint64' },
    { name: 'salt', type: 'uint256' },
  ],
} as const satisfies Readonly<Record<string, readonly StructField[]>>

export type StructName = keyof typeof STRUCTS

type ValueOf<Type extends string> = Type extends 'string'
  ? string
  : Type extends 'bool'
    ? boolean
    : Type extends 'address' | 'bytes32'
      ? Hex
      : bigint

/** The fields of each struct as values: text, flags, hex, and bigint for every number. */
export type Messages = {
  readonly [Name in StructName]: {
    readonly [Field in (typeof STRUCTS)[Name][number] as Field['name']]: ValueOf<Field['type']>
  }
}

/** Of one struct, or of any of several. */
export type Message<Name extends StructName> = Messages[Name]

export type OrderMessage = Message<'Order'>

export const NO_ID: Hex = `0x${'0'.repeat(64)}`

const hexOfLength = (bytes: number) => new RegExp(`^0x[0-9a-f]{${bytes * 2}}$`)
const ADDRESS = hexOfLength(20)
const HASH = hexOfLength(32)

/** An address in any letter case, as lower case; null for another form. A checksum in the letters is not checked: the signature is. */
export const parseAddress = (text: string): Hex | null => parseHex(text, ADDRESS)

/** 32 bytes such as an order's id. */
export const parseHash = (text: string): Hex | null => parseHex(text, HASH)

function parseHex(text: string, form: RegExp): Hex | null {
  const lower = text.toLowerCase()
  return form.test(lower) ? (lower as Hex) : null
}

const SALT = /^(?:0x[0-9a-f]{1,64}|[0-9]{1,78})$/i
const UINT256_MAX = 2n ** 256n - 1n

/** A uint256 as decimal digits or as 0x-hex; null for another form or a larger number. */
export function parseSalt(text: string): bigint | null {
  const value = SALT.test(text) ? BigInt(text) : null
  return value !== null && value <= UINT256_MAX ? value : null
}

/** Unix seconds of a moment, for `expiry`; null where it is no whole second, which no signature could name. */
export const secondsOf = (moment: Date): bigint | null => (moment.getTime() % 1000 === 0 ? BigInt(moment.getTime() / 1000) : null)

export const momentOf = (seconds: bigint): Date => new Date(Number(seconds) * 1000)
