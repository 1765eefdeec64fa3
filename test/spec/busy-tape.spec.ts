/** A tape whose trades come faster than the database answers one reading after the other. */
import { expect, test } from 'vitest'
import { type AnyData, startTestApp } from '../support/app.ts'
import { countStatements } from '../support/count-statements.ts'
import { openMarket } from '../support/documents.ts'

const TRADES = 100
const BUY = 'mutation ($input: BuyInput!) { buy(input: $input) { trade { tradeId cursor } userErrors { message } } }'
const TAPE = `subscription ($after: Cursor) {
  tradeExecuted(eventId: "busy", after: $after) { tradeId project { projectId ticker } trader { displayName } }
}`

test('what a hundred trades need besides is read for many of them at once, and they are told in their order', async () => {
  const app = await startTestApp()
  await openMarket(app, 'busy', ['apple', 'cherry'])
  const token = await app.token('alice@example.com')
  const buy = async (projectId: string): Promise<AnyData> =>
    (await app.ask(BUY, { input: { projectId, shares: '0.01' } }, { token })).buy.trade
  const first = await buy('apple')
  await Promise.all(Array.from({ length: TRADES }, (_, index) => buy(index % 2 === 0 ? 'apple' : 'cherry')))
  const rows = await app.deps.db.selectFrom('trades').select(['project_id', 'sequence']).orderBy('position').execute()

  const counter = countStatements(app.deps.db)
  const counted = await startTestApp({ deps: { ...app.deps, db: counter.db }, role: 'api' })
  let told: AnyData[] = []
  const statements = await counter.during(async () => {
    told = await app.take(counted.client(), TRADES, TAPE, { after: first.cursor })
  })
  expect(told.map(({ tradeExecuted }) => tradeExecuted.tradeId)).toEqual(
    rows.slice(1).map(({ project_id: id, sequence }) => `${id}:${sequence}`),
  )
  expect(told.every(({ tradeExecuted: { project, trader } }) => project.ticker !== '' && trader.displayName === 'alice')).toBe(
    true,
  )
  expect(statements).toBeLessThan(TRADES / 2)
})
