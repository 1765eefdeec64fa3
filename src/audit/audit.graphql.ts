import { eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { connectionOf, defineConnection, pageArguments, pageCursor, pageOf } from '../graphql/connection.ts'
import { encodeNodeId, NodeInterface, registerNode, UUID } from '../graphql/node.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { AuditChange } from './audit.ts'
import { type AuditRow, findAudit, listAudit } from './audit-log.sql.ts'

export const AuditChangeRef = builder.objectRef<AuditChange>('AuditChange').implement({
  description: 'One field of the changed thing, as the API shows it.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Its name.' }),
    before: t.exposeString('before', { nullable: true, description: 'Null where there was nothing.' }),
    after: t.exposeString('after', { nullable: true, description: 'Null where nothing is left.' }),
  }),
})

const money = (value: bigint | null) => (value === null ? null : formatScaled(value, MICROS_DECIMALS))

export const AuditEntryRef = builder.objectRef<AuditRow>('AuditEntry').implement({
  description: 'Who did what to the market. Administrators only.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({ description: 'Opaque global id.', resolve: (entry) => encodeNodeId('AuditEntry', entry.auditId) }),
    eventId: t.exposeID('eventId', { description: 'Plain id of the event.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (entry) => entry.at }),
    actor: t.field({
      type: TraderRef,
      nullable: true,
      description: 'Who; null: the clock.',
      resolve: (entry) => (entry.actorUserId === null ? null : { userId: entry.actorUserId, eventId: entry.eventId }),
    }),
    action: t.exposeString('action', { description: 'The mutation or transition.' }),
    headline: t.exposeString('headline', { nullable: true, description: 'What the public read of it.' }),
    priceBefore: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price of a share before; null without a price move.',
      resolve: (entry) => money(entry.priceBefore),
    }),
    priceAfter: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price of a share after; null without a price move.',
      resolve: (entry) => money(entry.priceAfter),
    }),
    changes: t.field({ type: [AuditChangeRef], description: 'Fields that changed.', resolve: (entry) => entry.changes }),
  }),
})

registerNode(
  'AuditEntry',
  async (context, auditId) => (context.viewer?.isAdmin ? ((await findAudit(context.deps.db, [auditId]))[0] ?? null) : null),
  UUID,
)

const AuditEntryConnection = defineConnection('AuditEntry', AuditEntryRef)
const cursor = pageCursor('audit', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, UUID)

builder.queryField('auditLog', (t) =>
  t.field({
    type: AuditEntryConnection,
    nullable: true,
    description: 'Administrators only. Newest first.',
    args: { eventId: t.arg.id(eventIdArgument), ...pageArguments(t) },
    resolve: async (_root, { eventId, ...args }, context) => {
      requireAdmin(context)
      const { event } = await requireEvent(context, eventId)
      const page = pageOf(args)
      const place = (text: string | null) => {
        const parts = cursor.decode(text)
        return parts && { at: parts[0]!, auditId: parts[1]! }
      }
      const rows = await listAudit(context.deps.db, event.eventId, {
        after: place(page.after),
        before: place(page.before),
        backward: page.direction === 'backward',
        limit: page.limit + 1,
      })
      return connectionOf(rows, page, (entry) => cursor.encode(entry.at.toISOString(), entry.auditId))
    },
  }),
)
