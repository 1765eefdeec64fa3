import { builder } from '../graphql/builder.ts'
import { MICROS_DECIMALS, SHARE_DECIMALS } from '../money/units.ts'
import { formatScaled } from '../money/decimal.ts'
import type { Refusal, RefusalCode, SignatureCheck } from './refusal.ts'
import { described } from '../graphql/described.ts'

/** Business refusals as data: a payload whose result is null and one userError that says why. */
const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'Why a rule said no. Exactly one applies: the first, in the order that mechanics gives.',
  values: described<RefusalCode>({
    INVALID_SHARES: 'The size of the order is out of range.',
    INVALID_PARAMETER: 'Another value is out of range or does not fit.',
    PROJECT_NOT_FOUND: 'There is no such project.',
    EVENT_NOT_FOUND: 'There is no such event.',
    EVENT_NOT_OPEN: 'The event is not open, or is closed for moves.',
    PROJECT_INACTIVE: 'The project cannot be traded now.',
    INSUFFICIENT_CASH: 'The account has less cash than the cost.',
    INSUFFICIENT_SHARES: 'The account holds fewer shares.',
    PRICE_MOVED: 'maxCost or minProceeds would have been broken.',
    TICKER_TAKEN: 'Another project of the event has the ticker.',
    MARKET_NOT_FOUND: 'There is no such market.',
    MARKET_NOT_ACTIVE: "The market's status does not let the order in.",
    WALLET_NOT_LINKED: 'The wallet is not linked to the caller.',
    WALLET_TAKEN: 'The wallet is linked to another account.',
    SIGNATURE_INVALID: 'The signature is not one of this message by this wallet; checkSignature says why.',
    SIGNATURE_EXPIRED: 'The signed message is past its expiry.',
    SIGNATURE_REUSED: 'The signed message was used already.',
    SESSION_KEY_INVALID: 'The signer is no session key of the wallet, or one that ended or may not do this.',
    ORDER_EXPIRED: "The order's expiry has passed.",
    PRICE_OFF_GRID: 'The price is not a multiple of the tick size.',
    QUANTITY_OFF_GRID: 'The quantity is not a multiple of the lot size.',
    NOTIONAL_TOO_SMALL: "Price times quantity is below the market's minimum.",
    PRICE_OUT_OF_BAND: 'The price is too far from the mark price.',
    ORDER_ID_TAKEN: 'The signed order was placed by another account.',
    CLIENT_ORDER_ID_TAKEN: 'Another open order of the caller has the client order id.',
    ORDER_NOT_FOUND: 'The caller has no such order.',
    ORDER_NOT_OPEN: 'The order has ended already.',
    INSUFFICIENT_BALANCE: 'The order needs more than is available.',
    TOO_MANY_OPEN_ORDERS: 'The caller has as many open orders in the market as it allows.',
    REDUCE_ONLY_NOTHING_TO_REDUCE: 'A reduce-only order needs a position of the other side.',
  }),
})

/** The concrete GraphQL type that shows a refusal of this code; BusinessError where the code has none of its own. */
const typenames: Partial<Record<RefusalCode, string>> = {
  INSUFFICIENT_CASH: 'InsufficientCashError',
  INSUFFICIENT_SHARES: 'InsufficientSharesError',
  PRICE_MOVED: 'PriceMovedError',
  PRICE_OFF_GRID: 'OffGridError',
  QUANTITY_OFF_GRID: 'OffGridError',
  NOTIONAL_TOO_SMALL: 'NotionalTooSmallError',
  PRICE_OUT_OF_BAND: 'PriceOutOfBandError',
  INSUFFICIENT_BALANCE: 'InsufficientBalanceError',
  SIGNATURE_INVALID: 'SignatureInvalidError',
}

export const UserErrorRef = builder.interfaceRef<Refusal>('UserError').implement({
  description: 'A refusal: nothing was changed.',
  resolveType: (refusal) => typenames[refusal.refused] ?? 'BusinessError',
  fields: (t) => ({
    code: t.field({ type: UserErrorCode, description: 'The reason, for programs.', resolve: (refusal) => refusal.refused }),
    message: t.exposeString('message', { description: 'The reason as a sentence, for people.' }),
    path: t.stringList({
      description: 'The input field at fault, as ["input", "shares"]; empty where none is.',
      resolve: (refusal) => [...refusal.path],
    }),
  }),
})

builder.objectRef<Refusal>('BusinessError').implement({
  description: 'A refusal that needs no figures.',
  interfaces: [UserErrorRef],
})

const amountFields = (name: string, unit: string, decimals: number) =>
  builder.objectRef<Refusal>(name).implement({
    description: `A refusal for want of ${unit}.`,
    interfaces: [UserErrorRef],
    fields: (t) => ({
      required: t.field({
        type: 'Decimal',
        description: `What the command needs, in ${unit}.`,
        resolve: (refusal) => formatScaled(refusal.required ?? 0n, decimals),
      }),
      available: t.field({
        type: 'Decimal',
        description: `What there is, in ${unit}.`,
        resolve: (refusal) => formatScaled(refusal.available ?? 0n, decimals),
      }),
    }),
  })

amountFields('InsufficientCashError', 'cash', MICROS_DECIMALS)
amountFields('InsufficientSharesError', 'shares', SHARE_DECIMALS)

export const SignatureCheckRef = builder.objectRef<SignatureCheck>('SignatureCheck').implement({
  description: 'What a signature says of a message, and which mistake would explain one that does not fit.',
  fields: (t) => ({
    ok: t.exposeBoolean('ok', { description: 'The key that signed may sign the message.' }),
    typedData: t.exposeString('typedData', { description: 'What the server took for signed, as JSON of eth_signTypedData_v4.' }),
    hash: t.exposeString('hash', { description: "The EIP-712 hash of it; an order's id." }),
    recovered: t.exposeString('recovered', {
      nullable: true,
      description: 'Whose key made the signature of that hash; null where none can have.',
    }),
    expected: t.exposeStringList('expected', { description: 'Who may sign it: the wallet, then its session keys.' }),
    likelyDifference: t.exposeString('likelyDifference', {
      nullable: true,
      description: 'The mistake that would explain the signature, as a sentence; null where none that is known does.',
    }),
  }),
})

builder.objectRef<Refusal>('SignatureInvalidError').implement({
  description: 'A refusal because the signature is of somebody else, or of something else.',
  interfaces: [UserErrorRef],
  fields: (t) => ({
    check: t.field({
      type: SignatureCheckRef,
      nullable: true,
      description: 'What the server found out; null when too many such refusals come at once, ask checkSignature then.',
      resolve: (refusal) => refusal.check ?? null,
    }),
  }),
})

/** The `userErrors` of a payload. */
export const userErrorsOf = (refusal: Refusal | null): Refusal[] => (refusal ? [refusal] : [])
