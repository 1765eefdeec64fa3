import { type Kysely, sql } from 'kysely'

/**
 * The order-book exchange. Cash is in micro-USDC, base assets in units of 1e-8, prices inside a market in ticks, quantities
 * in lots. A trader's rows are changed under the lock of its `traders` row, a market's under that of its `matchers` or
 * `market_inboxes` row; `revision` is the trader's revision at the row's last change. An `epoch` tells a database that was
 * restored from the one before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = STATEMENTS.flatMap((text) => /create table (\w+)/.exec(text)?.[1] ?? []).reverse()
  for (const table of tables) await sql.raw(`drop table ${table}`).execute(db)
}

const STATEMENTS = [
  `create table traders (
    user_id uuid primary key references users,
    revision int8 not null default 0,
    cancel_at timestamptz(3),
    epoch int4 not null default floor(random() * 2147483647)::int4,
    created_at timestamptz(3) not null default clock_timestamp()
  )`,
  // The dead man's switches that are set.
  'create index traders_cancel_at on traders (cancel_at) where cancel_at is not null',
  `create table wallets (
    wallet bytea primary key check (length(wallet) = 20),
    user_id uuid not null references traders,
    linked_at timestamptz(3) not null
  )`,
  'create index wallets_user on wallets (user_id)',
  `create table session_keys (
    session_key bytea primary key check (length(session_key) = 20),
    wallet bytea not null references wallets,
    user_id uuid not null references traders,
    scope text not null,
    expires_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    revoked_at timestamptz(3)
  )`,
  'create index session_keys_user on session_keys (user_id)',
  `create table used_signatures (
    hash bytea primary key check (length(hash) = 32),
    user_id uuid not null references traders,
    expires_at timestamptz(3) not null
  )`,
  'create index used_signatures_expiry on used_signatures (expires_at)',
  // The owner is a trader's user id, or one of the exchange's own accounts, which may be below zero.
  `create table balances (
    owner_id uuid not null,
    asset text not null collate "C",
    total int8 not null,
    held int8 not null default 0,
    is_system boolean not null default false,
    revision int8 not null default 0,
    primary key (owner_id, asset),
    check (is_system or (held >= 0 and total >= held))
  )`,
  // What moved, summed per owner, asset and kind over one transaction.
  `create table ledger_entries (
    entry_id int8 generated always as identity primary key,
    owner_id uuid not null,
    asset text not null collate "C",
    amount int8 not null,
    kind text not null check (kind in ('CREDIT', 'TRADE', 'FEE')),
    market_id int4,
    inbox_number int8,
    actor_user_id uuid,
    note text,
    at timestamptz(3) not null
  )`,
  'create index ledger_entries_owner on ledger_entries (owner_id, asset, entry_id)',
  `create table markets (
    market_id int4 generated always as identity primary key,
    symbol text not null unique collate "C",
    kind text not null check (kind in ('SPOT', 'PERPETUAL', 'FUTURE', 'OPTION')),
    status text not null check (status in ('PENDING', 'ACTIVE', 'POST_ONLY', 'REDUCE_ONLY', 'PAUSED', 'SETTLING', 'CLOSED')),
    base_asset text not null collate "C",
    quote_asset text not null collate "C",
    tick_size_micros int8 not null check (tick_size_micros > 0),
    lot_size_units int8 not null check (lot_size_units > 0),
    min_notional_micros int8 not null check (min_notional_micros >= 0),
    fee_bps int4 not null check (fee_bps between 0 and 1000),
    band_bps int4 not null check (band_bps between 1 and 10000),
    breaker_bps int4 not null check (breaker_bps between 1 and 10000),
    breaker_window_ms int4 not null check (breaker_window_ms > 0),
    reference_price int8 not null check (reference_price > 0),
    last_price int8,
    epoch int4 not null default floor(random() * 2147483647)::int4,
    created_at timestamptz(3) not null,
    check (mod(tick_size_micros::numeric * lot_size_units, 100000000) = 0)
  )`,
  `create table market_changes (
    market_id int4 not null references markets,
    number int8 not null,
    at timestamptz(3) not null,
    actor_user_id uuid,
    action text not null,
    status_before text,
    status text not null,
    note text,
    changes jsonb not null,
    primary key (market_id, number)
  )`,
  `create table market_inboxes (
    market_id int4 primary key references markets,
    last_number int8 not null default 0
  )`,
  `create table matchers (
    market_id int4 primary key references markets,
    holder text,
    epoch int8 not null default 0,
    expires_at timestamptz(3),
    inbox_position int8 not null default 0,
    trade_count int8 not null default 0,
    state jsonb
  )`,
  `create table orders (
    order_id bytea primary key check (length(order_id) = 32),
    market_id int4 not null references markets,
    user_id uuid not null references traders,
    wallet bytea not null,
    signer bytea not null,
    signature bytea not null,
    side text not null check (side in ('BUY', 'SELL')),
    type text not null check (type in ('LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT')),
    quantity int8 not null check (quantity > 0),
    price int8 not null check (price > 0),
    stop_price int8 check (stop_price > 0),
    time_in_force text not null check (time_in_force in ('GTC', 'IOC', 'FOK', 'GTT')),
    post_only boolean not null,
    reduce_only boolean not null,
    self_trade text not null,
    expires_at timestamptz(3),
    client_order_id text collate "C",
    salt numeric not null,
    replaces bytea,
    replaces_open int8,
    replaced_by bytea,
    fee_bps int4 not null,
    status text not null,
    reason text,
    open_quantity int8 not null check (open_quantity >= 0),
    filled_quantity int8 not null default 0 check (filled_quantity >= 0),
    filled_notional_micros int8 not null default 0,
    fees_micros int8 not null default 0,
    held int8 not null check (held >= 0),
    inbox_number int8 not null,
    priority int8,
    is_triggered boolean not null default false,
    accepted_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    revision int8 not null
  )`,
  // A book is rebuilt from its open orders.
  'create index orders_open on orders (market_id, side, price) where open_quantity > 0',
  'create index orders_user_open on orders (user_id, market_id) where open_quantity > 0',
  'create index orders_expiry on orders (expires_at) where open_quantity > 0 and expires_at is not null',
  'create index orders_revision on orders (user_id, revision)',
  'create index orders_page on orders (user_id, accepted_at, order_id)',
  `create unique index orders_client_id on orders (user_id, market_id, client_order_id)
    where open_quantity > 0 and client_order_id is not null`,
  `create table inbox_entries (
    market_id int4 not null references markets,
    number int8 not null,
    kind text not null check (kind in ('PLACE', 'CANCEL', 'REPLACE', 'MARKET')),
    order_id bytea,
    reason text,
    rules jsonb,
    accepted_at timestamptz(3) not null,
    primary key (market_id, number)
  )`,
  `create table fills (
    market_id int4 not null references markets,
    trade_number int8 not null,
    inbox_number int8 not null,
    at timestamptz(3) not null,
    price int8 not null,
    quantity int8 not null,
    notional_micros int8 not null,
    taker_side text not null check (taker_side in ('BUY', 'SELL')),
    maker_order_id bytea not null,
    taker_order_id bytea not null,
    maker_user_id uuid not null,
    taker_user_id uuid not null,
    maker_fee_micros int8 not null,
    taker_fee_micros int8 not null,
    maker_revision int8 not null,
    taker_revision int8 not null,
    settlement text not null default 'MATCHED' check (settlement in ('MATCHED', 'SETTLING', 'SETTLED', 'REVERTED')),
    primary key (market_id, trade_number)
  )`,
  'create index fills_maker on fills (maker_user_id, maker_revision)',
  'create index fills_taker on fills (taker_user_id, taker_revision)',
  'create index fills_maker_order on fills (maker_order_id)',
  'create index fills_taker_order on fills (taker_order_id)',
  `create table positions (
    user_id uuid not null references traders,
    market_id int4 not null references markets,
    quantity int8 not null,
    cost_basis_attos numeric not null,
    realised_attos numeric not null,
    fees_micros int8 not null,
    updated_at timestamptz(3) not null,
    revision int8 not null,
    primary key (user_id, market_id)
  )`,
  'create index positions_market on positions (market_id)',
  `create table market_minutes (
    market_id int4 not null references markets,
    minute timestamptz(0) not null,
    open int8 not null,
    high int8 not null,
    low int8 not null,
    close int8 not null,
    quantity int8 not null,
    notional_micros int8 not null,
    trades int4 not null,
    primary key (market_id, minute)
  )`,
]
