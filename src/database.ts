import type { AccountsTable, CashGrantsTable } from './accounts/accounts.table.ts'
import type { AuditEntriesTable, NewsItemsTable } from './audit/audit.table.ts'
import type { DroppedHistoriesTable } from './books/history.table.ts'
import type { EventFeedsTable, EventsTable } from './events/events.table.ts'
import type { FillsTable } from './fills/fills.table.ts'
import type { ServersTable } from './health/presence.table.ts'
import type { HoldingsTable } from './holdings/holdings.table.ts'
import type { IdempotencyKeysTable } from './idempotency/idempotency.table.ts'
import type { UsersTable } from './identity/identity.table.ts'
import type { IssuerKeysTable } from './identity/issuer-keys.table.ts'
import type { SignOutsTable } from './identity/sign-outs.table.ts'
import type { ClosingPricesTable, StandingsTable } from './leaderboard/leaderboard.table.ts'
import type { MarketMinutesTable } from './market-data/market-data.table.ts'
import type { BalancesTable, LedgerEntriesTable, TradersTable } from './ledger/ledger.table.ts'
import type { InboxEntriesTable, MarketChangesTable, MarketInboxesTable, MarketsTable } from './markets/markets.table.ts'
import type { OrdersTable } from './orders/orders.table.ts'
import type { MatchersTable } from './matcher/matcher.table.ts'
import type { CompensationsTable, StagedBumpsTable } from './organising/organising.table.ts'
import type { PositionsTable } from './positions/positions.table.ts'
import type { PricePointsTable } from './price-history/price-history.table.ts'
import type { PriceMinutesTable, PriceRollupsTable } from './price-history/rollups.table.ts'
import type { PriceThinningTable } from './price-history/thinning.table.ts'
import type { ProjectDirectoryTable, ProjectsTable } from './projects/projects.table.ts'
import type { WatcherCountsTable } from './streams/streams.table.ts'
import type { TradesTable } from './trading/trading.table.ts'
import type { SessionKeysTable, UsedSignaturesTable, WalletsTable } from './wallets/wallets.table.ts'

/** Every table of the exchange, each owned by one room. */
export interface Database {
  users: UsersTable
  issuer_keys: IssuerKeysTable
  sign_outs: SignOutsTable
  events: EventsTable
  event_feeds: EventFeedsTable
  accounts: AccountsTable
  cash_grants: CashGrantsTable
  idempotency_keys: IdempotencyKeysTable
  audit_entries: AuditEntriesTable
  news_items: NewsItemsTable
  price_points: PricePointsTable
  price_minutes: PriceMinutesTable
  price_rollups: PriceRollupsTable
  price_thinning: PriceThinningTable
  projects: ProjectsTable
  project_directory: ProjectDirectoryTable
  dropped_histories: DroppedHistoriesTable
  holdings: HoldingsTable
  trades: TradesTable
  standings: StandingsTable
  closing_prices: ClosingPricesTable
  staged_bumps: StagedBumpsTable
  compensations: CompensationsTable
  watcher_counts: WatcherCountsTable
  servers: ServersTable
  wallets: WalletsTable
  session_keys: SessionKeysTable
  used_signatures: UsedSignaturesTable
  positions: PositionsTable
  fills: FillsTable
  matchers: MatchersTable
  market_minutes: MarketMinutesTable
  traders: TradersTable
  balances: BalancesTable
  ledger_entries: LedgerEntriesTable
  markets: MarketsTable
  market_changes: MarketChangesTable
  market_inboxes: MarketInboxesTable
  inbox_entries: InboxEntriesTable
  orders: OrdersTable
}
