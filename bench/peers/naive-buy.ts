/**
 * A buy as a careful developer writes it first: one Yoga resolver, one Kysely transaction with row locks on project and
 * account, a handful of statements. Exact and durable. It believes the header that says who is calling, has no limits, no
 * idempotency and no feed: its positions come from a database sequence.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, type GraphQLObjectType } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { Kysely, PostgresDialect, type Selectable, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Database } from '../../src/database.ts'
import type { AccountsTable } from '../../src/accounts/accounts.table.ts'
import { type Micros, micros, type ShareUnits, shareUnits } from '../../src/money/units.ts'
import type { ProjectsTable } from '../../src/projects/projects.table.ts'
import { answerParent, childOptions } from '../child.ts'

const { databaseUrl } = childOptions<{ databaseUrl: string }>()
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
await sql`create sequence if not exists peer_position start 1000000000`.execute(db)

const schema = buildSchema(`
  type Query { hello: String }
  type Trade { priceBefore: String! priceAfter: String! fee: String! cashDelta: String! sequence: Int! }
  type Account { cashBalance: String! }
  type Payload { trade: Trade account: Account userErrors: [String!]! }
  input BuyInput { projectId: ID! shares: String! }
  type Mutation { buy(input: BuyInput!): Payload! }
`)
const { buy } = (schema.getType('Mutation') as GraphQLObjectType).getFields()
buy!.resolve = async (_root, { input }: { input: { projectId: string; shares: string } }, { request }) => {
  const userId = (request as Request).headers.get('authorization')!
  return await db.transaction().execute((tx) => buyShares(tx, userId, input.projectId, BigInt(Math.round(+input.shares * 1e4))))
}

async function buyShares(tx: Transaction<Database>, userId: string, projectId: string, units: bigint) {
  const project = await tx
    .selectFrom('projects')
    .selectAll()
    .where('project_id', '=', projectId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const event = await tx.selectFrom('events').selectAll().where('event_id', '=', project.event_id).executeTakeFirstOrThrow()
  const account = await tx
    .selectFrom('accounts')
    .selectAll()
    .where('event_id', '=', project.event_id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const before = project.price_micros
  const after = micros(before + (event.slope_micros_per_share * units) / 10_000n)
  const gross = ((before + after) * units + 19_999n) / 20_000n
  const cost = (gross * (10_000n + BigInt(event.transaction_fee_bps)) + 9_999n) / 10_000n
  if (event.status !== 'OPEN' || !project.is_active || cost > account.cash_micros)
    return { trade: null, account: null, userErrors: ['REFUSED'] }
  const at = new Date()
  const cash = micros(account.cash_micros - cost)
  const sequence = project.sequence + 1
  const net = shareUnits(project.net_shares_units + units)
  await tx
    .updateTable('accounts')
    .set({ cash_micros: cash, fees_micros: micros(account.fees_micros + cost - gross), trade_count: account.trade_count + 1 })
    .where('account_id', '=', account.account_id)
    .execute()
  await sql`
    insert into holdings (event_id, account_id, project_id, shares_units, cost_basis_micros, realised_micros)
    values (${project.event_id}, ${account.account_id}, ${projectId}, ${units}, ${cost}, 0)
    on conflict (event_id, account_id, project_id) do update set shares_units = holdings.shares_units + ${units},
      cost_basis_micros = holdings.cost_basis_micros + ${cost}`.execute(tx)
  await tx
    .updateTable('projects')
    .set({ price_micros: after, net_shares_units: net, sequence, total_trades: project.total_trades + 1, updated_at: at })
    .where('project_id', '=', projectId)
    .execute()
  const move = { before, after, units, cost, gross, net, at, sequence }
  await append(tx, project, account, move)
  const trade = { priceBefore: `${before}`, priceAfter: `${after}`, fee: `${cost - gross}`, cashDelta: `${-cost}`, sequence }
  return { trade, account: { cashBalance: `${cash}` }, userErrors: [] }
}

interface Move {
  readonly before: Micros
  readonly after: Micros
  readonly units: bigint
  readonly cost: bigint
  readonly gross: bigint
  readonly net: ShareUnits
  readonly at: Date
  readonly sequence: number
}

/** The price point and the trade. */
async function append(
  tx: Transaction<Database>,
  project: Selectable<ProjectsTable>,
  account: Selectable<AccountsTable>,
  { before, after, units, cost, gross, net, at, sequence }: Move,
): Promise<void> {
  const { rows } = await sql<{ position: bigint }>`select nextval('peer_position') as position`.execute(tx)
  const projectId = project.project_id
  const common = { event_id: project.event_id, project_id: projectId, sequence, position: rows[0]!.position }
  await tx
    .insertInto('price_points')
    .values({
      ...common,
      at,
      price_before_micros: before,
      price_micros: after,
      source: 'TRADE',
      headline: null,
      base_price_micros: project.base_price_micros,
      offset_micros: project.offset_micros,
      net_shares_units: net,
      total_volume_units: shareUnits(project.total_volume_units + units),
      total_trades: project.total_trades + 1,
      high_micros: null,
      low_micros: null,
    })
    .execute()
  await tx
    .insertInto('trades')
    .values({
      ...common,
      account_id: account.account_id,
      user_id: account.user_id,
      side: 'BUY',
      shares_units: shareUnits(units),
      execution_price_micros: before,
      fee_micros: micros(cost - gross),
      cash_delta_micros: micros(-cost),
      realised_micros: micros(0n),
      price_before_micros: before,
      price_after_micros: after,
      executed_at: at,
    })
    .execute()
}

const yoga = createYoga({ schema, maskedErrors: false, logging: false, graphiql: false, landingPage: false })
const server = createServer((request, response) => void yoga(request, response))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  stop: () => {
    server.close()
    server.closeAllConnections()
    return db.destroy()
  },
})
