import type { Deps } from '../platform/deps.ts'
import { gauge } from '../platform/metrics.ts'
import { deleteServer, type LockWaits, type Presence, readLockWaits, readPresence, upsertServer } from './presence.sql.ts'

const RENEW_MS = 5_000

/** Says every 5 s that this process runs, and keeps for /metrics which others do. */
export function announcePresence(deps: Deps, role: string): { end(): Promise<void> } {
  let seen: Presence | null = null
  let wasLacking = false
  let locks: LockWaits = { waiters: 0, longestSeconds: 0 }
  let writing: Promise<void> = Promise.resolve()
  async function renew(): Promise<void> {
    await upsertServer(deps.db, deps.serverId, role)
    const now = await readPresence(deps.db)
    locks = await readLockWaits(deps.db)
    // Processes that start together see each other from the second time on.
    const isLacking = seen !== null && now.workers === 0
    if (isLacking && !wasLacking) deps.log.warn('no worker runs: prices do not drift and no job is done')
    wasLacking = isLacking
    seen = now
  }
  const tell = (error: unknown) => deps.log.debug({ err: error }, 'this process could not say whether it runs')
  const renewSoon = () => {
    writing = renew().catch(tell)
  }
  const renewing = setInterval(renewSoon, RENEW_MS).unref()
  renewSoon()
  const unmetered = [
    gauge('database_lock_waiters', 'Sessions of the database that wait for a lock, as of the last 5 s.', () => locks.waiters),
    gauge('database_lock_wait_seconds', 'How long the one that waits longest has waited.', () => locks.longestSeconds),
    gauge('servers_seen', 'Processes that answer requests, over all machines.', () => seen?.doors ?? 0),
    gauge('workers_seen', 'Processes that tick and run jobs; 0: prices do not drift.', () => seen?.workers ?? 0),
    gauge('matchers_seen', 'Processes that match orders.', () => seen?.matchers ?? 0),
  ]
  return {
    async end() {
      clearInterval(renewing)
      for (const unmeter of unmetered) unmeter()
      await writing
      // What stays behind is void by its age.
      await deleteServer(deps.db, deps.serverId).catch(tell)
    },
  }
}
