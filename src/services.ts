/** The running parts of one server, made in their order and stopped in the opposite one. */
import { type Role, runsMatchers, runsWork } from './config.ts'
import { historyJobs } from './books/history.jobs.ts'
import { createDriftAsker } from './drift/asker.ts'
import { createDriftTicker } from './drift/ticker.ts'
import type { Services } from './graphql/context.ts'
import { announcePresence } from './health/presence.jobs.ts'
import type { Welcome } from './ledger/credit.ts'
import { createMarketStreams } from './market-streams/market-streams.ts'
import { createOrderIntake } from './orders/order-intake.ts'
import { startMatchers } from './matcher/matchers.ts'
import { organisingJobs } from './organising/organising.jobs.ts'
import type { Deps } from './platform/deps.ts'
import { startJobs } from './platform/jobs.ts'
import { rollupJobs } from './price-history/rollups.commands.ts'
import { thinningJobs } from './price-history/thinning.commands.ts'
import { createStreams } from './streams/streams.ts'
import { listWatchedEvents } from './streams/watchers.sql.ts'
import { createTradeExecutor } from './trading/executor.ts'
import { createSignatures } from './wallets/signatures.ts'
import { walletJobs } from './wallets/wallets.commands.ts'
import { DEVELOPMENT_DOMAIN, type SigningDomain } from './wallets/typed-data.ts'

export interface RunningServices {
  /** What the door needs. Nobody calls them in a process without one, and by themselves they do nothing. */
  readonly services: Services
  /** Lets what was accepted finish; to be called when the door is closed. */
  stop(): Promise<void>
}

export function startServices(
  deps: Deps,
  role: Role = 'all',
  domain: SigningDomain = DEVELOPMENT_DOMAIN,
  welcome: Welcome | null = null,
  historyDays: number | null = null,
): RunningServices {
  const trades = createTradeExecutor(deps)
  const streams = createStreams(deps)
  const marketStreams = createMarketStreams(deps, streams)
  const signatures = createSignatures(domain, deps.log)
  const orders = createOrderIntake(deps)
  const watchedAnywhere = async () => [...streams.watchedEvents(), ...(await listWatchedEvents(deps.db))]
  const ticker = runsWork(role) ? createDriftTicker(deps, watchedAnywhere) : createDriftAsker(deps)
  const matchers = runsMatchers(role) ? startMatchers(deps) : null
  const presence = announcePresence(deps, role)
  const stopJobs = startJobs(
    deps,
    runsWork(role)
      ? [
          ...rollupJobs(deps),
          ...thinningJobs(deps),
          ...organisingJobs(deps),
          ...walletJobs(deps),
          ...historyJobs(deps, historyDays),
        ]
      : [],
  )
  return {
    services: { trades, ticker, streams, signatures, welcome, orders, marketStreams, liveBooks: marketStreams.liveBooks },
    async stop() {
      await stopJobs()
      await matchers?.close()
      await streams.close()
      await marketStreams.close()
      await ticker.close()
      await trades.drain()
      await orders.drain()
      await signatures.close()
      await presence.end()
    },
  }
}
