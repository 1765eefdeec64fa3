/**
 * One port for several processes. The parent accepts, and hands every connection to the next door that has taken its last
 * one; it keeps its hold on a connection until the door says that it has it. So what is on its way to a door that is
 * killed goes to another, a door that hangs keeps one connection waiting and no more, and nobody waits for long: who
 * was not taken within a second is told to come again.
 */
import type { ChildProcess } from 'node:child_process'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Log } from './log.ts'
import { counter, gauge } from './metrics.ts'

/** With it comes the connection. */
interface Handed {
  readonly kind: 'connection'
  readonly id: number
}

/** Nobody waits any more for what the door says of it. */
interface Late {
  readonly kind: 'connection late'
  readonly id: number
}

/** Said before a byte of the connection is read. */
interface Answered {
  readonly kind: 'connection answered'
  readonly id: number
  /** Refused by who is closing. Missed where it is late: a process without a free descriptor is not told what it was sent. */
  readonly as: 'taken' | 'refused' | 'missed'
}

interface Waiting {
  readonly id: number
  readonly socket: Socket
  readonly late: NodeJS.Timeout
}

interface Door {
  readonly child: ChildProcess
  /** One at a time, so that a door that is busy gets fewer. */
  handed: Waiting | null
}

export interface SharedPort {
  readonly port: number
  /** The child serves: it is given connections until it is closing or ends. */
  addDoor(child: ChildProcess): void
  /** Accepts no more; what was accepted is still handed over, within a second. */
  close(): Promise<void>
}

const TAKEN_WITHIN_MS = 1_000
/** For who was told to come again to go by himself. */
const LINGER_MS = 1_000
const COME_AGAIN = 'HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'
const turnedAway = counter('connections_turned_away_total', 'Connections that no door took within a second.')

/** Rejects with the error of `listen`. Port 0 is any free one. */
export async function openSharedPort({ port, host }: { port: number; host: string }, log: Log): Promise<SharedPort> {
  /** Who is to be asked first stands first. */
  const doors: Door[] = []
  const queue: Waiting[] = []
  /** Neither taken nor turned away: those of the queue, and one of each door. */
  const waiting = new Set<Waiting>()
  let lastId = 0
  let whenNoneWaits: (() => void) | null = null

  function accept(socket: Socket): void {
    // Who goes away meanwhile is found by the door.
    socket.on('error', () => socket.destroy())
    const late = setTimeout(() => {
      // This process may have stood still: a door that has it is not spoken over when it has said so meanwhile.
      if (queue.includes(accepted)) turnAway(accepted)
      else setImmediate(() => setImmediate(turnAway, accepted))
    }, TAKEN_WITHIN_MS)
    const accepted: Waiting = { id: ++lastId, socket, late }
    waiting.add(accepted)
    queue.push(accepted)
    give()
  }

  function give(): void {
    while (queue.length > 0) {
      const index = doors.findIndex(({ handed }) => handed === null)
      if (index === -1) return
      const [door] = doors.splice(index, 1) as [Door]
      doors.push(door)
      door.handed = queue.shift()!
      const message: Handed = { kind: 'connection', id: door.handed.id }
      // One that cannot be told has ended, and says so below.
      door.child.send(message, door.handed.socket, { keepOpen: true }, () => undefined)
    }
  }

  /** False for who was turned away already, or taken. */
  function waitsNoMore(one: Waiting): boolean {
    clearTimeout(one.late)
    const didWait = waiting.delete(one)
    if (waiting.size === 0) whenNoneWaits?.()
    return didWait
  }

  function turnAway(late: Waiting): void {
    if (!waitsNoMore(late)) return
    turnedAway.add()
    const index = queue.indexOf(late)
    if (index !== -1) queue.splice(index, 1)
    const door = doors.find(({ handed }) => handed === late)
    door?.child.send({ kind: 'connection late', id: late.id } satisfies Late, () => undefined)
    const { socket } = late
    socket.resume().end(COME_AGAIN)
    setTimeout(() => socket.destroy(), LINGER_MS)
  }

  function lose(door: Door): void {
    const index = doors.indexOf(door)
    if (index !== -1) doors.splice(index, 1)
    if (door.handed && waiting.has(door.handed)) queue.unshift(door.handed)
    door.handed = null
    give()
  }

  function hear(door: Door, { id, as }: Answered): void {
    const { handed } = door
    if (handed?.id !== id) return
    if (as === 'refused') return lose(door)
    if (as === 'taken') {
      waitsNoMore(handed)
      handed.socket.destroy()
    }
    door.handed = null
    give()
  }

  const server = createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: true }, accept)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve(void server.off('error', reject)))
  })
  server.on('error', (error) => log.error({ err: error }, 'a connection could not be accepted'))
  const unmeter = gauge('connections_waiting', 'Connections that no door has taken yet.', () => waiting.size)
  return {
    port: (server.address() as AddressInfo).port,
    addDoor(child) {
      const door: Door = { child, handed: null }
      doors.push(door)
      child.on('message', (message: Answered) => message.kind === 'connection answered' && hear(door, message))
      // Only when everything that it had said is read, so that what it had taken is not given to another. Its channel does
      // not tell: that of a process which ended with a connection on its way is never said to be closed.
      child.once('exit', () => setImmediate(() => setImmediate(lose, door)))
      give()
    },
    async close() {
      unmeter()
      // Node would say that it is closed when the doors have closed every connection that they were handed.
      server.close()
      if (waiting.size > 0) await new Promise<void>((resolve) => (whenNoneWaits = resolve))
    },
  }
}

/** In a child: `take` has the connection or says that it has not. Without a socket: its client went away meanwhile. */
export function takeConnections(take: (socket: Socket) => boolean): void {
  const answer = (id: number, as: Answered['as']) => {
    // Where the parent is gone the channel says so.
    process.send!({ kind: 'connection answered', id, as } satisfies Answered, undefined, undefined, () => undefined)
  }
  process.on('message', (message: Handed | Late, socket: Socket | undefined) => {
    if (message.kind === 'connection late') return answer(message.id, 'missed')
    if (message.kind !== 'connection') return
    const isTaken = !socket || take(socket)
    if (!isTaken) socket.destroy()
    answer(message.id, isTaken ? 'taken' : 'refused')
  })
}
