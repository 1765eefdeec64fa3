/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation ApplyInvestment($input: InvestmentInput!) {\n  applyInvestment(input: $input) {\n    ...ProjectResult\n  }\n}": typeof types.ApplyInvestmentDocument,
    "mutation ApplyPhaseBump($input: PhaseBumpInput!) {\n  applyPhaseBump(input: $input) {\n    ...ProjectResult\n  }\n}": typeof types.ApplyPhaseBumpDocument,
    "query AuditLog($eventId: ID, $first: Int, $after: String) {\n  auditLog(eventId: $eventId, first: $first, after: $after) {\n    nodes {\n      id\n      at\n      actor {\n        id\n        displayName\n      }\n      action\n      project {\n        projectId\n      }\n      headline\n      priceBefore\n      priceAfter\n      changes {\n        field\n        before\n        after\n      }\n      compensable\n      compensates {\n        id\n      }\n      compensatedBy {\n        id\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.AuditLogDocument,
    "mutation CloneEvent($input: CloneEventInput!) {\n  cloneEvent(input: $input) {\n    event {\n      ...EventFields\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": typeof types.CloneEventDocument,
    "mutation CompensateMove($input: CompensateMoveInput!) {\n  compensateMove(input: $input) {\n    ...ProjectResult\n  }\n}": typeof types.CompensateMoveDocument,
    "mutation GrantCash($input: GrantCashInput!) {\n  grantCash(input: $input) {\n    grant {\n      amount\n      traders\n      total\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": typeof types.GrantCashDocument,
    "query Health($eventId: ID) {\n  health(eventId: $eventId) {\n    at\n    tradesPerSecond\n    watchers\n    accounts\n    trades\n    stagedBumps\n    server {\n      serverId\n      uptimeSeconds\n      memoryMegabytes\n      bus\n      databaseMs\n      batches\n      trades\n      queued\n    }\n  }\n}": typeof types.HealthDocument,
    "query PreviewBump($input: PhaseBumpInput!) {\n  previewBump(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}": typeof types.PreviewBumpDocument,
    "query PreviewSeed($input: UpdateSeedInput!) {\n  previewSeed(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewInvestment($input: InvestmentInput!) {\n  previewInvestment(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewCompensation($auditId: ID!) {\n  previewCompensation(auditId: $auditId) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewProjects($inputs: [SaveProjectInput!]!) {\n  previewProjects(inputs: $inputs) {\n    projectId\n    isNew\n    priceBefore\n    priceAfter\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": typeof types.PreviewSeedDocument,
    "mutation SaveEvent($input: SaveEventInput!) {\n  saveEvent(input: $input) {\n    event {\n      ...EventFields\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": typeof types.SaveEventDocument,
    "mutation SaveProject($input: SaveProjectInput!) {\n  saveProject(input: $input) {\n    ...ProjectResult\n  }\n}": typeof types.SaveProjectDocument,
    "mutation SaveProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {\n  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {\n    projects {\n      ...ProjectFigures\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": typeof types.SaveProjectsDocument,
    "mutation StagePhaseBump($input: StageBumpInput!) {\n  stagePhaseBump(input: $input) {\n    ...ProjectResult\n  }\n}\n\nmutation CancelStagedBump($input: CancelStagedBumpInput!) {\n  cancelStagedBump(input: $input) {\n    ...ProjectResult\n  }\n}\n\nquery StagedBumps($eventId: ID) {\n  stagedBumps(eventId: $eventId) {\n    project {\n      projectId\n      ticker\n      name\n      currentPrice\n    }\n    bumpType\n    multiplier\n    delta\n    headline\n    dueAt\n    actor {\n      id\n      displayName\n    }\n  }\n}": typeof types.StagePhaseBumpDocument,
    "query Traders($eventId: ID, $search: String, $first: Int, $after: String) {\n  traders(eventId: $eventId, search: $search, first: $first, after: $after) {\n    totalCount\n    nodes {\n      trader {\n        id\n        displayName\n      }\n      joinedAt\n      cashBalance\n      initialBalance\n      grantedCash\n      feesPaid\n      realisedPnl\n      tradeCount\n      ranked\n      frozen\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nmutation ModerateTrader($input: ModerateTraderInput!) {\n  moderateTrader(input: $input) {\n    trader {\n      id\n      displayName\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}\n\nquery SuspiciousPairs($eventId: ID, $first: Int) {\n  suspiciousPairs(eventId: $eventId, first: $first) {\n    trader {\n      id\n      displayName\n    }\n    other {\n      id\n      displayName\n    }\n    contacts\n    trades\n    otherTrades\n    sharePct\n    otherSharePct\n    gain\n  }\n}": typeof types.TradersDocument,
    "mutation UpdateSeed($input: UpdateSeedInput!) {\n  updateSeed(input: $input) {\n    ...ProjectResult\n  }\n}": typeof types.UpdateSeedDocument,
    "mutation Buy($input: BuyInput!) {\n  buy(input: $input) {\n    ...TradeResult\n  }\n}": typeof types.BuyDocument,
    "query Candles($projectId: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {\n  candles(projectId: $projectId, interval: $interval, from: $from, to: $to) {\n    openTime\n    open\n    high\n    low\n    close\n    volume\n    trades\n  }\n}": typeof types.CandlesDocument,
    "query EquityCurve($eventId: ID, $points: Int) {\n  portfolio(eventId: $eventId) {\n    equityCurve(points: $points) {\n      at\n      totalPortfolioValue\n    }\n  }\n}": typeof types.EquityCurveDocument,
    "subscription EventUpdated($eventId: ID) {\n  eventUpdated(eventId: $eventId) {\n    ...EventFields\n  }\n}": typeof types.EventUpdatedDocument,
    "query Event($eventId: ID) {\n  event(eventId: $eventId) {\n    ...EventFields\n  }\n}": typeof types.EventDocument,
    "query Events($first: Int, $after: String) {\n  events(first: $first, after: $after) {\n    nodes {\n      ...EventFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.EventsDocument,
    "fragment ProjectFigures on Project {\n  id\n  projectId\n  ticker\n  name\n  description\n  isActive\n  seedAmount\n  basePrice\n  currentPrice\n  equilibrium\n  netShares\n  marketCap\n  totalVolume\n  totalTrades\n  sequence\n  holdersCount\n  updatedAt\n}\n\nfragment TradeFigures on Trade {\n  id\n  tradeId\n  side\n  shares\n  price\n  fee\n  cashDelta\n  priceBefore\n  priceAfter\n  sequence\n  executedAt\n}\n\nfragment QuoteFigures on Quote {\n  side\n  shares\n  priceBefore\n  priceAfter\n  executionPrice\n  gross\n  fee\n  cashDelta\n  sequence\n  maxAffordable\n}\n\nfragment UserErrorFields on UserError {\n  __typename\n  code\n  message\n  path\n  ... on InsufficientCashError {\n    required\n    available\n  }\n  ... on InsufficientSharesError {\n    required\n    available\n  }\n  ... on PriceMovedError {\n    quote {\n      ...QuoteFigures\n    }\n  }\n}\n\nfragment TradeResult on TradePayload {\n  trade {\n    ...TradeFigures\n  }\n  project {\n    ...ProjectFigures\n  }\n  account {\n    id\n    cashBalance\n  }\n  userErrors {\n    ...UserErrorFields\n  }\n}\n\nfragment ProjectResult on ProjectPayload {\n  project {\n    ...ProjectFigures\n  }\n  userErrors {\n    ...UserErrorFields\n  }\n}\n\nfragment LeaderboardRowFields on LeaderboardRow {\n  rank\n  trader {\n    id\n    displayName\n  }\n  score\n  totalValue\n  liquidationValue\n  totalPnl\n  returnPct\n  positionsCount\n}\n\nfragment LeaderboardFields on Leaderboard {\n  eventId\n  asOf\n  final\n  traders\n  top {\n    ...LeaderboardRowFields\n  }\n  bottom {\n    ...LeaderboardRowFields\n  }\n  you {\n    ...LeaderboardRowFields\n  }\n  neighbours {\n    ...LeaderboardRowFields\n  }\n}\n\nfragment PortfolioFields on Portfolio {\n  account {\n    id\n    eventId\n    ranked\n    cashBalance\n    initialBalance\n  }\n  holdings {\n    project {\n      projectId\n      ticker\n      name\n    }\n    shares\n    avgPrice\n    costBasis\n    currentPrice\n    marketValue\n    liquidationValue\n    unrealisedPnl\n    realisedPnl\n  }\n  totalEquityValue\n  totalPortfolioValue\n  liquidationValue\n  totalPnl\n  realisedPnl\n  unrealisedPnl\n  feesPaid\n  returnPct\n  rank\n}\n\nfragment EventFields on Event {\n  id\n  eventId\n  name\n  status\n  opensAt\n  closesAt\n  watchers\n  parameters {\n    initialCash\n    minPrice\n    defaultBasePrice\n    pricePerShare\n    transactionFeeBps\n    seedToPriceFactor\n    investmentToSeedFactor\n    driftEnabled\n    driftIntervalMs\n    driftMaxPctPerTick\n    driftMeanReversion\n    closingWindowSeconds\n  }\n}\n\nfragment PriceUpdateFields on PriceUpdate {\n  kind\n  projectId\n  eventId\n  ticker\n  name\n  currentPrice\n  basePrice\n  netShares\n  marketCap\n  totalVolume\n  totalTrades\n  source\n  headline\n  updatedAt\n  sequence\n  missed\n  cursor\n}\n\nfragment NewsFields on NewsItem {\n  id\n  cursor\n  eventId\n  at\n  kind\n  headline\n  project {\n    projectId\n    ticker\n  }\n  bumpType\n  priceBefore\n  priceAfter\n  sequence\n}": typeof types.ProjectFiguresFragmentDoc,
    "subscription LeaderboardUpdated($eventId: ID, $top: Int, $bottom: Int) {\n  leaderboardUpdated(eventId: $eventId, top: $top, bottom: $bottom) {\n    ...LeaderboardFields\n  }\n}": typeof types.LeaderboardUpdatedDocument,
    "query Leaderboard($eventId: ID, $top: Int, $bottom: Int) {\n  leaderboard(eventId: $eventId, top: $top, bottom: $bottom) {\n    ...LeaderboardFields\n  }\n}": typeof types.LeaderboardDocument,
    "query MarketSnapshot($eventId: ID) {\n  marketSnapshot(eventId: $eventId) {\n    eventId\n    asOf\n    cursor\n    projects {\n      ...ProjectFigures\n    }\n  }\n}": typeof types.MarketSnapshotDocument,
    "subscription NewsPublished($eventId: ID, $after: Cursor) {\n  newsPublished(eventId: $eventId, after: $after) {\n    ...NewsFields\n  }\n}": typeof types.NewsPublishedDocument,
    "query News($eventId: ID, $first: Int, $after: String) {\n  event(eventId: $eventId) {\n    news(first: $first, after: $after) {\n      nodes {\n        ...NewsFields\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": typeof types.NewsDocument,
    "subscription PortfolioUpdated($eventId: ID) {\n  portfolioUpdated(eventId: $eventId) {\n    ...PortfolioFields\n  }\n}": typeof types.PortfolioUpdatedDocument,
    "query Portfolio($eventId: ID) {\n  portfolio(eventId: $eventId) {\n    ...PortfolioFields\n  }\n}": typeof types.PortfolioDocument,
    "query PriceHistory($projectId: ID!, $from: DateTime, $to: DateTime, $first: Int, $after: String, $last: Int, $before: String) {\n  priceHistory(\n    projectId: $projectId\n    from: $from\n    to: $to\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n  ) {\n    nodes {\n      sequence\n      at\n      priceBefore\n      price\n      source\n      headline\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.PriceHistoryDocument,
    "subscription PriceUpdated($eventId: ID, $projectIds: [ID!], $after: Cursor, $mode: StreamMode, $throttleMs: Int) {\n  priceUpdated(\n    eventId: $eventId\n    projectIds: $projectIds\n    after: $after\n    mode: $mode\n    throttleMs: $throttleMs\n  ) {\n    ...PriceUpdateFields\n  }\n}": typeof types.PriceUpdatedDocument,
    "query Project($projectId: ID!, $minutes: Int! = 60) {\n  project(projectId: $projectId) {\n    ...ProjectFigures\n    change(minutes: $minutes) {\n      reference\n      absolute\n      percent\n      high\n      low\n      volume\n    }\n  }\n}": typeof types.ProjectDocument,
    "query Projects($eventId: ID, $first: Int, $after: String, $orderBy: ProjectOrder) {\n  projects(eventId: $eventId, first: $first, after: $after, orderBy: $orderBy) {\n    nodes {\n      ...ProjectFigures\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    totalCount\n  }\n}": typeof types.ProjectsDocument,
    "query Quote($projectId: ID!, $side: Side!, $shares: Decimal, $cash: Decimal) {\n  quote(projectId: $projectId, side: $side, shares: $shares, cash: $cash) {\n    ...QuoteFigures\n  }\n}": typeof types.QuoteDocument,
    "mutation Sell($input: SellInput!) {\n  sell(input: $input) {\n    ...TradeResult\n  }\n}": typeof types.SellDocument,
    "mutation SetDisplayName($input: SetDisplayNameInput!) {\n  setDisplayName(input: $input) {\n    viewer {\n      id\n      displayName\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": typeof types.SetDisplayNameDocument,
    "subscription TradeExecuted($eventId: ID, $projectId: ID, $after: Cursor) {\n  tradeExecuted(eventId: $eventId, projectId: $projectId, after: $after) {\n    ...TradeFigures\n    cursor\n    project {\n      projectId\n      ticker\n    }\n    trader {\n      id\n      displayName\n    }\n  }\n}": typeof types.TradeExecutedDocument,
    "query Trades($projectId: ID!, $first: Int, $after: String) {\n  trades(projectId: $projectId, first: $first, after: $after) {\n    nodes {\n      ...TradeFigures\n      cursor\n      trader {\n        id\n        displayName\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.TradesDocument,
    "query Viewer {\n  viewer {\n    id\n    displayName\n    roles\n    expiresAt\n  }\n}": typeof types.ViewerDocument,
    "mutation ImportProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {\n  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {\n    projects {\n      projectId\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nquery PreviewImport($inputs: [SaveProjectInput!]!) {\n  previewProjects(inputs: $inputs) {\n    projectId\n    isNew\n    priceBefore\n    priceAfter\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.ImportProjectsDocument,
    "query Board($eventId: ID, $minutes: Int!) {\n  event(eventId: $eventId) {\n    ...EventFields\n  }\n  marketSnapshot(eventId: $eventId) {\n    asOf\n    cursor\n    projects {\n      ...ProjectFigures\n      change(minutes: $minutes) {\n        reference\n        high\n        low\n        volume\n      }\n    }\n  }\n}\n\nquery Sparklines($eventId: ID, $minutes: Int!, $points: Int!) {\n  marketSnapshot(eventId: $eventId) {\n    projects {\n      projectId\n      sparkline(minutes: $minutes, points: $points)\n    }\n  }\n}": typeof types.BoardDocument,
    "query PortfolioHistory($eventId: ID, $points: Int!, $after: String) {\n  portfolio(eventId: $eventId) {\n    equityCurve(points: $points) {\n      at\n      totalPortfolioValue\n    }\n    trades(first: 20, after: $after) {\n      nodes {\n        ...TradeFigures\n        project {\n          projectId\n          ticker\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": typeof types.PortfolioHistoryDocument,
    "query ProjectPage($projectId: ID!) {\n  trades(projectId: $projectId, first: 30) {\n    nodes {\n      ...TradeFigures\n      cursor\n      trader {\n        id\n        displayName\n      }\n    }\n  }\n  project(projectId: $projectId) {\n    projectId\n    description\n    equilibrium\n    holdersCount\n  }\n}": typeof types.ProjectPageDocument,
    "query ScreenMarket($eventId: ID, $minutes: Int!) {\n  marketSnapshot(eventId: $eventId) {\n    asOf\n    projects {\n      projectId\n      ticker\n      name\n      sequence\n      currentPrice\n      marketCap\n      change(minutes: $minutes) {\n        reference\n      }\n    }\n  }\n}\n\nquery ScreenPast($eventId: ID) {\n  event(eventId: $eventId) {\n    watchers\n    projects(first: 8, orderBy: VOLUME_DESC) {\n      nodes {\n        trades(first: 3) {\n          nodes {\n            ...TradeFigures\n            cursor\n            project {\n              projectId\n              ticker\n            }\n            trader {\n              id\n              displayName\n            }\n          }\n        }\n      }\n    }\n    news(first: 1) {\n      nodes {\n        ...NewsFields\n      }\n    }\n  }\n}": typeof types.ScreenMarketDocument,
};
const documents: Documents = {
    "mutation ApplyInvestment($input: InvestmentInput!) {\n  applyInvestment(input: $input) {\n    ...ProjectResult\n  }\n}": types.ApplyInvestmentDocument,
    "mutation ApplyPhaseBump($input: PhaseBumpInput!) {\n  applyPhaseBump(input: $input) {\n    ...ProjectResult\n  }\n}": types.ApplyPhaseBumpDocument,
    "query AuditLog($eventId: ID, $first: Int, $after: String) {\n  auditLog(eventId: $eventId, first: $first, after: $after) {\n    nodes {\n      id\n      at\n      actor {\n        id\n        displayName\n      }\n      action\n      project {\n        projectId\n      }\n      headline\n      priceBefore\n      priceAfter\n      changes {\n        field\n        before\n        after\n      }\n      compensable\n      compensates {\n        id\n      }\n      compensatedBy {\n        id\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.AuditLogDocument,
    "mutation CloneEvent($input: CloneEventInput!) {\n  cloneEvent(input: $input) {\n    event {\n      ...EventFields\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": types.CloneEventDocument,
    "mutation CompensateMove($input: CompensateMoveInput!) {\n  compensateMove(input: $input) {\n    ...ProjectResult\n  }\n}": types.CompensateMoveDocument,
    "mutation GrantCash($input: GrantCashInput!) {\n  grantCash(input: $input) {\n    grant {\n      amount\n      traders\n      total\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": types.GrantCashDocument,
    "query Health($eventId: ID) {\n  health(eventId: $eventId) {\n    at\n    tradesPerSecond\n    watchers\n    accounts\n    trades\n    stagedBumps\n    server {\n      serverId\n      uptimeSeconds\n      memoryMegabytes\n      bus\n      databaseMs\n      batches\n      trades\n      queued\n    }\n  }\n}": types.HealthDocument,
    "query PreviewBump($input: PhaseBumpInput!) {\n  previewBump(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}": types.PreviewBumpDocument,
    "query PreviewSeed($input: UpdateSeedInput!) {\n  previewSeed(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewInvestment($input: InvestmentInput!) {\n  previewInvestment(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewCompensation($auditId: ID!) {\n  previewCompensation(auditId: $auditId) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewProjects($inputs: [SaveProjectInput!]!) {\n  previewProjects(inputs: $inputs) {\n    projectId\n    isNew\n    priceBefore\n    priceAfter\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": types.PreviewSeedDocument,
    "mutation SaveEvent($input: SaveEventInput!) {\n  saveEvent(input: $input) {\n    event {\n      ...EventFields\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": types.SaveEventDocument,
    "mutation SaveProject($input: SaveProjectInput!) {\n  saveProject(input: $input) {\n    ...ProjectResult\n  }\n}": types.SaveProjectDocument,
    "mutation SaveProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {\n  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {\n    projects {\n      ...ProjectFigures\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": types.SaveProjectsDocument,
    "mutation StagePhaseBump($input: StageBumpInput!) {\n  stagePhaseBump(input: $input) {\n    ...ProjectResult\n  }\n}\n\nmutation CancelStagedBump($input: CancelStagedBumpInput!) {\n  cancelStagedBump(input: $input) {\n    ...ProjectResult\n  }\n}\n\nquery StagedBumps($eventId: ID) {\n  stagedBumps(eventId: $eventId) {\n    project {\n      projectId\n      ticker\n      name\n      currentPrice\n    }\n    bumpType\n    multiplier\n    delta\n    headline\n    dueAt\n    actor {\n      id\n      displayName\n    }\n  }\n}": types.StagePhaseBumpDocument,
    "query Traders($eventId: ID, $search: String, $first: Int, $after: String) {\n  traders(eventId: $eventId, search: $search, first: $first, after: $after) {\n    totalCount\n    nodes {\n      trader {\n        id\n        displayName\n      }\n      joinedAt\n      cashBalance\n      initialBalance\n      grantedCash\n      feesPaid\n      realisedPnl\n      tradeCount\n      ranked\n      frozen\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nmutation ModerateTrader($input: ModerateTraderInput!) {\n  moderateTrader(input: $input) {\n    trader {\n      id\n      displayName\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}\n\nquery SuspiciousPairs($eventId: ID, $first: Int) {\n  suspiciousPairs(eventId: $eventId, first: $first) {\n    trader {\n      id\n      displayName\n    }\n    other {\n      id\n      displayName\n    }\n    contacts\n    trades\n    otherTrades\n    sharePct\n    otherSharePct\n    gain\n  }\n}": types.TradersDocument,
    "mutation UpdateSeed($input: UpdateSeedInput!) {\n  updateSeed(input: $input) {\n    ...ProjectResult\n  }\n}": types.UpdateSeedDocument,
    "mutation Buy($input: BuyInput!) {\n  buy(input: $input) {\n    ...TradeResult\n  }\n}": types.BuyDocument,
    "query Candles($projectId: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {\n  candles(projectId: $projectId, interval: $interval, from: $from, to: $to) {\n    openTime\n    open\n    high\n    low\n    close\n    volume\n    trades\n  }\n}": types.CandlesDocument,
    "query EquityCurve($eventId: ID, $points: Int) {\n  portfolio(eventId: $eventId) {\n    equityCurve(points: $points) {\n      at\n      totalPortfolioValue\n    }\n  }\n}": types.EquityCurveDocument,
    "subscription EventUpdated($eventId: ID) {\n  eventUpdated(eventId: $eventId) {\n    ...EventFields\n  }\n}": types.EventUpdatedDocument,
    "query Event($eventId: ID) {\n  event(eventId: $eventId) {\n    ...EventFields\n  }\n}": types.EventDocument,
    "query Events($first: Int, $after: String) {\n  events(first: $first, after: $after) {\n    nodes {\n      ...EventFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.EventsDocument,
    "fragment ProjectFigures on Project {\n  id\n  projectId\n  ticker\n  name\n  description\n  isActive\n  seedAmount\n  basePrice\n  currentPrice\n  equilibrium\n  netShares\n  marketCap\n  totalVolume\n  totalTrades\n  sequence\n  holdersCount\n  updatedAt\n}\n\nfragment TradeFigures on Trade {\n  id\n  tradeId\n  side\n  shares\n  price\n  fee\n  cashDelta\n  priceBefore\n  priceAfter\n  sequence\n  executedAt\n}\n\nfragment QuoteFigures on Quote {\n  side\n  shares\n  priceBefore\n  priceAfter\n  executionPrice\n  gross\n  fee\n  cashDelta\n  sequence\n  maxAffordable\n}\n\nfragment UserErrorFields on UserError {\n  __typename\n  code\n  message\n  path\n  ... on InsufficientCashError {\n    required\n    available\n  }\n  ... on InsufficientSharesError {\n    required\n    available\n  }\n  ... on PriceMovedError {\n    quote {\n      ...QuoteFigures\n    }\n  }\n}\n\nfragment TradeResult on TradePayload {\n  trade {\n    ...TradeFigures\n  }\n  project {\n    ...ProjectFigures\n  }\n  account {\n    id\n    cashBalance\n  }\n  userErrors {\n    ...UserErrorFields\n  }\n}\n\nfragment ProjectResult on ProjectPayload {\n  project {\n    ...ProjectFigures\n  }\n  userErrors {\n    ...UserErrorFields\n  }\n}\n\nfragment LeaderboardRowFields on LeaderboardRow {\n  rank\n  trader {\n    id\n    displayName\n  }\n  score\n  totalValue\n  liquidationValue\n  totalPnl\n  returnPct\n  positionsCount\n}\n\nfragment LeaderboardFields on Leaderboard {\n  eventId\n  asOf\n  final\n  traders\n  top {\n    ...LeaderboardRowFields\n  }\n  bottom {\n    ...LeaderboardRowFields\n  }\n  you {\n    ...LeaderboardRowFields\n  }\n  neighbours {\n    ...LeaderboardRowFields\n  }\n}\n\nfragment PortfolioFields on Portfolio {\n  account {\n    id\n    eventId\n    ranked\n    cashBalance\n    initialBalance\n  }\n  holdings {\n    project {\n      projectId\n      ticker\n      name\n    }\n    shares\n    avgPrice\n    costBasis\n    currentPrice\n    marketValue\n    liquidationValue\n    unrealisedPnl\n    realisedPnl\n  }\n  totalEquityValue\n  totalPortfolioValue\n  liquidationValue\n  totalPnl\n  realisedPnl\n  unrealisedPnl\n  feesPaid\n  returnPct\n  rank\n}\n\nfragment EventFields on Event {\n  id\n  eventId\n  name\n  status\n  opensAt\n  closesAt\n  watchers\n  parameters {\n    initialCash\n    minPrice\n    defaultBasePrice\n    pricePerShare\n    transactionFeeBps\n    seedToPriceFactor\n    investmentToSeedFactor\n    driftEnabled\n    driftIntervalMs\n    driftMaxPctPerTick\n    driftMeanReversion\n    closingWindowSeconds\n  }\n}\n\nfragment PriceUpdateFields on PriceUpdate {\n  kind\n  projectId\n  eventId\n  ticker\n  name\n  currentPrice\n  basePrice\n  netShares\n  marketCap\n  totalVolume\n  totalTrades\n  source\n  headline\n  updatedAt\n  sequence\n  missed\n  cursor\n}\n\nfragment NewsFields on NewsItem {\n  id\n  cursor\n  eventId\n  at\n  kind\n  headline\n  project {\n    projectId\n    ticker\n  }\n  bumpType\n  priceBefore\n  priceAfter\n  sequence\n}": types.ProjectFiguresFragmentDoc,
    "subscription LeaderboardUpdated($eventId: ID, $top: Int, $bottom: Int) {\n  leaderboardUpdated(eventId: $eventId, top: $top, bottom: $bottom) {\n    ...LeaderboardFields\n  }\n}": types.LeaderboardUpdatedDocument,
    "query Leaderboard($eventId: ID, $top: Int, $bottom: Int) {\n  leaderboard(eventId: $eventId, top: $top, bottom: $bottom) {\n    ...LeaderboardFields\n  }\n}": types.LeaderboardDocument,
    "query MarketSnapshot($eventId: ID) {\n  marketSnapshot(eventId: $eventId) {\n    eventId\n    asOf\n    cursor\n    projects {\n      ...ProjectFigures\n    }\n  }\n}": types.MarketSnapshotDocument,
    "subscription NewsPublished($eventId: ID, $after: Cursor) {\n  newsPublished(eventId: $eventId, after: $after) {\n    ...NewsFields\n  }\n}": types.NewsPublishedDocument,
    "query News($eventId: ID, $first: Int, $after: String) {\n  event(eventId: $eventId) {\n    news(first: $first, after: $after) {\n      nodes {\n        ...NewsFields\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": types.NewsDocument,
    "subscription PortfolioUpdated($eventId: ID) {\n  portfolioUpdated(eventId: $eventId) {\n    ...PortfolioFields\n  }\n}": types.PortfolioUpdatedDocument,
    "query Portfolio($eventId: ID) {\n  portfolio(eventId: $eventId) {\n    ...PortfolioFields\n  }\n}": types.PortfolioDocument,
    "query PriceHistory($projectId: ID!, $from: DateTime, $to: DateTime, $first: Int, $after: String, $last: Int, $before: String) {\n  priceHistory(\n    projectId: $projectId\n    from: $from\n    to: $to\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n  ) {\n    nodes {\n      sequence\n      at\n      priceBefore\n      price\n      source\n      headline\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.PriceHistoryDocument,
    "subscription PriceUpdated($eventId: ID, $projectIds: [ID!], $after: Cursor, $mode: StreamMode, $throttleMs: Int) {\n  priceUpdated(\n    eventId: $eventId\n    projectIds: $projectIds\n    after: $after\n    mode: $mode\n    throttleMs: $throttleMs\n  ) {\n    ...PriceUpdateFields\n  }\n}": types.PriceUpdatedDocument,
    "query Project($projectId: ID!, $minutes: Int! = 60) {\n  project(projectId: $projectId) {\n    ...ProjectFigures\n    change(minutes: $minutes) {\n      reference\n      absolute\n      percent\n      high\n      low\n      volume\n    }\n  }\n}": types.ProjectDocument,
    "query Projects($eventId: ID, $first: Int, $after: String, $orderBy: ProjectOrder) {\n  projects(eventId: $eventId, first: $first, after: $after, orderBy: $orderBy) {\n    nodes {\n      ...ProjectFigures\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    totalCount\n  }\n}": types.ProjectsDocument,
    "query Quote($projectId: ID!, $side: Side!, $shares: Decimal, $cash: Decimal) {\n  quote(projectId: $projectId, side: $side, shares: $shares, cash: $cash) {\n    ...QuoteFigures\n  }\n}": types.QuoteDocument,
    "mutation Sell($input: SellInput!) {\n  sell(input: $input) {\n    ...TradeResult\n  }\n}": types.SellDocument,
    "mutation SetDisplayName($input: SetDisplayNameInput!) {\n  setDisplayName(input: $input) {\n    viewer {\n      id\n      displayName\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}": types.SetDisplayNameDocument,
    "subscription TradeExecuted($eventId: ID, $projectId: ID, $after: Cursor) {\n  tradeExecuted(eventId: $eventId, projectId: $projectId, after: $after) {\n    ...TradeFigures\n    cursor\n    project {\n      projectId\n      ticker\n    }\n    trader {\n      id\n      displayName\n    }\n  }\n}": types.TradeExecutedDocument,
    "query Trades($projectId: ID!, $first: Int, $after: String) {\n  trades(projectId: $projectId, first: $first, after: $after) {\n    nodes {\n      ...TradeFigures\n      cursor\n      trader {\n        id\n        displayName\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.TradesDocument,
    "query Viewer {\n  viewer {\n    id\n    displayName\n    roles\n    expiresAt\n  }\n}": types.ViewerDocument,
    "mutation ImportProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {\n  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {\n    projects {\n      projectId\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nquery PreviewImport($inputs: [SaveProjectInput!]!) {\n  previewProjects(inputs: $inputs) {\n    projectId\n    isNew\n    priceBefore\n    priceAfter\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.ImportProjectsDocument,
    "query Board($eventId: ID, $minutes: Int!) {\n  event(eventId: $eventId) {\n    ...EventFields\n  }\n  marketSnapshot(eventId: $eventId) {\n    asOf\n    cursor\n    projects {\n      ...ProjectFigures\n      change(minutes: $minutes) {\n        reference\n        high\n        low\n        volume\n      }\n    }\n  }\n}\n\nquery Sparklines($eventId: ID, $minutes: Int!, $points: Int!) {\n  marketSnapshot(eventId: $eventId) {\n    projects {\n      projectId\n      sparkline(minutes: $minutes, points: $points)\n    }\n  }\n}": types.BoardDocument,
    "query PortfolioHistory($eventId: ID, $points: Int!, $after: String) {\n  portfolio(eventId: $eventId) {\n    equityCurve(points: $points) {\n      at\n      totalPortfolioValue\n    }\n    trades(first: 20, after: $after) {\n      nodes {\n        ...TradeFigures\n        project {\n          projectId\n          ticker\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": types.PortfolioHistoryDocument,
    "query ProjectPage($projectId: ID!) {\n  trades(projectId: $projectId, first: 30) {\n    nodes {\n      ...TradeFigures\n      cursor\n      trader {\n        id\n        displayName\n      }\n    }\n  }\n  project(projectId: $projectId) {\n    projectId\n    description\n    equilibrium\n    holdersCount\n  }\n}": types.ProjectPageDocument,
    "query ScreenMarket($eventId: ID, $minutes: Int!) {\n  marketSnapshot(eventId: $eventId) {\n    asOf\n    projects {\n      projectId\n      ticker\n      name\n      sequence\n      currentPrice\n      marketCap\n      change(minutes: $minutes) {\n        reference\n      }\n    }\n  }\n}\n\nquery ScreenPast($eventId: ID) {\n  event(eventId: $eventId) {\n    watchers\n    projects(first: 8, orderBy: VOLUME_DESC) {\n      nodes {\n        trades(first: 3) {\n          nodes {\n            ...TradeFigures\n            cursor\n            project {\n              projectId\n              ticker\n            }\n            trader {\n              id\n              displayName\n            }\n          }\n        }\n      }\n    }\n    news(first: 1) {\n      nodes {\n        ...NewsFields\n      }\n    }\n  }\n}": types.ScreenMarketDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ApplyInvestment($input: InvestmentInput!) {\n  applyInvestment(input: $input) {\n    ...ProjectResult\n  }\n}"): typeof import('./graphql.ts').ApplyInvestmentDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ApplyPhaseBump($input: PhaseBumpInput!) {\n  applyPhaseBump(input: $input) {\n    ...ProjectResult\n  }\n}"): typeof import('./graphql.ts').ApplyPhaseBumpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AuditLog($eventId: ID, $first: Int, $after: String) {\n  auditLog(eventId: $eventId, first: $first, after: $after) {\n    nodes {\n      id\n      at\n      actor {\n        id\n        displayName\n      }\n      action\n      project {\n        projectId\n      }\n      headline\n      priceBefore\n      priceAfter\n      changes {\n        field\n        before\n        after\n      }\n      compensable\n      compensates {\n        id\n      }\n      compensatedBy {\n        id\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').AuditLogDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CloneEvent($input: CloneEventInput!) {\n  cloneEvent(input: $input) {\n    event {\n      ...EventFields\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}"): typeof import('./graphql.ts').CloneEventDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CompensateMove($input: CompensateMoveInput!) {\n  compensateMove(input: $input) {\n    ...ProjectResult\n  }\n}"): typeof import('./graphql.ts').CompensateMoveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GrantCash($input: GrantCashInput!) {\n  grantCash(input: $input) {\n    grant {\n      amount\n      traders\n      total\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}"): typeof import('./graphql.ts').GrantCashDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Health($eventId: ID) {\n  health(eventId: $eventId) {\n    at\n    tradesPerSecond\n    watchers\n    accounts\n    trades\n    stagedBumps\n    server {\n      serverId\n      uptimeSeconds\n      memoryMegabytes\n      bus\n      databaseMs\n      batches\n      trades\n      queued\n    }\n  }\n}"): typeof import('./graphql.ts').HealthDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PreviewBump($input: PhaseBumpInput!) {\n  previewBump(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}"): typeof import('./graphql.ts').PreviewBumpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PreviewSeed($input: UpdateSeedInput!) {\n  previewSeed(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewInvestment($input: InvestmentInput!) {\n  previewInvestment(input: $input) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewCompensation($auditId: ID!) {\n  previewCompensation(auditId: $auditId) {\n    priceBefore\n    priceAfter\n  }\n}\n\nquery PreviewProjects($inputs: [SaveProjectInput!]!) {\n  previewProjects(inputs: $inputs) {\n    projectId\n    isNew\n    priceBefore\n    priceAfter\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}"): typeof import('./graphql.ts').PreviewSeedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SaveEvent($input: SaveEventInput!) {\n  saveEvent(input: $input) {\n    event {\n      ...EventFields\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}"): typeof import('./graphql.ts').SaveEventDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SaveProject($input: SaveProjectInput!) {\n  saveProject(input: $input) {\n    ...ProjectResult\n  }\n}"): typeof import('./graphql.ts').SaveProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SaveProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {\n  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {\n    projects {\n      ...ProjectFigures\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}"): typeof import('./graphql.ts').SaveProjectsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation StagePhaseBump($input: StageBumpInput!) {\n  stagePhaseBump(input: $input) {\n    ...ProjectResult\n  }\n}\n\nmutation CancelStagedBump($input: CancelStagedBumpInput!) {\n  cancelStagedBump(input: $input) {\n    ...ProjectResult\n  }\n}\n\nquery StagedBumps($eventId: ID) {\n  stagedBumps(eventId: $eventId) {\n    project {\n      projectId\n      ticker\n      name\n      currentPrice\n    }\n    bumpType\n    multiplier\n    delta\n    headline\n    dueAt\n    actor {\n      id\n      displayName\n    }\n  }\n}"): typeof import('./graphql.ts').StagePhaseBumpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Traders($eventId: ID, $search: String, $first: Int, $after: String) {\n  traders(eventId: $eventId, search: $search, first: $first, after: $after) {\n    totalCount\n    nodes {\n      trader {\n        id\n        displayName\n      }\n      joinedAt\n      cashBalance\n      initialBalance\n      grantedCash\n      feesPaid\n      realisedPnl\n      tradeCount\n      ranked\n      frozen\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nmutation ModerateTrader($input: ModerateTraderInput!) {\n  moderateTrader(input: $input) {\n    trader {\n      id\n      displayName\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}\n\nquery SuspiciousPairs($eventId: ID, $first: Int) {\n  suspiciousPairs(eventId: $eventId, first: $first) {\n    trader {\n      id\n      displayName\n    }\n    other {\n      id\n      displayName\n    }\n    contacts\n    trades\n    otherTrades\n    sharePct\n    otherSharePct\n    gain\n  }\n}"): typeof import('./graphql.ts').TradersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateSeed($input: UpdateSeedInput!) {\n  updateSeed(input: $input) {\n    ...ProjectResult\n  }\n}"): typeof import('./graphql.ts').UpdateSeedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Buy($input: BuyInput!) {\n  buy(input: $input) {\n    ...TradeResult\n  }\n}"): typeof import('./graphql.ts').BuyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Candles($projectId: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {\n  candles(projectId: $projectId, interval: $interval, from: $from, to: $to) {\n    openTime\n    open\n    high\n    low\n    close\n    volume\n    trades\n  }\n}"): typeof import('./graphql.ts').CandlesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query EquityCurve($eventId: ID, $points: Int) {\n  portfolio(eventId: $eventId) {\n    equityCurve(points: $points) {\n      at\n      totalPortfolioValue\n    }\n  }\n}"): typeof import('./graphql.ts').EquityCurveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription EventUpdated($eventId: ID) {\n  eventUpdated(eventId: $eventId) {\n    ...EventFields\n  }\n}"): typeof import('./graphql.ts').EventUpdatedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Event($eventId: ID) {\n  event(eventId: $eventId) {\n    ...EventFields\n  }\n}"): typeof import('./graphql.ts').EventDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Events($first: Int, $after: String) {\n  events(first: $first, after: $after) {\n    nodes {\n      ...EventFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').EventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment ProjectFigures on Project {\n  id\n  projectId\n  ticker\n  name\n  description\n  isActive\n  seedAmount\n  basePrice\n  currentPrice\n  equilibrium\n  netShares\n  marketCap\n  totalVolume\n  totalTrades\n  sequence\n  holdersCount\n  updatedAt\n}\n\nfragment TradeFigures on Trade {\n  id\n  tradeId\n  side\n  shares\n  price\n  fee\n  cashDelta\n  priceBefore\n  priceAfter\n  sequence\n  executedAt\n}\n\nfragment QuoteFigures on Quote {\n  side\n  shares\n  priceBefore\n  priceAfter\n  executionPrice\n  gross\n  fee\n  cashDelta\n  sequence\n  maxAffordable\n}\n\nfragment UserErrorFields on UserError {\n  __typename\n  code\n  message\n  path\n  ... on InsufficientCashError {\n    required\n    available\n  }\n  ... on InsufficientSharesError {\n    required\n    available\n  }\n  ... on PriceMovedError {\n    quote {\n      ...QuoteFigures\n    }\n  }\n}\n\nfragment TradeResult on TradePayload {\n  trade {\n    ...TradeFigures\n  }\n  project {\n    ...ProjectFigures\n  }\n  account {\n    id\n    cashBalance\n  }\n  userErrors {\n    ...UserErrorFields\n  }\n}\n\nfragment ProjectResult on ProjectPayload {\n  project {\n    ...ProjectFigures\n  }\n  userErrors {\n    ...UserErrorFields\n  }\n}\n\nfragment LeaderboardRowFields on LeaderboardRow {\n  rank\n  trader {\n    id\n    displayName\n  }\n  score\n  totalValue\n  liquidationValue\n  totalPnl\n  returnPct\n  positionsCount\n}\n\nfragment LeaderboardFields on Leaderboard {\n  eventId\n  asOf\n  final\n  traders\n  top {\n    ...LeaderboardRowFields\n  }\n  bottom {\n    ...LeaderboardRowFields\n  }\n  you {\n    ...LeaderboardRowFields\n  }\n  neighbours {\n    ...LeaderboardRowFields\n  }\n}\n\nfragment PortfolioFields on Portfolio {\n  account {\n    id\n    eventId\n    ranked\n    cashBalance\n    initialBalance\n  }\n  holdings {\n    project {\n      projectId\n      ticker\n      name\n    }\n    shares\n    avgPrice\n    costBasis\n    currentPrice\n    marketValue\n    liquidationValue\n    unrealisedPnl\n    realisedPnl\n  }\n  totalEquityValue\n  totalPortfolioValue\n  liquidationValue\n  totalPnl\n  realisedPnl\n  unrealisedPnl\n  feesPaid\n  returnPct\n  rank\n}\n\nfragment EventFields on Event {\n  id\n  eventId\n  name\n  status\n  opensAt\n  closesAt\n  watchers\n  parameters {\n    initialCash\n    minPrice\n    defaultBasePrice\n    pricePerShare\n    transactionFeeBps\n    seedToPriceFactor\n    investmentToSeedFactor\n    driftEnabled\n    driftIntervalMs\n    driftMaxPctPerTick\n    driftMeanReversion\n    closingWindowSeconds\n  }\n}\n\nfragment PriceUpdateFields on PriceUpdate {\n  kind\n  projectId\n  eventId\n  ticker\n  name\n  currentPrice\n  basePrice\n  netShares\n  marketCap\n  totalVolume\n  totalTrades\n  source\n  headline\n  updatedAt\n  sequence\n  missed\n  cursor\n}\n\nfragment NewsFields on NewsItem {\n  id\n  cursor\n  eventId\n  at\n  kind\n  headline\n  project {\n    projectId\n    ticker\n  }\n  bumpType\n  priceBefore\n  priceAfter\n  sequence\n}"): typeof import('./graphql.ts').ProjectFiguresFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription LeaderboardUpdated($eventId: ID, $top: Int, $bottom: Int) {\n  leaderboardUpdated(eventId: $eventId, top: $top, bottom: $bottom) {\n    ...LeaderboardFields\n  }\n}"): typeof import('./graphql.ts').LeaderboardUpdatedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Leaderboard($eventId: ID, $top: Int, $bottom: Int) {\n  leaderboard(eventId: $eventId, top: $top, bottom: $bottom) {\n    ...LeaderboardFields\n  }\n}"): typeof import('./graphql.ts').LeaderboardDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MarketSnapshot($eventId: ID) {\n  marketSnapshot(eventId: $eventId) {\n    eventId\n    asOf\n    cursor\n    projects {\n      ...ProjectFigures\n    }\n  }\n}"): typeof import('./graphql.ts').MarketSnapshotDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription NewsPublished($eventId: ID, $after: Cursor) {\n  newsPublished(eventId: $eventId, after: $after) {\n    ...NewsFields\n  }\n}"): typeof import('./graphql.ts').NewsPublishedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query News($eventId: ID, $first: Int, $after: String) {\n  event(eventId: $eventId) {\n    news(first: $first, after: $after) {\n      nodes {\n        ...NewsFields\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').NewsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription PortfolioUpdated($eventId: ID) {\n  portfolioUpdated(eventId: $eventId) {\n    ...PortfolioFields\n  }\n}"): typeof import('./graphql.ts').PortfolioUpdatedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Portfolio($eventId: ID) {\n  portfolio(eventId: $eventId) {\n    ...PortfolioFields\n  }\n}"): typeof import('./graphql.ts').PortfolioDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PriceHistory($projectId: ID!, $from: DateTime, $to: DateTime, $first: Int, $after: String, $last: Int, $before: String) {\n  priceHistory(\n    projectId: $projectId\n    from: $from\n    to: $to\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n  ) {\n    nodes {\n      sequence\n      at\n      priceBefore\n      price\n      source\n      headline\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').PriceHistoryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription PriceUpdated($eventId: ID, $projectIds: [ID!], $after: Cursor, $mode: StreamMode, $throttleMs: Int) {\n  priceUpdated(\n    eventId: $eventId\n    projectIds: $projectIds\n    after: $after\n    mode: $mode\n    throttleMs: $throttleMs\n  ) {\n    ...PriceUpdateFields\n  }\n}"): typeof import('./graphql.ts').PriceUpdatedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Project($projectId: ID!, $minutes: Int! = 60) {\n  project(projectId: $projectId) {\n    ...ProjectFigures\n    change(minutes: $minutes) {\n      reference\n      absolute\n      percent\n      high\n      low\n      volume\n    }\n  }\n}"): typeof import('./graphql.ts').ProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Projects($eventId: ID, $first: Int, $after: String, $orderBy: ProjectOrder) {\n  projects(eventId: $eventId, first: $first, after: $after, orderBy: $orderBy) {\n    nodes {\n      ...ProjectFigures\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    totalCount\n  }\n}"): typeof import('./graphql.ts').ProjectsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Quote($projectId: ID!, $side: Side!, $shares: Decimal, $cash: Decimal) {\n  quote(projectId: $projectId, side: $side, shares: $shares, cash: $cash) {\n    ...QuoteFigures\n  }\n}"): typeof import('./graphql.ts').QuoteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Sell($input: SellInput!) {\n  sell(input: $input) {\n    ...TradeResult\n  }\n}"): typeof import('./graphql.ts').SellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SetDisplayName($input: SetDisplayNameInput!) {\n  setDisplayName(input: $input) {\n    viewer {\n      id\n      displayName\n    }\n    userErrors {\n      ...UserErrorFields\n    }\n  }\n}"): typeof import('./graphql.ts').SetDisplayNameDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription TradeExecuted($eventId: ID, $projectId: ID, $after: Cursor) {\n  tradeExecuted(eventId: $eventId, projectId: $projectId, after: $after) {\n    ...TradeFigures\n    cursor\n    project {\n      projectId\n      ticker\n    }\n    trader {\n      id\n      displayName\n    }\n  }\n}"): typeof import('./graphql.ts').TradeExecutedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Trades($projectId: ID!, $first: Int, $after: String) {\n  trades(projectId: $projectId, first: $first, after: $after) {\n    nodes {\n      ...TradeFigures\n      cursor\n      trader {\n        id\n        displayName\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').TradesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Viewer {\n  viewer {\n    id\n    displayName\n    roles\n    expiresAt\n  }\n}"): typeof import('./graphql.ts').ViewerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ImportProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {\n  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {\n    projects {\n      projectId\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nquery PreviewImport($inputs: [SaveProjectInput!]!) {\n  previewProjects(inputs: $inputs) {\n    projectId\n    isNew\n    priceBefore\n    priceAfter\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').ImportProjectsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Board($eventId: ID, $minutes: Int!) {\n  event(eventId: $eventId) {\n    ...EventFields\n  }\n  marketSnapshot(eventId: $eventId) {\n    asOf\n    cursor\n    projects {\n      ...ProjectFigures\n      change(minutes: $minutes) {\n        reference\n        high\n        low\n        volume\n      }\n    }\n  }\n}\n\nquery Sparklines($eventId: ID, $minutes: Int!, $points: Int!) {\n  marketSnapshot(eventId: $eventId) {\n    projects {\n      projectId\n      sparkline(minutes: $minutes, points: $points)\n    }\n  }\n}"): typeof import('./graphql.ts').BoardDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PortfolioHistory($eventId: ID, $points: Int!, $after: String) {\n  portfolio(eventId: $eventId) {\n    equityCurve(points: $points) {\n      at\n      totalPortfolioValue\n    }\n    trades(first: 20, after: $after) {\n      nodes {\n        ...TradeFigures\n        project {\n          projectId\n          ticker\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').PortfolioHistoryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ProjectPage($projectId: ID!) {\n  trades(projectId: $projectId, first: 30) {\n    nodes {\n      ...TradeFigures\n      cursor\n      trader {\n        id\n        displayName\n      }\n    }\n  }\n  project(projectId: $projectId) {\n    projectId\n    description\n    equilibrium\n    holdersCount\n  }\n}"): typeof import('./graphql.ts').ProjectPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ScreenMarket($eventId: ID, $minutes: Int!) {\n  marketSnapshot(eventId: $eventId) {\n    asOf\n    projects {\n      projectId\n      ticker\n      name\n      sequence\n      currentPrice\n      marketCap\n      change(minutes: $minutes) {\n        reference\n      }\n    }\n  }\n}\n\nquery ScreenPast($eventId: ID) {\n  event(eventId: $eventId) {\n    watchers\n    projects(first: 8, orderBy: VOLUME_DESC) {\n      nodes {\n        trades(first: 3) {\n          nodes {\n            ...TradeFigures\n            cursor\n            project {\n              projectId\n              ticker\n            }\n            trader {\n              id\n              displayName\n            }\n          }\n        }\n      }\n    }\n    news(first: 1) {\n      nodes {\n        ...NewsFields\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').ScreenMarketDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
