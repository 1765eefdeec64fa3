import { builder } from '../graphql/builder.ts'
import { pageArguments, range } from '../graphql/connection.ts'
import { PLAIN_LIST, plainList } from '../graphql/plain-lists.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { CANDLES_MAX } from '../price-history/candles.ts'
import { CHANGE_MINUTES_DEFAULT, CHANGE_MINUTES_MAX } from '../price-history/price-change.ts'
import {
  CandleIntervalEnum,
  CandleRef,
  HISTORY_PAGE_MAX,
  PriceChangeRef,
  PricePointConnectionRef,
  priceHistoryPage,
  readCandles,
  readChange,
  readSparkline,
} from '../price-history/price-history.graphql.ts'
import { SPARKLINE_POINTS_DEFAULT, SPARKLINE_POINTS_MAX, SPARKLINE_POINTS_MIN } from '../price-history/sparkline.ts'
import { ProjectRef, requireProject } from './projects.graphql.ts'

/** A project's past: its price points, candles and change, on the project and as root fields. */
const HISTORY = 'Price moves, oldest first; the newest page with last.'
const CANDLES = `Candles with from (rounded down to the interval) <= openTime < to, at most ${CANDLES_MAX}. None before the listing or after now.`

const FROM_MOVES = { type: 'DateTime', description: 'Only moves at or after this moment.' } as const
const TO_MOVES = { type: 'DateTime', description: 'Only moves before this moment.' } as const
const INTERVAL = { type: CandleIntervalEnum, required: true, description: 'Length of a candle.' } as const
const FROM_CANDLES = {
  type: 'DateTime',
  required: true,
  description: 'Start of the first candle, rounded down to the interval.',
} as const
const TO_CANDLES = { type: 'DateTime', description: 'End of the range; absent: now.' } as const
/** Candles are read and written in bulk: ten of them cost what one object does. */
const CANDLES_COST = { cost: 0.1, listSize: CANDLES_MAX, ...PLAIN_LIST }
/** Points of a line are kept and shared: eight of them cost what one object does. */
const SPARKLINE_COST = { cost: 0.125 }
const PROJECT_ID = { required: true, description: 'Plain id of the project.' } as const

builder.objectFields(ProjectRef, (t) => ({
  change: t.field({
    type: PriceChangeRef,
    description: 'Price move over the last N minutes, the same for every viewer.',
    args: {
      minutes: t.arg.int({
        required: true,
        defaultValue: CHANGE_MINUTES_DEFAULT,
        description: `N: 1..${CHANGE_MINUTES_MAX}.`,
        extensions: range(1, CHANGE_MINUTES_MAX),
      }),
    },
    resolve: ({ eventId, projectId, sequence }, { minutes }, context) =>
      readChange(context, { eventId, projectId, sequence, minutes }),
  }),
  sparkline: t.field({
    type: ['Decimal'],
    extensions: SPARKLINE_COST,
    description:
      'The price at evenly spread moments of the last N minutes, oldest first, the last is currentPrice; before the listing its first price. For a small picture: cheap, and the same for all.',
    args: {
      minutes: t.arg.int({
        required: true,
        defaultValue: CHANGE_MINUTES_DEFAULT,
        description: `N: 1..${CHANGE_MINUTES_MAX}.`,
        extensions: range(1, CHANGE_MINUTES_MAX),
      }),
      points: t.arg.int({
        required: true,
        defaultValue: SPARKLINE_POINTS_DEFAULT,
        description: `How many, ${SPARKLINE_POINTS_MIN}..${SPARKLINE_POINTS_MAX}.`,
        extensions: range(SPARKLINE_POINTS_MIN, SPARKLINE_POINTS_MAX),
      }),
    },
    resolve: async ({ eventId, projectId, price }, { minutes, points }, context) =>
      (await readSparkline(context, { eventId, projectId, minutes, points }, price)).map((each) =>
        formatScaled(each, MICROS_DECIMALS),
      ),
  }),
  priceHistory: t.field({
    type: PricePointConnectionRef,
    description: HISTORY,
    args: { from: t.arg(FROM_MOVES), to: t.arg(TO_MOVES), ...pageArguments(t, HISTORY_PAGE_MAX) },
    resolve: (project, args, context) => priceHistoryPage(context, project, args),
  }),
  candles: t.field({
    type: [CandleRef],
    description: CANDLES,
    extensions: CANDLES_COST,
    args: { interval: t.arg(INTERVAL), from: t.arg(FROM_CANDLES), to: t.arg(TO_CANDLES) },
    resolve: async (project, args, context, info) => plainList(await readCandles(context, project, args), context, info),
  }),
}))

builder.queryFields((t) => ({
  priceHistory: t.field({
    type: PricePointConnectionRef,
    nullable: true,
    description: HISTORY,
    args: {
      projectId: t.arg.id(PROJECT_ID),
      from: t.arg(FROM_MOVES),
      to: t.arg(TO_MOVES),
      ...pageArguments(t, HISTORY_PAGE_MAX),
    },
    resolve: async (_root, { projectId, ...args }, context) => {
      const project = await requireProject(context, projectId)
      return await priceHistoryPage(context, project, args)
    },
  }),
  candles: t.field({
    type: [CandleRef],
    nullable: true,
    description: CANDLES,
    extensions: CANDLES_COST,
    args: { projectId: t.arg.id(PROJECT_ID), interval: t.arg(INTERVAL), from: t.arg(FROM_CANDLES), to: t.arg(TO_CANDLES) },
    resolve: async (_root, { projectId, ...args }, context, info) => {
      const project = await requireProject(context, projectId)
      return plainList(await readCandles(context, project, args), context, info)
    },
  }),
}))
