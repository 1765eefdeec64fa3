import { EventRef, eventIdArgument } from '../events/events.graphql.ts'
import { eventIdOf, plainId } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { range } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { PortfolioRef } from '../portfolio/portfolio.graphql.ts'
import { returnPctHundredths } from '../portfolio/valuation.ts'
import { type Board, type BoardRow, boardEnds, neighboursOf } from './board.ts'
import { readBoard } from './boards.cache.ts'

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)

const ENDS_MAX = 100
const ENDS_DEFAULT = 5

interface Row extends BoardRow {
  readonly eventId: string
}

const RowRef = builder.objectRef<Row>('LeaderboardRow').implement({
  description: 'A trader on the board.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: '1 is the best; no two are equal.' }),
    trader: t.field({ type: TraderRef, description: 'Who it is.', resolve: ({ eventId, userId }) => ({ eventId, userId }) }),
    score: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Mean liquidation value over the closing window, in USDC; null until the event is closed.',
      resolve: (row) => (row.score === null ? null : money(row.score)),
    }),
    totalValue: t.field({ type: 'Decimal', description: 'Cash and market values, in USDC.', resolve: (row) => money(row.total) }),
    liquidationValue: t.field({
      type: 'Decimal',
      description: 'Cash and what selling each holding whole would pay, in USDC.',
      resolve: (row) => money(row.liquidation),
    }),
    totalPnl: t.field({
      type: 'Decimal',
      description: 'Total value minus initial balance, in USDC; a loss is below zero.',
      resolve: (row) => money(row.total - row.initial),
    }),
    returnPct: t.field({
      type: 'Decimal',
      description: 'Liquidation value over initial balance, in percent, to 2 decimals.',
      resolve: (row) => formatScaled(returnPctHundredths(row.liquidation, row.initial), 2),
    }),
    positionsCount: t.exposeInt('positions', { description: 'Projects held.' }),
  }),
})

/** What a caller sees of a board. */
export interface BoardView {
  readonly board: Board
  readonly top: readonly BoardRow[]
  readonly bottom: readonly BoardRow[]
}

const rowsOf = ({ board }: BoardView, rows: readonly BoardRow[]): Row[] => rows.map((row) => ({ ...row, eventId: board.eventId }))
const ownRow = ({ board }: BoardView, { viewer }: Context): BoardRow | null => viewer && board.ofUser(viewer.userId)

export const LeaderboardRef = builder.objectRef<BoardView>('Leaderboard').implement({
  description:
    'Every trader with a trade, by liquidation value over initial balance; of a closed event the frozen standings, by score.',
  fields: (t) => ({
    eventId: t.id({ description: 'Plain id of the event.', resolve: ({ board }) => board.eventId }),
    asOf: t.field({
      type: 'DateTime',
      description: 'When the board was made, at most a second ago; final: when the event closed.',
      resolve: ({ board }) => board.asOf,
    }),
    final: t.boolean({ description: 'Frozen standings of a closed event.', resolve: ({ board }) => board.final }),
    traders: t.int({ description: 'How many are ranked.', resolve: ({ board }) => board.traders }),
    top: t.field({ type: [RowRef], description: 'The best, best first.', resolve: (view) => rowsOf(view, view.top) }),
    bottom: t.field({
      type: [RowRef],
      description: 'The worst who are not in top, worst first.',
      resolve: (view) => rowsOf(view, view.bottom),
    }),
    you: t.field({
      type: RowRef,
      nullable: true,
      description: "The caller's own row; null for who is not ranked.",
      resolve: (view, _args, context) =>
        rowsOf(
          view,
          [ownRow(view, context)].filter((row) => row !== null),
        )[0] ?? null,
    }),
    neighbours: t.field({
      type: [RowRef],
      description: 'Two above the caller, the caller, two below.',
      extensions: { listSize: 5 },
      resolve: (view, _args, context) => {
        const own = ownRow(view, context)
        return own ? rowsOf(view, neighboursOf(view.board, own)) : []
      },
    }),
  }),
})

/** top and bottom are 0..100; BAD_USER_INPUT beyond. */
export function viewBoard(board: Board, { top, bottom }: { top?: number | null; bottom?: number | null }): BoardView {
  const [first, last] = [top ?? ENDS_DEFAULT, bottom ?? ENDS_DEFAULT]
  for (const [name, size] of [
    ['top', first],
    ['bottom', last],
  ] as const) {
    if (size < 0 || size > ENDS_MAX) throw badUserInput(`${name} must be 0..${ENDS_MAX}, and was ${size}.`)
  }
  return { board, ...boardEnds(board, first, last) }
}

/** The options of top and bottom, wherever a board is asked for. */
export const endArgument = (which: string) =>
  ({
    defaultValue: ENDS_DEFAULT,
    description: `How many of the ${which}, 0..${ENDS_MAX}.`,
    extensions: range(0, ENDS_MAX),
  }) as const

/** The event's board, at most a second old; the event exists. SERVICE_UNAVAILABLE where it is not there so soon. */
export async function boardOf(context: Context, eventId: string, patienceMs?: number): Promise<Board> {
  const board = await readBoard(context.deps, eventId, patienceMs)
  if (!board) throw new Error(`event ${eventId} has no feed`)
  return board
}

builder.objectField(EventRef, 'leaderboard', (t) =>
  t.field({
    type: LeaderboardRef,
    nullable: true,
    description: 'Who stands where, at most a second old.',
    args: { top: t.arg.int(endArgument('best')), bottom: t.arg.int(endArgument('worst')) },
    resolve: async ({ event }, args, context) => viewBoard(await boardOf(context, event.eventId), args),
  }),
)

builder.queryField('leaderboard', (t) =>
  t.field({
    type: LeaderboardRef,
    nullable: true,
    description: 'Who stands where in an event, at most a second old.',
    args: { eventId: t.arg.id(eventIdArgument), top: t.arg.int(endArgument('best')), bottom: t.arg.int(endArgument('worst')) },
    resolve: async (_root, { eventId: argument, ...args }, context) => {
      const eventId = eventIdOf(argument)
      const board = plainId(eventId) === null ? null : await readBoard(context.deps, eventId)
      if (!board) throw notFound(`There is no event "${eventId.slice(0, 64)}".`)
      return viewBoard(board, args)
    },
  }),
)

builder.objectField(PortfolioRef, 'rank', (t) =>
  t.int({
    nullable: true,
    description: 'Place on the leaderboard; null for who is not ranked, as before the first trade.',
    resolve: async ({ account }, _args, context) =>
      (await boardOf(context, account.eventId)).ofUser(account.userId)?.rank ?? null,
  }),
)
