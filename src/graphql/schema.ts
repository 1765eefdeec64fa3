/** The schema is the list of its rooms, in their order. */
import { defaultFieldResolver } from 'graphql'
import './scalars.graphql.ts'
import './node.ts'
import './connection.ts'
import './rate-limit.graphql.ts'
import '../refusals/user-errors.graphql.ts'
import '../identity/identity.graphql.ts'
import '../events/events.graphql.ts'
import '../accounts/accounts.graphql.ts'
import '../audit/audit.graphql.ts'
import '../audit/news.graphql.ts'
import '../price-history/price-history.graphql.ts'
import '../projects/projects.graphql.ts'
import '../projects/project-history.graphql.ts'
import '../projects/projects.admin.graphql.ts'
import '../projects/projects.news.graphql.ts'
import '../projects/projects.preview.graphql.ts'
import '../trading/trades.graphql.ts'
import '../trading/quote.graphql.ts'
import '../trading/trading.graphql.ts'
import '../drift/drift.graphql.ts'
import '../portfolio/portfolio.graphql.ts'
import '../leaderboard/leaderboard.graphql.ts'
import '../wallets/wallets.graphql.ts'
import '../ledger/ledger.graphql.ts'
import '../markets/markets.graphql.ts'
import '../markets/markets.admin.graphql.ts'
import '../orders/orders.graphql.ts'
import '../orders/placing.graphql.ts'
import '../orders/cancelling.graphql.ts'
import '../orders/batches.graphql.ts'
import '../orders/order-queries.graphql.ts'
import '../orders/order-errors.graphql.ts'
import '../orders/preview.graphql.ts'
import '../positions/positions.graphql.ts'
import '../fills/fills.graphql.ts'
import '../market-data/order-book.graphql.ts'
import '../market-data/ticker.graphql.ts'
import '../organising/organising.graphql.ts'
import '../organising/staging.graphql.ts'
import '../organising/compensation.graphql.ts'
import '../organising/cloning.graphql.ts'
import '../organising/grants.graphql.ts'
import '../organising/traders.graphql.ts'
import '../organising/sign-out.graphql.ts'
import '../streams/streams.graphql.ts'
import '../market-streams/market-streams.graphql.ts'
import '../market-streams/trader-update.graphql.ts'
import '../market-streams/market-changes.graphql.ts'
import '../health/health.graphql.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'

export const schema = builder.toSchema()

// What a mutation answers with is read after it: nothing that was loaded before may stand for it.
for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
  const resolve = field.resolve ?? defaultFieldResolver
  field.resolve = async (source, args, context: Context, info) => {
    const result: unknown = await resolve(source, args, context, info)
    context.loaders.clear()
    return result
  }
}
