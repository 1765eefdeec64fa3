/** The running parts of one server, made in their order and stopped in the opposite one. */
import { createDriftTicker } from './drift/ticker.ts'
import type { Services } from './graphql/context.ts'
import { organisingJobs } from './organising/organising.jobs.ts'
import type { Deps } from './platform/deps.ts'
import { startJobs } from './platform/jobs.ts'
import { thinningJobs } from './price-history/thinning.commands.ts'
import { createStreams } from './streams/streams.ts'
import { createTradeExecutor } from './trading/executor.ts'

export interface RunningServices {
  readonly services: Services
  /** Lets what was accepted finish; to be called when the door is closed. */
  stop(): Promise<void>
}

export function startServices(deps: Deps): RunningServices {
  const trades = createTradeExecutor(deps)
  const streams = createStreams(deps)
  const ticker = createDriftTicker(deps, () => streams.watchedEvents())
  const stopJobs = startJobs(deps, [...thinningJobs(deps), ...organisingJobs(deps)])
  return {
    services: { trades, ticker, streams },
    async stop() {
      await stopJobs()
      await streams.close()
      await ticker.close()
      await trades.drain()
    },
  }
}
