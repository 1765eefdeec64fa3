/** How many sockets and event streams are open, per address and per user, over both. */
export interface Counts {
  /** False where there are as many as there may be. */
  enter(key: string): boolean
  leave(key: string): void
}

export interface ConnectionCounts {
  readonly addresses: Counts
  readonly users: Counts
}

export const createConnectionCounts = (limits: {
  readonly maxSocketsPerAddress: number
  readonly maxSocketsPerUser: number
}): ConnectionCounts => ({
  addresses: createCounts(limits.maxSocketsPerAddress),
  users: createCounts(limits.maxSocketsPerUser),
})

function createCounts(max: number): Counts {
  const counts = new Map<string, number>()
  return {
    enter(key) {
      const count = counts.get(key) ?? 0
      if (count >= max) return false
      counts.set(key, count + 1)
      return true
    },
    leave(key) {
      const count = (counts.get(key) ?? 1) - 1
      if (count > 0) counts.set(key, count)
      else counts.delete(key)
    },
  }
}
