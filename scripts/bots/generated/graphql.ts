/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** SCHEDULED: not open yet. OPEN: trading. HALTED: no trading for now. CLOSED: prices and standings are final. */
export type EventStatus =
  /** Prices and standings are final. */
  | 'CLOSED'
  /** No trades and no drift for now. */
  | 'HALTED'
  /** Trades are executed. */
  | 'OPEN'
  /** Not open yet; organisers may list projects and move prices. */
  | 'SCHEDULED';

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

export type BotMarketQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type BotMarketQuery = { readonly event: { readonly status: EventStatus, readonly parameters: { readonly transactionFeeBps: number } } | null, readonly marketSnapshot: { readonly cursor: string, readonly projects: ReadonlyArray<{ readonly projectId: string, readonly ticker: string, readonly currentPrice: string, readonly basePrice: string, readonly isActive: boolean }> } | null };

export type BotPricesSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type BotPricesSubscription = { readonly priceUpdated: { readonly projectId: string, readonly ticker: string, readonly currentPrice: string, readonly basePrice: string, readonly source: PriceSource, readonly cursor: string } };

export type BotPortfolioQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type BotPortfolioQuery = { readonly portfolio: { readonly account: { readonly cashBalance: string }, readonly holdings: ReadonlyArray<{ readonly shares: string, readonly avgPrice: string, readonly project: { readonly projectId: string } }> } | null };

export type BotQuoteQueryVariables = Exact<{
  projectId: string;
  side: Side;
  cash?: string | number | null | undefined;
  shares?: string | number | null | undefined;
}>;


export type BotQuoteQuery = { readonly quote: { readonly shares: string, readonly cashDelta: string } | null };

export type BotBuyMutationVariables = Exact<{
  input: BuyInput;
}>;


export type BotBuyMutation = { readonly buy: { readonly trade: { readonly shares: string, readonly cashDelta: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

export type BotSellMutationVariables = Exact<{
  input: SellInput;
}>;


export type BotSellMutation = { readonly sell: { readonly trade: { readonly shares: string, readonly cashDelta: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
      | { readonly code: UserErrorCode, readonly message: string }
    > } };

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

export const BotMarketDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BotMarket($eventId: ID) {
  event(eventId: $eventId) {
    status
    parameters {
      transactionFeeBps
    }
  }
  marketSnapshot(eventId: $eventId) {
    cursor
    projects {
      projectId
      ticker
      currentPrice
      basePrice
      isActive
    }
  }
}
    `) as unknown as TypedDocumentString<BotMarketQuery, BotMarketQueryVariables>;
export const BotPricesDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription BotPrices($eventId: ID, $after: Cursor) {
  priceUpdated(eventId: $eventId, after: $after, mode: LATEST) {
    projectId
    ticker
    currentPrice
    basePrice
    source
    cursor
  }
}
    `) as unknown as TypedDocumentString<BotPricesSubscription, BotPricesSubscriptionVariables>;
export const BotPortfolioDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BotPortfolio($eventId: ID) {
  portfolio(eventId: $eventId) {
    account {
      cashBalance
    }
    holdings {
      project {
        projectId
      }
      shares
      avgPrice
    }
  }
}
    `) as unknown as TypedDocumentString<BotPortfolioQuery, BotPortfolioQueryVariables>;
export const BotQuoteDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BotQuote($projectId: ID!, $side: Side!, $cash: Decimal, $shares: Decimal) {
  quote(projectId: $projectId, side: $side, cash: $cash, shares: $shares) {
    shares
    cashDelta
  }
}
    `) as unknown as TypedDocumentString<BotQuoteQuery, BotQuoteQueryVariables>;
export const BotBuyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BotBuy($input: BuyInput!) {
  buy(input: $input) {
    trade {
      shares
      cashDelta
    }
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<BotBuyMutation, BotBuyMutationVariables>;
export const BotSellDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BotSell($input: SellInput!) {
  sell(input: $input) {
    trade {
      shares
      cashDelta
    }
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<BotSellMutation, BotSellMutationVariables>;