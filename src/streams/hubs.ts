import type { Deps } from '../platform/deps.ts'
import { Hub } from './hub.ts'
import { findHeads } from './streams.sql.ts'

/**
 * The hubs of this process: one per event that somebody watches, kept warm for a while after the last has gone. A sweep
 * compares all of them with the tables every second or so, because the bus may lose messages.
 */
export interface Hubs {
  /** Opens the event's hub or joins it; null: no such event. Every answer that is not null is given back by `release`. */
  acquire(eventId: string): Promise<Hub | null>
  release(hub: Hub): void
  close(): void
}

const SWEEP_MS = 750
/** What the tables have and the bus has not brought yet gets so long. */
const GRACE_MS = 100
const WARM_MS = 30_000

interface Slot {
  readonly opening: Promise<Hub | null>
  hub: Hub | null
  users: number
  cooling: NodeJS.Timeout | null
}

export function createHubs(deps: Deps): Hubs {
  const slots = new Map<string, Slot>()
  let isClosed = false

  function slotOf(eventId: string): Slot {
    const existing = slots.get(eventId)
    if (existing) return existing
    const slot: Slot = { opening: Hub.open(deps, eventId), hub: null, users: 0, cooling: null }
    slots.set(eventId, slot)
    const forget = () => {
      if (slots.get(eventId) === slot) slots.delete(eventId)
    }
    slot.opening.then((hub) => {
      if (hub && !isClosed) slot.hub = hub
      else {
        hub?.close()
        forget()
      }
    }, forget)
    return slot
  }

  function cool(slot: Slot): void {
    slot.cooling = setTimeout(() => {
      if (slot.users > 0 || !slot.hub) return
      slots.delete(slot.hub.eventId)
      slot.hub.close()
    }, WARM_MS)
    slot.cooling.unref()
  }

  async function sweep(): Promise<void> {
    const hubs = [...slots.values()].map(({ hub }) => hub).filter((hub) => hub !== null)
    if (hubs.length === 0) return
    const asked = new Map(hubs.map((hub) => [hub.eventId, hub.position]))
    const heads = await findHeads(deps.db, [...asked.keys()])
    const isBehind = (hub: Hub) =>
      heads.some((head) => head.eventId === hub.eventId && hub.isBehind(head, asked.get(hub.eventId)!))
    if (hubs.some(isBehind))
      await new Promise((resolve) => {
        setTimeout(resolve, GRACE_MS)
      })
    await Promise.all(
      hubs.map(async (hub) => {
        if (isBehind(hub)) await hub.catchUp()
        await hub.refreshTexts()
      }),
    )
  }

  let sweeping: NodeJS.Timeout
  function scheduleSweep(): void {
    sweeping = setTimeout(() => {
      sweep()
        .catch((error: unknown) => deps.log.warn({ err: error }, 'streams could not be compared with the tables; they stay open'))
        .finally(() => {
          if (!isClosed) scheduleSweep()
        })
    }, SWEEP_MS)
    sweeping.unref()
  }
  scheduleSweep()

  return {
    async acquire(eventId) {
      const slot = slotOf(eventId)
      slot.users++
      if (slot.cooling) clearTimeout(slot.cooling)
      try {
        const hub = await slot.opening
        if (!hub) slot.users--
        return hub
      } catch (error) {
        slot.users--
        throw error
      }
    },
    release(hub) {
      const slot = slots.get(hub.eventId)
      if (!slot || slot.hub !== hub) return
      slot.users--
      if (slot.users === 0) cool(slot)
    },
    close() {
      isClosed = true
      clearTimeout(sweeping)
      for (const { hub, cooling } of slots.values()) {
        if (cooling) clearTimeout(cooling)
        hub?.close()
      }
      slots.clear()
    },
  }
}
