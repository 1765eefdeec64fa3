/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Percent bumps: KICKOFF_HYPE +15, VALIDATION_GOOD +10, VALIDATION_BAD -5, MVP_SHIPPED +30, USER_FEEDBACK_GOOD +10, USER_FEEDBACK_BAD -10, DEMO_QUALIFIER +50, DEMO_WINNER +100. MULTIPLY takes multiplier, ADD takes delta. */
export type BumpType =
  /** Plus delta, ±1,000,000. */
  | 'ADD'
  /** +50 %. */
  | 'DEMO_QUALIFIER'
  /** +100 %. */
  | 'DEMO_WINNER'
  /** +15 %. */
  | 'KICKOFF_HYPE'
  /** Times multiplier, 0.01 to 10. */
  | 'MULTIPLY'
  /** +30 %. */
  | 'MVP_SHIPPED'
  /** -10 %. */
  | 'USER_FEEDBACK_BAD'
  /** +10 %. */
  | 'USER_FEEDBACK_GOOD'
  /** -5 %. */
  | 'VALIDATION_BAD'
  /** +10 %. */
  | 'VALIDATION_GOOD';

/** A purchase. */
export type BuyInput = {
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. One per intent. */
  readonly idempotencyKey?: string | null | undefined;
  /** Refuse with PRICE_MOVED above this cost, fee included. */
  readonly maxCost?: string | number | null | undefined;
  /** Plain id. */
  readonly projectId: string;
  /** 0.0001 to 100,000, at most 4 decimals. */
  readonly shares: string | number;
};

/** A real investment, which raises the seed. */
export type InvestmentInput = {
  /** Above 0, at most 1,000,000,000, 2 decimals. */
  readonly amount: string | number;
  /** What the public reads: one line, at most 200 characters. Absent: the server writes one. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** Plain id. */
  readonly projectId: string;
};

/** A bump. A parameter that the type does not take is refused. */
export type PhaseBumpInput = {
  /** Which bump. */
  readonly bumpType: BumpType;
  /** With ADD: ±1,000,000. */
  readonly delta?: string | number | null | undefined;
  /** What the public reads: one line, at most 200 characters. Absent: the server writes one. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** With MULTIPLY: 0.01 to 10. */
  readonly multiplier?: string | number | null | undefined;
  /** Plain id. */
  readonly projectId: string;
};

/** What moved a price: the listing, a trade, drift, a seed change or an investment, a bump. */
export type PriceSource =
  /** A step of the random walk. */
  | 'DRIFT'
  /** A bump that an organiser announced. */
  | 'PHASE_BUMP'
  /** The listing: the first price point. */
  | 'PROJECT_CREATE'
  /** A seed change or an investment. */
  | 'SEED_UPDATE'
  /** A buy or sell. */
  | 'TRADE';

/** SNAPSHOT: the state of a project where the stream starts. CHANGE: a move of its price. */
export type PriceUpdateKind =
  /** A price move. */
  | 'CHANGE'
  /** The state of the project where the stream starts. */
  | 'SNAPSHOT';

/** A project to list or to edit. What is absent stays; a new one needs a ticker. */
export type SaveProjectInput = {
  /** At most 2,000 characters. */
  readonly description?: string | null | undefined;
  /** Absent: kickstart for a new project, unchanged for an existing one. */
  readonly eventId?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** Whether it can be traded. */
  readonly isActive?: boolean | null | undefined;
  /** 1..80 characters. */
  readonly name?: string | null | undefined;
  /** 1..64 of A-Z a-z 0-9 . _ ~ -, no leading dot; unique over all events. */
  readonly projectId: string;
  /** ±1,000,000, 6 decimals. One that differs is exactly updateSeed. */
  readonly seedAmount?: string | number | null | undefined;
  /** Instead of seedAmount: the seed of a new project, ignored for an existing one. */
  readonly seedIfNew?: string | number | null | undefined;
  /** 1..12 letters or digits, stored upper-case, unique in the event. */
  readonly ticker?: string | null | undefined;
};

