import type { Deps } from './deps.ts'
import { isOutage } from './transaction.ts'

/** Work that a server repeats while it runs. Every job may run on every server at once: locks in the database decide. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  run(): Promise<unknown>
}

/** Starts the jobs; each waits for its own last run. The returned function stops them and waits for those under way. */
export function startJobs(deps: Deps, jobs: readonly Job[]): () => Promise<void> {
  let stopped = false
  const timers = new Map<Job, NodeJS.Timeout>()
  const underWay = new Map<Job, Promise<void>>()

  async function run(job: Job): Promise<void> {
    try {
      await job.run()
    } catch (error) {
      deps.log[isOutage(error) ? 'warn' : 'error']({ err: error, job: job.name }, 'a job failed; it runs again')
    }
    schedule(job)
  }

  function schedule(job: Job): void {
    if (stopped) return
    timers.set(
      job,
      setTimeout(() => underWay.set(job, run(job)), job.everyMs),
    )
  }

  for (const job of jobs) schedule(job)
  return async () => {
    stopped = true
    for (const timer of timers.values()) clearTimeout(timer)
    await Promise.all(underWay.values())
  }
}
