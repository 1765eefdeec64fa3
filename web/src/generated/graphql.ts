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

/** LOCAL: one server, no bus between servers. UP: Redis is there. DEGRADED: it is not, and streams follow the database instead. */
export type BusState =
  /** Redis is away; streams catch up from Postgres within a second. */
  | 'DEGRADED'
  /** One process: no bus is needed. */
  | 'LOCAL'
  /** Redis is connected. */
  | 'UP';

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

/** A signed cancel of all open orders that the filter takes. */
export type CancelOrdersInput = {
  /** The message takes no effect after it: a whole second. */
  readonly expiresAt: string;
  /** Makes the message unlike others: decimal digits or 0x-hex, below 2^256. */
  readonly salt: string;
  /** Only of this side; absent: of both, signed as ''. */
  readonly side?: Side | null | undefined;
  /** Of the CancelOrders struct, by the wallet or one of its session keys: 0x-hex. */
  readonly signature: string;
  /** Only of this market; absent: of all, signed as ''. */
  readonly symbol?: string | null | undefined;
  /** The wallet that trades: an address. */
  readonly trader: string;
};

/** A bump to take off the stage before it happens. */
export type CancelStagedBumpInput = {
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** Plain id of the project on stage. */
  readonly projectId: string;
  /** Whether the project may be traded again. */
  readonly reopen?: boolean | null | undefined;
};

/** Length of a candle; candles are aligned to UTC. */
export type CandleInterval =
  /** 15 minutes. */
  | 'FIFTEEN_MINUTES'
  /** 5 minutes. */
  | 'FIVE_MINUTES'
  /** 5 seconds. */
  | 'FIVE_SECONDS'
  /** 4 hours, from midnight UTC. */
  | 'FOUR_HOURS'
  /** 1 day, from midnight UTC. */
  | 'ONE_DAY'
  /** 1 hour. */
  | 'ONE_HOUR'
  /** 1 minute. */
  | 'ONE_MINUTE';

/** A fresh event like another one, for a rehearsal. */
export type CloneEventInput = {
  /** Plain id of the event to be like. */
  readonly eventId: string;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** 1..80 characters. Absent: "<name> (rehearsal)". */
  readonly name?: string | null | undefined;
  /** Plain id of the new event; project ids get it as their ending. */
  readonly newEventId: string;
};

