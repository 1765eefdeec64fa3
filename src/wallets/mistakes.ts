/**
 * What programs that sign get wrong, as typed data that they may have signed instead. Pure. An attempt whose signer is a known
 * address is the likely mistake: an address that comes out of a wrong hash by chance does not happen.
 */
import { type Hex, type Message, NO_ID, type SigningDomain, type StructName } from './typed-data.ts'

/** TYPED is EIP-712; STRUCT the hash of the message without a domain; the others personal_sign of the EIP-712 hash. */
export type SignedForm = 'TYPED' | 'STRUCT' | 'PERSONAL_BYTES' | 'PERSONAL_TEXT'

export interface Attempt {
  /** The mistake as a sentence. */
  readonly what: string
  readonly domain: Partial<SigningDomain>
  readonly message: Message<StructName>
  readonly form: SignedForm
  /** With the other parity of the signature. */
  readonly flipped: boolean
}

const CHAINS = [1, 10, 56, 97, 137, 1337, 8453, 31_337, 42_161, 80_002, 84_532, 421_614, 11_155_111]
const NO_CONTRACT: Hex = `0x${'0'.repeat(40)}`

/** The attempts, the likeliest first; `known` are addresses of the caller that could have been named as the trader. */
export function plausibleMistakes(message: Message<StructName>, domain: SigningDomain, known: readonly Hex[]): Attempt[] {
  const own: Omit<Attempt, 'what'> = { domain, message, form: 'TYPED', flipped: false }
  const inDomain = (change: Partial<SigningDomain>, what: string): Attempt => ({ ...own, what, domain: { ...domain, ...change } })
  const { name, version, chainId, verifyingContract } = domain
  return [
    ...CHAINS.filter((chain) => chain !== chainId).map((chain) =>
      inDomain({ chainId: chain }, `domain.chainId was ${chain}; it must be ${chainId}.`),
    ),
    inDomain({ verifyingContract: NO_CONTRACT }, `domain.verifyingContract was zero; it must be ${verifyingContract}.`),
    {
      ...own,
      what: `domain.verifyingContract was left out; it must be ${verifyingContract}.`,
      domain: { name, version, chainId },
    },
    { ...own, what: `domain.chainId was left out; it must be ${chainId}.`, domain: { name, version, verifyingContract } },
    ...['cxpt', 'BTX', ''].map((other) => inDomain({ name: other }, `domain.name was "${other}"; it must be "${name}".`)),
    ...['2', '1.0', ''].map((other) => inDomain({ version: other }, `domain.version was "${other}"; it must be "${version}".`)),
    ...changesOf(message, known).map(({ what, change }) => ({ ...own, what, message: { ...message, ...change } })),
    { ...own, what: 'The signature has the other v: 27 and 28 (or 0 and 1) were swapped.', flipped: true },
    { ...own, what: 'The hash was signed with personal_sign; use eth_signTypedData_v4.', form: 'PERSONAL_BYTES' },
    { ...own, what: 'The text of the hash was signed with personal_sign; use eth_signTypedData_v4.', form: 'PERSONAL_TEXT' },
    { ...own, what: 'The hash of the message was signed without the domain.', form: 'STRUCT' },
  ]
}

interface Change {
  readonly what: string
  readonly change: Readonly<Record<string, string | boolean | bigint>>
}

type Values = Readonly<Record<string, string | boolean | bigint>>

const MICROS = 10n ** 6n
const UNITS = 10n ** 8n
const WEI = 10n ** 18n

/** Single fields, and the two scales together, as a program may have written them. Fields that the struct has not are left out. */
function changesOf(message: Message<StructName>, known: readonly Hex[]): Change[] {
  const values: Values = { ...message }
  const changes = [
    ...ofAddresses(values, known),
    ...ofScales(values),
    ...ofTexts(values),
    ...ofAbsent(values),
    ...ofMoments(values),
  ]
  return changes.filter(({ change }) => {
    const fields = Object.entries(change)
    return fields.length > 0 && fields.every(([field, value]) => field in values && values[field] !== value)
  })
}

