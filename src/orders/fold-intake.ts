import type { Side } from '../events/feed.ts'
import type { InboxDraft } from '../markets/inbox.sql.ts'
import type { Market } from '../markets/market.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import type { Hex } from '../wallets/typed-data.ts'
import { decideOrder, heldAsset, orderNotFound, orderNotOpen } from './decide-order.ts'
import type { GridOrder } from './order-intent.ts'
import { type OrderRecord, untouched } from './order-record.ts'

/**
 * Folds the rules over the requests of a batch, in order: each sees what the ones before it left. A refused item changes
 * nothing and hurts nobody else; of a request that is all or none, no item does anything if one is refused. Pure; the shell
 * has locked and read everything that is in the state.
 */
/** A message as its signature was read. */
export interface SignedItem {
  readonly hash: Hex
  readonly wallet: Hex
  /** Null where the text is no signature. */
  readonly signer: Hex | null
}

export interface SignedOrder extends SignedItem {
  readonly signature: Hex | null
  readonly salt: bigint
  readonly replaces: Hex | null
}

export type IntakeItem = { readonly path: readonly string[] } & (
  | { readonly kind: 'PLACE'; readonly marketId: number; readonly order: GridOrder; readonly signed: SignedOrder }
  /** One of the two ids. */
  | {
      readonly kind: 'CANCEL'
      readonly marketId: number | null
      readonly orderId: Hex | null
      readonly clientOrderId: string | null
      readonly signed: SignedItem
    }
  /** Null is any market, both sides. */
  | {
      readonly kind: 'CANCEL_ALL'
      readonly marketId: number | null
      readonly side: Side | null
      readonly expiresAt: Date
      readonly signed: SignedItem
    }
)

export interface IntakeRequest {
  readonly userId: string
  readonly items: readonly IntakeItem[]
  /** Otherwise every item stands alone. */
  readonly allOrNone: boolean
}

/** What came of an item: the orders that it is about, or why nothing was done. */
export type ItemOutcome =
  /** UNDONE: of a request that is all or none, because another item was refused. */
  { readonly kind: 'PLACED' | 'KNOWN' | 'CANCELLING' | 'UNDONE'; readonly orderIds: readonly Hex[] } | Refusal

export interface TraderState {
  /** By asset, in its smallest unit. */
  readonly available: Map<string, bigint>
  /** Open orders by market. */
  readonly openOrders: Map<number, number>
  /** Lots by market; only where a reduce-only order asks. */
  readonly positions: Map<number, bigint>
  /** Open orders by `clientKey`. */
  readonly clientOrders: Map<string, Hex>
}

export interface IntakeState {
  readonly now: Date
  readonly markets: ReadonlyMap<number, Market>
  readonly traders: Map<string, TraderState>
  /** Every order that an item of the batch names, whoever's it is, and all open ones of who cancels by filter. */
  readonly orders: Map<Hex, OrderRecord>
  /** Messages of CANCEL_ALL that had taken effect before. */
  readonly spent: ReadonlySet<Hex>
}

/** What the batch leaves to write; entries of the inboxes in the order in which the items came. */
export interface IntakeWrites {
  readonly placed: OrderRecord[]
  readonly inbox: Omit<InboxDraft, 'rules'>[]
}

export const clientKey = (marketId: number, clientOrderId: string): string => `${marketId} ${clientOrderId}`

/** `authorities` stands beside the items: null where the signer may. */
export function foldRequest(
  state: IntakeState,
  writes: IntakeWrites,
  request: IntakeRequest,
  authorities: readonly (Refusal | null)[],
): ItemOutcome[] {
  const before = { trader: copyOf(state.traders.get(request.userId)!), placed: writes.placed.length, inbox: writes.inbox.length }
  const isRepeat = request.items.some((item) => item.kind === 'PLACE' && state.orders.has(item.signed.hash))
  const outcomes = request.items.map((item, index) => {
    const outcome = foldItem(state, writes, request.userId, item, authorities[index] ?? null)
    // What a first attempt cancelled has ended meanwhile.
    const isDone = isRepeat && item.kind === 'CANCEL' && isRefusal(outcome) && outcome.refused === 'ORDER_NOT_OPEN'
    return isDone ? ({ kind: 'KNOWN', orderIds: item.orderId ? [item.orderId] : [] } as const) : outcome
  })
  if (!request.allOrNone || !outcomes.some(isRefusal)) return outcomes
  for (const { orderId } of writes.placed.splice(before.placed)) state.orders.delete(orderId)
  writes.inbox.length = before.inbox
  state.traders.set(request.userId, before.trader)
  return outcomes.map((outcome) => (isRefusal(outcome) ? outcome : { kind: 'UNDONE', orderIds: [] }))
}

const copyOf = (trader: TraderState): TraderState => ({
  ...trader,
  available: new Map(trader.available),
  openOrders: new Map(trader.openOrders),
  clientOrders: new Map(trader.clientOrders),
})

