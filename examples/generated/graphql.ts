/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** Why an order ended, or lost quantity, without being filled. */
export type OrderReason =
  /** Its trader's dead man's switch was not renewed in time. */
  | 'DEAD_MANS_SWITCH'
  /** expiresAt came. */
  | 'EXPIRED'
  /** Not all of it could be filled at once. */
  | 'FOK_UNFILLABLE'
  /** The market's status did not let it in. */
  | 'MARKET_NOT_ACTIVE'
  /** The order that it was to replace had been filled further meanwhile, and stays. */
  | 'ORDER_CHANGED'
  /** A post-only order would have taken. */
  | 'POST_ONLY_WOULD_TAKE'
  /** The next match would have been outside the market's band. */
  | 'PRICE_BAND'
  /** There was no position left to reduce. */
  | 'REDUCE_ONLY'
  /** Another order took its place. */
  | 'REPLACED'
  /** Its trader cancelled it. */
  | 'REQUESTED'
  /** It would have met an order of the same account. */
  | 'SELF_TRADE'
  /** There was nothing more to take for an order that never rests. */
  | 'UNFILLED'
  /** The order that it was to replace had ended. */
  | 'UNKNOWN_ORDER';

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

/** Of a trade, as its trader sees it. */
export type Side =
  /** Cash for shares. */
  | 'BUY'
  /** Shares for cash. */
  | 'SELL';

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

export type MarketQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketQuery = { readonly marketSnapshot: { readonly cursor: string, readonly projects: ReadonlyArray<{ readonly id: string, readonly projectId: string, readonly ticker: string, readonly currentPrice: string }> } | null };

export type PriceMovesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PriceMovesSubscription = { readonly priceUpdated: { readonly projectId: string, readonly ticker: string, readonly currentPrice: string, readonly sequence: number, readonly source: PriceSource, readonly headline: string | null, readonly cursor: string } };

export type HoldingsQueryVariables = Exact<{ [key: string]: never; }>;


export type HoldingsQuery = { readonly portfolio: { readonly account: { readonly id: string, readonly cashBalance: string }, readonly holdings: ReadonlyArray<{ readonly shares: string, readonly avgPrice: string, readonly currentPrice: string, readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string } }> } | null };

export type BuySharesMutationVariables = Exact<{
  input: BuyInput;
}>;


export type BuySharesMutation = { readonly buy: { readonly trade: { readonly id: string, readonly shares: string, readonly price: string, readonly cashDelta: string } | null, readonly project: { readonly id: string, readonly currentPrice: string } | null, readonly account: { readonly id: string, readonly cashBalance: string } | null, readonly userErrors: ReadonlyArray<
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

export type SellSharesMutationVariables = Exact<{
  input: SellInput;
}>;


export type SellSharesMutation = { readonly sell: { readonly trade: { readonly id: string, readonly shares: string, readonly price: string, readonly cashDelta: string } | null, readonly project: { readonly id: string, readonly currentPrice: string } | null, readonly account: { readonly id: string, readonly cashBalance: string } | null, readonly userErrors: ReadonlyArray<
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

export type SigningSetupQueryVariables = Exact<{ [key: string]: never; }>;


export type SigningSetupQuery = { readonly viewer: { readonly id: string } | null, readonly signingDomain: { readonly name: string, readonly version: string, readonly chainId: number, readonly verifyingContract: string, readonly types: string } };

export type LinkWalletMutationVariables = Exact<{
  input: LinkWalletInput;
}>;


export type LinkWalletMutation = { readonly linkWallet: { readonly userErrors: ReadonlyArray<
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

export type PlaceLimitOrderMutationVariables = Exact<{
  input: LimitOrderInput;
}>;


export type PlaceLimitOrderMutation = { readonly placeOrder: { readonly order: { readonly id: string, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly filledQuantity: string } | null, readonly userErrors: ReadonlyArray<
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

export type OrderMovesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OrderMovesSubscription = { readonly traderUpdated: { readonly orders: ReadonlyArray<{ readonly id: string, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly filledQuantity: string, readonly averagePrice: string | null }> } };


export const MarketDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Market"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"marketSnapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"projects"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"ticker"}},{"kind":"Field","name":{"kind":"Name","value":"currentPrice"}}]}}]}}]}}]} as unknown as DocumentNode<MarketQuery, MarketQueryVariables>;
export const PriceMovesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"PriceMoves"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"priceUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"ticker"}},{"kind":"Field","name":{"kind":"Name","value":"currentPrice"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"headline"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}}]}}]} as unknown as DocumentNode<PriceMovesSubscription, PriceMovesSubscriptionVariables>;
export const HoldingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Holdings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"portfolio"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cashBalance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"holdings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"project"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"ticker"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shares"}},{"kind":"Field","name":{"kind":"Name","value":"avgPrice"}},{"kind":"Field","name":{"kind":"Name","value":"currentPrice"}}]}}]}}]}}]} as unknown as DocumentNode<HoldingsQuery, HoldingsQueryVariables>;
export const BuySharesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BuyShares"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BuyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trade"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"shares"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"cashDelta"}}]}},{"kind":"Field","name":{"kind":"Name","value":"project"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"currentPrice"}}]}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cashBalance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<BuySharesMutation, BuySharesMutationVariables>;
export const SellSharesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SellShares"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SellInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sell"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trade"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"shares"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"cashDelta"}}]}},{"kind":"Field","name":{"kind":"Name","value":"project"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"currentPrice"}}]}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cashBalance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SellSharesMutation, SellSharesMutationVariables>;
export const SigningSetupDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SigningSetup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signingDomain"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"chainId"}},{"kind":"Field","name":{"kind":"Name","value":"verifyingContract"}},{"kind":"Field","name":{"kind":"Name","value":"types"}}]}}]}}]} as unknown as DocumentNode<SigningSetupQuery, SigningSetupQueryVariables>;
export const LinkWalletDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LinkWallet"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LinkWalletInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"linkWallet"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<LinkWalletMutation, LinkWalletMutationVariables>;
export const PlaceLimitOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlaceLimitOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LimitOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"placeOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"filledQuantity"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PlaceLimitOrderMutation, PlaceLimitOrderMutationVariables>;
export const OrderMovesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrderMoves"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"traderUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"filledQuantity"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrice"}}]}}]}}]}}]} as unknown as DocumentNode<OrderMovesSubscription, OrderMovesSubscriptionVariables>;