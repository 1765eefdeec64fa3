/**
 * How long a token is good: until it ends, or its user is signed out. Every server knows all sign-outs. It asks for new
 * ones each second, and at once when the bus says so: a token is refused, and what it opened is closed, within a
 * second, and on the server that signed its user out at the next request. A hint is only a reason to look: who writes
 * to the bus signs nobody out. Source: threats, row 18.
 */
import { unavailable } from '../graphql/errors.ts'
import type { Deps } from '../platform/deps.ts'
import type { Topic } from '../platform/bus.ts'
import { listSignOuts } from './sign-outs.sql.ts'
import type { Viewer } from './viewer.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Names the user who was signed out. */
export const SIGNED_OUT: Topic<string> = {
  name: 'sign-outs',
  encode: (userId) => userId,
  decode: (text) => (UUID.test(text) ? text : null),
}

export interface Sessions {
  /** Whether the token of the viewer was issued before its user was signed out. */
  isSignedOut(viewer: Viewer): Promise<boolean>
  /**
   * Calls `end` once, when the viewer's token ends or its user is signed out, with a sentence that says which; a guest
   * without a token is never ended. The answer ends the following.
   */
  follow(viewer: Viewer | null, end: (reason: string) => void): () => unknown
  close(): void
}

const LOOK_EVERY_MS = 1_000
/** A sign-out is visible only when its transaction has ended. */
const OVERLAP_MS = 60_000
const TIMER_MAX_MS = 2_147_000_000
/** So long what was asked over a connection may still be answered on it: the sign-out itself, for one. */
const LAST_ANSWERS_MS = 100

interface Follower {
  readonly viewer: Viewer
  readonly end: (reason: string) => void
}

export async function createSessions(deps: Pick<Deps, 'db' | 'bus' | 'log'>): Promise<Sessions> {
  const signedOutMs = new Map<string, number>()
  const followers = new Map<string, Set<Follower>>()
  let newestMs = 0
  /** Until then nobody can be signed in. */
  let isKnown = false
  /** How often a look was asked for, and the count of the last that has been answered. */
  let asked = 0
  let seen = 0
  let looking: Promise<void> | null = null

  const isOver = ({ userId, issuedAt }: Viewer): boolean => issuedAt.getTime() < (signedOutMs.get(userId) ?? 0)

  async function read(): Promise<void> {
    const found = await listSignOuts(deps.db, new Date(newestMs - OVERLAP_MS))
    for (const { userId, at } of found) {
      newestMs = Math.max(newestMs, at.getTime())
      if (signedOutMs.get(userId) === at.getTime()) continue
      signedOutMs.set(userId, at.getTime())
      for (const { viewer, end } of followers.get(userId) ?? [])
        if (isOver(viewer)) setTimeout(end, LAST_ANSWERS_MS, 'The user was signed out.')
    }
    isKnown = true
  }

  async function readAll(): Promise<void> {
    do {
      const target = asked
      await read().catch((error: unknown) => deps.log.warn({ err: error }, 'the sign-outs could not be read'))
      seen = target
    } while (seen < asked)
    looking = null
  }

  const look = (): Promise<void> => (looking ??= readAll())

  await look()
  const unsubscribe = deps.bus.subscribe(SIGNED_OUT, () => {
    asked++
    void look()
  })
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()

  return {
    async isSignedOut(viewer) {
      // Somebody has just been signed out: who it is, is read first.
      if (seen < asked || !isKnown) await look()
      if (!isKnown) throw unavailable('The database is not available; try again.')
      return isOver(viewer)
    },
    follow(viewer, end) {
      if (!viewer) return () => undefined
      const all = followers.get(viewer.userId) ?? new Set<Follower>()
      const restMs = () => Math.max(0, viewer.expiresAt.getTime() - Date.now())
      const arm = () => setTimeout(expire, Math.min(restMs(), TIMER_MAX_MS)).unref()
      const expire = () => {
        if (restMs() === 0) follower.end('The token has expired.')
        else expiry = arm()
      }
      const stop = (): boolean => {
        clearTimeout(expiry)
        const wasFollowed = all.delete(follower)
        if (all.size === 0 && followers.get(viewer.userId) === all) followers.delete(viewer.userId)
        return wasFollowed
      }
      const follower: Follower = {
        viewer,
        end: (reason) => {
          if (stop()) end(reason)
        },
      }
      let expiry = arm()
      followers.set(viewer.userId, all.add(follower))
      if (isOver(viewer)) setTimeout(follower.end, 0, 'The user was signed out.')
      return stop
    },
    close() {
      clearInterval(timer)
      unsubscribe()
    },
  }
}
