import { lockOrOpenAccounts } from '../accounts/accounts.commands.ts'
import { decideGrant, grantHeadline, grantTotal } from '../accounts/cash-grant.ts'
import { insertGrants, lockRecipients } from '../accounts/cash-grants.sql.ts'
import { insertAudit } from '../audit/audit.sql.ts'
import { reviseAccounts } from '../events/accounts-revision.sql.ts'
import { lockEventShared } from '../events/events.sql.ts'
import { readHeadline } from '../events/texts.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import { lockUser } from '../identity/identity.sql.ts'
import { type Decimal, formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { Deps } from '../platform/deps.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { eventNews } from './event-texts.ts'

export interface GrantOrder {
  readonly eventId: string
  /** null: everyone who has an account in the event now. */
  readonly userId: string | null
  readonly amount: Decimal
  readonly headline?: string | null
  readonly keyed: KeyedRequest
}

/** What was granted, as the API shows it. */
export type Granted = { readonly amount: string; readonly traders: number; readonly total: string }

/** Grants cash to one trader, or to all of an event. null where there is no such user. Idempotent by key, audited. */
export function grantCash(deps: Deps, order: GrantOrder): Promise<Granted | Refusal | null> {
  const { eventId, userId, keyed } = order
  return inTransaction(deps, async (tx) => {
    if (userId !== null && !(await lockUser(tx, userId))) return null
    return await once(tx, keyed, async () => {
      const headline = readHeadline(order.headline)
      if (headline !== null && isRefusal(headline)) return headline
      const found = await lockEventShared(tx, eventId)
      if (!found) return refuse('EVENT_NOT_FOUND', `There is no event "${eventId}".`, ['input', 'eventId'])
      const { event, now } = found
      const early = decideGrant(order.amount, event, now, event.parameters.initialCashMicros)
      if (isRefusal(early)) return early
      if (userId !== null) await lockOrOpenAccounts(tx, eventId, event.parameters.initialCashMicros, [{ userId, isAdmin: false }])
      const recipients = { eventId, userId }
      const { largest } = await lockRecipients(tx, recipients)
      const amount = decideGrant(order.amount, event, now, largest)
      if (isRefusal(amount)) throw new GrantRefused(amount)
      const auditId = uuidv7()
      const traders = await insertGrants(tx, recipients, { auditId, amount, at: now })
      const told = headline?.text ?? (userId === null && traders > 0 ? grantHeadline(amount) : null)
      const granted = { amount: text(amount), traders, total: text(grantTotal(amount, traders)) }
      const whom =
        userId === null
          ? { field: 'traders', before: null, after: String(traders) }
          : { field: 'traderId', before: null, after: userId }
      const changes = [
        whom,
        { field: 'amount', before: null, after: granted.amount },
        { field: 'total', before: null, after: granted.total },
      ]
      await insertAudit(tx, [
        { auditId, eventId, at: now, actorUserId: keyed.userId, action: 'grantCash', headline: told, changes },
      ])
      const news = told === null ? [] : [eventNews(uuidv7(), 'ANNOUNCEMENT', told, now)]
      await reviseAccounts(tx, eventId)
      await appendToFeed(tx, eventId, { news, revise: true, touchedUserIds: userId === null ? [] : [userId] })
      return granted
    })
  }).catch((error: unknown) => {
    if (error instanceof GrantRefused) return error.refusal
    throw error
  })
}

const text = (value: bigint): string => formatScaled(value, MICROS_DECIMALS)

/** A refusal that is found once an account was opened rolls that back by throwing. */
class GrantRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}
