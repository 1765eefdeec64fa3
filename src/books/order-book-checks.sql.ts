import { type RawBuilder, sql } from 'kysely'
import { TREASURY_OWNER } from '../ledger/ledger.ts'

/** A market's micro-USDC per lot and tick, and the most that the open part of an order can still take (`holdOf`). */
const LOT_TICK = sql`(m.tick_size_micros * m.lot_size_units::numeric / 100000000)`
const HOLD = sql`case o.side when 'SELL' then o.open_quantity * m.lot_size_units
  else o.open_quantity * o.price * ${LOT_TICK}
    + ceil(o.fee_bps * (o.filled_notional_micros + o.open_quantity * o.price * ${LOT_TICK}) / 10000)
    - ceil(o.fee_bps * o.filled_notional_micros / 10000.0) end`
/** Each fill twice: as its maker and as its taker have it; `sign` is 1 for who bought. */
const LEGS = sql`(
  select market_id, trade_number, maker_order_id as order_id, maker_user_id as user_id, price, quantity, notional_micros,
    maker_fee_micros as fee, case taker_side when 'BUY' then -1 else 1 end as sign from fills
  union all select market_id, trade_number, taker_order_id, taker_user_id, price, quantity, notional_micros, taker_fee_micros,
    case taker_side when 'BUY' then 1 else -1 end from fills)`
const IN_BOOK = sql`o.open_quantity > 0 and o.status in ('OPEN', 'PARTIALLY_FILLED') and (o.stop_price is null or o.is_triggered)`

