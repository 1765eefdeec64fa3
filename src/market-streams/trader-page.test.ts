import { describe, expect, test } from 'vitest'
import type { FillLeg } from '../fills/fill.ts'
import type { Balance } from '../ledger/ledger.ts'
import type { OrderRecord } from '../orders/order-record.ts'
import { pageOf, revisionOf } from './trader-page.ts'
import type { TraderRows } from './traders.sql.ts'

const order = (revision: bigint) => ({ revision }) as OrderRecord
const leg = (liquidity: FillLeg['liquidity'], revision: bigint) =>
  ({ liquidity, makerRevision: revision, takerRevision: revision }) as FillLeg
const balance = (revision: bigint) => ({ revision }) as Balance
const rows = (changes: Partial<TraderRows>): TraderRows => ({
  head: { userId: 'alice', epoch: 1, revision: 10n },
  orders: [],
  fills: [],
  positions: [],
  balances: [],
  ...changes,
})

describe('A page of what changed', () => {
  test('reaches to the present where no list was cut short', () => {
    const all = rows({ orders: [order(3n), order(9n)], balances: [balance(10n)] })
    expect(pageOf(all, 3)).toEqual({ ...all, revision: 10n, hasMore: false })
  })

  test('ends with the lowest revision at which a list was cut short, and tells nothing behind it', () => {
    const page = pageOf(
      rows({
        orders: [order(2n), order(3n), order(6n)],
        fills: [leg('MAKER', 1n), leg('MAKER', 4n), leg('MAKER', 4n), leg('TAKER', 5n)],
        balances: [balance(3n), balance(10n)],
      }),
      3,
    )
    expect([page.revision, page.hasMore]).toEqual([4n, true])
    expect([...page.orders, ...page.balances].map(({ revision }) => revision)).toEqual([2n, 3n, 3n])
    expect(page.fills.map(revisionOf)).toEqual([1n, 4n, 4n])
  })
})
