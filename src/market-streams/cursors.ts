/**
 * Cursors of the order book's streams, opaque to clients. Of a market: everything up to a sequence and a trade was
 * delivered, as one view of the book shows it. Of a trader: everything up to a revision. The epoch tells a restored or
 * another database apart. They hold no secret.
 */
export interface MarketPlace {
  readonly epoch: number
  readonly symbol: string
  readonly sequence: number
  readonly tradeNumber: number
  /** The view: levels per side, and ticks of a price group. */
  readonly limit: number
  readonly group: number
}

export interface TraderPlace {
  readonly epoch: number
  readonly userId: string
  readonly revision: bigint
}

const LENGTH_MAX = 200
const WHOLE = '(0|[1-9][0-9]{0,15})'
const MARKET_FORM = new RegExp(`^m1\\.${WHOLE}\\.${WHOLE}\\.${WHOLE}\\.${WHOLE}\\.${WHOLE}\\.([A-Z0-9-]{1,64})$`)
const TRADER_FORM = new RegExp(`^t1\\.${WHOLE}\\.${WHOLE}\\.([0-9a-f-]{36})$`)

const written = (...parts: readonly (string | number | bigint)[]): string => Buffer.from(parts.join('.')).toString('base64url')

export const cursorOfMarket = ({ epoch, symbol, sequence, tradeNumber, limit, group }: MarketPlace): string =>
  written('m1', epoch, sequence, tradeNumber, limit, group, symbol)

export const cursorOfTrader = ({ epoch, userId, revision }: TraderPlace): string => written('t1', epoch, revision, userId)

/** null for a text that no stream of a market gave out. */
export function marketPlaceOf(text: string): MarketPlace | null {
  const parts = read(text, MARKET_FORM)
  if (!parts) return null
  const [epoch, sequence, tradeNumber, limit, group] = parts.slice(1, 6).map(Number) as [number, number, number, number, number]
  return { epoch, sequence, tradeNumber, limit, group, symbol: parts[6]! }
}

/** null for a text that no stream of a trader gave out. */
export function traderPlaceOf(text: string): TraderPlace | null {
  const parts = read(text, TRADER_FORM)
  return parts && { epoch: Number(parts[1]), revision: BigInt(parts[2]!), userId: parts[3]! }
}

/** Only the one spelling that encodes back to itself is a cursor. */
function read(text: string, form: RegExp): RegExpExecArray | null {
  if (text.length > LENGTH_MAX) return null
  const inside = Buffer.from(text, 'base64url').toString()
  return written(inside) === text ? form.exec(inside) : null
}
