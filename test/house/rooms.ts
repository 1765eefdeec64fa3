/** The rooms of src/ in their order: a room imports only from rooms before it. */
export const ROOMS = [
  'money',
  'platform',
  'graphql',
  'refusals',
  'identity',
  'events',
  'accounts',
  'idempotency',
  'audit',
  'price-history',
  'projects',
  'holdings',
  'trading',
  'drift',
  'portfolio',
  'leaderboard',
  'ledger',
  'markets',
  'wallets',
  'matching',
  'orders',
  'positions',
  'fills',
  'market-data',
  'matcher',
  'organising',
  'books',
  'backup',
  'streams',
  'market-streams',
  'health',
  'rest',
  'demo',
] as const

/** The way down: a file imports only from kinds at or before its own. Files of src/ itself put everything together. */
export const KINDS = ['pure', 'table', 'sql', 'codec', 'commands', 'jobs', 'graphql'] as const
export type Kind = (typeof KINDS)[number]

/** Rooms that are the shell itself: connections, transports, the fan-out. Their files need no suffix. */
const SHELL_ROOMS: readonly string[] = ['platform', 'graphql', 'streams', 'market-streams']

/** Long-lived parts of the server that have no suffix: they wait, and hold state. */
export const RUNNING_PARTS: readonly string[] = [
  'src/drift/asker.ts',
  'src/drift/ticker.ts',
  'src/trading/executor.ts',
  'src/wallets/signatures.ts',
  'src/matcher/market-runner.ts',
  'src/matcher/matchers.ts',
  'src/orders/match-waiter.ts',
  'src/orders/order-intake.ts',
]

export const roomOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null

/** Null for files that the kinds do not order: those of src/ itself, of the shell rooms, and the running parts. */
export function kindOf(path: string): Kind | null {
  const room = roomOf(path)
  if (room === null || SHELL_ROOMS.includes(room) || RUNNING_PARTS.includes(path)) return null
  const suffix = /\.([a-z]+)\.ts$/.exec(path)?.[1]
  return suffix === undefined ? 'pure' : (KINDS.find((kind) => kind === suffix) ?? null)
}
