import type { Topic } from '../platform/bus.ts'

/** Something was appended to a market's inbox: a hint to its matcher. */
export interface InboxHint {
  readonly number: number
}

export const inboxTopic = (marketId: number): Topic<InboxHint> => ({
  name: `inbox:${marketId}`,
  encode: JSON.stringify,
  decode: (text) => {
    try {
      const read: unknown = JSON.parse(text)
      const number: unknown = typeof read === 'object' && read !== null && 'number' in read ? read.number : null
      return Number.isSafeInteger(number) ? { number: number as number } : null
    } catch {
      return null
    }
  },
})
