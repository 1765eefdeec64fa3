import { builder } from '../graphql/builder.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, SHARE_DECIMALS } from '../money/units.ts'
import { PriceSourceEnum } from '../price-history/price-history.graphql.ts'
import { marketCap } from '../projects/project.ts'
import type { PriceUpdate } from './price-source.ts'
import { described } from '../graphql/described.ts'

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)
const shares = (value: bigint) => formatScaled(value, SHARE_DECIMALS)

const PriceUpdateKindEnum = builder.enumType('PriceUpdateKind', {
  description: 'SNAPSHOT: the state of a project where the stream starts. CHANGE: a move of its price.',
  values: described({
    SNAPSHOT: 'The state of the project where the stream starts.',
    CHANGE: 'A price move.',
  }),
})

export const PriceUpdateRef = builder.objectRef<PriceUpdate>('PriceUpdate').implement({
  description: 'One price move of one project, or (SNAPSHOT) its state where the stream starts; always as right after the move.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PriceUpdateKindEnum, description: 'SNAPSHOT or CHANGE.' }),
    projectId: t.id({ description: 'Plain id of the project.', resolve: ({ move }) => move.projectId }),
    eventId: t.exposeID('eventId', { description: 'Plain id of the event.' }),
    ticker: t.string({ description: 'Short name, unique in its event.', resolve: ({ move }) => move.ticker }),
    name: t.string({ description: 'Name for people.', resolve: ({ move }) => move.name }),
    currentPrice: t.field({
      type: 'Decimal',
      description: 'Price after the move, in USDC per share.',
      resolve: ({ move }) => money(move.price),
    }),
    basePrice: t.field({
      type: 'Decimal',
      description: 'Price from the seed alone, in USDC per share.',
      resolve: ({ move }) => money(move.basePrice),
    }),
    netShares: t.field({
      type: 'Decimal',
      description: 'Shares bought less shares sold.',
      resolve: ({ move }) => shares(move.netShares),
    }),
    marketCap: t.field({
      type: 'Decimal',
      description: 'Price × max(net shares, 1) in USDC, rounded down.',
      resolve: ({ move }) => money(marketCap(move.price, move.netShares)),
    }),
    totalVolume: t.field({
      type: 'Decimal',
      description: 'Shares traded so far, bought and sold.',
      resolve: ({ move }) => shares(move.totalVolume),
    }),
    totalTrades: t.int({ description: 'Trades so far.', resolve: ({ move }) => move.totalTrades }),
    source: t.field({ type: PriceSourceEnum, description: 'What moved the price.', resolve: ({ move }) => move.source }),
    headline: t.string({
      nullable: true,
      description: 'What the organiser said about the move; plain text.',
      resolve: ({ move }) => move.headline,
    }),
    updatedAt: t.field({ type: 'DateTime', description: 'Time of the move.', resolve: ({ move }) => move.at }),
    sequence: t.int({
      description: 'Per project, without gaps: sequence = previous sequence + 1 + missed.',
      resolve: ({ move }) => move.sequence,
    }),
    missed: t.exposeInt('missed', {
      description:
        'How many moves of this project were folded into this one, because the stream asked for LATEST, the reader was slow, or history was thinned. 0 or more.',
    }),
    cursor: t.field({
      type: 'Cursor',
      description: 'Pass as after to go on behind this update on a new connection, on any server.',
      resolve: (update) => update.cursor(),
    }),
  }),
})
