import type { Deps } from '../platform/deps.ts'

/**
 * The hubs of one kind in this process: one per thing that somebody watches, kept warm for a while after the last has gone.
 * A sweep compares all of them with the tables every second or so, because the bus may lose messages.
 */
export interface Hubs<H> {
  /** Opens the hub of this id or joins it; null: no such thing. Every answer that is not null is given back by `release`. */
  acquire(id: string): Promise<H | null>
  release(hub: H): void
  /** The hub of this id if it is open. */
  find(id: string): H | null
  close(): void
}

export interface SweptHub<Head, Place> {
  readonly id: string
  /** How far it has come. */
  readonly position: Place
  /** What the sweep read, and where the hub stood when it began. Bus messages under way get a moment before the tables are read. */
  isBehind(head: Head, positionAsked: Place): boolean
  /** Reads what the tables have beyond what is known. */
  catchUp(): Promise<void>
  /** The hub has what the tables had. */
  afterSweep(head: Head): void | Promise<void>
  close(): void
}

export interface HubKind<H, Head> {
  open(id: string): Promise<H | null>
  /** Where the tables stand, by id, in one statement. */
  findHeads(ids: readonly string[]): Promise<ReadonlyMap<string, Head>>
}

const SWEEP_MS = 750
/** What the tables have and the bus has not brought yet gets so long. */
const GRACE_MS = 100
const WARM_MS = 30_000

interface Slot<H> {
  readonly opening: Promise<H | null>
  hub: H | null
  users: number
  cooling: NodeJS.Timeout | null
}

export function createHubs<Head, Place, H extends SweptHub<Head, Place>>(log: Deps['log'], kind: HubKind<H, Head>): Hubs<H> {
  const slots = new Map<string, Slot<H>>()
  let isClosed = false

  function slotOf(id: string): Slot<H> {
    const existing = slots.get(id)
    if (existing) return existing
    const slot: Slot<H> = { opening: kind.open(id), hub: null, users: 0, cooling: null }
    slots.set(id, slot)
    const forget = () => {
      if (slots.get(id) === slot) slots.delete(id)
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

  function cool(slot: Slot<H>): void {
    slot.cooling = setTimeout(() => {
      if (slot.users > 0 || !slot.hub) return
      slots.delete(slot.hub.id)
      slot.hub.close()
    }, WARM_MS)
    slot.cooling.unref()
  }

  async function sweep(): Promise<void> {
    const hubs = [...slots.values()].map(({ hub }) => hub).filter((hub) => hub !== null)
    if (hubs.length === 0) return
    const asked = new Map(hubs.map((hub) => [hub.id, hub.position]))
    const heads = await kind.findHeads([...asked.keys()])
    const known = hubs.flatMap((hub) => {
      const head = heads.get(hub.id)
      return head === undefined ? [] : [{ hub, head, isBehind: () => hub.isBehind(head, asked.get(hub.id)!) }]
    })
    if (known.some(({ isBehind }) => isBehind()))
      await new Promise((resolve) => {
        setTimeout(resolve, GRACE_MS)
      })
    await Promise.all(
      known.map(async ({ hub, head, isBehind }) => {
        if (isBehind()) await hub.catchUp()
        await hub.afterSweep(head)
      }),
    )
  }

  let sweeping: NodeJS.Timeout
  function scheduleSweep(): void {
    sweeping = setTimeout(() => {
      sweep()
        .catch((error: unknown) => log.warn({ err: error }, 'streams could not be compared with the tables; they stay open'))
        .finally(() => {
          if (!isClosed) scheduleSweep()
        })
    }, SWEEP_MS)
    sweeping.unref()
  }
  scheduleSweep()

  return {
    async acquire(id) {
      const slot = slotOf(id)
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
      const slot = slots.get(hub.id)
      if (!slot || slot.hub !== hub) return
      slot.users--
      if (slot.users === 0) cool(slot)
    },
    find: (id) => slots.get(id)?.hub ?? null,
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
