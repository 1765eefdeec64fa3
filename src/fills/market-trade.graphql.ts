import { builder } from '../graphql/builder.ts'
import { notionalOf } from '../ledger/ledger.ts'
import { lotTickMicros, type Market, priceText, quantityText } from '../markets/market.ts'
import type { TradePrint } from '../matching/market-feed.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { SideEnum } from '../trading/trades.graphql.ts'

/** A trade as everybody sees it. It knows its market, so that a stream shows it without reading anything. */
export const MarketTradeRef = builder.objectRef<TradePrint & { readonly market: Market }>('MarketTrade').implement({
  description: 'A match of two orders, as everybody sees it.',
  fields: (t) => ({
    symbol: t.id({ description: 'Of the market.', resolve: ({ market }) => market.symbol }),
    tradeNumber: t.string({ description: '1, 2, 3 … per market, without gaps.', resolve: (trade) => String(trade.tradeNumber) }),
    price: t.field({
      type: 'Decimal',
      description: "The resting order's price, in USDC per whole base unit.",
      resolve: ({ market, price }) => priceText(market, price),
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'Whole base units.',
      resolve: ({ market, lots }) => quantityText(market, lots),
    }),
    notional: t.field({
      type: 'Decimal',
      description: 'price times quantity in USDC, exact; fees excluded.',
      resolve: ({ market, price, lots }) => formatScaled(notionalOf(lotTickMicros(market), price, lots), MICROS_DECIMALS),
    }),
    takerSide: t.expose('takerSide', { type: SideEnum, description: 'What the order did that met a resting one.' }),
    at: t.expose('at', { type: 'DateTime', description: "When the taker's command was accepted." }),
  }),
})
