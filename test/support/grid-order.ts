import type { GridOrder } from '../../src/orders/order-intent.ts'

/** A limit order on its market's grid: one lot at 100 ticks; a spec says what it has otherwise. */
export const GRID_ORDER: GridOrder = {
  side: 'BUY',
  type: 'LIMIT',
  quantity: 1,
  price: 100,
  stopPrice: null,
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  selfTrade: 'EXPIRE_TAKER',
  expiresAt: null,
  clientOrderId: null,
}
