import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'
import { checkInvariants, findViolations } from './invariants.ts'

/** The checker itself is checked: a right trade passes, and each figure that is off by one is found. */
const { db } = await createTestDatabase()
const [user, account] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
const run = async (text: string): Promise<void> => void (await sql.raw(text).execute(db))

test('the invariants hold in an empty exchange and after one buy of 1 share for 1.0302', async () => {
  await checkInvariants(db)
  await run(`insert into users (user_id, issuer, subject, display_name, name_key) values ('${user}', 'i', 's', 'alice', 'alice')`)
  await run(`insert into accounts (account_id, event_id, user_id, cash_micros, initial_micros, fees_micros, trade_count)
    values ('${account}', 'kickstart', '${user}', 2498969800, 2500000000, 20200, 1)`)
  await run(`insert into projects (project_id, event_id, project_number, ticker, name, seed_micros, base_price_micros, price_micros,
    net_shares_units, total_volume_units, total_trades, holders_count, sequence, created_at, updated_at, moved_at, ticked_at)
    values ('apple', 'kickstart', 1, 'APL', 'Apple', 0, 1000000, 1020000, 10000, 10000, 1, 1, 2, now(), now(), now(), now())`)
  await run(`insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source,
    base_price_micros, offset_micros, net_shares_units, total_volume_units, total_trades) values
    ('kickstart', 'apple', 1, 1, now(), 1000000, 1000000, 'PROJECT_CREATE', 1000000, 0, 0, 0, 0),
    ('kickstart', 'apple', 2, 2, now() + interval '1 s', 1000000, 1020000, 'TRADE', 1000000, 0, 10000, 10000, 1)`)
  await run(`insert into trades (event_id, project_id, sequence, position, account_id, user_id, side, shares_units,
    execution_price_micros, fee_micros, cash_delta_micros, realised_micros, price_before_micros, price_after_micros, executed_at)
    select 'kickstart', 'apple', 2, 2, '${account}', '${user}', 'BUY', 10000, 1010000, 20200, -1030200, 0, 1000000, 1020000, at
    from price_points where sequence = 2`)
  await run(`insert into holdings values ('${account}', 'apple', 'kickstart', 10000, 1030200, 0)`)
  await run(`update event_feeds set position = 2 where event_id = 'kickstart'`)
  await checkInvariants(db)
})

test.each([
  ['accounts', 'cash_micros', 'I1'],
  ['accounts', 'granted_micros', 'I1'],
  ['accounts', 'fees_micros', 'I1'],
  ['accounts', 'realised_micros', 'I1'],
  ['accounts', 'trade_count', 'I1'],
  ['projects', 'net_shares_units', 'I2'],
  ['projects', 'total_volume_units', 'I2'],
  ['projects', 'holders_count', 'I2'],
  ['projects', 'price_micros', 'I4'],
  ['projects', 'sequence', 'I4'],
  ['projects', 'offset_micros', 'I4'],
  ['projects', 'seed_micros', 'I4'],
  ['price_points', 'position', 'I4'],
  ['price_points', 'price_before_micros', 'I4'],
  ['event_feeds', 'position', 'I4'],
  ['trades', 'position', 'I5'],
  ['trades', 'cash_delta_micros', 'I6'],
  ['trades', 'execution_price_micros', 'I6'],
  ['trades', 'realised_micros', 'I6'],
  ['trades', 'price_after_micros', 'I6'],
  ['holdings', 'shares_units', 'I6'],
  ['holdings', 'cost_basis_micros', 'I6'],
  ['holdings', 'realised_micros', 'I6'],
])('%s.%s off by ten is a violation of %s', async (table, column, invariant) => {
  const only = table === 'price_points' ? 'where sequence = 2' : `where event_id = 'kickstart'`
  await run(`update ${table} set ${column} = ${column} + 10 ${only}`)
  expect(await findViolations(db)).toContainEqual(expect.stringContaining(invariant))
  await run(`update ${table} set ${column} = ${column} - 10 ${only}`)
  await checkInvariants(db)
})
