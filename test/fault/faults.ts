import { vanished } from './blackhole.ts'
import { bookWithoutPostgres, matcherKilled, matchersFight, rolesKilled } from './book-faults.ts'
import { combined } from './combined-faults.ts'
import { crashed, deadlocked, hung, unanswered } from './database-faults.ts'
import { full, unsynced } from './disk-faults.ts'
import type { Fault } from './fault.ts'
import { badLinks, redisless } from './link-faults.ts'
import { fewConnections, fewDescriptors, jumped, smallHeap } from './machine-faults.ts'
import { closed, drained, killed, rolled, stopped } from './server-faults.ts'

/** Every fault, in the order of their rows. */
export const FAULTS: readonly Fault[] = [
  killed,
  stopped,
  crashed,
  hung,
  unanswered,
  deadlocked,
  full,
  unsynced,
  redisless,
  badLinks,
  vanished,
  drained,
  rolled,
  jumped,
  fewDescriptors,
  fewConnections,
  smallHeap,
  combined,
  closed,
  matcherKilled,
  matchersFight,
  bookWithoutPostgres,
  rolesKilled,
]
