import { takeDueSwitches } from '../ledger/traders.sql.ts'
import { inboxTopic } from '../markets/inbox.codec.ts'
import { appendInbox, numberDrafts } from '../markets/inbox.sql.ts'
import type { CancelCause } from '../matching/order.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { type DueOrder, listExpiredOrders, listOpenOrdersOf } from './sweeps.sql.ts'

const ORDERS_PER_SWEEP = 1_000
const TRADERS_PER_SWEEP = 100

/**
 * What time does to orders reaches a market as commands of its inbox, like all else: the end of orders whose time is over, of the
 * markets that this process matches, and of all orders of traders whose dead man's switch was not renewed.
 */
export async function cancelByClock(deps: Deps, marketIds: readonly number[]): Promise<void> {
  const expired = await listExpiredOrders(deps.db, marketIds, ORDERS_PER_SWEEP)
  if (expired.length > 0) await inTransaction(deps, (tx) => appendCancels(tx, expired, 'EXPIRED'))
  await inTransaction(deps, async (tx) => {
    const userIds = await takeDueSwitches(tx, TRADERS_PER_SWEEP)
    if (userIds.length > 0) await appendCancels(tx, await listOpenOrdersOf(tx, userIds), 'DEAD_MANS_SWITCH')
  })
}

async function appendCancels(tx: Tx, orders: readonly DueOrder[], reason: CancelCause): Promise<void> {
  const entries = await numberDrafts(
    tx,
    orders.map(({ marketId, orderId }) => ({ marketId, orderId, kind: 'CANCEL', reason, rules: null })),
  )
  await appendInbox(tx, entries)
  tx.afterCommit(() => {
    for (const { marketId, number } of entries) tx.deps.bus.publish(inboxTopic(marketId), { number: Number(number) })
  })
}
