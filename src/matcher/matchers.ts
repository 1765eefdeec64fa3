import { inboxTopic } from '../markets/inbox.codec.ts'
import type { Deps } from '../platform/deps.ts'
import { startJobs } from '../platform/jobs.ts'
import { counter, gauge } from '../platform/metrics.ts'
import { claimLeases, renewLeases } from './leases.sql.ts'
import { type MarketRunner, runMarket } from './market-runner.ts'
import { listInboxEnds } from './matcher.sql.ts'
import { cancelByClock } from './sweeps.commands.ts'

/**
 * The matchers of one process: a lane per market of which it holds the lease. Any number of processes may run them; each takes
 * what is free, and what another's lease left.
 */
export interface Matchers {
  /** Ids of the markets that this process matches now. */
  readonly marketIds: readonly number[]
  /** Ends every lane after its batch and gives the leases back. */
  close(): Promise<void>
}

/** How late a lane learns of commands that no hint told of. */
const POLL_MS = 100
const CLAIM_MS = 250
const RENEW_MS = 1_500
const SWEEP_MS = 250

const leaseChanges = counter('matcher_lease_changes_total', 'Leases of markets that were taken or lost.')

export function startMatchers(deps: Deps): Matchers {
  const lanes = new Map<number, { runner: MarketRunner; unsubscribe: () => void }>()
  const unmeter = gauge('matcher_markets', 'Markets that this process matches.', () => lanes.size)

  async function claim(): Promise<void> {
    for (const lease of await claimLeases(deps.db, deps.serverId)) {
      await lanes.get(lease.marketId)?.runner.stop()
      const runner = runMarket(deps, lease)
      const unsubscribe = deps.bus.subscribe(inboxTopic(lease.marketId), () => runner.wake())
      lanes.set(lease.marketId, { runner, unsubscribe })
      leaseChanges.add({ kind: 'taken' })
      void runner.ended.then(() => {
        unsubscribe()
        if (lanes.get(lease.marketId)?.runner === runner) lanes.delete(lease.marketId)
      })
    }
  }

  async function renew(): Promise<void> {
    const runners = [...lanes.values()].map(({ runner }) => runner)
    if (runners.length === 0) return
    const held = await renewLeases(
      deps.db,
      runners.map(({ lease }) => lease),
    )
    for (const runner of runners) {
      if (held.get(runner.lease.marketId) === runner.lease.epoch) continue
      leaseChanges.add({ kind: 'lost' })
      await runner.stop()
    }
  }

  async function poll(): Promise<void> {
    if (lanes.size === 0) return
    const ends = await listInboxEnds(deps.db, [...lanes.keys()])
    for (const [marketId, { runner }] of lanes) if ((ends.get(marketId) ?? 0) > runner.position) runner.wake()
  }

  async function sweep(): Promise<void> {
    if (lanes.size > 0) await cancelByClock(deps, [...lanes.keys()])
  }

  const stopJobs = startJobs(deps, [
    { name: 'claim markets', everyMs: CLAIM_MS, run: claim },
    { name: 'renew the leases of markets', everyMs: RENEW_MS, run: renew },
    { name: 'look for orders', everyMs: POLL_MS, run: poll },
    { name: 'cancel orders whose time has come', everyMs: SWEEP_MS, run: sweep },
  ])

  return {
    get marketIds() {
      return [...lanes.keys()]
    },
    async close() {
      await stopJobs()
      await Promise.all([...lanes.values()].map(({ runner }) => runner.stop()))
      unmeter()
    },
  }
}
