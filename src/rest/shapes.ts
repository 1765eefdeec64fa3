/**
 * What the REST door answers with: each shape is how a part of a GraphQL answer is written, and what OpenAPI says of it.
 * Field names are those of the original's tables; decimals are JSON numbers, moments are milliseconds since 1970. Pure.
 */
import type {
  RestAccountFragment,
  RestPortfolioQuery,
  RestPriceHistoryQuery,
  RestPricesSubscription,
  RestProjectFragment,
  RestStandingFragment,
  RestTradeFragment,
} from './generated/graphql.ts'
import { exactNumber } from './json.ts'

export type Schema = { readonly [keyword: string]: unknown }

export interface Property<Source> {
  readonly schema: Schema
  value(source: Source): unknown
}

export interface Shape<Source> {
  readonly name: string
  readonly schema: Schema
  /** Shapes that its properties refer to. */
  readonly parts: readonly Shape<never>[]
  write(source: Source): Record<string, unknown>
}

export type Row<Source> = { readonly [name: string]: Property<Source> }

const text = <Source>(description: string, of: (source: Source) => string, values?: readonly string[]): Property<Source> => ({
  schema: { type: 'string', description, ...(values ? { enum: values } : {}) },
  value: of,
})
/** A decimal text of GraphQL, as the JSON number that it is. */
export const decimal = <Source>(description: string, of: (source: Source) => string): Property<Source> => ({
  schema: { type: 'number', description },
  value: (source) => exactNumber(of(source)),
})
export const whole = <Source>(description: string, of: (source: Source) => number): Property<Source> => ({
  schema: { type: 'integer', description },
  value: of,
})
const truth = <Source>(description: string, of: (source: Source) => boolean): Property<Source> => ({
  schema: { type: 'boolean', description },
  value: of,
})
const moment = <Source>(description: string, of: (source: Source) => string): Property<Source> => ({
  schema: { type: 'integer', description: `${description} Milliseconds since 1970.` },
  value: (source) => Date.parse(of(source)),
})

const referTo = ({ name }: Shape<never>): Schema => ({ $ref: `#/components/schemas/${name}` })

/** A property that is another shape, or a list of it. */
export interface Nested<Source> extends Property<Source> {
  readonly part: Shape<never>
}
export const one = <Source, Inner>(shape: Shape<Inner>, of: (source: Source) => Inner): Nested<Source> => ({
  schema: referTo(shape),
  part: shape,
  value: (source) => shape.write(of(source)),
})
export const many = <Source, Inner>(
  shape: Shape<Inner>,
  description: string,
  of: (source: Source) => readonly Inner[],
): Nested<Source> => ({
  schema: { type: 'array', description, items: referTo(shape) },
  part: shape,
  value: (source) => of(source).map((inner) => shape.write(inner)),
})

export function shape<Source>(name: string, description: string, row: Row<Source>): Shape<Source> {
  const properties = Object.entries(row)
  return {
    name,
    schema: {
      type: 'object',
      description,
      properties: Object.fromEntries(properties.map(([key, { schema }]) => [key, schema])),
      required: properties.map(([key]) => key),
    },
    parts: properties.flatMap(([, property]) => ('part' in property ? [(property as Nested<Source>).part] : [])),
    write: (source) => Object.fromEntries(properties.map(([key, property]) => [key, property.value(source)])),
  }
}

const PRICE_SOURCES = ['PROJECT_CREATE', 'TRADE', 'DRIFT', 'SEED_UPDATE', 'PHASE_BUMP'] as const

export const PROJECT = shape<RestProjectFragment>('Project', 'A listed project, with its price and market.', {
  projectId: text('Plain id, unique over all events.', (p) => p.projectId),
  eventId: text('Its event.', (p) => p.eventId),
  ticker: text('Short name, unique in its event.', (p) => p.ticker),
  name: text('Name for people.', (p) => p.name),
  description: text('What the team builds.', (p) => p.description),
  isActive: truth('Whether it can be traded while the event is open.', (p) => p.isActive),
  seedAmount: decimal('Seed funding; may be negative.', (p) => p.seedAmount),
  basePrice: decimal('Price from the seed alone, per share.', (p) => p.basePrice),
  currentPrice: decimal('The market price of a share.', (p) => p.currentPrice),
  netShares: decimal('Shares bought less shares sold.', (p) => p.netShares),
  marketCap: decimal('Price × max(net shares, 1).', (p) => p.marketCap),
  totalVolume: decimal('Shares traded so far.', (p) => p.totalVolume),
  totalTrades: whole('Trades so far.', (p) => p.totalTrades),
  updatedAt: moment('Last change of price or text.', (p) => p.updatedAt),
})

