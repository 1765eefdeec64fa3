/**
 * Why a rule said no. A refusal is a value, never a throw; a refused command changes nothing. The order of the codes
 * is the order of precedence of trades: the first that applies is the answer. Pure. Source: mechanics, "Trades".
 */
const REFUSAL_CODES = [
  'INVALID_SHARES',
  'INVALID_PARAMETER',
  'PROJECT_NOT_FOUND',
  'EVENT_NOT_FOUND',
  'EVENT_NOT_OPEN',
  'PROJECT_INACTIVE',
  'INSUFFICIENT_CASH',
  'INSUFFICIENT_SHARES',
  'PRICE_MOVED',
  'TICKER_TAKEN',
  'MARKET_NOT_FOUND',
  'MARKET_NOT_ACTIVE',
  'WALLET_NOT_LINKED',
  'WALLET_TAKEN',
  'SIGNATURE_INVALID',
  'SIGNATURE_EXPIRED',
  'SIGNATURE_REUSED',
  'SESSION_KEY_INVALID',
  'ORDER_EXPIRED',
  'PRICE_OFF_GRID',
  'QUANTITY_OFF_GRID',
  'NOTIONAL_TOO_SMALL',
  'PRICE_OUT_OF_BAND',
  'ORDER_ID_TAKEN',
  'CLIENT_ORDER_ID_TAKEN',
  'ORDER_NOT_FOUND',
  'ORDER_NOT_OPEN',
  'INSUFFICIENT_BALANCE',
  'TOO_MANY_OPEN_ORDERS',
  'REDUCE_ONLY_NOTHING_TO_REDUCE',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** What a signature says of a message, and with SIGNATURE_INVALID why it does not fit. */
export interface SignatureCheck {
  /** The key that signed may sign the message. */
  readonly ok: boolean
  /** What the server took for signed: JSON as wallets take it. */
  readonly typedData: string
  readonly hash: string
  /** Whose key made the signature of that hash; null where none can have. */
  readonly recovered: string | null
  /** Who may sign it. */
  readonly expected: readonly string[]
  /** The mistake that would explain the signature; null where none that is known does. */
  readonly likelyDifference: string | null
}

export interface Refusal {
  readonly refused: RefusalCode
  /** One sentence for a person: which value, what it was, what it may be. */
  readonly message: string
  /** The input field that is at fault, as ["input", "shares"]; [] where none is. */
  readonly path: readonly string[]
  /** With INSUFFICIENT_CASH (scale 6) and INSUFFICIENT_SHARES (scale 4). */
  readonly required?: bigint
  readonly available?: bigint
  readonly check?: SignatureCheck
}

export const refuse = (
  refused: RefusalCode,
  message: string,
  path: readonly string[] = [],
  amounts: Pick<Refusal, 'required' | 'available'> = {},
): Refusal => ({ refused, message, path, ...amounts })

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'refused' in value
