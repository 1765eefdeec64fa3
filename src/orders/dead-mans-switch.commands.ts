import { lockTraders, updateCancelAt } from '../ledger/traders.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction } from '../platform/transaction.ts'

/** Sets when all open orders of the trader are cancelled, or with 0 seconds that they are not. The matchers' sweep does it. */
export function setDeadMansSwitch(deps: Deps, userId: string, seconds: number): Promise<Date | null> {
  return inTransaction(deps, async (tx) => {
    await lockTraders(tx, [userId])
    return await updateCancelAt(tx, userId, seconds)
  })
}
