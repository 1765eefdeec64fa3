/**
 * Connections whose peer is gone while something is on its way to it. TCP sends that again for a quarter of an hour before it
 * gives up, and its keep-alive probes pause meanwhile; Linux tells in /proc/net/tcp how often it did. Who answered
 * nothing for GONE_MS is told of. On other systems nobody is: there TCP's own patience holds.
 */
import { readlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'

export interface UnansweredOptions {
  /** The kernel's tables, as text. */
  readonly readTables?: () => Promise<string>
  readonly everyMs?: number
  readonly goneMs?: number
}

/** Calls `gone` once when the peer of the socket does not answer any more. The result ends the watching. */
export type WatchUnanswered = (socket: Socket, gone: () => void) => () => void

interface Watched {
  readonly gone: () => void
  retries: number
  /** Since when something has been sent again and again. */
  sinceMs: number
}

const EVERY_MS = 3_000
const GONE_MS = 15_000
/** A link that only loses much is answered in between. */
const RETRIES_MIN = 3
/** An open connection that sends again: how often it did, in hex, and the inode of its socket. */
const SENT_AGAIN = /^ *\d+: \S+ \S+ 01 \S+ 01:\S+ ([0-9A-F]{8}) +\d+ +\d+ (\d+) /gm

/** Where Node keeps the descriptor, which it has no public name for. */
const HANDLE = '_handle'

async function readLinuxTables(): Promise<string> {
  const tables = ['tcp', 'tcp6'].map((name) => readFile(`/proc/self/net/${name}`, 'utf8').catch(() => ''))
  return (await Promise.all(tables)).join('')
}

/** Null where the system does not say. */
function inodeOf(socket: Socket): string | null {
  const fd = (socket as unknown as { readonly [HANDLE]?: { readonly fd?: number } })[HANDLE]?.fd
  if (process.platform !== 'linux' || fd === undefined || fd < 0) return null
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? null
  } catch {
    return null
  }
}

export function createUnanswered(options: UnansweredOptions = {}): WatchUnanswered {
  const { readTables = readLinuxTables, everyMs = EVERY_MS, goneMs = GONE_MS } = options
  const watched = new Map<string, Watched>()
  let timer: NodeJS.Timeout | null = null

  async function look(): Promise<void> {
    const text = await readTables()
    const now = performance.now()
    const retries = new Map(Array.from(text.matchAll(SENT_AGAIN), ([, count, inode]) => [inode!, Number.parseInt(count!, 16)]))
    for (const [inode, each] of watched) {
      const found = retries.get(inode) ?? 0
      if (found === 0 || found < each.retries) each.sinceMs = now
      each.retries = found
      if (found < RETRIES_MIN || now - each.sinceMs < goneMs) continue
      watched.delete(inode)
      each.gone()
    }
    timer = watched.size > 0 ? lookSoon() : null
  }

  const lookSoon = () => setTimeout(() => void look(), everyMs).unref()

  return (socket, gone) => {
    const inode = inodeOf(socket)
    if (inode === null) return () => {}
    const entry: Watched = { gone, retries: 0, sinceMs: performance.now() }
    watched.set(inode, entry)
    timer ??= lookSoon()
    return () => {
      if (watched.get(inode) === entry) watched.delete(inode)
    }
  }
}

/** All connections of the process are looked at together. */
export const watchUnanswered = createUnanswered()
