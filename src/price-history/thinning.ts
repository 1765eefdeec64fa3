/**
 * When price history is thinned: drift moves older than a week are folded per project and minute of UTC time. A minute
 * is folded only when it is over and wholly older than a week, so that a reference of up to a week ago stays exact, and
 * so do candles of a minute and more. Pure.
 */
const RAW_HISTORY_MS = 7 * 24 * 3_600_000
const MINUTE_MS = 60_000

/** Moves before this moment may be folded: now − 7 days, down to the minute. */
export const thinningCutoff = (now: Date): Date => new Date(Math.floor((now.getTime() - RAW_HISTORY_MS) / MINUTE_MS) * MINUTE_MS)
