import type { Topic } from '../platform/bus.ts'

/** Traders of whom something private changed without a matcher: an order came in, cash was credited. */
export interface TradersHint {
  readonly userIds: readonly string[]
}

export const tradersTopic: Topic<TradersHint> = {
  name: 'traders',
  encode: JSON.stringify,
  decode: (text) => {
    try {
      const read: unknown = JSON.parse(text)
      const userIds: unknown = typeof read === 'object' && read !== null && 'userIds' in read ? read.userIds : null
      return Array.isArray(userIds) && userIds.every((id) => typeof id === 'string') ? { userIds } : null
    } catch {
      return null
    }
  },
}