const ofAddresses = (values: Values, known: readonly Hex[]): Change[] =>
  known.flatMap((address): Change[] => [
    { what: `trader was ${address}; the message names ${values['trader']}.`, change: { trader: address } },
    { what: `wallet was ${address}; the message names ${values['wallet']}.`, change: { wallet: address } },
  ])

/** A number in another scale; null where it is no whole number there. */
const rescaled = (value: unknown, from: bigint, to: bigint): bigint | null =>
  typeof value === 'bigint' && (value * to) % from === 0n ? (value * to) / from : null

function ofScales(values: Values): Change[] {
  const scales = [
    { field: 'price', scale: MICROS, right: 'micro-USDC (× 10^6)' },
    { field: 'stopPrice', scale: MICROS, right: 'micro-USDC (× 10^6)' },
    { field: 'quantity', scale: UNITS, right: 'units of 1e-8 (× 10^8)' },
  ]
  const wrong = [
    { to: 1n, was: 'not scaled' },
    { to: MICROS, was: 'scaled by 10^6' },
    { to: UNITS, was: 'scaled by 10^8' },
    { to: WEI, was: 'scaled by 10^18' },
  ]
  const single = scales.flatMap(({ field, scale, right }) =>
    wrong.flatMap(({ to, was }) => {
      const value = rescaled(values[field], scale, to)
      return value === null ? [] : [{ what: `${field} was ${was}; it is signed in ${right}.`, change: { [field]: value } }]
    }),
  )
  const both = wrong.flatMap(({ to, was }) => {
    const [price, quantity] = [rescaled(values['price'], MICROS, to), rescaled(values['quantity'], UNITS, to)]
    if (price === null || quantity === null) return []
    return [
      {
        what: `price and quantity were ${was}; they are signed in micro-USDC and in units of 1e-8.`,
        change: { price, quantity },
      },
    ]
  })
  return [...single, ...both]
}

/** Letter case, and a market's name without its dash. */
function ofTexts(values: Values): Change[] {
  const texts = ['side', 'type', 'timeInForce', 'selfTrade', 'scope', 'market'].flatMap((field) => {
    const value = values[field]
    return typeof value === 'string' ? [{ field, value }] : []
  })
  const lower = texts.map(({ field, value }) => ({
    what: `${field} was "${value.toLowerCase()}"; it must be "${value}".`,
    change: { [field]: value.toLowerCase() },
  }))
  const all = texts.filter(({ field }) => field !== 'market').map(({ field, value }) => [field, value.toLowerCase()])
  const undashed = String(values['market'] ?? '').replace('-', '')
  return [
    ...lower,
    ...(all.length > 1
      ? [{ what: 'The words of the order were in lower case; they must be in capitals.', change: Object.fromEntries(all) }]
      : []),
    { what: `market was "${undashed}"; it must be "${values['market']}".`, change: { market: undashed } },
  ]
}

/** Fields that were signed as none, though the server reads a value; and flags that were the other. */
function ofAbsent(values: Values): Change[] {
  const flags = ['postOnly', 'reduceOnly'].map((field) => ({
    what: `${field} was ${!values[field]}; the message has ${values[field]}.`,
    change: { [field]: !values[field] },
  }))
  const none = {
    selfTrade: '',
    timeInForce: '',
    clientOrderId: '',
    stopPrice: 0n,
    price: 0n,
    expiry: 0n,
    salt: 0n,
    replaces: NO_ID,
  }
  const absent = Object.entries(none).map(([field, value]) => ({
    what: `${field} was signed as none; the message has ${values[field]}.`,
    change: { [field]: value },
  }))
  const defaults = {
    selfTrade: 'EXPIRE_TAKER',
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    clientOrderId: '',
    expiry: 0n,
  }
  return [
    ...flags,
    ...absent,
    {
      what: 'The optional fields were signed with their defaults; the message has other values.',
      change: changed(values, defaults),
    },
  ]
}

/** The fields of `change` that would be others. */
const changed = (values: Values, change: Values): Values =>
  Object.fromEntries(Object.entries(change).filter(([field, value]) => values[field] !== value))

function ofMoments(values: Values): Change[] {
  const { expiry } = values
  if (typeof expiry !== 'bigint') return []
  return [{ what: 'expiry was in milliseconds; it is signed in unix seconds.', change: { expiry: expiry * 1000n } }]
}