/** A sale. */
export type SellInput = {
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. One per intent. */
  readonly idempotencyKey?: string | null | undefined;
  /** Refuse with PRICE_MOVED below these proceeds, after the fee. */
  readonly minProceeds?: string | number | null | undefined;
  /** Plain id. */
  readonly projectId: string;
  /** 0.0001 to 100,000, at most 4 decimals. */
  readonly shares: string | number;
};

/** Of a trade, as its trader sees it. */
export type Side =
  /** Cash for shares. */
  | 'BUY'
  /** Shares for cash. */
  | 'SELL';

/** A seed change: exactly one of seedAmount and seedDelta. */
export type UpdateSeedInput = {
  /** What the public reads: one line, at most 200 characters. Absent: the server writes one. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** Plain id. */
  readonly projectId: string;
  /** The new seed, ±1,000,000. */
  readonly seedAmount?: string | number | null | undefined;
  /** By how much it changes. */
  readonly seedDelta?: string | number | null | undefined;
};

/** Why a rule said no. Exactly one applies: the first, in the order that mechanics gives. */
export type UserErrorCode =
  /** Another open order of the caller has the client order id. */
  | 'CLIENT_ORDER_ID_TAKEN'
  /** There is no such event. */
  | 'EVENT_NOT_FOUND'
  /** The event is not open, or is closed for moves. */
  | 'EVENT_NOT_OPEN'
  /** The order needs more than is available. */
  | 'INSUFFICIENT_BALANCE'
  /** The account has less cash than the cost. */
  | 'INSUFFICIENT_CASH'
  /** The account holds fewer shares. */
  | 'INSUFFICIENT_SHARES'
  /** Another value is out of range or does not fit. */
  | 'INVALID_PARAMETER'
  /** The size of the order is out of range. */
  | 'INVALID_SHARES'
  /** The market's status does not let the order in. */
  | 'MARKET_NOT_ACTIVE'
  /** There is no such market. */
  | 'MARKET_NOT_FOUND'
  /** Price times quantity is below the market's minimum. */
  | 'NOTIONAL_TOO_SMALL'
  /** The order's expiry has passed. */
  | 'ORDER_EXPIRED'
  /** The signed order was placed by another account. */
  | 'ORDER_ID_TAKEN'
  /** The caller has no such order. */
  | 'ORDER_NOT_FOUND'
  /** The order has ended already. */
  | 'ORDER_NOT_OPEN'
  /** maxCost or minProceeds would have been broken. */
  | 'PRICE_MOVED'
  /** The price is not a multiple of the tick size. */
  | 'PRICE_OFF_GRID'
  /** The price is too far from the mark price. */
  | 'PRICE_OUT_OF_BAND'
  /** The project cannot be traded now. */
  | 'PROJECT_INACTIVE'
  /** There is no such project. */
  | 'PROJECT_NOT_FOUND'
  /** The quantity is not a multiple of the lot size. */
  | 'QUANTITY_OFF_GRID'
  /** A reduce-only order needs a position of the other side. */
  | 'REDUCE_ONLY_NOTHING_TO_REDUCE'
  /** The signer is no session key of the wallet, or one that ended or may not do this. */
  | 'SESSION_KEY_INVALID'
  /** The signed message is past its expiry. */
  | 'SIGNATURE_EXPIRED'
  /** The signature is not one of this message by this wallet; checkSignature says why. */
  | 'SIGNATURE_INVALID'
  /** The signed message was used already. */
  | 'SIGNATURE_REUSED'
  /** Another project of the event has the ticker. */
  | 'TICKER_TAKEN'
  /** The caller has as many open orders in the market as it allows. */
  | 'TOO_MANY_OPEN_ORDERS'
  /** The wallet is not linked to the caller. */
  | 'WALLET_NOT_LINKED'
  /** The wallet is linked to another account. */
  | 'WALLET_TAKEN';

