/** The state of the ticket: what is typed, and the order that it makes on the market's grid. */
import { createMemo, createSignal } from 'solid-js'
import type { TimeInForce } from '../generated/graphql.ts'
import { readTyped } from '../lib/decimal.ts'
import { type Draft, hasStop, type OrderType, TIMES } from './draft.ts'
import { onGrid, PRICE_DECIMALS, QUANTITY_DECIMALS } from './figures.ts'

export interface Grid {
  readonly symbol: string
  readonly baseAsset: string
  readonly tickSize: string
  readonly lotSize: string
}

function gridded(typed: string, step: string, decimals: number): string | null {
  const plain = readTyped(typed, decimals)
  return plain === null ? null : onGrid(plain, step, decimals)
}

/** What is typed as a price or a quantity, on the market's grid; null where it is none. */
export const priceOnGrid = ({ tickSize }: Grid, typed: string): string | null => gridded(typed, tickSize, PRICE_DECIMALS)
export const quantityOnGrid = ({ lotSize }: Grid, typed: string): string | null => gridded(typed, lotSize, QUANTITY_DECIMALS)

export type Ticket = ReturnType<typeof createTicket>

export function createTicket(grid: () => Grid) {
  const [side, setSide] = createSignal<'BUY' | 'SELL'>('BUY')
  const [type, setTypeSignal] = createSignal<OrderType>('LIMIT')
  const [quantity, setQuantity] = createSignal('')
  const [price, setPrice] = createSignal('')
  const [stopPrice, setStopPrice] = createSignal('')
  const [time, setTime] = createSignal<TimeInForce>('GTC')
  const [minutes, setMinutes] = createSignal('60')
  const [postOnly, setPostOnly] = createSignal(false)
  const [reduceOnly, setReduceOnly] = createSignal(false)

  const terms = createMemo(() => {
    const own = {
      quantity: quantityOnGrid(grid(), quantity()),
      price: priceOnGrid(grid(), price()),
      stopPrice: hasStop(type()) ? priceOnGrid(grid(), stopPrice()) : null,
    }
    if (own.quantity === null || own.price === null || (hasStop(type()) && own.stopPrice === null)) return null
    return { symbol: grid().symbol, quantity: own.quantity, price: own.price, stopPrice: own.stopPrice }
  })

  return {
    side,
    setSide,
    type,
    setType(next: OrderType): void {
      setTypeSignal(next)
      if (!TIMES[next].includes(time())) setTime(TIMES[next][0]!)
    },
    quantity,
    setQuantity,
    price,
    setPrice,
    stopPrice,
    setStopPrice,
    time,
    setTime,
    minutes,
    setMinutes,
    postOnly,
    setPostOnly,
    reduceOnly,
    setReduceOnly,
    /** The order as it would be sent now; null while something is missing. */
    draft(): Draft | null {
      const own = terms()
      if (own === null) return null
      const seconds = Math.floor(Date.now() / 1000) + 60 * (Number(minutes()) || 60)
      const expiresAt = time() === 'GTT' ? new Date(seconds * 1000).toISOString() : null
      const isPostOnly = postOnly() && (type() === 'LIMIT' || type() === 'STOP_LIMIT')
      return {
        ...own,
        side: side(),
        type: type(),
        timeInForce: time(),
        postOnly: isPostOnly,
        reduceOnly: reduceOnly(),
        selfTradePrevention: 'EXPIRE_TAKER',
        expiresAt,
      }
    },
  }
}