/** A mistaken move to take back. */
export type CompensateMoveInput = {
  /** AuditEntry.id of the move. */
  readonly auditId: string;
  /** What the public reads: one line, at most 200 characters. Absent: the server writes one. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
};

/** How long the caller may be silent. */
export type DeadMansSwitchInput = {
  /** 5..3600; 0 ends it. */
  readonly seconds: number;
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

/** Cash for one trader or for all of an event. */
export type GrantCashInput = {
  /** USDC for each: above 0, 6 decimals; no initial balance beyond 1,000,000,000. */
  readonly amount: string | number;
  /** Plain id of the event. */
  readonly eventId: string;
  /** What the public reads of it. Absent: the server writes one where everyone receives, none for one trader. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** Trader.id. Absent: everyone who has an account in the event now; who joins later receives nothing. */
  readonly traderId?: string | null | undefined;
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

/** Which of a match's two orders. */
export type Liquidity =
  /** It rested. */
  | 'MAKER'
  /** It came and met the resting one. */
  | 'TAKER';

/** What is traded. All but SPOT stay PENDING until their rules come. */
export type MarketKind =
  /** A contract that is settled in cash at its expiry. */
  | 'FUTURE'
  /** A right that is settled in cash at its expiry. */
  | 'OPTION'
  /** A contract without expiry, with funding. */
  | 'PERPETUAL'
  /** An asset against USDC, fully paid. */
  | 'SPOT';

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

/** Tunables to change; what is absent stays. Ranges, and until when each may change, are in the refusals. */
export type MarketParametersInput = {
  /** 0 to 3,600 seconds; until the close. */
  readonly closingWindowSeconds?: number | null | undefined;
  /** At most 1,000; until the first project. */
  readonly defaultBasePrice?: string | number | null | undefined;
  /** Whether prices drift. */
  readonly driftEnabled?: boolean | null | undefined;
  /** 250 to 3,600,000 milliseconds. */
  readonly driftIntervalMs?: number | null | undefined;
  /** 0 to 0.2. */
  readonly driftMaxPctPerTick?: string | number | null | undefined;
  /** 0 to 10 per second. */
  readonly driftMeanReversion?: string | number | null | undefined;
  /** 1 to 1,000,000,000; until the first account. */
  readonly initialCash?: string | number | null | undefined;
  /** 0 to 1, 4 decimals. */
  readonly investmentToSeedFactor?: string | number | null | undefined;
  /** 0.01 to defaultBasePrice; until the first project. */
  readonly minPrice?: string | number | null | undefined;
  /** 0.02 to 100 in steps of 0.02; until the first project. */
  readonly pricePerShare?: string | number | null | undefined;
  /** 0.000001 to 100; until the first project. */
  readonly seedToPriceFactor?: string | number | null | undefined;
  /** 0 to 5,000; from the next command. */
  readonly transactionFeeBps?: number | null | undefined;
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

/** What an update of a market is to be taken for. */
export type MarketUpdateKind =
  /** What has changed since the update before. */
  | 'DELTA'
  /** Nothing has changed: the tables were asked just now. */
  | 'HEARTBEAT'
  /** All levels of the view: forget what was known. */
  | 'SNAPSHOT';

/** What an administrator decides of a trader in an event; what is absent stays. */
export type ModerateTraderInput = {
  /** The name others see, in every event: 1..32 characters. The trader cannot change it back. */
  readonly displayName?: string | null | undefined;
  /** Plain id of the event. */
  readonly eventId: string;
  /** A frozen trader cannot trade in the event: FORBIDDEN. */
  readonly frozen?: boolean | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** Whether the trader is kept from changing the name. Absent: true with a displayName. */
  readonly nameLocked?: boolean | null | undefined;
  /** An unranked trader stands on no board of the event. */
  readonly ranked?: boolean | null | undefined;
  /** Trader.id. */
  readonly traderId: string;
};

/** What a news item tells of. */
export type NewsKind =
  /** Something else that the organisers say. */
  | 'ANNOUNCEMENT'
  /** The market closed: standings are final. */
  | 'EVENT_CLOSED'
  /** Trading was halted. */
  | 'EVENT_HALTED'
  /** Trading began. */
  | 'EVENT_OPENED'
  /** A project raised an investment. */
  | 'INVESTMENT'
  /** A project was listed. */
  | 'LISTED'
  /** An organiser bumped a price. */
  | 'PHASE_BUMP'
  /** A seed changed. */
  | 'SEED_UPDATE';

/** An order before it is signed. */
export type OrderDraftInput = {
  /** A whole second; with GTT. */
  readonly expiresAt?: string | null | undefined;
  /** Default false. */
  readonly postOnly?: boolean | null | undefined;
  /** USDC: the limit, or the worst price of MARKET and STOP. */
  readonly price: string | number;
  /** Whole base units. */
  readonly quantity: string | number;
  /** Default false. */
  readonly reduceOnly?: boolean | null | undefined;
  /** Default EXPIRE_TAKER. */
  readonly selfTradePrevention?: SelfTradePrevention | null | undefined;
  /** BUY or SELL. */
  readonly side: Side;
  /** USDC; of STOP and STOP_LIMIT. */
  readonly stopPrice?: string | number | null | undefined;
  /** The market. */
  readonly symbol: string;
  /** Default GTC, of MARKET and STOP IOC. */
  readonly timeInForce?: TimeInForce | null | undefined;
  /** Default LIMIT. */
  readonly type?: OrderType | null | undefined;
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

/** What an order does when it enters. */
export type OrderType =
  /** Takes up to its price, and rests with what is left unless its time in force says otherwise. */
  | 'LIMIT'
  /** Takes up to its worst price and never rests. */
  | 'MARKET'
  /** Waits until the last price reaches its stop price, then is a MARKET order. */
  | 'STOP'
  /** Waits until the last price reaches its stop price, then is a LIMIT order. */
  | 'STOP_LIMIT';

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

/** Order of a list of projects; equals by id. CHANGE_DESC is over the last 60 minutes. */
export type ProjectOrder =
  /** Largest rise over the last 60 minutes first. */
  | 'CHANGE_DESC'
  /** Largest market cap first. */
  | 'MARKET_CAP_DESC'
  /** Highest price first. */
  | 'PRICE_DESC'
  /** By ticker, A to Z. */
  | 'TICKER_ASC'
  /** Most shares traded first. */
  | 'VOLUME_DESC';

/** A signed order that takes the place of another. */
export type ReplaceOrderInput = {
  /** The new order; its quantity is what is open then. */
  readonly order: PlaceOrderInput;
  /** The order that is replaced, of the same market and side; signed as replaces. */
  readonly orderId: string;
};

/** The end of a session key. */
export type RevokeSessionKeyInput = {
  /** The address of the key. */
  readonly key: string;
};

/** An event to create or to change; what is absent stays. */
export type SaveEventInput = {
  /** After opensAt, and to come. Null takes it away. */
  readonly closesAt?: string | null | undefined;
  /** 1..64 of A-Z a-z 0-9 . _ ~ -, no leading dot. */
  readonly eventId: string;
  /** What the public reads of it: one line, at most 200 characters. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** 1..80 characters. */
  readonly name?: string | null | undefined;
  /** Null takes it away. */
  readonly opensAt?: string | null | undefined;
  /** Tunables to change. */
  readonly parameters?: MarketParametersInput | null | undefined;
  /** OPEN before opensAt sets opensAt to now; CLOSED sets closesAt to now; reopening needs closesAt. */
  readonly status?: EventStatus | null | undefined;
};

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

/** A bump on stage: the project is halted, waits, is bumped with its headline and reopened. */
export type StageBumpInput = {
  /** Which bump. */
  readonly bumpType: BumpType;
  /** With ADD: ±1,000,000. */
  readonly delta?: string | number | null | undefined;
  /** What the public reads when the price moves. */
  readonly headline?: string | null | undefined;
  /** Makes repeats safe: 1..255 characters, kept for 24 hours at least. */
  readonly idempotencyKey?: string | null | undefined;
  /** With MULTIPLY: 0.01 to 10. */
  readonly multiplier?: string | number | null | undefined;
  /** Plain id. */
  readonly projectId: string;
  /** 0 to 600 seconds. */
  readonly waitSeconds?: number | null | undefined;
};

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

/** EVERY: each move, folded only while the reader is slow. LATEST: per project only the newest that waits. */
export type StreamMode =
  /** Each move; folded only when the reader is slow. */
  | 'EVERY'
  /** Only the newest that waits, per project. */
  | 'LATEST';

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

/** What an update of a trader is to be taken for. */
export type TraderUpdateKind =
  /** Rows that have changed since the update before, as they are now. */
  | 'DELTA'
  /** Everything that is open: forget what was known. */
  | 'SNAPSHOT';

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

export type ApplyInvestmentMutationVariables = Exact<{
  input: InvestmentInput;
}>;


export type ApplyInvestmentMutation = { readonly applyInvestment: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ApplyPhaseBumpMutationVariables = Exact<{
  input: PhaseBumpInput;
}>;


export type ApplyPhaseBumpMutation = { readonly applyPhaseBump: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type AuditLogQueryVariables = Exact<{
  eventId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogQuery = { readonly auditLog: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly at: string, readonly action: string, readonly headline: string | null, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly compensable: boolean, readonly actor: { readonly id: string, readonly displayName: string } | null, readonly project: { readonly projectId: string } | null, readonly changes: ReadonlyArray<{ readonly field: string, readonly before: string | null, readonly after: string | null }>, readonly compensates: { readonly id: string } | null, readonly compensatedBy: { readonly id: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type CloneEventMutationVariables = Exact<{
  input: CloneEventInput;
}>;


export type CloneEventMutation = { readonly cloneEvent: { readonly event: { readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CompensateMoveMutationVariables = Exact<{
  input: CompensateMoveInput;
}>;


export type CompensateMoveMutation = { readonly compensateMove: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type GrantCashMutationVariables = Exact<{
  input: GrantCashInput;
}>;


export type GrantCashMutation = { readonly grantCash: { readonly grant: { readonly amount: string, readonly traders: number, readonly total: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type HealthQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type HealthQuery = { readonly health: { readonly at: string, readonly tradesPerSecond: string, readonly watchers: number, readonly accounts: number, readonly trades: number, readonly stagedBumps: number, readonly server: { readonly serverId: string, readonly uptimeSeconds: number, readonly memoryMegabytes: number, readonly bus: BusState, readonly databaseMs: string, readonly batches: number, readonly trades: number, readonly queued: number } } | null };

export type PreviewBumpQueryVariables = Exact<{
  input: PhaseBumpInput;
}>;


export type PreviewBumpQuery = { readonly previewBump: { readonly priceBefore: string, readonly priceAfter: string } | null };

export type PreviewSeedQueryVariables = Exact<{
  input: UpdateSeedInput;
}>;


export type PreviewSeedQuery = { readonly previewSeed: { readonly priceBefore: string, readonly priceAfter: string } | null };

export type PreviewInvestmentQueryVariables = Exact<{
  input: InvestmentInput;
}>;


export type PreviewInvestmentQuery = { readonly previewInvestment: { readonly priceBefore: string, readonly priceAfter: string } | null };

export type PreviewCompensationQueryVariables = Exact<{
  auditId: string;
}>;


export type PreviewCompensationQuery = { readonly previewCompensation: { readonly priceBefore: string, readonly priceAfter: string } | null };

export type PreviewProjectsQueryVariables = Exact<{
  inputs: ReadonlyArray<SaveProjectInput>;
}>;


export type PreviewProjectsQuery = { readonly previewProjects: ReadonlyArray<{ readonly projectId: string, readonly isNew: boolean, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > }> | null };

export type SaveEventMutationVariables = Exact<{
  input: SaveEventInput;
}>;


export type SaveEventMutation = { readonly saveEvent: { readonly event: { readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SaveProjectMutationVariables = Exact<{
  input: SaveProjectInput;
}>;


export type SaveProjectMutation = { readonly saveProject: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SaveProjectsMutationVariables = Exact<{
  inputs: ReadonlyArray<SaveProjectInput>;
  idempotencyKey?: string | null | undefined;
}>;


export type SaveProjectsMutation = { readonly saveProjects: { readonly projects: ReadonlyArray<{ readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string }> | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type StagePhaseBumpMutationVariables = Exact<{
  input: StageBumpInput;
}>;


export type StagePhaseBumpMutation = { readonly stagePhaseBump: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CancelStagedBumpMutationVariables = Exact<{
  input: CancelStagedBumpInput;
}>;


export type CancelStagedBumpMutation = { readonly cancelStagedBump: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type StagedBumpsQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type StagedBumpsQuery = { readonly stagedBumps: ReadonlyArray<{ readonly bumpType: BumpType, readonly multiplier: string | null, readonly delta: string | null, readonly headline: string | null, readonly dueAt: string, readonly project: { readonly projectId: string, readonly ticker: string, readonly name: string, readonly currentPrice: string }, readonly actor: { readonly id: string, readonly displayName: string } }> | null };

export type TradersQueryVariables = Exact<{
  eventId?: string | null | undefined;
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TradersQuery = { readonly traders: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly joinedAt: string, readonly cashBalance: string, readonly initialBalance: string, readonly grantedCash: string, readonly feesPaid: string, readonly realisedPnl: string, readonly tradeCount: number, readonly ranked: boolean, readonly frozen: boolean, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ModerateTraderMutationVariables = Exact<{
  input: ModerateTraderInput;
}>;


export type ModerateTraderMutation = { readonly moderateTrader: { readonly trader: { readonly id: string, readonly displayName: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SuspiciousPairsQueryVariables = Exact<{
  eventId?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type SuspiciousPairsQuery = { readonly suspiciousPairs: ReadonlyArray<{ readonly contacts: number, readonly trades: number, readonly otherTrades: number, readonly sharePct: string, readonly otherSharePct: string, readonly gain: string, readonly trader: { readonly id: string, readonly displayName: string }, readonly other: { readonly id: string, readonly displayName: string } }> | null };

export type UpdateSeedMutationVariables = Exact<{
  input: UpdateSeedInput;
}>;


export type UpdateSeedMutation = { readonly updateSeed: { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type BuyMutationVariables = Exact<{
  input: BuyInput;
}>;


export type BuyMutation = { readonly buy: { readonly trade: { readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string } | null, readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly account: { readonly id: string, readonly cashBalance: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CandlesQueryVariables = Exact<{
  projectId: string;
  interval: CandleInterval;
  from: string;
  to?: string | null | undefined;
}>;


export type CandlesQuery = { readonly candles: ReadonlyArray<{ readonly openTime: string, readonly open: string, readonly high: string, readonly low: string, readonly close: string, readonly volume: string, readonly trades: number }> | null };

export type EventUpdatedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type EventUpdatedSubscription = { readonly eventUpdated: { readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } } };

export type EventQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type EventQuery = { readonly event: { readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } } | null };

export type EventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type EventsQuery = { readonly events: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ProjectFiguresFragment = { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string };

export type TradeFiguresFragment = { readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string };

export type QuoteFiguresFragment = { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null };

type UserErrorFields_BusinessError_Fragment = { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_InsufficientBalanceError_Fragment = { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_InsufficientCashError_Fragment = { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_InsufficientSharesError_Fragment = { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_NotionalTooSmallError_Fragment = { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_OffGridError_Fragment = { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_PriceMovedError_Fragment = { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } };

type UserErrorFields_PriceOutOfBandError_Fragment = { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type UserErrorFields_SignatureInvalidError_Fragment = { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

export type UserErrorFieldsFragment =
  | UserErrorFields_BusinessError_Fragment
  | UserErrorFields_InsufficientBalanceError_Fragment
  | UserErrorFields_InsufficientCashError_Fragment
  | UserErrorFields_InsufficientSharesError_Fragment
  | UserErrorFields_NotionalTooSmallError_Fragment
  | UserErrorFields_OffGridError_Fragment
  | UserErrorFields_PriceMovedError_Fragment
  | UserErrorFields_PriceOutOfBandError_Fragment
  | UserErrorFields_SignatureInvalidError_Fragment
;

export type TradeResultFragment = { readonly trade: { readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string } | null, readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly account: { readonly id: string, readonly cashBalance: string } | null, readonly userErrors: ReadonlyArray<
    | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
    | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
  > };

export type ProjectResultFragment = { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<
    | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
    | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
  > };

export type LeaderboardRowFieldsFragment = { readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } };

export type LeaderboardFieldsFragment = { readonly eventId: string, readonly asOf: string, readonly final: boolean, readonly traders: number, readonly top: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly bottom: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly you: { readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } } | null, readonly neighbours: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }> };

export type PortfolioFieldsFragment = { readonly totalEquityValue: string, readonly totalPortfolioValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly realisedPnl: string, readonly unrealisedPnl: string, readonly feesPaid: string, readonly returnPct: string, readonly rank: number | null, readonly account: { readonly id: string, readonly eventId: string, readonly ranked: boolean, readonly cashBalance: string, readonly initialBalance: string }, readonly holdings: ReadonlyArray<{ readonly shares: string, readonly avgPrice: string, readonly costBasis: string, readonly currentPrice: string, readonly marketValue: string, readonly liquidationValue: string, readonly unrealisedPnl: string, readonly realisedPnl: string, readonly project: { readonly projectId: string, readonly ticker: string, readonly name: string } }> };

export type EventFieldsFragment = { readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } };

export type PriceUpdateFieldsFragment = { readonly kind: PriceUpdateKind, readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly currentPrice: string, readonly basePrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly source: PriceSource, readonly headline: string | null, readonly updatedAt: string, readonly sequence: number, readonly missed: number, readonly cursor: string };

export type NewsFieldsFragment = { readonly id: string, readonly cursor: string, readonly eventId: string, readonly at: string, readonly kind: NewsKind, readonly headline: string, readonly bumpType: BumpType | null, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly sequence: number | null, readonly project: { readonly projectId: string, readonly ticker: string } | null };

export type LeaderboardUpdatedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
  top?: number | null | undefined;
  bottom?: number | null | undefined;
}>;


export type LeaderboardUpdatedSubscription = { readonly leaderboardUpdated: { readonly eventId: string, readonly asOf: string, readonly final: boolean, readonly traders: number, readonly top: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly bottom: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly you: { readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } } | null, readonly neighbours: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }> } };

export type LeaderboardQueryVariables = Exact<{
  eventId?: string | null | undefined;
  top?: number | null | undefined;
  bottom?: number | null | undefined;
}>;


export type LeaderboardQuery = { readonly leaderboard: { readonly eventId: string, readonly asOf: string, readonly final: boolean, readonly traders: number, readonly top: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly bottom: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly you: { readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } } | null, readonly neighbours: ReadonlyArray<{ readonly rank: number, readonly score: string | null, readonly totalValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly returnPct: string, readonly positionsCount: number, readonly trader: { readonly id: string, readonly displayName: string } }> } | null };

export type MarketSnapshotQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type MarketSnapshotQuery = { readonly marketSnapshot: { readonly eventId: string, readonly asOf: string, readonly cursor: string, readonly projects: ReadonlyArray<{ readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string }> } | null };

export type NewsPublishedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type NewsPublishedSubscription = { readonly newsPublished: { readonly id: string, readonly cursor: string, readonly eventId: string, readonly at: string, readonly kind: NewsKind, readonly headline: string, readonly bumpType: BumpType | null, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly sequence: number | null, readonly project: { readonly projectId: string, readonly ticker: string } | null } };

export type NewsQueryVariables = Exact<{
  eventId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NewsQuery = { readonly event: { readonly news: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly cursor: string, readonly eventId: string, readonly at: string, readonly kind: NewsKind, readonly headline: string, readonly bumpType: BumpType | null, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly sequence: number | null, readonly project: { readonly projectId: string, readonly ticker: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type PortfolioUpdatedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type PortfolioUpdatedSubscription = { readonly portfolioUpdated: { readonly totalEquityValue: string, readonly totalPortfolioValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly realisedPnl: string, readonly unrealisedPnl: string, readonly feesPaid: string, readonly returnPct: string, readonly rank: number | null, readonly account: { readonly id: string, readonly eventId: string, readonly ranked: boolean, readonly cashBalance: string, readonly initialBalance: string }, readonly holdings: ReadonlyArray<{ readonly shares: string, readonly avgPrice: string, readonly costBasis: string, readonly currentPrice: string, readonly marketValue: string, readonly liquidationValue: string, readonly unrealisedPnl: string, readonly realisedPnl: string, readonly project: { readonly projectId: string, readonly ticker: string, readonly name: string } }> } };

export type PortfolioQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type PortfolioQuery = { readonly portfolio: { readonly totalEquityValue: string, readonly totalPortfolioValue: string, readonly liquidationValue: string, readonly totalPnl: string, readonly realisedPnl: string, readonly unrealisedPnl: string, readonly feesPaid: string, readonly returnPct: string, readonly rank: number | null, readonly account: { readonly id: string, readonly eventId: string, readonly ranked: boolean, readonly cashBalance: string, readonly initialBalance: string }, readonly holdings: ReadonlyArray<{ readonly shares: string, readonly avgPrice: string, readonly costBasis: string, readonly currentPrice: string, readonly marketValue: string, readonly liquidationValue: string, readonly unrealisedPnl: string, readonly realisedPnl: string, readonly project: { readonly projectId: string, readonly ticker: string, readonly name: string } }> } | null };

export type PriceHistoryQueryVariables = Exact<{
  projectId: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PriceHistoryQuery = { readonly priceHistory: { readonly nodes: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly priceBefore: string, readonly price: string, readonly source: PriceSource, readonly headline: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type PriceUpdatedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
  projectIds?: ReadonlyArray<string> | null | undefined;
  after?: string | null | undefined;
  mode?: StreamMode | null | undefined;
  throttleMs?: number | null | undefined;
}>;


export type PriceUpdatedSubscription = { readonly priceUpdated: { readonly kind: PriceUpdateKind, readonly projectId: string, readonly eventId: string, readonly ticker: string, readonly name: string, readonly currentPrice: string, readonly basePrice: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly source: PriceSource, readonly headline: string | null, readonly updatedAt: string, readonly sequence: number, readonly missed: number, readonly cursor: string } };

export type ProjectQueryVariables = Exact<{
  projectId: string;
  minutes?: number;
}>;


export type ProjectQuery = { readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string, readonly change: { readonly reference: string, readonly absolute: string, readonly percent: string, readonly high: string, readonly low: string, readonly volume: string } } | null };

export type ProjectsQueryVariables = Exact<{
  eventId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  orderBy?: ProjectOrder | null | undefined;
}>;


export type ProjectsQuery = { readonly projects: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type QuoteQueryVariables = Exact<{
  projectId: string;
  side: Side;
  shares?: string | number | null | undefined;
  cash?: string | number | null | undefined;
}>;


export type QuoteQuery = { readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } | null };

export type SellMutationVariables = Exact<{
  input: SellInput;
}>;


export type SellMutation = { readonly sell: { readonly trade: { readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string } | null, readonly project: { readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string } | null, readonly account: { readonly id: string, readonly cashBalance: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'BusinessError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientBalanceError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientCashError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientSharesError', readonly required: string, readonly available: string, readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'NotionalTooSmallError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'OffGridError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceMovedError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly quote: { readonly side: Side, readonly shares: string, readonly priceBefore: string, readonly priceAfter: string, readonly executionPrice: string, readonly gross: string, readonly fee: string, readonly cashDelta: string, readonly sequence: number, readonly maxAffordable: string | null } }
      | { readonly __typename: 'PriceOutOfBandError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'SignatureInvalidError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type TradeExecutedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
  projectId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type TradeExecutedSubscription = { readonly tradeExecuted: { readonly cursor: string, readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string }, readonly trader: { readonly id: string, readonly displayName: string } } };

export type TradesQueryVariables = Exact<{
  projectId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TradesQuery = { readonly trades: { readonly nodes: ReadonlyArray<{ readonly cursor: string, readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string, readonly trader: { readonly id: string, readonly displayName: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly id: string, readonly displayName: string, readonly roles: ReadonlyArray<string>, readonly expiresAt: string } | null };

export type BookMarketsQueryVariables = Exact<{ [key: string]: never; }>;


export type BookMarketsQuery = { readonly markets: ReadonlyArray<{ readonly symbol: string, readonly kind: MarketKind, readonly status: MarketStatus, readonly baseAsset: string, readonly tickSize: string, readonly ticker: { readonly lastPrice: string | null, readonly markPrice: string, readonly change24hPercent: string | null, readonly volume24h: string, readonly notional24h: string } }> };

export type BookMarketQueryVariables = Exact<{
  symbol: string;
}>;


export type BookMarketQuery = { readonly market: { readonly symbol: string, readonly status: MarketStatus, readonly baseAsset: string, readonly quoteAsset: string, readonly tickSize: string, readonly lotSize: string, readonly feeBps: number, readonly ticker: { readonly lastPrice: string | null, readonly markPrice: string, readonly change24hPercent: string | null, readonly high24h: string | null, readonly low24h: string | null, readonly volume24h: string } } | null };

export type BookCandlesQueryVariables = Exact<{
  symbol: string;
  interval: CandleInterval;
  from: string;
}>;


export type BookCandlesQuery = { readonly marketCandles: ReadonlyArray<{ readonly openTime: string, readonly open: string, readonly high: string, readonly low: string, readonly close: string }> };

export type BookTradesQueryVariables = Exact<{
  symbol: string;
}>;


export type BookTradesQuery = { readonly marketTrades: { readonly nodes: ReadonlyArray<{ readonly tradeNumber: string, readonly price: string, readonly quantity: string, readonly takerSide: Side, readonly at: string }> } | null };

export type BookUpdatedSubscriptionVariables = Exact<{
  symbol: string;
  levels?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type BookUpdatedSubscription = { readonly marketUpdated: { readonly kind: MarketUpdateKind, readonly sequence: string, readonly previousSequence: string | null, readonly lastPrice: string | null, readonly markPrice: string, readonly status: MarketStatus, readonly cursor: string, readonly bids: ReadonlyArray<{ readonly price: string, readonly quantity: string }>, readonly asks: ReadonlyArray<{ readonly price: string, readonly quantity: string }>, readonly trades: ReadonlyArray<{ readonly tradeNumber: string, readonly price: string, readonly quantity: string, readonly takerSide: Side, readonly at: string }> } };

export type OwnOrderFragment = { readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string };

export type OwnFillFragment = { readonly tradeNumber: string, readonly symbol: string, readonly side: Side, readonly liquidity: Liquidity, readonly price: string, readonly quantity: string, readonly fee: string, readonly at: string };

export type BookFillsQueryVariables = Exact<{ [key: string]: never; }>;


export type BookFillsQuery = { readonly fills: { readonly nodes: ReadonlyArray<{ readonly tradeNumber: string, readonly symbol: string, readonly side: Side, readonly liquidity: Liquidity, readonly price: string, readonly quantity: string, readonly fee: string, readonly at: string }> } | null };

export type BookTraderSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BookTraderSubscription = { readonly traderUpdated: { readonly kind: TraderUpdateKind, readonly cursor: string, readonly orders: ReadonlyArray<{ readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string }>, readonly fills: ReadonlyArray<{ readonly tradeNumber: string, readonly symbol: string, readonly side: Side, readonly liquidity: Liquidity, readonly price: string, readonly quantity: string, readonly fee: string, readonly at: string }>, readonly positions: ReadonlyArray<{ readonly symbol: string, readonly quantity: string, readonly averagePrice: string | null, readonly realisedPnl: string, readonly unrealisedPnl: string }>, readonly balances: ReadonlyArray<{ readonly asset: string, readonly total: string, readonly held: string, readonly available: string }> } };

export type SigningSetupQueryVariables = Exact<{ [key: string]: never; }>;


export type SigningSetupQuery = { readonly signingDomain: { readonly name: string, readonly version: string, readonly chainId: number, readonly verifyingContract: string, readonly types: string } };

export type OwnWalletsQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnWalletsQuery = { readonly wallets: ReadonlyArray<{ readonly address: string }>, readonly sessionKeys: ReadonlyArray<{ readonly address: string, readonly wallet: string, readonly expiresAt: string, readonly revokedAt: string | null }> };

export type LinkWalletMutationVariables = Exact<{
  input: LinkWalletInput;
}>;


export type LinkWalletMutation = { readonly linkWallet: { readonly wallet: { readonly address: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type AuthoriseSessionKeyMutationVariables = Exact<{
  input: AuthoriseSessionKeyInput;
}>;


export type AuthoriseSessionKeyMutation = { readonly authoriseSessionKey: { readonly sessionKey: { readonly address: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type PlaceBookOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceBookOrderMutation = { readonly placeOrder: { readonly order: { readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type ReplaceBookOrderMutationVariables = Exact<{
  input: ReplaceOrderInput;
}>;


export type ReplaceBookOrderMutation = { readonly replaceOrder: { readonly order: { readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string } | null, readonly replaced: { readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type CancelBookOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type CancelBookOrderMutation = { readonly cancelOrder: { readonly order: { readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type RevokeSessionKeyMutationVariables = Exact<{
  input: RevokeSessionKeyInput;
}>;


export type RevokeSessionKeyMutation = { readonly revokeSessionKey: { readonly sessionKey: { readonly address: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type CancelBookOrdersMutationVariables = Exact<{
  input: CancelOrdersInput;
}>;


export type CancelBookOrdersMutation = { readonly cancelOrders: { readonly cancelled: number, readonly orders: ReadonlyArray<{ readonly id: string, readonly symbol: string, readonly side: Side, readonly type: OrderType, readonly price: string, readonly stopPrice: string | null, readonly quantity: string, readonly filledQuantity: string, readonly remainingQuantity: string, readonly timeInForce: TimeInForce, readonly postOnly: boolean, readonly reduceOnly: boolean, readonly selfTradePrevention: SelfTradePrevention, readonly expiresAt: string | null, readonly status: OrderStatus, readonly reason: OrderReason | null, readonly wallet: string, readonly acceptedAt: string }>, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type SetDeadMansSwitchMutationVariables = Exact<{
  input: DeadMansSwitchInput;
}>;


export type SetDeadMansSwitchMutation = { readonly setDeadMansSwitch: { readonly cancelsAt: string | null } };

export type PreviewBookOrderQueryVariables = Exact<{
  order: OrderDraftInput;
}>;


export type PreviewBookOrderQuery = { readonly previewOrder: { readonly filledQuantity: string, readonly averagePrice: string | null, readonly restingQuantity: string, readonly fee: string, readonly hold: string, readonly holdAsset: string | null, readonly userErrors: ReadonlyArray<
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
      | { readonly message: string }
    > } };

export type ImportProjectsMutationVariables = Exact<{
  inputs: ReadonlyArray<SaveProjectInput>;
  idempotencyKey?: string | null | undefined;
}>;


export type ImportProjectsMutation = { readonly saveProjects: { readonly projects: ReadonlyArray<{ readonly projectId: string }> | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type PreviewImportQueryVariables = Exact<{
  inputs: ReadonlyArray<SaveProjectInput>;
}>;


export type PreviewImportQuery = { readonly previewProjects: ReadonlyArray<{ readonly projectId: string, readonly isNew: boolean, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly userErrors: ReadonlyArray<
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > }> | null };

export type BoardQueryVariables = Exact<{
  eventId?: string | null | undefined;
  minutes: number;
}>;


export type BoardQuery = { readonly event: { readonly id: string, readonly eventId: string, readonly name: string, readonly status: EventStatus, readonly opensAt: string | null, readonly closesAt: string | null, readonly watchers: number, readonly parameters: { readonly initialCash: string, readonly minPrice: string, readonly defaultBasePrice: string, readonly pricePerShare: string, readonly transactionFeeBps: number, readonly seedToPriceFactor: string, readonly investmentToSeedFactor: string, readonly driftEnabled: boolean, readonly driftIntervalMs: number, readonly driftMaxPctPerTick: string, readonly driftMeanReversion: string, readonly closingWindowSeconds: number } } | null, readonly marketSnapshot: { readonly asOf: string, readonly cursor: string, readonly projects: ReadonlyArray<{ readonly id: string, readonly projectId: string, readonly ticker: string, readonly name: string, readonly description: string, readonly isActive: boolean, readonly seedAmount: string, readonly basePrice: string, readonly currentPrice: string, readonly equilibrium: string, readonly netShares: string, readonly marketCap: string, readonly totalVolume: string, readonly totalTrades: number, readonly sequence: number, readonly holdersCount: number, readonly updatedAt: string, readonly change: { readonly reference: string, readonly high: string, readonly low: string, readonly volume: string } }> } | null };

export type SparklinesQueryVariables = Exact<{
  eventId?: string | null | undefined;
  minutes: number;
  points: number;
}>;


export type SparklinesQuery = { readonly marketSnapshot: { readonly projects: ReadonlyArray<{ readonly projectId: string, readonly sparkline: ReadonlyArray<string> }> } | null };

export type PortfolioHistoryQueryVariables = Exact<{
  eventId?: string | null | undefined;
  points: number;
  after?: string | null | undefined;
}>;


export type PortfolioHistoryQuery = { readonly portfolio: { readonly equityCurve: ReadonlyArray<{ readonly at: string, readonly totalPortfolioValue: string }>, readonly trades: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type ProjectPageQueryVariables = Exact<{
  projectId: string;
}>;


export type ProjectPageQuery = { readonly trades: { readonly nodes: ReadonlyArray<{ readonly cursor: string, readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string, readonly trader: { readonly id: string, readonly displayName: string } }> } | null, readonly project: { readonly projectId: string, readonly description: string, readonly equilibrium: string, readonly holdersCount: number } | null };

export type ScreenMarketQueryVariables = Exact<{
  eventId?: string | null | undefined;
  minutes: number;
}>;


export type ScreenMarketQuery = { readonly marketSnapshot: { readonly asOf: string, readonly projects: ReadonlyArray<{ readonly projectId: string, readonly ticker: string, readonly name: string, readonly sequence: number, readonly currentPrice: string, readonly marketCap: string, readonly change: { readonly reference: string } }> } | null };

export type ScreenPastQueryVariables = Exact<{
  eventId?: string | null | undefined;
}>;


export type ScreenPastQuery = { readonly event: { readonly watchers: number, readonly projects: { readonly nodes: ReadonlyArray<{ readonly trades: { readonly nodes: ReadonlyArray<{ readonly cursor: string, readonly id: string, readonly tradeId: string, readonly side: Side, readonly shares: string, readonly price: string, readonly fee: string, readonly cashDelta: string, readonly priceBefore: string, readonly priceAfter: string, readonly sequence: number, readonly executedAt: string, readonly project: { readonly projectId: string, readonly ticker: string }, readonly trader: { readonly id: string, readonly displayName: string } }> } }> }, readonly news: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly cursor: string, readonly eventId: string, readonly at: string, readonly kind: NewsKind, readonly headline: string, readonly bumpType: BumpType | null, readonly priceBefore: string | null, readonly priceAfter: string | null, readonly sequence: number | null, readonly project: { readonly projectId: string, readonly ticker: string } | null }> } } | null };

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
export const TradeFiguresFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}
    `, {"fragmentName":"TradeFigures"}) as unknown as TypedDocumentString<TradeFiguresFragment, unknown>;
export const ProjectFiguresFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
    `, {"fragmentName":"ProjectFigures"}) as unknown as TypedDocumentString<ProjectFiguresFragment, unknown>;
export const QuoteFiguresFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
    `, {"fragmentName":"QuoteFigures"}) as unknown as TypedDocumentString<QuoteFiguresFragment, unknown>;
export const UserErrorFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}`, {"fragmentName":"UserErrorFields"}) as unknown as TypedDocumentString<UserErrorFieldsFragment, unknown>;
export const TradeResultFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TradeResult on TradePayload {
  trade {
    ...TradeFigures
  }
  project {
    ...ProjectFigures
  }
  account {
    id
    cashBalance
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}`, {"fragmentName":"TradeResult"}) as unknown as TypedDocumentString<TradeResultFragment, unknown>;
export const ProjectResultFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}`, {"fragmentName":"ProjectResult"}) as unknown as TypedDocumentString<ProjectResultFragment, unknown>;
export const LeaderboardRowFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LeaderboardRowFields on LeaderboardRow {
  rank
  trader {
    id
    displayName
  }
  score
  totalValue
  liquidationValue
  totalPnl
  returnPct
  positionsCount
}
    `, {"fragmentName":"LeaderboardRowFields"}) as unknown as TypedDocumentString<LeaderboardRowFieldsFragment, unknown>;
export const LeaderboardFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LeaderboardFields on Leaderboard {
  eventId
  asOf
  final
  traders
  top {
    ...LeaderboardRowFields
  }
  bottom {
    ...LeaderboardRowFields
  }
  you {
    ...LeaderboardRowFields
  }
  neighbours {
    ...LeaderboardRowFields
  }
}
    fragment LeaderboardRowFields on LeaderboardRow {
  rank
  trader {
    id
    displayName
  }
  score
  totalValue
  liquidationValue
  totalPnl
  returnPct
  positionsCount
}`, {"fragmentName":"LeaderboardFields"}) as unknown as TypedDocumentString<LeaderboardFieldsFragment, unknown>;
export const PortfolioFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PortfolioFields on Portfolio {
  account {
    id
    eventId
    ranked
    cashBalance
    initialBalance
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
    liquidationValue
    unrealisedPnl
    realisedPnl
  }
  totalEquityValue
  totalPortfolioValue
  liquidationValue
  totalPnl
  realisedPnl
  unrealisedPnl
  feesPaid
  returnPct
  rank
}
    `, {"fragmentName":"PortfolioFields"}) as unknown as TypedDocumentString<PortfolioFieldsFragment, unknown>;
export const EventFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}
    `, {"fragmentName":"EventFields"}) as unknown as TypedDocumentString<EventFieldsFragment, unknown>;
export const PriceUpdateFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PriceUpdateFields on PriceUpdate {
  kind
  projectId
  eventId
  ticker
  name
  currentPrice
  basePrice
  netShares
  marketCap
  totalVolume
  totalTrades
  source
  headline
  updatedAt
  sequence
  missed
  cursor
}
    `, {"fragmentName":"PriceUpdateFields"}) as unknown as TypedDocumentString<PriceUpdateFieldsFragment, unknown>;
export const NewsFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment NewsFields on NewsItem {
  id
  cursor
  eventId
  at
  kind
  headline
  project {
    projectId
    ticker
  }
  bumpType
  priceBefore
  priceAfter
  sequence
}
    `, {"fragmentName":"NewsFields"}) as unknown as TypedDocumentString<NewsFieldsFragment, unknown>;
export const OwnOrderFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OwnOrder on Order {
  id
  symbol
  side
  type
  price
  stopPrice
  quantity
  filledQuantity
  remainingQuantity
  timeInForce
  postOnly
  reduceOnly
  selfTradePrevention
  expiresAt
  status
  reason
  wallet
  acceptedAt
}
    `, {"fragmentName":"OwnOrder"}) as unknown as TypedDocumentString<OwnOrderFragment, unknown>;
export const OwnFillFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OwnFill on Fill {
  tradeNumber
  symbol
  side
  liquidity
  price
  quantity
  fee
  at
}
    `, {"fragmentName":"OwnFill"}) as unknown as TypedDocumentString<OwnFillFragment, unknown>;
export const ApplyInvestmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ApplyInvestment($input: InvestmentInput!) {
  applyInvestment(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:0a65c083bcf30dce1fc89c6131ec22389829ddf8a0b24d393f8007a59c962e02"}) as unknown as TypedDocumentString<ApplyInvestmentMutation, ApplyInvestmentMutationVariables>;
export const ApplyPhaseBumpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ApplyPhaseBump($input: PhaseBumpInput!) {
  applyPhaseBump(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:c8fe9601b19e01828ee992882504346e4104f0b0a3a53b568f5cceee1e1a937f"}) as unknown as TypedDocumentString<ApplyPhaseBumpMutation, ApplyPhaseBumpMutationVariables>;
export const AuditLogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AuditLog($eventId: ID, $first: Int, $after: String) {
  auditLog(eventId: $eventId, first: $first, after: $after) {
    nodes {
      id
      at
      actor {
        id
        displayName
      }
      action
      project {
        projectId
      }
      headline
      priceBefore
      priceAfter
      changes {
        field
        before
        after
      }
      compensable
      compensates {
        id
      }
      compensatedBy {
        id
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"documentId":"sha256:e9a6c7bfb8673fcbeb9227868ff57e57368a14984e1ad77a37250a50df59044e"}) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const CloneEventDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CloneEvent($input: CloneEventInput!) {
  cloneEvent(input: $input) {
    event {
      ...EventFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}`, {"documentId":"sha256:b4d6e92a0b92cd895061f3f07d33992c86667bc752fbc9b4e7e3b69a93e0e5e9"}) as unknown as TypedDocumentString<CloneEventMutation, CloneEventMutationVariables>;
export const CompensateMoveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CompensateMove($input: CompensateMoveInput!) {
  compensateMove(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:90a2da58356567b3cdef11a757b783260340e6f60576f84e9986d2f6910b51a2"}) as unknown as TypedDocumentString<CompensateMoveMutation, CompensateMoveMutationVariables>;
export const GrantCashDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GrantCash($input: GrantCashInput!) {
  grantCash(input: $input) {
    grant {
      amount
      traders
      total
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}`, {"documentId":"sha256:8165efb05d97b45035970bb143d7782d12163cc6c16f27cdac17969f3ccf1884"}) as unknown as TypedDocumentString<GrantCashMutation, GrantCashMutationVariables>;
export const HealthDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Health($eventId: ID) {
  health(eventId: $eventId) {
    at
    tradesPerSecond
    watchers
    accounts
    trades
    stagedBumps
    server {
      serverId
      uptimeSeconds
      memoryMegabytes
      bus
      databaseMs
      batches
      trades
      queued
    }
  }
}
    `, {"documentId":"sha256:295a943e210932e85adf334d07706584ec70d527d234c24752d04c5024490e43"}) as unknown as TypedDocumentString<HealthQuery, HealthQueryVariables>;
export const PreviewBumpDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewBump($input: PhaseBumpInput!) {
  previewBump(input: $input) {
    priceBefore
    priceAfter
  }
}
    `, {"documentId":"sha256:1ef3b120799a10cd401acfd7c16dadec02ff4bae109766af94b90294305fd2fd"}) as unknown as TypedDocumentString<PreviewBumpQuery, PreviewBumpQueryVariables>;
export const PreviewSeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewSeed($input: UpdateSeedInput!) {
  previewSeed(input: $input) {
    priceBefore
    priceAfter
  }
}
    `, {"documentId":"sha256:724d4be8f80372859431b99d639f7bf39e747b77c0490070c53343d47a85cb07"}) as unknown as TypedDocumentString<PreviewSeedQuery, PreviewSeedQueryVariables>;
export const PreviewInvestmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewInvestment($input: InvestmentInput!) {
  previewInvestment(input: $input) {
    priceBefore
    priceAfter
  }
}
    `, {"documentId":"sha256:76fbb1deba31db6a7f62f635de7b78e1fc10af45797a8b9d64eafd08193662a4"}) as unknown as TypedDocumentString<PreviewInvestmentQuery, PreviewInvestmentQueryVariables>;
export const PreviewCompensationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewCompensation($auditId: ID!) {
  previewCompensation(auditId: $auditId) {
    priceBefore
    priceAfter
  }
}
    `, {"documentId":"sha256:71799d9d217841349c741d54f668a76f8aad82903086bf60e95d9a1da666aae9"}) as unknown as TypedDocumentString<PreviewCompensationQuery, PreviewCompensationQueryVariables>;
export const PreviewProjectsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewProjects($inputs: [SaveProjectInput!]!) {
  previewProjects(inputs: $inputs) {
    projectId
    isNew
    priceBefore
    priceAfter
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}`, {"documentId":"sha256:f7e377ab3dc37a622a275596881bd36bb4a1248116cdfd96a7c7b87f5763373a"}) as unknown as TypedDocumentString<PreviewProjectsQuery, PreviewProjectsQueryVariables>;
export const SaveEventDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveEvent($input: SaveEventInput!) {
  saveEvent(input: $input) {
    event {
      ...EventFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}`, {"documentId":"sha256:5e96c1a6a0130538f66d0d81e5cc13d6b78305a8446d1d678b2c635dee65b50d"}) as unknown as TypedDocumentString<SaveEventMutation, SaveEventMutationVariables>;
export const SaveProjectDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveProject($input: SaveProjectInput!) {
  saveProject(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:aa8ce8c819a81d1350c70a75afaea19e6ac2f705daaa04448a63b9701cf0a5bf"}) as unknown as TypedDocumentString<SaveProjectMutation, SaveProjectMutationVariables>;
export const SaveProjectsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {
  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {
    projects {
      ...ProjectFigures
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}`, {"documentId":"sha256:ec414eaaab855f0510d2492515c293ef64a85e174d80352a91f1af3472193c26"}) as unknown as TypedDocumentString<SaveProjectsMutation, SaveProjectsMutationVariables>;
export const StagePhaseBumpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StagePhaseBump($input: StageBumpInput!) {
  stagePhaseBump(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:48a3bdaafe7c03c8ecd7b6e373e7dc31f1bc901c43160bf8e364364d52f5652f"}) as unknown as TypedDocumentString<StagePhaseBumpMutation, StagePhaseBumpMutationVariables>;
export const CancelStagedBumpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelStagedBump($input: CancelStagedBumpInput!) {
  cancelStagedBump(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:0e80bc754cd73a3fc28a15c8c5fc66b552cf0e823f0d3301bf55e6d74351d1c7"}) as unknown as TypedDocumentString<CancelStagedBumpMutation, CancelStagedBumpMutationVariables>;
export const StagedBumpsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StagedBumps($eventId: ID) {
  stagedBumps(eventId: $eventId) {
    project {
      projectId
      ticker
      name
      currentPrice
    }
    bumpType
    multiplier
    delta
    headline
    dueAt
    actor {
      id
      displayName
    }
  }
}
    `, {"documentId":"sha256:b0093c9c87dc40244c755ae09c3b4f864a737d0f15cd3e748da510bc4762a969"}) as unknown as TypedDocumentString<StagedBumpsQuery, StagedBumpsQueryVariables>;
export const TradersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Traders($eventId: ID, $search: String, $first: Int, $after: String) {
  traders(eventId: $eventId, search: $search, first: $first, after: $after) {
    totalCount
    nodes {
      trader {
        id
        displayName
      }
      joinedAt
      cashBalance
      initialBalance
      grantedCash
      feesPaid
      realisedPnl
      tradeCount
      ranked
      frozen
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"documentId":"sha256:c9d2311d287db68b0a5c50174e4e54187878b974bc8614e1b8ba5b5d2eafdae7"}) as unknown as TypedDocumentString<TradersQuery, TradersQueryVariables>;
export const ModerateTraderDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ModerateTrader($input: ModerateTraderInput!) {
  moderateTrader(input: $input) {
    trader {
      id
      displayName
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}`, {"documentId":"sha256:9b8673d0e03b8a04fda282544f1ebca3db668e24df99e03f4d0507df1a329644"}) as unknown as TypedDocumentString<ModerateTraderMutation, ModerateTraderMutationVariables>;
export const SuspiciousPairsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SuspiciousPairs($eventId: ID, $first: Int) {
  suspiciousPairs(eventId: $eventId, first: $first) {
    trader {
      id
      displayName
    }
    other {
      id
      displayName
    }
    contacts
    trades
    otherTrades
    sharePct
    otherSharePct
    gain
  }
}
    `, {"documentId":"sha256:b7675df95739131da4f4e0d221ea5f980a5f17a9b6528cbe441f05d8f2362d61"}) as unknown as TypedDocumentString<SuspiciousPairsQuery, SuspiciousPairsQueryVariables>;
export const UpdateSeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateSeed($input: UpdateSeedInput!) {
  updateSeed(input: $input) {
    ...ProjectResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment ProjectResult on ProjectPayload {
  project {
    ...ProjectFigures
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:27aa493db69f037a7ec7b869022e9e5a97354dcf8bba41ba99726bb6aa2d0472"}) as unknown as TypedDocumentString<UpdateSeedMutation, UpdateSeedMutationVariables>;
export const BuyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Buy($input: BuyInput!) {
  buy(input: $input) {
    ...TradeResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment TradeResult on TradePayload {
  trade {
    ...TradeFigures
  }
  project {
    ...ProjectFigures
  }
  account {
    id
    cashBalance
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:5fd018d9bcd89d6daf47f3a40b02a247c9c187907a4dc198f3d8cc0d7fbdeeca"}) as unknown as TypedDocumentString<BuyMutation, BuyMutationVariables>;
export const CandlesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Candles($projectId: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime) {
  candles(projectId: $projectId, interval: $interval, from: $from, to: $to) {
    openTime
    open
    high
    low
    close
    volume
    trades
  }
}
    `, {"documentId":"sha256:ee1dc0434aafd3855bcbdce16348e4c242e3fb286f96af1a676f9eb785c54318"}) as unknown as TypedDocumentString<CandlesQuery, CandlesQueryVariables>;
export const EventUpdatedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription EventUpdated($eventId: ID) {
  eventUpdated(eventId: $eventId) {
    ...EventFields
  }
}
    fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}`, {"documentId":"sha256:9a4b4d9a484aaedc8c311e75b5793457cee9b48c6dd4bf9d6b7b92dd3cfdb3b3"}) as unknown as TypedDocumentString<EventUpdatedSubscription, EventUpdatedSubscriptionVariables>;
export const EventDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Event($eventId: ID) {
  event(eventId: $eventId) {
    ...EventFields
  }
}
    fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}`, {"documentId":"sha256:658ec04ed309fa8b9250bf2104a989eb3b33e9a2724b61419690de9bd097ac83"}) as unknown as TypedDocumentString<EventQuery, EventQueryVariables>;
export const EventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Events($first: Int, $after: String) {
  events(first: $first, after: $after) {
    nodes {
      ...EventFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}`, {"documentId":"sha256:cfec8ca39f78108f8676c15f6fb241e6acc4ba8c35f26c3e5464938c6d367f56"}) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const LeaderboardUpdatedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LeaderboardUpdated($eventId: ID, $top: Int, $bottom: Int) {
  leaderboardUpdated(eventId: $eventId, top: $top, bottom: $bottom) {
    ...LeaderboardFields
  }
}
    fragment LeaderboardRowFields on LeaderboardRow {
  rank
  trader {
    id
    displayName
  }
  score
  totalValue
  liquidationValue
  totalPnl
  returnPct
  positionsCount
}
fragment LeaderboardFields on Leaderboard {
  eventId
  asOf
  final
  traders
  top {
    ...LeaderboardRowFields
  }
  bottom {
    ...LeaderboardRowFields
  }
  you {
    ...LeaderboardRowFields
  }
  neighbours {
    ...LeaderboardRowFields
  }
}`, {"documentId":"sha256:511813e50c0e48e3fde92e19452942bd8ca2c968eb03af79614db3755224ec72"}) as unknown as TypedDocumentString<LeaderboardUpdatedSubscription, LeaderboardUpdatedSubscriptionVariables>;
export const LeaderboardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Leaderboard($eventId: ID, $top: Int, $bottom: Int) {
  leaderboard(eventId: $eventId, top: $top, bottom: $bottom) {
    ...LeaderboardFields
  }
}
    fragment LeaderboardRowFields on LeaderboardRow {
  rank
  trader {
    id
    displayName
  }
  score
  totalValue
  liquidationValue
  totalPnl
  returnPct
  positionsCount
}
fragment LeaderboardFields on Leaderboard {
  eventId
  asOf
  final
  traders
  top {
    ...LeaderboardRowFields
  }
  bottom {
    ...LeaderboardRowFields
  }
  you {
    ...LeaderboardRowFields
  }
  neighbours {
    ...LeaderboardRowFields
  }
}`, {"documentId":"sha256:eb2eff28b999c06742ab7ffc9859566491be60878f9e5944632c4221c0ca94b4"}) as unknown as TypedDocumentString<LeaderboardQuery, LeaderboardQueryVariables>;
export const MarketSnapshotDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MarketSnapshot($eventId: ID) {
  marketSnapshot(eventId: $eventId) {
    eventId
    asOf
    cursor
    projects {
      ...ProjectFigures
    }
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}`, {"documentId":"sha256:83b1de9497aa72034c6d55db3d032545433a52287d72c101e69d33186859af1c"}) as unknown as TypedDocumentString<MarketSnapshotQuery, MarketSnapshotQueryVariables>;
export const NewsPublishedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription NewsPublished($eventId: ID, $after: Cursor) {
  newsPublished(eventId: $eventId, after: $after) {
    ...NewsFields
  }
}
    fragment NewsFields on NewsItem {
  id
  cursor
  eventId
  at
  kind
  headline
  project {
    projectId
    ticker
  }
  bumpType
  priceBefore
  priceAfter
  sequence
}`, {"documentId":"sha256:635467134b555b88a60cbc308b0407d2521c8e78f12bc7cd23141bb4e06abfeb"}) as unknown as TypedDocumentString<NewsPublishedSubscription, NewsPublishedSubscriptionVariables>;
export const NewsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query News($eventId: ID, $first: Int, $after: String) {
  event(eventId: $eventId) {
    news(first: $first, after: $after) {
      nodes {
        ...NewsFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment NewsFields on NewsItem {
  id
  cursor
  eventId
  at
  kind
  headline
  project {
    projectId
    ticker
  }
  bumpType
  priceBefore
  priceAfter
  sequence
}`, {"documentId":"sha256:eac6e917998d400bafb624d84c7d1e05aa75e61f9be8b5712c7c7ad85601c6f5"}) as unknown as TypedDocumentString<NewsQuery, NewsQueryVariables>;
export const PortfolioUpdatedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription PortfolioUpdated($eventId: ID) {
  portfolioUpdated(eventId: $eventId) {
    ...PortfolioFields
  }
}
    fragment PortfolioFields on Portfolio {
  account {
    id
    eventId
    ranked
    cashBalance
    initialBalance
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
    liquidationValue
    unrealisedPnl
    realisedPnl
  }
  totalEquityValue
  totalPortfolioValue
  liquidationValue
  totalPnl
  realisedPnl
  unrealisedPnl
  feesPaid
  returnPct
  rank
}`, {"documentId":"sha256:67cc24cd4af9f376de95bc9f6ca82fa16a47229f60df1cc2a3a2c42cc02aee7d"}) as unknown as TypedDocumentString<PortfolioUpdatedSubscription, PortfolioUpdatedSubscriptionVariables>;
export const PortfolioDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Portfolio($eventId: ID) {
  portfolio(eventId: $eventId) {
    ...PortfolioFields
  }
}
    fragment PortfolioFields on Portfolio {
  account {
    id
    eventId
    ranked
    cashBalance
    initialBalance
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
    liquidationValue
    unrealisedPnl
    realisedPnl
  }
  totalEquityValue
  totalPortfolioValue
  liquidationValue
  totalPnl
  realisedPnl
  unrealisedPnl
  feesPaid
  returnPct
  rank
}`, {"documentId":"sha256:04fc6b4cbce51009e3e22eaa2af02efe984d20a135fd4f773f2c778ea9484bb7"}) as unknown as TypedDocumentString<PortfolioQuery, PortfolioQueryVariables>;
export const PriceHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PriceHistory($projectId: ID!, $from: DateTime, $to: DateTime, $first: Int, $after: String, $last: Int, $before: String) {
  priceHistory(
    projectId: $projectId
    from: $from
    to: $to
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      sequence
      at
      priceBefore
      price
      source
      headline
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"documentId":"sha256:2e6f885064a0d83a0afbe32cfdd323af8d636f7f8c4f6884a4871a6bcaa40ab5"}) as unknown as TypedDocumentString<PriceHistoryQuery, PriceHistoryQueryVariables>;
export const PriceUpdatedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription PriceUpdated($eventId: ID, $projectIds: [ID!], $after: Cursor, $mode: StreamMode, $throttleMs: Int) {
  priceUpdated(
    eventId: $eventId
    projectIds: $projectIds
    after: $after
    mode: $mode
    throttleMs: $throttleMs
  ) {
    ...PriceUpdateFields
  }
}
    fragment PriceUpdateFields on PriceUpdate {
  kind
  projectId
  eventId
  ticker
  name
  currentPrice
  basePrice
  netShares
  marketCap
  totalVolume
  totalTrades
  source
  headline
  updatedAt
  sequence
  missed
  cursor
}`, {"documentId":"sha256:172a3ae1e93b090f93696adb91fc12e29e3eb3404639ab0af47c1943586ead56"}) as unknown as TypedDocumentString<PriceUpdatedSubscription, PriceUpdatedSubscriptionVariables>;
export const ProjectDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Project($projectId: ID!, $minutes: Int! = 60) {
  project(projectId: $projectId) {
    ...ProjectFigures
    change(minutes: $minutes) {
      reference
      absolute
      percent
      high
      low
      volume
    }
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}`, {"documentId":"sha256:a25af1c8f1d071ae5222906a61a3421448c36f84eb387afb4fbb1dc108e48220"}) as unknown as TypedDocumentString<ProjectQuery, ProjectQueryVariables>;
export const ProjectsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Projects($eventId: ID, $first: Int, $after: String, $orderBy: ProjectOrder) {
  projects(eventId: $eventId, first: $first, after: $after, orderBy: $orderBy) {
    nodes {
      ...ProjectFigures
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}`, {"documentId":"sha256:a8077c63da38ef2d1e6848eefcbdc3af3dc065cab27904d774a45a4e33ee3e9a"}) as unknown as TypedDocumentString<ProjectsQuery, ProjectsQueryVariables>;
export const QuoteDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Quote($projectId: ID!, $side: Side!, $shares: Decimal, $cash: Decimal) {
  quote(projectId: $projectId, side: $side, shares: $shares, cash: $cash) {
    ...QuoteFigures
  }
}
    fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}`, {"documentId":"sha256:010235350342c8259ebffe06f2fe0df6541f1ef96b5f761f231f75401dbe6f07"}) as unknown as TypedDocumentString<QuoteQuery, QuoteQueryVariables>;
export const SellDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Sell($input: SellInput!) {
  sell(input: $input) {
    ...TradeResult
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}
fragment QuoteFigures on Quote {
  side
  shares
  priceBefore
  priceAfter
  executionPrice
  gross
  fee
  cashDelta
  sequence
  maxAffordable
}
fragment UserErrorFields on UserError {
  __typename
  code
  message
  path
  ... on InsufficientCashError {
    required
    available
  }
  ... on InsufficientSharesError {
    required
    available
  }
  ... on PriceMovedError {
    quote {
      ...QuoteFigures
    }
  }
}
fragment TradeResult on TradePayload {
  trade {
    ...TradeFigures
  }
  project {
    ...ProjectFigures
  }
  account {
    id
    cashBalance
  }
  userErrors {
    ...UserErrorFields
  }
}`, {"documentId":"sha256:e58e2d545b62bb02bce00103aca1a642cc77efb990c15380f083ce4a12c9a75c"}) as unknown as TypedDocumentString<SellMutation, SellMutationVariables>;
export const TradeExecutedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription TradeExecuted($eventId: ID, $projectId: ID, $after: Cursor) {
  tradeExecuted(eventId: $eventId, projectId: $projectId, after: $after) {
    ...TradeFigures
    cursor
    project {
      projectId
      ticker
    }
    trader {
      id
      displayName
    }
  }
}
    fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}`, {"documentId":"sha256:24b640f4946e033604c385b3c969e9864bf88a4c1688f818ebc3c5364f4bce59"}) as unknown as TypedDocumentString<TradeExecutedSubscription, TradeExecutedSubscriptionVariables>;
export const TradesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Trades($projectId: ID!, $first: Int, $after: String) {
  trades(projectId: $projectId, first: $first, after: $after) {
    nodes {
      ...TradeFigures
      cursor
      trader {
        id
        displayName
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}`, {"documentId":"sha256:1031e6858860dbf13633be3590dd10cae218b5f96f3563054e9f7e4aa09a7d98"}) as unknown as TypedDocumentString<TradesQuery, TradesQueryVariables>;
export const ViewerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Viewer {
  viewer {
    id
    displayName
    roles
    expiresAt
  }
}
    `, {"documentId":"sha256:11942a088330d50aeede2a122c45fae178037ed38c4617eafd643250c0d47695"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const BookMarketsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookMarkets {
  markets {
    symbol
    kind
    status
    baseAsset
    ticker {
      lastPrice
      markPrice
      change24hPercent
      volume24h
      notional24h
    }
    tickSize
  }
}
    `, {"documentId":"sha256:bd1db28b11bcd38da22b25522c386b1570f9a2adc3104254cd3bed2173c3d77a"}) as unknown as TypedDocumentString<BookMarketsQuery, BookMarketsQueryVariables>;
export const BookMarketDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookMarket($symbol: ID!) {
  market(symbol: $symbol) {
    symbol
    status
    baseAsset
    quoteAsset
    tickSize
    lotSize
    feeBps
    ticker {
      lastPrice
      markPrice
      change24hPercent
      high24h
      low24h
      volume24h
    }
  }
}
    `, {"documentId":"sha256:48d3abe0335ae3f82da8fefc6850baad8f50b05d20f1c6fb9408c833227096e4"}) as unknown as TypedDocumentString<BookMarketQuery, BookMarketQueryVariables>;
export const BookCandlesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookCandles($symbol: ID!, $interval: CandleInterval!, $from: DateTime!) {
  marketCandles(symbol: $symbol, interval: $interval, from: $from) {
    openTime
    open
    high
    low
    close
  }
}
    `, {"documentId":"sha256:bbb9b6853f48b6f7f6c80ced8131da17291d02487ae8ed944d02fc2201065e63"}) as unknown as TypedDocumentString<BookCandlesQuery, BookCandlesQueryVariables>;
export const BookTradesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookTrades($symbol: ID!) {
  marketTrades(symbol: $symbol, first: 40) {
    nodes {
      tradeNumber
      price
      quantity
      takerSide
      at
    }
  }
}
    `, {"documentId":"sha256:b3fdd1b51ef3a16fda1be4497b898fa3f27fd1ad104a5fb3bcf4293bd1d059a4"}) as unknown as TypedDocumentString<BookTradesQuery, BookTradesQueryVariables>;
export const BookUpdatedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription BookUpdated($symbol: ID!, $levels: Int, $after: Cursor) {
  marketUpdated(symbol: $symbol, levels: $levels, after: $after) {
    kind
    sequence
    previousSequence
    bids {
      price
      quantity
    }
    asks {
      price
      quantity
    }
    trades {
      tradeNumber
      price
      quantity
      takerSide
      at
    }
    lastPrice
    markPrice
    status
    cursor
  }
}
    `, {"documentId":"sha256:3a57e459391282900eff949638a8ae9c431b3d9017ea94a1bb66a2e7b5d01c99"}) as unknown as TypedDocumentString<BookUpdatedSubscription, BookUpdatedSubscriptionVariables>;
export const BookFillsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BookFills {
  fills(first: 50) {
    nodes {
      ...OwnFill
    }
  }
}
    fragment OwnFill on Fill {
  tradeNumber
  symbol
  side
  liquidity
  price
  quantity
  fee
  at
}`, {"documentId":"sha256:aef038def602940eaf93e1bc9d9eec5cc10529d1220bac850628e482f5053b47"}) as unknown as TypedDocumentString<BookFillsQuery, BookFillsQueryVariables>;
export const BookTraderDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription BookTrader($after: Cursor) {
  traderUpdated(after: $after) {
    kind
    orders {
      ...OwnOrder
    }
    fills {
      ...OwnFill
    }
    positions {
      symbol
      quantity
      averagePrice
      realisedPnl
      unrealisedPnl
    }
    balances {
      asset
      total
      held
      available
    }
    cursor
  }
}
    fragment OwnOrder on Order {
  id
  symbol
  side
  type
  price
  stopPrice
  quantity
  filledQuantity
  remainingQuantity
  timeInForce
  postOnly
  reduceOnly
  selfTradePrevention
  expiresAt
  status
  reason
  wallet
  acceptedAt
}
fragment OwnFill on Fill {
  tradeNumber
  symbol
  side
  liquidity
  price
  quantity
  fee
  at
}`, {"documentId":"sha256:0dd59d9cedac44a5a0eb4cfae5db70ac5a62226dea20d8541c467d57c03b03a8"}) as unknown as TypedDocumentString<BookTraderSubscription, BookTraderSubscriptionVariables>;
export const SigningSetupDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SigningSetup {
  signingDomain {
    name
    version
    chainId
    verifyingContract
    types
  }
}
    `, {"documentId":"sha256:796173396585432d9c75f21c9999ebef59d056161c295533acfdf8fa4c7232eb"}) as unknown as TypedDocumentString<SigningSetupQuery, SigningSetupQueryVariables>;
export const OwnWalletsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OwnWallets {
  wallets {
    address
  }
  sessionKeys {
    address
    wallet
    expiresAt
    revokedAt
  }
}
    `, {"documentId":"sha256:55bfa97f8acf75114224c4d9d311912c459c535835886ee1ea565cdec6238381"}) as unknown as TypedDocumentString<OwnWalletsQuery, OwnWalletsQueryVariables>;
export const LinkWalletDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation LinkWallet($input: LinkWalletInput!) {
  linkWallet(input: $input) {
    wallet {
      address
    }
    userErrors {
      message
    }
  }
}
    `, {"documentId":"sha256:1ab0e086a95f6087228fadf41a02a7a7319da08c2fb1f478acaacdd8eabaebdc"}) as unknown as TypedDocumentString<LinkWalletMutation, LinkWalletMutationVariables>;
export const AuthoriseSessionKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AuthoriseSessionKey($input: AuthoriseSessionKeyInput!) {
  authoriseSessionKey(input: $input) {
    sessionKey {
      address
    }
    userErrors {
      message
    }
  }
}
    `, {"documentId":"sha256:d49cf87eea1b4c40319b62af5d6d49f30fc3a3b8189d287cfa85001e569d3b89"}) as unknown as TypedDocumentString<AuthoriseSessionKeyMutation, AuthoriseSessionKeyMutationVariables>;
export const PlaceBookOrderDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PlaceBookOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order {
      ...OwnOrder
    }
    userErrors {
      message
    }
  }
}
    fragment OwnOrder on Order {
  id
  symbol
  side
  type
  price
  stopPrice
  quantity
  filledQuantity
  remainingQuantity
  timeInForce
  postOnly
  reduceOnly
  selfTradePrevention
  expiresAt
  status
  reason
  wallet
  acceptedAt
}`, {"documentId":"sha256:24040734857375254ae85b8cd84a51ff8faa0fea1dfe0a167c4975b3cf9c7525"}) as unknown as TypedDocumentString<PlaceBookOrderMutation, PlaceBookOrderMutationVariables>;
export const ReplaceBookOrderDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReplaceBookOrder($input: ReplaceOrderInput!) {
  replaceOrder(input: $input) {
    order {
      ...OwnOrder
    }
    replaced {
      ...OwnOrder
    }
    userErrors {
      message
    }
  }
}
    fragment OwnOrder on Order {
  id
  symbol
  side
  type
  price
  stopPrice
  quantity
  filledQuantity
  remainingQuantity
  timeInForce
  postOnly
  reduceOnly
  selfTradePrevention
  expiresAt
  status
  reason
  wallet
  acceptedAt
}`, {"documentId":"sha256:c9c98f8a935b7cdb0ffb00cb2d0b9da981a6a175d67d72d588e8758a313ead29"}) as unknown as TypedDocumentString<ReplaceBookOrderMutation, ReplaceBookOrderMutationVariables>;
export const CancelBookOrderDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelBookOrder($input: CancelOrderInput!) {
  cancelOrder(input: $input) {
    order {
      ...OwnOrder
    }
    userErrors {
      message
    }
  }
}
    fragment OwnOrder on Order {
  id
  symbol
  side
  type
  price
  stopPrice
  quantity
  filledQuantity
  remainingQuantity
  timeInForce
  postOnly
  reduceOnly
  selfTradePrevention
  expiresAt
  status
  reason
  wallet
  acceptedAt
}`, {"documentId":"sha256:d273d52daa968c4d83e2bed80f6de6959173a3d9936a10a5adc8eb2441374752"}) as unknown as TypedDocumentString<CancelBookOrderMutation, CancelBookOrderMutationVariables>;
export const RevokeSessionKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeSessionKey($input: RevokeSessionKeyInput!) {
  revokeSessionKey(input: $input) {
    sessionKey {
      address
    }
    userErrors {
      message
    }
  }
}
    `, {"documentId":"sha256:c2492a8ee93b59fa1de364865f22bf57f7e54736ba3dbd2107ea7bfeccf1559e"}) as unknown as TypedDocumentString<RevokeSessionKeyMutation, RevokeSessionKeyMutationVariables>;
export const CancelBookOrdersDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelBookOrders($input: CancelOrdersInput!) {
  cancelOrders(input: $input) {
    cancelled
    orders {
      ...OwnOrder
    }
    userErrors {
      message
    }
  }
}
    fragment OwnOrder on Order {
  id
  symbol
  side
  type
  price
  stopPrice
  quantity
  filledQuantity
  remainingQuantity
  timeInForce
  postOnly
  reduceOnly
  selfTradePrevention
  expiresAt
  status
  reason
  wallet
  acceptedAt
}`, {"documentId":"sha256:e112d7fbb2a6a2a516d6789bac87b94cd23f2af59961e86cc4fc07c1bdbf8105"}) as unknown as TypedDocumentString<CancelBookOrdersMutation, CancelBookOrdersMutationVariables>;
export const SetDeadMansSwitchDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetDeadMansSwitch($input: DeadMansSwitchInput!) {
  setDeadMansSwitch(input: $input) {
    cancelsAt
  }
}
    `, {"documentId":"sha256:8b3754c13edea936ef6837aab642b4fdcf6c6067948e8a22a0bc64e35ce3929b"}) as unknown as TypedDocumentString<SetDeadMansSwitchMutation, SetDeadMansSwitchMutationVariables>;
export const PreviewBookOrderDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewBookOrder($order: OrderDraftInput!) {
  previewOrder(order: $order) {
    filledQuantity
    averagePrice
    restingQuantity
    fee
    hold
    holdAsset
    userErrors {
      message
    }
  }
}
    `, {"documentId":"sha256:eeebf05e4ffb8be9e1b899b09eb2fbc1eb0615e0f0f1469f3a4dc41f02caf61b"}) as unknown as TypedDocumentString<PreviewBookOrderQuery, PreviewBookOrderQueryVariables>;
export const ImportProjectsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ImportProjects($inputs: [SaveProjectInput!]!, $idempotencyKey: String) {
  saveProjects(inputs: $inputs, idempotencyKey: $idempotencyKey) {
    projects {
      projectId
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"documentId":"sha256:2e586c7b6d618ead2a5149ba296a972a359c2f99171f9170b27ddd7af4a6513f"}) as unknown as TypedDocumentString<ImportProjectsMutation, ImportProjectsMutationVariables>;
export const PreviewImportDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewImport($inputs: [SaveProjectInput!]!) {
  previewProjects(inputs: $inputs) {
    projectId
    isNew
    priceBefore
    priceAfter
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"documentId":"sha256:2de61bf6cc86eec45954497f2dcae5c7638e6e98609950adb85de9c19aaf263b"}) as unknown as TypedDocumentString<PreviewImportQuery, PreviewImportQueryVariables>;
export const BoardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Board($eventId: ID, $minutes: Int!) {
  event(eventId: $eventId) {
    ...EventFields
  }
  marketSnapshot(eventId: $eventId) {
    asOf
    cursor
    projects {
      ...ProjectFigures
      change(minutes: $minutes) {
        reference
        high
        low
        volume
      }
    }
  }
}
    fragment ProjectFigures on Project {
  id
  projectId
  ticker
  name
  description
  isActive
  seedAmount
  basePrice
  currentPrice
  equilibrium
  netShares
  marketCap
  totalVolume
  totalTrades
  sequence
  holdersCount
  updatedAt
}
fragment EventFields on Event {
  id
  eventId
  name
  status
  opensAt
  closesAt
  watchers
  parameters {
    initialCash
    minPrice
    defaultBasePrice
    pricePerShare
    transactionFeeBps
    seedToPriceFactor
    investmentToSeedFactor
    driftEnabled
    driftIntervalMs
    driftMaxPctPerTick
    driftMeanReversion
    closingWindowSeconds
  }
}`, {"documentId":"sha256:348af20cc87273ee4e267a439f4a538bb93d164a6dedac84204bde76067a6811"}) as unknown as TypedDocumentString<BoardQuery, BoardQueryVariables>;
export const SparklinesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Sparklines($eventId: ID, $minutes: Int!, $points: Int!) {
  marketSnapshot(eventId: $eventId) {
    projects {
      projectId
      sparkline(minutes: $minutes, points: $points)
    }
  }
}
    `, {"documentId":"sha256:4a8f256a3c1e56ea8419fa6d20bcdcf0ec452fa1e3dabab68a66bfe926207689"}) as unknown as TypedDocumentString<SparklinesQuery, SparklinesQueryVariables>;
export const PortfolioHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PortfolioHistory($eventId: ID, $points: Int!, $after: String) {
  portfolio(eventId: $eventId) {
    equityCurve(points: $points) {
      at
      totalPortfolioValue
    }
    trades(first: 20, after: $after) {
      nodes {
        ...TradeFigures
        project {
          projectId
          ticker
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}`, {"documentId":"sha256:37c44b2a1ba113da8b43e711fa7bad79ba1aa5439612b62f66262f0392e34842"}) as unknown as TypedDocumentString<PortfolioHistoryQuery, PortfolioHistoryQueryVariables>;
export const ProjectPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProjectPage($projectId: ID!) {
  trades(projectId: $projectId, first: 30) {
    nodes {
      ...TradeFigures
      cursor
      trader {
        id
        displayName
      }
    }
  }
  project(projectId: $projectId) {
    projectId
    description
    equilibrium
    holdersCount
  }
}
    fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}`, {"documentId":"sha256:eb5d83c167d716eb1a0beb987d1373ddf46b830ca8af0fb6ed9ee6714e9fcc95"}) as unknown as TypedDocumentString<ProjectPageQuery, ProjectPageQueryVariables>;
export const ScreenMarketDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ScreenMarket($eventId: ID, $minutes: Int!) {
  marketSnapshot(eventId: $eventId) {
    asOf
    projects {
      projectId
      ticker
      name
      sequence
      currentPrice
      marketCap
      change(minutes: $minutes) {
        reference
      }
    }
  }
}
    `, {"documentId":"sha256:5e9823f569e5e0086cb75375d9c0e4561173294a05f39e1706d94f71c4b71094"}) as unknown as TypedDocumentString<ScreenMarketQuery, ScreenMarketQueryVariables>;
export const ScreenPastDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ScreenPast($eventId: ID) {
  event(eventId: $eventId) {
    watchers
    projects(first: 8, orderBy: VOLUME_DESC) {
      nodes {
        trades(first: 3) {
          nodes {
            ...TradeFigures
            cursor
            project {
              projectId
              ticker
            }
            trader {
              id
              displayName
            }
          }
        }
      }
    }
    news(first: 1) {
      nodes {
        ...NewsFields
      }
    }
  }
}
    fragment TradeFigures on Trade {
  id
  tradeId
  side
  shares
  price
  fee
  cashDelta
  priceBefore
  priceAfter
  sequence
  executedAt
}
fragment NewsFields on NewsItem {
  id
  cursor
  eventId
  at
  kind
  headline
  project {
    projectId
    ticker
  }
  bumpType
  priceBefore
  priceAfter
  sequence
}`, {"documentId":"sha256:de7d266f85faaee9841fd3d5ba5a6172f4dde50b409441c0a81edd2b85ca629c"}) as unknown as TypedDocumentString<ScreenPastQuery, ScreenPastQueryVariables>;