/** What is private of the viewer: orders, fills, positions and balances, as their stream tells. */
import { batch, createEffect, createRoot, createSignal, onCleanup } from 'solid-js'
import {
  BookFillsDocument,
  BookTraderDocument,
  type BookTraderSubscription,
  type OwnFillFragment,
  type OwnOrderFragment,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { stream } from '../lib/live.ts'
import { token } from '../lib/session.ts'

type Update = BookTraderSubscription['traderUpdated']
export type OwnOrder = OwnOrderFragment
export type OwnFill = OwnFillFragment
export type OwnPosition = Update['positions'][number]
export type OwnBalance = Update['balances'][number]

const KEPT_MAX = 200
const OPEN = ['PENDING', 'OPEN', 'PARTIALLY_FILLED']

const [orders, setOrders] = createSignal<ReadonlyMap<string, OwnOrder>>(new Map())
const [fills, setFills] = createSignal<readonly OwnFill[]>([])
const [positions, setPositions] = createSignal<ReadonlyMap<string, OwnPosition>>(new Map())
const [balances, setBalances] = createSignal<ReadonlyMap<string, OwnBalance>>(new Map())

export { balances, fills, positions }

const isOpen = ({ status }: Pick<OwnOrder, 'status'>): boolean => OPEN.includes(status)

/** The newest first. */
export const openOrders = (symbol: string): OwnOrder[] =>
  Array.from(orders().values())
    .filter((order) => order.symbol === symbol && isOpen(order))
    .sort((a, b) => Date.parse(b.acceptedAt) - Date.parse(a.acceptedAt))

const merged = <Key, Value>(before: ReadonlyMap<Key, Value>, fresh: readonly Value[], keyOf: (value: Value) => Key) =>
  new Map([...before, ...fresh.map((value) => [keyOf(value), value] as const)])

/** What the answer to a mutation says, shown before the stream brings it. */
export const showOrder = (order: OwnOrder): void => void setOrders((before) => merged(before, [order], ({ id }) => id))

function apply(update: Update): void {
  const isWhole = update.kind === 'SNAPSHOT'
  batch(() => {
    setOrders((before) => newestOf(merged(isWhole ? new Map() : before, update.orders, ({ id }) => id)))
    addFills(update.fills)
    setPositions((before) => merged(isWhole ? new Map() : before, update.positions, ({ symbol }) => symbol))
    setBalances((before) => merged(isWhole ? new Map() : before, update.balances, ({ asset }) => asset))
  })
}

/** The newest first, each once. */
function addFills(fresh: readonly OwnFill[]): void {
  if (fresh.length === 0) return
  setFills((before) => {
    const all = merged(new Map(before.map((fill) => [keyOfFill(fill), fill])), fresh, keyOfFill)
    return [...all.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, KEPT_MAX)
  })
}

const keyOfFill = ({ symbol, tradeNumber, side }: OwnFill): string => `${symbol} ${tradeNumber} ${side}`

/** Ended orders beyond the newest are forgotten. */
function newestOf(all: ReadonlyMap<string, OwnOrder>): ReadonlyMap<string, OwnOrder> {
  const ended = Array.from(all.values()).filter((order) => !isOpen(order))
  if (ended.length <= KEPT_MAX) return all
  const kept = new Set(ended.sort((a, b) => Date.parse(b.acceptedAt) - Date.parse(a.acceptedAt)).slice(0, KEPT_MAX))
  return new Map([...all].filter(([, order]) => isOpen(order) || kept.has(order)))
}

async function readFills(): Promise<void> {
  const asked = token()
  const { fills: found } = await ask(BookFillsDocument, {})
  if (asked === token()) addFills(found?.nodes ?? [])
}

/** Follows the stream while someone is signed in; call once. */
export function followOwn(): void {
  createRoot(() =>
    createEffect(() => {
      setFills([])
      apply({ kind: 'SNAPSHOT', orders: [], fills: [], positions: [], balances: [], cursor: '' })
      if (token() === null) return
      let cursor: string | null = null
      const end = stream(
        BookTraderDocument,
        () => ({ after: cursor }),
        ({ traderUpdated }) => {
          cursor = traderUpdated.cursor
          apply(traderUpdated)
          if (traderUpdated.kind === 'SNAPSHOT') void readFills().catch(() => {})
        },
        {
          onError: ({ code }) => {
            cursor = null
            return code !== 'UNAUTHENTICATED'
          },
        },
      )
      onCleanup(end)
    }),
  )
}
