import { effectiveStatus } from '../events/event.ts'
import { lockEventShared, readClock } from '../events/events.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { moveOf } from '../projects/move-record.ts'
import { line, type Project } from '../projects/project.ts'
import { lockProjects, markTicked, updateMarkets } from '../projects/projects.sql.ts'
import { driftTick, NOISE_MAX } from './drift-tick.ts'
import { listDueProjects } from './drift.sql.ts'

/**
 * Ticks the projects of an event that are due; how many prices moved. Whoever holds a project's lock and still finds it
 * due has the tick: another server that waited for the lock finds it done. A tick never overwrites a trade.
 */
export async function tickEvent(tx: Tx, eventId: string): Promise<number> {
  const found = await lockEventShared(tx, eventId)
  if (!found) return 0
  const { parameters } = found.event
  if (effectiveStatus(found.event, found.now) !== 'OPEN' || !parameters.driftEnabled || parameters.transactionFeeBps === 0)
    return 0
  const due = await listDueProjects(tx, eventId, parameters.driftIntervalMs)
  if (due.length === 0) return 0
  const locked = await lockProjects(tx, eventId, due)
  const now = await readClock(tx.sql)
  // The market may have closed while trades held the projects.
  if (effectiveStatus(found.event, now) !== 'OPEN') return 0
  const moved: { project: Project; priceBefore: Project['price'] }[] = []
  const still: string[] = []
  for (const before of locked) {
    const passedMs = now.getTime() - before.tickedAt.getTime()
    const sinceMs = passedMs < -parameters.driftIntervalMs ? parameters.driftIntervalMs : passedMs
    if (!before.isActive || sinceMs < parameters.driftIntervalMs) continue
    const noise = tx.deps.random.integer(-NOISE_MAX, NOISE_MAX)
    const price = driftTick({ price: before.price, line: line(before, parameters), elapsedMs: sinceMs, noise }, parameters)
    if (price === before.price) {
      still.push(before.projectId)
      continue
    }
    const at = now > before.movedAt ? now : before.movedAt
    const project = { ...before, price, sequence: before.sequence + 1, movedAt: at, updatedAt: at, tickedAt: now }
    moved.push({ project, priceBefore: before.price })
  }
  if (still.length > 0) await markTicked(tx, eventId, still, now)
  if (moved.length === 0) return 0
  await updateMarkets(
    tx,
    eventId,
    moved.map(({ project }) => project),
  )
  await appendToFeed(tx, eventId, { moves: moved.map(({ project, priceBefore }) => moveOf(project, priceBefore, 'DRIFT', null)) })
  return moved.length
}