/** What must hold between the tables of the order book, like BOOK_CHECKS. */
export const ORDER_BOOK_CHECKS: Readonly<Record<string, RawBuilder<Record<string, unknown>>>> = {
  'I7 the ledger sums to zero in every asset, and in every batch of a market': sql`
    select asset, market_id, inbox_number, sum(amount) from ledger_entries
    group by asset, grouping sets ((), (market_id, inbox_number)) having sum(amount) <> 0`,
  'I7 a balance is what was entered for it': sql`
    select owner_id, asset, b.total, entered from balances b full join (
      select owner_id, asset, sum(amount) as entered from ledger_entries group by owner_id, asset
    ) e using (owner_id, asset) where coalesce(b.total, 0) <> coalesce(entered, 0)`,
  'I7 what is held of a balance is what its orders hold': sql`
    select owner_id, asset, b.held, orders from balances b full join (
      select o.user_id as owner_id, case o.side when 'BUY' then m.quote_asset else m.base_asset end as asset, sum(o.held) as orders
      from orders o join markets m using (market_id) group by 1, 2
    ) h using (owner_id, asset) where coalesce(b.held, 0) <> coalesce(orders, 0)`,
  'I7 an order holds what its open part can still take; one that waits to replace another, at most that': sql`
    select o.order_id, o.status, o.held, ${HOLD} as needed from orders o join markets m using (market_id)
    where case when o.status = 'PENDING' and o.replaces is not null then o.held > ${HOLD} else o.held <> ${HOLD} end`,
  'I7 nobody but the exchange owes anything': sql`
    select owner_id, asset, total, held from balances where not is_system and (held < 0 or total < held)`,
  'I7 an order is filled for what its fills say, and pays its fee rounded up once': sql`
    select o.order_id, o.filled_quantity, o.filled_notional_micros, o.fees_micros, f.* from orders o left join (
      select order_id, sum(quantity) as lots, sum(notional_micros) as notional, sum(fee) as fee from ${LEGS} legs group by order_id
    ) f using (order_id)
    where (o.filled_quantity, o.filled_notional_micros, o.fees_micros)
        is distinct from (coalesce(lots, 0), coalesce(notional, 0), coalesce(fee, 0))
      or o.fees_micros <> ceil(o.fee_bps * o.filled_notional_micros / 10000.0)`,
  'I7 the exchange has the fees of all orders': sql`
    select has, fees from (select coalesce(sum(total), 0) as has from balances where is_system and owner_id <> ${TREASURY_OWNER}) b,
      (select coalesce(sum(fees_micros), 0) as fees from orders) o where has <> fees`,
  'I7 a position is what its fills add up to, and realised as much as it was paid less what it still costs': sql`
    select user_id, market_id, p.quantity, f.* from positions p full join (
      select user_id, market_id, sum(sign * quantity) as lots, sum(fee) as fees, sum(-sign * notional_micros) as paid
      from ${LEGS} legs group by user_id, market_id
    ) f using (user_id, market_id)
    where (p.quantity, p.fees_micros, p.realised_attos - p.cost_basis_attos) is distinct from (lots, fees, paid * 1000000000000)
      or p.quantity * p.cost_basis_attos < 0 or (p.quantity = 0 and p.cost_basis_attos <> 0)`,
  'I7 what is long in a market is short in it': sql`
    select market_id, sum(quantity) from positions group by market_id having sum(quantity) <> 0`,
  'I8 an inbox is numbered 1..N without gaps, never earlier than before, and nobody is ahead of it': sql`
    select market_id, i.last_number, n, last, r.inbox_position from market_inboxes i left join (
      select market_id, count(*) as n, max(number) as last, min(number) as first from inbox_entries group by market_id
    ) e using (market_id) left join matchers r using (market_id)
    where i.last_number <> coalesce(n, 0) or i.last_number <> coalesce(last, 0) or first <> 1 or r.inbox_position > i.last_number`,
  'I8 an order is brought by one entry of its inbox, and PENDING exactly until the matcher came to it': sql`
    select o.order_id, o.status, o.inbox_number, e.n, r.inbox_position from orders o left join (
      select market_id, order_id, count(*) as n, max(number) as number from inbox_entries where kind in ('PLACE', 'REPLACE')
      group by market_id, order_id
    ) e using (market_id, order_id) left join matchers r using (market_id)
    where e.n is distinct from 1 or e.number <> o.inbox_number
      or (o.status = 'PENDING') <> (o.inbox_number > coalesce(r.inbox_position, 0))`,
  'I8 an order is open, or ended with nothing open; filled is who is filled whole': sql`
    select order_id, status, quantity, open_quantity, filled_quantity from orders
    where (open_quantity > 0) <> (status in ('PENDING', 'OPEN', 'PARTIALLY_FILLED')) or open_quantity + filled_quantity > quantity
      or (status = 'FILLED') <> (filled_quantity = quantity)`,
  'I8 trades are numbered 1..N without gaps, in the order of the inbox': sql`
    select market_id, r.trade_count, n, last, is_late from matchers r full join (
      select market_id, count(*) as n, max(trade_number) as last, bool_or(inbox_number < before or at < at_before) as is_late from (
        select *, lag(inbox_number) over w as before, lag(at) over w as at_before from fills
        window w as (partition by market_id order by trade_number)
      ) numbered group by market_id
    ) f using (market_id)
    where coalesce(r.trade_count, 0) <> coalesce(n, 0) or coalesce(last, 0) <> coalesce(n, 0) or is_late`,
  'I8 a fill is between two orders of its market, at a price that both allow, worth price times quantity': sql`
    select f.market_id, f.trade_number from fills f join markets m using (market_id)
    left join orders b on b.order_id = f.maker_order_id left join orders t on t.order_id = f.taker_order_id
    where b.market_id is distinct from f.market_id or t.market_id is distinct from f.market_id or b.side = t.side
      or t.side <> f.taker_side or b.price <> f.price or (case t.side when 'BUY' then t.price < f.price else t.price > f.price end)
      or b.user_id <> f.maker_user_id or t.user_id <> f.taker_user_id or f.notional_micros <> f.price * f.quantity * ${LOT_TICK}`,
  'I8 no bid is at or above an offer': sql`
    select market_id, max(o.price) filter (where o.side = 'BUY') as bid, min(o.price) filter (where o.side = 'SELL') as offer
    from orders o where ${IN_BOOK} group by market_id
    having max(o.price) filter (where o.side = 'BUY') >= min(o.price) filter (where o.side = 'SELL')`,
  'I8 orders that rest have each a place of their own': sql`
    select market_id, priority, count(*) from orders where open_quantity > 0 and status in ('OPEN', 'PARTIALLY_FILLED')
    group by market_id, priority having count(*) > 1 or priority is null`,
  'I8 the last price of a market is that of its newest trade': sql`
    select market_id, m.last_price, f.price from markets m left join lateral (
      select price from fills where market_id = m.market_id order by trade_number desc limit 1
    ) f on true where m.last_price is distinct from f.price`,
  'I8 the open interest of a market is what its positions above zero add up to': sql`
    select r.market_id, r.state->>'openInterest' as said, held from matchers r left join (
      select market_id, sum(quantity) as held from positions where quantity > 0 group by market_id
    ) p using (market_id) where (r.state->>'openInterest')::numeric <> coalesce(held, 0)`,
  'I8 minutes are what their fills add up to': sql`
    select market_id, minute, b.quantity, f.quantity, b.trades, f.trades from market_minutes b full join (
      select market_id, date_trunc('minute', at, 'UTC') as minute, sum(quantity) as quantity, sum(notional_micros) as notional,
        count(*) as trades, max(price) as high, min(price) as low from fills group by 1, 2
    ) f using (market_id, minute)
    where (b.quantity, b.notional_micros, b.trades, b.high, b.low)
      is distinct from (f.quantity, f.notional, f.trades, f.high, f.low)`,
}