export const TRADE = shape<RestTradeFragment>('Trade', 'An executed trade.', {
  tradeId: text('Unique over all events.', (t) => t.tradeId),
  projectId: text('What was traded.', (t) => t.project.projectId),
  ticker: text('Its short name.', (t) => t.project.ticker),
  userId: text('Who traded: an opaque id, the same in every event.', (t) => t.trader.id),
  displayName: text('The name to show.', (t) => t.trader.displayName),
  side: text('BUY or SELL.', (t) => t.side, ['BUY', 'SELL']),
  shares: decimal('Shares, above zero.', (t) => t.shares),
  price: decimal('Execution price per share, fee excluded.', (t) => t.price),
  fee: decimal('Fee, included in cashDelta.', (t) => t.fee),
  cashDelta: decimal('Change of the trader’s cash: below zero for BUY.', (t) => t.cashDelta),
  priceBefore: decimal('Price right before.', (t) => t.priceBefore),
  priceAfter: decimal('Price right after.', (t) => t.priceAfter),
  ts: moment('When it was executed.', (t) => t.executedAt),
})

/** An account, with the user whose it is. */
export interface OwnedAccount extends RestAccountFragment {
  readonly userId: string
}
export const ACCOUNT = shape<OwnedAccount>('Account', 'The caller’s cash in an event.', {
  userId: text('The caller: an opaque id.', (a) => a.userId),
  eventId: text('Its event.', (a) => a.eventId),
  cashBalance: decimal('Cash, never negative.', (a) => a.cashBalance),
  initialBalance: decimal('Cash it started with.', (a) => a.initialBalance),
})

type HoldingSource = NonNullable<RestPortfolioQuery['portfolio']>['holdings'][number]
export const HOLDING = shape<HoldingSource>('Holding', 'Shares of one project.', {
  projectId: text('Plain id of the project.', (h) => h.project.projectId),
  ticker: text('Its short name.', (h) => h.project.ticker),
  name: text('Its name.', (h) => h.project.name),
  shares: decimal('Shares held, above zero.', (h) => h.shares),
  avgPrice: decimal('Cost per share, fees included.', (h) => h.avgPrice),
  costBasis: decimal('What the shares cost, fees included.', (h) => h.costBasis),
  currentPrice: decimal('Market price of a share.', (h) => h.currentPrice),
  marketValue: decimal('Price × shares.', (h) => h.marketValue),
  unrealisedPnl: decimal('Market value less cost.', (h) => h.unrealisedPnl),
  realisedPnl: decimal('Profit of its sales so far.', (h) => h.realisedPnl),
})

type PointSource = NonNullable<RestPriceHistoryQuery['priceHistory']>['nodes'][number]
export const PRICE_POINT = shape<PointSource>('PricePoint', 'One price move.', {
  ts: moment('When it happened.', (p) => p.at),
  price: decimal('Price of a share after the move.', (p) => p.price),
  source: text('What moved it.', (p) => p.source, PRICE_SOURCES),
})

export const STANDING = shape<RestStandingFragment>('Standing', 'A trader on the board.', {
  rank: whole('1 is the best.', (s) => s.rank),
  userId: text('Who it is: an opaque id.', (s) => s.trader.id),
  displayName: text('The name to show.', (s) => s.trader.displayName),
  totalPortfolioValue: decimal('Cash and market values.', (s) => s.totalValue),
  liquidationValue: decimal('Cash and what selling everything now would pay: what the rank goes by.', (s) => s.liquidationValue),
  totalPnl: decimal('Total value less initial balance.', (s) => s.totalPnl),
  returnPct: decimal('Liquidation value over initial balance, in percent.', (s) => s.returnPct),
  positionsCount: whole('Projects held.', (s) => s.positionsCount),
})

type UpdateSource = RestPricesSubscription['priceUpdated']
export const PRICE_UPDATE = shape<UpdateSource>('PriceUpdate', 'A message of /btx/ws: one price move.', {
  type: text('What kind of message it is.', () => 'priceUpdate', ['priceUpdate']),
  projectId: text('Plain id of the project.', (u) => u.projectId),
  ticker: text('Its short name.', (u) => u.ticker),
  currentPrice: decimal('Price after the move.', (u) => u.currentPrice),
  basePrice: decimal('Price from the seed alone.', (u) => u.basePrice),
  netShares: decimal('Shares bought less shares sold.', (u) => u.netShares),
  marketCap: decimal('Price × max(net shares, 1).', (u) => u.marketCap),
  source: text('What moved the price.', (u) => u.source, PRICE_SOURCES),
  updatedAt: moment('Time of the move.', (u) => u.updatedAt),
})
