import type { Deps } from '../platform/deps.ts'
import type { FeedNews, Hub } from './hub.ts'
import { portfolioReader } from './portfolios.ts'
import { StateSource } from './state-source.ts'

/** What of a feed changes which state. In doubt a state is read again: a repeat is left out, a change never. */
export const anyChange = (): boolean => true

/** Status, clock, parameters, name. */
export const eventChange = ({ isRevised, isPatchy, entries }: FeedNews): boolean =>
  isRevised || isPatchy || entries.some(({ news }) => news?.kind.startsWith('EVENT_'))

/** The portfolio of one user: own trades, moves of what is held, and what others did to the account. */
export function portfolioSource({ db, log }: Pick<Deps, 'db' | 'log'>, hub: Hub, userId: string): StateSource {
  /** null: not known, so that any move may matter. */
  let held: ReadonlySet<string> | null = null
  let asked = 0

  function isChange({ changes, touchedUserIds, isRevised, isPatchy }: FeedNews): boolean {
    if (isRevised || isPatchy || touchedUserIds.includes(userId)) return true
    return changes.some(({ move }) => move.trade?.userId === userId || (held?.has(move.projectId) ?? true))
  }

  function onTake(): void {
    const mine = ++asked
    held = null
    portfolioReader(db)
      .account(hub.eventId, userId)
      .then(
        (found) => {
          if (mine === asked) held = new Set(found?.assets.map(({ project }) => project.projectId))
        },
        (error: unknown) => log.debug({ err: error }, 'holdings could not be read for a stream'),
      )
  }

  return new StateSource(hub, { isChange, settleMs: 0, onTake })
}
