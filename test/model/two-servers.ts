/**
 * The real market as two servers with a Postgres and a Redis of their own, which are killed, drained, cut off, stopped and
 * emptied between commands and in the middle of them. A command is sent again, on one server after the other, until
 * its outcome is known.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect } from 'vitest'
import { ask as askOnce, signIn } from '../fault/asking.ts'
import { until } from '../fault/fault.ts'
import { forget } from '../fault/link-faults.ts'
import { type Rig, startRig } from '../fault/rig.ts'
import type { Ask, Response } from './door.ts'
import { ADMIN, USERS } from './play.ts'

export const POINTS = ['mid-write', 'before-commit', 'after-commit', 'before-answer'] as const
export const faults = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ fault: fc.constantFrom('kill' as const, 'drain' as const), at: fc.nat(1), afterMs: fc.nat(15) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ fault: fc.constantFrom(...POINTS), at: fc.nat(1), trade: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ fault: fc.constant('cut' as const), at: fc.nat(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      fault: fc.constantFrom('redis hangs' as const, 'redis dies' as const, 'redis forgets' as const, 'redis is back' as const),
    }),
  },
)
export type Fault = typeof faults extends fc.Arbitrary<infer F> ? F : never

export interface TwoServers {
  readonly rig: Rig
  /** Asks this server first, the other one where it does not answer. */
  readonly askFirst: (at: number) => Ask
  /** What takes time goes on in the background, but a server that is to die at a point is ready for it. */
  disturb(fault: Fault): Promise<void>
  /** Resolves when both servers are ready and Redis is there. */
  heal(): Promise<void>
  stop(): Promise<void>
}

const READY_WITHIN_MS = 30_000
const ANSWER_WITHIN_MS = 20_000

export async function startTwoServers(): Promise<TwoServers> {
  const rig = await startRig()
  const { machines, redis, urls } = rig
  const ends = machines.map(() => Promise.resolve<unknown>(undefined))
  const restarts = machines.map(() => 0)

  /** One after the other, when `end` has ended the server. */
  function restart(at: number, end: () => Promise<void>, env: Record<string, string> = {}): void {
    restarts[at]!++
    ends[at] = ends[at]!.then(async () => {
      await end()
      await machines[at]!.server.start({ env })
      restarts[at]!--
    })
  }

  async function isReady(): Promise<boolean> {
    // A server may still die at the point that it was started with.
    for (const [at, { server }] of machines.entries())
      if (!server.isRunning && restarts[at] === 0) restart(at, () => Promise.resolve())
    await Promise.all(ends)
    return (await Promise.all(machines.map(({ server }) => server.readiness()))).every(
      (answer) => answer?.ready && answer.bus === 'up',
    )
  }

  await Promise.all(machines.map(({ server }) => server.start()))
  const tokens = new Map<string, string>()
  for (const user of USERS) tokens.set(user, await signIn(urls, `${user}@example.com`, user === ADMIN))

  const askFirst =
    (first: number): Ask =>
    async (user, query, variables): Promise<Response> => {
      for (let at = first; ; at++) {
        const server = at % machines.length
        const token = user === null ? undefined : tokens.get(user)
        const answer = await askOnce(urls[server]!, query, variables, { token, timeoutMs: ANSWER_WITHIN_MS })
        if (answer.kind === 'DATA') return { data: answer.data }
        if (answer.kind === 'ERROR' && answer.code !== 'SERVICE_UNAVAILABLE')
          return { errors: [{ message: answer.message, extensions: { code: answer.code } }] }
        if (!machines[server]!.server.isRunning && restarts[server] === 0) restart(server, () => Promise.resolve())
        await sleep(10)
      }
    }

  return {
    rig,
    askFirst,
    async disturb(what) {
      if (what.fault === 'cut') machines[what.at]!.door.cut('reset')
      else if (what.fault === 'redis hangs' && redis.pid) process.kill(redis.pid, 'SIGSTOP')
      else if (what.fault === 'redis dies') await redis.kill()
      else if (what.fault === 'redis is back') await backTo(redis)
      else if (what.fault === 'redis forgets') {
        await backTo(redis)
        await forget(rig)
      } else if ('at' in what) {
        const { server } = machines[what.at]!
        const end = async () => {
          if ('afterMs' in what) await sleep(what.afterMs)
          if (what.fault === 'drain') server.signal('SIGTERM')
          else server.signal('SIGKILL')
          await server.ended()
        }
        restart(what.at, end, 'trade' in what ? { FAULT_CRASH: `${what.fault}:${what.trade}` } : {})
        // It can only die in the middle of a command if it is there when one comes.
        if ('trade' in what) await ends[what.at]
      }
    },
    async heal() {
      await backTo(redis)
      expect(await until(isReady, READY_WITHIN_MS)).not.toBeNull()
    },
    async stop() {
      await Promise.all(ends)
      await rig.stop()
    },
  }
}

async function backTo(redis: Rig['redis']): Promise<void> {
  if (redis.pid) process.kill(redis.pid, 'SIGCONT')
  else await redis.start()
}
