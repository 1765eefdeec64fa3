import { cursorOfPosition } from '../events/cursor.ts'
import { EventRef } from '../events/events.graphql.ts'
import type { NewsKind } from '../events/feed.ts'
import { builder } from '../graphql/builder.ts'
import { connectionOf, defineConnection, pageArguments, pageCursor, pageOf } from '../graphql/connection.ts'
import { encodeNodeId, NodeInterface, registerNode, UUID } from '../graphql/node.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { findNews, listNews, type NewsRow } from './news.sql.ts'
import { described } from '../graphql/described.ts'

const NewsKindEnum = builder.enumType('NewsKind', {
  description: 'What a news item tells of.',
  values: described<NewsKind>({
    LISTED: 'A project was listed.',
    PHASE_BUMP: 'An organiser bumped a price.',
    SEED_UPDATE: 'A seed changed.',
    INVESTMENT: 'A project raised an investment.',
    EVENT_OPENED: 'Trading began.',
    EVENT_HALTED: 'Trading was halted.',
    EVENT_CLOSED: 'The market closed: standings are final.',
    ANNOUNCEMENT: 'Something else that the organisers say.',
  }),
})

const money = (value: bigint | null) => (value === null ? null : formatScaled(value, MICROS_DECIMALS))

export const NewsItemRef = builder.objectRef<NewsRow>('NewsItem').implement({
  description: 'Why prices jump: what the organiser said, or what the server wrote where nobody did. Plain text.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({ description: 'Opaque global id.', resolve: (n) => encodeNodeId('NewsItem', n.newsId) }),
    cursor: t.field({
      type: 'Cursor',
      description: 'Pass to newsPublished as after.',
      resolve: (n) => cursorOfPosition(n.epoch, n.eventId, n.position),
    }),
    eventId: t.exposeID('eventId', { description: 'Plain id of the event.' }),
    at: t.field({ type: 'DateTime', description: 'When it happened.', resolve: (n) => n.at }),
    kind: t.field({ type: NewsKindEnum, description: 'What happened.', resolve: (n) => n.kind }),
    headline: t.exposeString('headline', { description: 'One line, at most 200 characters.' }),
    priceBefore: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price of a share before; null without a price move.',
      resolve: (n) => money(n.priceBefore),
    }),
    priceAfter: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price of a share after; null without a price move.',
      resolve: (n) => money(n.priceAfter),
    }),
    sequence: t.exposeInt('sequence', { nullable: true, description: 'The price point of the move; null without one.' }),
  }),
})

registerNode('NewsItem', async (context, newsId) => (await findNews(context.deps.db, [newsId]))[0] ?? null, UUID)

const NewsConnection = defineConnection('News', NewsItemRef)
const cursor = pageCursor('news', /^(0|[1-9][0-9]{0,17})$/)

builder.objectField(EventRef, 'news', (t) =>
  t.field({
    type: NewsConnection,
    description: 'Its news, newest first.',
    args: pageArguments(t),
    resolve: async ({ event }, args, context) => {
      const page = pageOf(args)
      const place = (text: string | null) => {
        const parts = cursor.decode(text)
        return parts && BigInt(parts[0]!)
      }
      const rows = await listNews(context.reader, event.eventId, {
        after: place(page.after),
        before: place(page.before),
        backward: page.direction === 'backward',
        limit: page.limit + 1,
      })
      return connectionOf(rows, page, (row) => cursor.encode(String(row.position)))
    },
  }),
)
