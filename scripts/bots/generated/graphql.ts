/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A signed SessionKey message. */
export type AuthoriseSessionKeyInput = {
  /** A whole second, at most 30 days ahead; signed as `expiry`. */
  readonly expiresAt: string;
  /** The address of the key. */
  readonly key: string;
  /** The number that makes the message unlike others, as decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** What the key may sign. */
  readonly scope: SessionKeyScope;
  /** The signature as 0x-hex: 65 bytes, or 64 of EIP-2098. */
  readonly signature: string;
  /** The wallet that lets the key sign; it signed this itself. */
  readonly wallet: string;
};

/** What a refused item of a batch does to the others. */
export type BatchMode =
  /** If one is refused, nothing is done. */
  | 'ALL_OR_NONE'
  /** Each stands alone. */
  | 'EACH';

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

/** A signed cancel of one order: by orderId or by clientOrderId, exactly one of them. */
export type CancelOrderInput = {
  /** Of an open order; absent: signed as ''. */
  readonly clientOrderId?: string | null | undefined;
  /** 0x and 64 hex digits; absent: signed as 32 zero bytes. */
  readonly orderId?: string | null | undefined;
  /** Of the CancelOrder struct, by the wallet or one of its session keys: 0x-hex. */
  readonly signature: string;
  /** Its market. */
  readonly symbol: string;
  /** The wallet that trades: an address. */
  readonly trader: string;
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

/** A signed LIMIT order. */
export type LimitOrderInput = {
  /** Your own id: 1..64 visible ASCII characters, unlike that of any open order of yours in the market. */
  readonly clientOrderId?: string | null | undefined;
  /** A whole second, signed as expiry. Needed with GTT, not for GTC; with IOC and FOK it is not taken in, and no stop waits, after it. */
  readonly expiresAt?: string | null | undefined;
  /** Default false. It is rejected if it would take. */
  readonly postOnly?: boolean | null | undefined;
  /** The limit in USDC, a multiple of the tick size. */
  readonly price: string | number;
  /** Whole base units, a multiple of the lot size. */
  readonly quantity: string | number;
  /** Default false. Takes and rests only as far as it reduces a position. */
  readonly reduceOnly?: boolean | null | undefined;
  /** Makes the message unlike others: decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** Default EXPIRE_TAKER; signed as selfTrade. */
  readonly selfTradePrevention?: SelfTradePrevention | null | undefined;
  /** BUY or SELL. */
  readonly side: Side;
  /** Of the Order struct, by the wallet or one of its session keys: 0x-hex. */
  readonly signature: string;
  /** The market, as CXPT-USDC. */
  readonly symbol: string;
  /** Default GTC. */
  readonly timeInForce?: TimeInForce | null | undefined;
  /** The wallet that trades: an address. */
  readonly trader: string;
};

/** A signed LinkWallet message; its `account` is the id of the viewer. */
export type LinkWalletInput = {
  /** A whole second, at most 24 hours ahead; signed as `expiry`. */
  readonly expiresAt: string;
  /** The number that makes the message unlike others, as decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** The signature as 0x-hex: 65 bytes, or 64 of EIP-2098. */
  readonly signature: string;
  /** The address of the wallet, which signed. */
  readonly wallet: string;
};

/** A signed MARKET order: it takes what there is up to its worst price. */
export type MarketOrderInput = {
  /** Your own id: 1..64 visible ASCII characters, unlike that of any open order of yours in the market. */
  readonly clientOrderId?: string | null | undefined;
  /** A whole second, signed as expiry. Needed with GTT, not for GTC; with IOC and FOK it is not taken in, and no stop waits, after it. */
  readonly expiresAt?: string | null | undefined;
  /** Whole base units, a multiple of the lot size. */
  readonly quantity: string | number;
  /** Default false. Takes and rests only as far as it reduces a position. */
  readonly reduceOnly?: boolean | null | undefined;
  /** Makes the message unlike others: decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** Default EXPIRE_TAKER; signed as selfTrade. */
  readonly selfTradePrevention?: SelfTradePrevention | null | undefined;
  /** BUY or SELL. */
  readonly side: Side;
  /** Of the Order struct, by the wallet or one of its session keys: 0x-hex. */
  readonly signature: string;
  /** The market, as CXPT-USDC. */
  readonly symbol: string;
  /** IOC, the default, or FOK. */
  readonly timeInForce?: TimeInForce | null | undefined;
  /** The wallet that trades: an address. */
  readonly trader: string;
  /** The worst price that is taken, in USDC, a multiple of the tick size; signed as price. */
  readonly worstPrice: string | number;
};

/** What the market lets in; checked when an order enters and again by the matcher. Cancels are always let in. */
export type MarketStatus =
  /** All orders. */
  | 'ACTIVE'
  /** No orders any more. */
  | 'CLOSED'
  /** No orders; by an administrator, or by the breaker after a large move. */
  | 'PAUSED'
  /** Listed and not opened yet: no orders. */
  | 'PENDING'
  /** Only post-only orders. */
  | 'POST_ONLY'
  /** Only reduce-only orders. */
  | 'REDUCE_ONLY'
  /** No orders: positions are being settled. */
  | 'SETTLING';

/** PENDING, then OPEN or PARTIALLY_FILLED while it is open, then one of the others for good. */
export type OrderStatus =
  /** Ended with something left; the reason says why. */
  | 'CANCELLED'
  /** Its expiry came. */
  | 'EXPIRED'
  /** Whole. */
  | 'FILLED'
  /** Rests, or waits for its stop price; nothing was filled. */
  | 'OPEN'
  /** Rests with what is left. */
  | 'PARTIALLY_FILLED'
  /** Taken in and paid for; the market's matcher has not come to it yet. */
  | 'PENDING'
  /** The matcher did not let it in; the reason says why. */
  | 'REJECTED';

/** Exactly one kind of order. */
export type PlaceOrderInput =
  {   /** A LIMIT order. */
  readonly limit: LimitOrderInput; readonly market?: never; readonly stop?: never; readonly stopLimit?: never; }
  |  { readonly limit?: never;   /** A MARKET order. */
  readonly market: MarketOrderInput; readonly stop?: never; readonly stopLimit?: never; }
  |  { readonly limit?: never; readonly market?: never;   /** A STOP order. */
  readonly stop: StopOrderInput; readonly stopLimit?: never; }
  |  { readonly limit?: never; readonly market?: never; readonly stop?: never;   /** A STOP_LIMIT order. */
  readonly stopLimit: StopLimitOrderInput; };

/** Up to 50 signed orders and cancels, taken in together: the cancels first. */
export type PlaceOrdersInput = {
  /** The cancels. */
  readonly cancel?: ReadonlyArray<CancelOrderInput> | null | undefined;
  /** Default ALL_OR_NONE. */
  readonly mode?: BatchMode | null | undefined;
  /** The orders. */
  readonly orders: ReadonlyArray<PlaceOrderInput>;
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

/** What happens, by the taker's choice, where two orders of one account would meet. */
export type SelfTradePrevention =
  /** Both lose the quantity of the smaller. */
  | 'DECREMENT'
  /** Both end. */
  | 'EXPIRE_BOTH'
  /** The resting order ends. */
  | 'EXPIRE_MAKER'
  /** The taker ends. */
  | 'EXPIRE_TAKER'
  /** They trade. */
  | 'NONE';

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

/** What a session key may sign. */
export type SessionKeyScope =
  /** Cancels only. */
  | 'CANCEL'
  /** Orders and cancels of every kind. */
  | 'TRADE';

/** Of a trade, as its trader sees it. */
export type Side =
  /** Cash for shares. */
  | 'BUY'
  /** Shares for cash. */
  | 'SELL';

/** A signed STOP_LIMIT order: a LIMIT order once the stop price is reached. */
export type StopLimitOrderInput = {
  /** Your own id: 1..64 visible ASCII characters, unlike that of any open order of yours in the market. */
  readonly clientOrderId?: string | null | undefined;
  /** A whole second, signed as expiry. Needed with GTT, not for GTC; with IOC and FOK it is not taken in, and no stop waits, after it. */
  readonly expiresAt?: string | null | undefined;
  /** Default false. It is rejected if it would take. */
  readonly postOnly?: boolean | null | undefined;
  /** The limit in USDC, a multiple of the tick size. */
  readonly price: string | number;
  /** Whole base units, a multiple of the lot size. */
  readonly quantity: string | number;
  /** Default false. Takes and rests only as far as it reduces a position. */
  readonly reduceOnly?: boolean | null | undefined;
  /** Makes the message unlike others: decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** Default EXPIRE_TAKER; signed as selfTrade. */
  readonly selfTradePrevention?: SelfTradePrevention | null | undefined;
  /** BUY or SELL. */
  readonly side: Side;
  /** Of the Order struct, by the wallet or one of its session keys: 0x-hex. */
  readonly signature: string;
  /** A BUY enters once the last price is at or above it, a SELL at or below; at once if it is already. */
  readonly stopPrice: string | number;
  /** The market, as CXPT-USDC. */
  readonly symbol: string;
  /** Default GTC. */
  readonly timeInForce?: TimeInForce | null | undefined;
  /** The wallet that trades: an address. */
  readonly trader: string;
};

/** A signed STOP order: a MARKET order once the stop price is reached. */
export type StopOrderInput = {
  /** Your own id: 1..64 visible ASCII characters, unlike that of any open order of yours in the market. */
  readonly clientOrderId?: string | null | undefined;
  /** A whole second, signed as expiry. Needed with GTT, not for GTC; with IOC and FOK it is not taken in, and no stop waits, after it. */
  readonly expiresAt?: string | null | undefined;
  /** Whole base units, a multiple of the lot size. */
  readonly quantity: string | number;
  /** Default false. Takes and rests only as far as it reduces a position. */
  readonly reduceOnly?: boolean | null | undefined;
  /** Makes the message unlike others: decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** Default EXPIRE_TAKER; signed as selfTrade. */
  readonly selfTradePrevention?: SelfTradePrevention | null | undefined;
  /** BUY or SELL. */
  readonly side: Side;
  /** Of the Order struct, by the wallet or one of its session keys: 0x-hex. */
  readonly signature: string;
  /** A BUY enters once the last price is at or above it, a SELL at or below; at once if it is already. */
  readonly stopPrice: string | number;
  /** The market, as CXPT-USDC. */
  readonly symbol: string;
  /** IOC, the default, or FOK. */
  readonly timeInForce?: TimeInForce | null | undefined;
  /** The wallet that trades: an address. */
  readonly trader: string;
  /** The worst price that is taken, in USDC, a multiple of the tick size; signed as price. */
  readonly worstPrice: string | number;
};

/** How long an order stays. */
export type TimeInForce =
  /** All at once, or nothing. */
  | 'FOK'
  /** Until it is filled or cancelled. */
  | 'GTC'
  /** Until expiresAt. */
  | 'GTT'
  /** What it cannot take at once is cancelled. */
  | 'IOC';

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

export type BookBotSetupQueryVariables = Exact<{
  symbol: string;
}>;


export type BookBotSetupQuery = { readonly viewer: { readonly id: string } | null, readonly signingDomain: { readonly name: string, readonly version: string, readonly chainId: number, readonly verifyingContract: string, readonly types: string }, readonly market: { readonly tickSize: string, readonly lotSize: string, readonly markPrice: string } | null };

export type BookBotPriceQueryVariables = Exact<{
  symbol: string;
}>;


export type BookBotPriceQuery = { readonly market: { readonly status: MarketStatus, readonly markPrice: string } | null };

export type BookBotLinkMutationVariables = Exact<{
  input: LinkWalletInput;
}>;


export type BookBotLinkMutation = { readonly linkWallet: { readonly userErrors: ReadonlyArray<
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

export type BookBotKeyMutationVariables = Exact<{
  input: AuthoriseSessionKeyInput;
}>;


export type BookBotKeyMutation = { readonly authoriseSessionKey: { readonly userErrors: ReadonlyArray<
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

export type BookBotQuoteMutationVariables = Exact<{
  input: PlaceOrdersInput;
}>;


export type BookBotQuoteMutation = { readonly placeOrders: { readonly results: ReadonlyArray<{ readonly order: { readonly id: string, readonly status: OrderStatus } | null, readonly userErrors: ReadonlyArray<
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
        | { readonly code: UserErrorCode, readonly message: string }
      > }> | null, readonly userErrors: ReadonlyArray<
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

export type BookBotTakeMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type BookBotTakeMutation = { readonly placeOrder: { readonly order: { readonly filledQuantity: string } | null, readonly userErrors: ReadonlyArray<
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

export type BookBotSwitchMutationVariables = Exact<{
  seconds: number;
}>;


export type BookBotSwitchMutation = { readonly setDeadMansSwitch: { readonly cancelsAt: string | null } };

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
    `, {"documentId":"sha256:dc78ceed47408b18fd054df04620c681fa401d6fc71c82f1f8ced35ebd57b1a3"}) as unknown as TypedDocumentString<BotMarketQuery, BotMarketQueryVariables>;
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
    `, {"documentId":"sha256:f17491d3b8856a48a7c8f3256bfc89819dea3f5bdd1daedd7af6c18454a37ab5"}) as unknown as TypedDocumentString<BotPricesSubscription, BotPricesSubscriptionVariables>;
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
    `, {"documentId":"sha256:b801d440f02fb41cce6618e56267ed873e777ab812e5fa8bcdbc4cd16bf9e971"}) as unknown as TypedDocumentString<BotPortfolioQuery, BotPortfolioQueryVariables>;
export const BotQuoteDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BotQuote($projectId: ID!, $side: Side!, $cash: Decimal, $shares: Decimal) {
  quote(projectId: $projectId, side: $side, cash: $cash, shares: $shares) {
    shares
    cashDelta
  }
}
    `, {"documentId":"sha256:977b0f629af29b6d76e62ee585bdfe2e2140e1bc39191b5d624b0e112e684d2a"}) as unknown as TypedDocumentString<BotQuoteQuery, BotQuoteQueryVariables>;
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
    `, {"documentId":"sha256:ed589db8f8522f890e811ef08e08a1b4c504235e3ef4142c627503105887fcff"}) as unknown as TypedDocumentString<BotBuyMutation, BotBuyMutationVariables>;
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
    `, {"documentId":"sha256:fa4758c4989151627a269d8280a147e7e7022e708d4920e1a06c31cc760c225f"}) as unknown as TypedDocumentString<BotSellMutation, BotSellMutationVariables>;
export const BookBotSetupDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookBotSetup($symbol: ID!) {
  viewer {
    id
  }
  signingDomain {
    name
    version
    chainId
    verifyingContract
    types
  }
  market(symbol: $symbol) {
    tickSize
    lotSize
    markPrice
  }
}
    `, {"documentId":"sha256:72e5fe39736c99e062781b9d04aae87f3167a3c0c38db54ae0f1705377e5abfb"}) as unknown as TypedDocumentString<BookBotSetupQuery, BookBotSetupQueryVariables>;
export const BookBotPriceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookBotPrice($symbol: ID!) {
  market(symbol: $symbol) {
    status
    markPrice
  }
}
    `, {"documentId":"sha256:edc9fb9bf8344514d2b25c704670601711d523f45027902539fa753b67141817"}) as unknown as TypedDocumentString<BookBotPriceQuery, BookBotPriceQueryVariables>;
export const BookBotLinkDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BookBotLink($input: LinkWalletInput!) {
  linkWallet(input: $input) {
    userErrors {
      code
      message
    }
  }
}
    `, {"documentId":"sha256:3355aede6a591e0e819eb78be33d4bbdbd896f1abbfecdf9f9af71c926331237"}) as unknown as TypedDocumentString<BookBotLinkMutation, BookBotLinkMutationVariables>;
export const BookBotKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BookBotKey($input: AuthoriseSessionKeyInput!) {
  authoriseSessionKey(input: $input) {
    userErrors {
      code
      message
    }
  }
}
    `, {"documentId":"sha256:310d06bb981bd2b23754147c2088a5615b155267e48ed42a7228d0e58d0eb712"}) as unknown as TypedDocumentString<BookBotKeyMutation, BookBotKeyMutationVariables>;
export const BookBotQuoteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BookBotQuote($input: PlaceOrdersInput!) {
  placeOrders(input: $input) {
    results {
      order {
        id
        status
      }
      userErrors {
        code
        message
      }
    }
    userErrors {
      code
      message
    }
  }
}
    `, {"documentId":"sha256:3e1800cf33bf1aef6feab3b5ab4df80eaa276abefd32413f76a264ecc2ddf8f6"}) as unknown as TypedDocumentString<BookBotQuoteMutation, BookBotQuoteMutationVariables>;
export const BookBotTakeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BookBotTake($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order {
      filledQuantity
    }
    userErrors {
      code
      message
    }
  }
}
    `, {"documentId":"sha256:3b1de2c81abc6af26aab531dc8e2b6184f701f35578a8dc30d8af9bda79c8b75"}) as unknown as TypedDocumentString<BookBotTakeMutation, BookBotTakeMutationVariables>;
export const BookBotSwitchDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BookBotSwitch($seconds: Int!) {
  setDeadMansSwitch(input: {seconds: $seconds}) {
    cancelsAt
  }
}
    `, {"documentId":"sha256:c131e6d6e52a6925f20c931101a5ce597a07bcc1b8270c9d364ed2bbe319e9da"}) as unknown as TypedDocumentString<BookBotSwitchMutation, BookBotSwitchMutationVariables>;