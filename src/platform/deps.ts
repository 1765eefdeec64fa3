import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { Bus } from './bus.ts'
import type { Log } from './log.ts'
import type { Random } from './random.ts'
import type { Replica } from './replica.ts'

/** What commands and resolvers are given instead of reaching for globals. One per server. */
export interface Deps {
  readonly db: Kysely<Database>
  /** For reading lists; absent where there is the primary only. */
  readonly replica?: Replica
  readonly bus: Bus
  readonly log: Log
  readonly random: Random
  /** A fresh UUID per process: tells servers apart on the bus and in watcher counts. */
  readonly serverId: string
}
