import { type FragmentDefinitionNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql'
import { createSelectionTest, type FieldTable } from '../graphql/selection.ts'

/**
 * Whether an operation looks the same to everybody, so that subscribers may share its results. Only what is listed here
 * is known to be public; a field that is not makes the operation the caller's own, which is always safe.
 */
export const PUBLIC_FIELDS: FieldTable = {
  Node: 'id',
  Subscription: 'priceUpdated tradeExecuted newsPublished leaderboardUpdated eventUpdated marketUpdated',
  PriceUpdate:
    'kind projectId eventId ticker name currentPrice basePrice netShares marketCap totalVolume totalTrades source headline updatedAt sequence missed cursor',
  Trade: 'id tradeId cursor project trader side shares price fee cashDelta priceBefore priceAfter sequence executedAt',
  Trader: 'id displayName',
  NewsItem: 'id cursor eventId at kind headline project bumpType priceBefore priceAfter sequence',
  Project:
    'id projectId eventId event ticker name description basePrice currentPrice netShares seedAmount marketCap totalVolume totalTrades isActive updatedAt sequence equilibrium holdersCount change sparkline candles',
  Candle: 'openTime open high low close volume trades',
  PriceChange: 'reference absolute percent high low volume',
  Event: 'id eventId name status opensAt closesAt parameters watchers',
  MarketParameters:
    'initialCash minPrice defaultBasePrice pricePerShare transactionFeeBps seedToPriceFactor investmentToSeedFactor driftEnabled driftIntervalMs driftMaxPctPerTick driftMeanReversion closingWindowSeconds',
  Leaderboard: 'eventId asOf final traders top bottom',
  MarketUpdate: 'kind symbol sequence previousSequence bids asks trades lastPrice markPrice fundingRate status missed at cursor',
  BookLevel: 'price quantity orders',
  MarketTrade: 'symbol tradeNumber price quantity notional takerSide at',
  LeaderboardRow: 'rank trader score totalValue liquidationValue totalPnl returnPct positionsCount',
}

const selectsPublic = createSelectionTest(PUBLIC_FIELDS)

export const isPublicSelection = (
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): boolean => selectsPublic(schema, { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] })