export type RestMarketQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type RestMarketQuery = { readonly marketSnapshot: { readonly projects: ReadonlyArray<{ readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string }> } | null };

export type RestTradesQueryVariables = Exact<{
  projectId: string;
  limit?: number | null | undefined;
}>;


export type RestTradesQuery = { readonly trades: { readonly nodes: ReadonlyArray<{ readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string }, readonly trader: { readonly id: string, readonly displayName: string } }> } | null };

export type RestPriceHistoryQueryVariables = Exact<{
  projectId: string;
  limit?: number | null | undefined;
  since?: string | null | undefined;
}>;


export type RestPriceHistoryQuery = { readonly priceHistory: { readonly nodes: ReadonlyArray<{ readonly at: string, readonly price: string, readonly source: PriceSource }> } | null };

export type RestLeaderboardQueryVariables = Exact<{
  eventId?: string | null | undefined;
  top?: number | null | undefined;
  bottom?: number | null | undefined;
}>;


export type RestLeaderboardQuery = { readonly leaderboard: { readonly traders: number, readonly top: ReadonlyArray<{ readonly rank: number, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly bottom: ReadonlyArray<{ readonly rank: number, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }> } | null };

export type RestPortfolioQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type RestPortfolioQuery = { readonly viewer: { readonly id: string } | null, readonly portfolio: { readonly totalEquityValue: string, readonly totalPortfolioValue: string, readonly account: { readonly eventId: string, readonly cashBalance: string, readonly initialBalance: string }, readonly holdings: ReadonlyArray<{ readonly shares: string, readonly avgPrice: string, readonly costBasis: string, readonly currentPrice: string, readonly marketValue: string, readonly unrealisedPnl: string, readonly realisedPnl: string, readonly project: { readonly projectId: string, readonly ticker: string, readonly name: string } }> } | null };

export type RestBuyMutationVariables = Exact<{
  input: BuyInput;
}>;


export type RestBuyMutation = { readonly buy: { readonly trade: { readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string }, readonly trader: { readonly id: string, readonly displayName: string } } | null, readonly project: { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string } | null, readonly account: { readonly eventId: string, readonly cashBalance: string, readonly initialBalance: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type RestSellMutationVariables = Exact<{
  input: SellInput;
}>;


export type RestSellMutation = { readonly sell: { readonly trade: { readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string }, readonly trader: { readonly id: string, readonly displayName: string } } | null, readonly project: { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string } | null, readonly account: { readonly eventId: string, readonly cashBalance: string, readonly initialBalance: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type RestSaveProjectMutationVariables = Exact<{
  input: SaveProjectInput;
}>;


export type RestSaveProjectMutation = { readonly saveProject: { readonly isNew: boolean, readonly project: { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type RestUpdateSeedMutationVariables = Exact<{
  input: UpdateSeedInput;
}>;


export type RestUpdateSeedMutation = { readonly updateSeed: { readonly project: { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type RestPhaseBumpMutationVariables = Exact<{
  input: PhaseBumpInput;
}>;


export type RestPhaseBumpMutation = { readonly applyPhaseBump: { readonly project: { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type RestInvestmentMutationVariables = Exact<{
  input: InvestmentInput;
}>;


export type RestInvestmentMutation = { readonly applyInvestment: { readonly project: { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type RestPricesSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type RestPricesSubscription = { readonly priceUpdated: { readonly kind: PriceUpdateKind, readonly projectId: string, readonly ticker: string, readonly currentPrice: string, readonly basePrice: string, readonly netShares: string, readonly marketCap: string, readonly source: PriceSource, readonly updatedAt: string } };

export type RestProjectFragment = { readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly updatedAt: string };

export type RestTradeFragment = { readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string }, readonly trader: { readonly id: string, readonly displayName: string } };

export type RestAccountFragment = { readonly eventId: string, readonly cashBalance: string, readonly initialBalance: string };

export type RestStandingFragment = { readonly rank: number, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } };

type RestRefusal_BusinessError_Fragment = { readonly code: UserErrorCode, readonly message: string };

type RestRefusal_InsufficientBalanceError_Fragment = { readonly code: UserErrorCode, readonly message: string };

type RestRefusal_InsufficientCashError_Fragment = { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string };

type RestRefusal_InsufficientSharesError_Fragment = { readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string };

type RestRefusal_NotionalTooSmallError_Fragment = { readonly code: UserErrorCode, readonly message: string };

type RestRefusal_OffGridError_Fragment = { readonly code: UserErrorCode, readonly message: string };

type RestRefusal_PriceMovedError_Fragment = { readonly code: UserErrorCode, readonly message: string };

type RestRefusal_PriceOutOfBandError_Fragment = { readonly code: UserErrorCode, readonly message: string };

type RestRefusal_SignatureInvalidError_Fragment = { readonly code: UserErrorCode, readonly message: string };

export type RestRefusalFragment =
  | RestRefusal_BusinessError_Fragment
  | RestRefusal_InsufficientBalanceError_Fragment
  | RestRefusal_InsufficientCashError_Fragment
  | RestRefusal_InsufficientSharesError_Fragment
  | RestRefusal_NotionalTooSmallError_Fragment
  | RestRefusal_OffGridError_Fragment
  | RestRefusal_PriceMovedError_Fragment
  | RestRefusal_PriceOutOfBandError_Fragment
  | RestRefusal_SignatureInvalidError_Fragment
;

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const RestProjectFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
    `, {"fragmentName":"RestProject"}) as unknown as TypedDocumentString<RestProjectFragment, unknown>;
export const RestTradeFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RestTrade on Trade {
  tradeId
  project {
    projectId
    ticker
  }
  trader {
    id
    displayName
  }
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  executedAt
}
    `, {"fragmentName":"RestTrade"}) as unknown as TypedDocumentString<RestTradeFragment, unknown>;
export const RestAccountFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RestAccount on Account {
  eventId
  cashBalance
  initialBalance
}
    `, {"fragmentName":"RestAccount"}) as unknown as TypedDocumentString<RestAccountFragment, unknown>;
export const RestStandingFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RestStanding on LeaderboardRow {
  rank
  trader {
    id
    displayName
  }
  totalValue
  liquidationValue
  totalPnl
  returnPct
  positionsCount
}
    `, {"fragmentName":"RestStanding"}) as unknown as TypedDocumentString<RestStandingFragment, unknown>;
export const RestRefusalFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}
    `, {"fragmentName":"RestRefusal"}) as unknown as TypedDocumentString<RestRefusalFragment, unknown>;
export const RestMarketDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RestMarket($eventId: ID) {
  marketSnapshot(eventId: $eventId) {
    projects {
      ...RestProject
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}`) as unknown as TypedDocumentString<RestMarketQuery, RestMarketQueryVariables>;
export const RestTradesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RestTrades($projectId: ID!, $limit: Int) {
  trades(projectId: $projectId, first: $limit) {
    nodes {
      ...RestTrade
    }
  }
}
    fragment RestTrade on Trade {
  tradeId
  project {
    projectId
    ticker
  }
  trader {
    id
    displayName
  }
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  executedAt
}`) as unknown as TypedDocumentString<RestTradesQuery, RestTradesQueryVariables>;
export const RestPriceHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RestPriceHistory($projectId: ID!, $limit: Int, $since: DateTime) {
  priceHistory(projectId: $projectId, last: $limit, from: $since) {
    nodes {
      at
      price
      source
    }
  }
}
    `) as unknown as TypedDocumentString<RestPriceHistoryQuery, RestPriceHistoryQueryVariables>;
export const RestLeaderboardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RestLeaderboard($eventId: ID, $top: Int, $bottom: Int) {
  leaderboard(eventId: $eventId, top: $top, bottom: $bottom) {
    traders
    top {
      ...RestStanding
    }
    bottom {
      ...RestStanding
    }
  }
}
    fragment RestStanding on LeaderboardRow {
  rank
  trader {
    id
    displayName
  }
  totalValue
  liquidationValue
  totalPnl
  returnPct
  positionsCount
}`) as unknown as TypedDocumentString<RestLeaderboardQuery, RestLeaderboardQueryVariables>;
export const RestPortfolioDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RestPortfolio($eventId: ID) {
  viewer {
    id
  }
  portfolio(eventId: $eventId) {
    account {
      ...RestAccount
    }
    holdings {
      project {
        projectId
        ticker
        name
      }
      shares
      avgPrice
      costBasis
      currentPrice
      marketValue
      unrealisedPnl
      realisedPnl
    }
    totalEquityValue
    totalPortfolioValue
  }
}
    fragment RestAccount on Account {
  eventId
  cashBalance
  initialBalance
}`) as unknown as TypedDocumentString<RestPortfolioQuery, RestPortfolioQueryVariables>;
export const RestBuyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestBuy($input: BuyInput!) {
  buy(input: $input) {
    trade {
      ...RestTrade
    }
    project {
      ...RestProject
    }
    account {
      ...RestAccount
    }
    userErrors {
      ...RestRefusal
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
fragment RestTrade on Trade {
  tradeId
  project {
    projectId
    ticker
  }
  trader {
    id
    displayName
  }
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  executedAt
}
fragment RestAccount on Account {
  eventId
  cashBalance
  initialBalance
}
fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}`) as unknown as TypedDocumentString<RestBuyMutation, RestBuyMutationVariables>;
export const RestSellDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestSell($input: SellInput!) {
  sell(input: $input) {
    trade {
      ...RestTrade
    }
    project {
      ...RestProject
    }
    account {
      ...RestAccount
    }
    userErrors {
      ...RestRefusal
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
fragment RestTrade on Trade {
  tradeId
  project {
    projectId
    ticker
  }
  trader {
    id
    displayName
  }
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  executedAt
}
fragment RestAccount on Account {
  eventId
  cashBalance
  initialBalance
}
fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}`) as unknown as TypedDocumentString<RestSellMutation, RestSellMutationVariables>;
export const RestSaveProjectDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestSaveProject($input: SaveProjectInput!) {
  saveProject(input: $input) {
    isNew
    project {
      ...RestProject
    }
    userErrors {
      ...RestRefusal
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}`) as unknown as TypedDocumentString<RestSaveProjectMutation, RestSaveProjectMutationVariables>;
export const RestUpdateSeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestUpdateSeed($input: UpdateSeedInput!) {
  updateSeed(input: $input) {
    project {
      ...RestProject
    }
    userErrors {
      ...RestRefusal
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}`) as unknown as TypedDocumentString<RestUpdateSeedMutation, RestUpdateSeedMutationVariables>;
export const RestPhaseBumpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestPhaseBump($input: PhaseBumpInput!) {
  applyPhaseBump(input: $input) {
    project {
      ...RestProject
    }
    userErrors {
      ...RestRefusal
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}`) as unknown as TypedDocumentString<RestPhaseBumpMutation, RestPhaseBumpMutationVariables>;
export const RestInvestmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestInvestment($input: InvestmentInput!) {
  applyInvestment(input: $input) {
    project {
      ...RestProject
    }
    userErrors {
      ...RestRefusal
    }
  }
}
    fragment RestProject on Project {
  projectId
  eventId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  netShares
  marketCap
  totalVolume
  totalTrades
  updatedAt
}
fragment RestRefusal on UserError {
  code
  message
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
}`) as unknown as TypedDocumentString<RestInvestmentMutation, RestInvestmentMutationVariables>;
export const RestPricesDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription RestPrices($eventId: ID) {
  priceUpdated(eventId: $eventId) {
    kind
    projectId
    ticker
    currentPrice
    basePrice
    netShares
    marketCap
    source
    updatedAt
  }
}
    `) as unknown as TypedDocumentString<RestPricesSubscription, RestPricesSubscriptionVariables>;