function foldItem(
  state: IntakeState,
  writes: IntakeWrites,
  userId: string,
  item: IntakeItem,
  authority: Refusal | null,
): ItemOutcome {
  if (item.kind === 'PLACE') {
    const known = state.orders.get(item.signed.hash)
    if (known?.userId === userId) return { kind: 'KNOWN', orderIds: idsOf(known) }
    if (known) return refuse('ORDER_ID_TAKEN', 'This signed order was placed by another account.', item.path)
  }
  if (authority) return { ...authority, path: [...item.path, ...authority.path] }
  if (item.kind === 'PLACE') return place(state, writes, userId, item)
  return item.kind === 'CANCEL' ? cancel(state, writes, userId, item) : cancelAll(state, writes, userId, item)
}

type ItemOf<Kind> = Extract<IntakeItem, { kind: Kind }>

function place(state: IntakeState, writes: IntakeWrites, userId: string, item: ItemOf<'PLACE'>): ItemOutcome {
  const { order, signed, marketId } = item
  const market = state.markets.get(marketId)!
  const trader = state.traders.get(userId)!
  const asset = heldAsset(market, order.side)
  const available = trader.available.get(asset) ?? 0n
  const key = order.clientOrderId === null ? null : clientKey(marketId, order.clientOrderId)
  const replaced = signed.replaces ? ownOrder(state, userId, signed.replaces) : undefined
  const openOrders = trader.openOrders.get(marketId) ?? 0
  const taken = decideOrder(
    {
      market,
      now: state.now,
      userId,
      available,
      openOrders,
      isClientOrderIdTaken: key !== null && trader.clientOrders.has(key),
      ...(replaced === undefined ? {} : { replaced }),
      position: trader.positions.get(marketId) ?? 0n,
    },
    order,
    signed.replaces,
    item.path,
  )
  if (isRefusal(taken)) return taken
  const record = recordOf(state, userId, item, taken)
  trader.available.set(asset, available - taken.held)
  trader.openOrders.set(marketId, openOrders + 1)
  if (key !== null) trader.clientOrders.set(key, record.orderId)
  state.orders.set(record.orderId, record)
  writes.placed.push(record)
  writes.inbox.push({ marketId, kind: signed.replaces ? 'REPLACE' : 'PLACE', orderId: record.orderId, reason: null })
  return { kind: 'PLACED', orderIds: idsOf(record) }
}

/** The order, and the one that it replaces. */
const idsOf = ({ orderId, replaces }: OrderRecord): Hex[] => (replaces ? [orderId, replaces] : [orderId])

/** Number, moment and revision come with the write. */
const recordOf = (
  { now }: IntakeState,
  userId: string,
  { order, signed, marketId }: ItemOf<'PLACE'>,
  taken: Pick<OrderRecord, 'held' | 'feeBps' | 'replacesOpen'>,
): OrderRecord => ({
  ...order,
  ...taken,
  orderId: signed.hash,
  wallet: signed.wallet,
  // Both are there where the signer may.
  signer: signed.signer!,
  signature: signed.signature!,
  salt: signed.salt,
  replaces: signed.replaces,
  marketId,
  userId,
  ...untouched(order.quantity),
  inboxNumber: 0n,
  acceptedAt: now,
  updatedAt: now,
  revision: 0n,
})

const ownOrder = (state: IntakeState, userId: string, orderId: Hex): OrderRecord | null => {
  const found = state.orders.get(orderId)
  return found?.userId === userId ? found : null
}

/** A cancel that took effect before is answered like the first. */
function cancel(state: IntakeState, writes: IntakeWrites, userId: string, item: ItemOf<'CANCEL'>): ItemOutcome {
  const id = item.orderId ?? state.traders.get(userId)!.clientOrders.get(clientKey(item.marketId!, item.clientOrderId!)) ?? null
  const order = id && ownOrder(state, userId, id)
  if (!order) return orderNotFound(item.orderId ?? item.clientOrderId!, item.path)
  if (order.reason === 'REQUESTED') return { kind: 'KNOWN', orderIds: [order.orderId] }
  if (order.openLots === 0) return orderNotOpen(order, item.path)
  writes.inbox.push(cancelOf(order))
  return { kind: 'CANCELLING', orderIds: [order.orderId] }
}

function cancelAll(state: IntakeState, writes: IntakeWrites, userId: string, item: ItemOf<'CANCEL_ALL'>): ItemOutcome {
  if (item.expiresAt <= state.now)
    return refuse('SIGNATURE_EXPIRED', `The message expired at ${item.expiresAt.toISOString()}.`, [...item.path, 'expiresAt'])
  if (state.spent.has(item.signed.hash))
    return refuse('SIGNATURE_REUSED', 'This message took effect before: sign one with another salt.', [...item.path, 'signature'])
  const open = [...state.orders.values()].filter(
    (order) =>
      order.userId === userId &&
      order.openLots > 0 &&
      (item.marketId === null || order.marketId === item.marketId) &&
      (item.side === null || order.side === item.side),
  )
  writes.inbox.push(...open.map(cancelOf))
  return { kind: 'CANCELLING', orderIds: open.map(({ orderId }) => orderId) }
}

const cancelOf = ({ marketId, orderId }: OrderRecord): Omit<InboxDraft, 'rules'> => ({
  marketId,
  kind: 'CANCEL',
  orderId,
  reason: 'REQUESTED',
})
