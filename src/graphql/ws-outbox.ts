/**
 * What a server says on one WebSocket: whole text messages, as many as there are in one write. Answers go with the turn of
 * the event loop that brought them, what streams tell in its turn. `ws` writes each message by itself, and system calls are
 * most of what telling thousands of subscribers costs.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Writer, writeInTurn } from './write-turns.ts'

/** The part of a message that may be shared with other sockets. */
export interface Body {
  readonly bytes: Buffer
}

export interface Outbox {
  /** Adds an answer. `onWritten` is called in any case; once, where messages of one write have the same. */
  answer(text: string, onWritten: () => void): void
  /** Adds what a stream tells, likewise: a message of each body, between the same head and tail, which are of ASCII. */
  tell(head: string, bodies: readonly Body[], tail: string, onWritten: () => void): void
  /** Writes what waits, before anything else is said. */
  flush(): void
  /** What was added and is not with the operating system yet. */
  readonly waitingBytes: number
}

interface Told {
  readonly head: string
  readonly bodies: readonly Body[]
  readonly tail: string
  readonly onWritten: () => void
  next: Told | null
}

/** RFC 6455: a whole text message. */
const TEXT_MESSAGE = 0x81
const LENGTH_16 = 126
const LENGTH_64 = 127

const headLength = (length: number): number => (length < LENGTH_16 ? 2 : length < 0x10000 ? 4 : 10)

/** Writes the head of a message that is not masked, as a server's are; answers where its payload begins. */
function writeHead(into: Buffer, at: number, length: number): number {
  into[at] = TEXT_MESSAGE
  if (length < LENGTH_16) {
    into[at + 1] = length
    return at + 2
  }
  if (length < 0x10000) {
    into[at + 1] = LENGTH_16
    return into.writeUInt16BE(length, at + 2)
  }
  into[at + 1] = LENGTH_64
  into.writeUInt32BE(0, at + 2)
  return into.writeUInt32BE(length, at + 6)
}

/** Writes the messages; answers where they end. */
function writeMessages(into: Buffer, at: number, { head, bodies, tail }: Told): number {
  for (const { bytes } of bodies) {
    at = writeHead(into, at, head.length + bytes.length + tail.length)
    if (head !== '') at += into.write(head, at, 'latin1')
    into.set(bytes, at)
    at += bytes.length
    for (let index = 0; index < tail.length; index++) into[at++] = tail.charCodeAt(index)
  }
  return at
}

/** Is taken once all before it is. */
const NOTHING = Buffer.alloc(0)

const SLAB_BYTES = 64 * 1024
/** Larger writes, and those that will have to wait, are in memory of their own. */
const SLICE_BYTES_MAX = SLAB_BYTES / 4

/** Where writes are put together: the same bytes again and again, as long as the operating system takes all at once. */
let slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
/** Of these bytes some are not taken yet. */
let slabUsed = 0
/** What was written last: most that are told the same are told as much. */
let slice = slab

function sliceOf(length: number): Buffer {
  if (slice.length === length) return slice
  if (slabUsed + length > SLAB_BYTES) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
    slabUsed = 0
  }
  slice = slab.subarray(slabUsed, slabUsed + length)
  return slice
}

/** The slice stays as it is until it is taken. */
function keepSlice(): void {
  slabUsed += slice.length
  slice = slab
}

class SocketOutbox implements Outbox, Writer {
  notBeforeMs = 0
  readonly #socket: WebSocket
  readonly #wire: Duplex
  #first: Told | null = null
  #last: Told | null = null
  #bytes = 0
  #isInTurn = false
  /** The wire did not take all at once: what it holds is to be asked for. */
  #isHeldUp = false

  constructor(socket: WebSocket, wire: Duplex) {
    this.#socket = socket
    this.#wire = wire
  }

  answer(text: string, onWritten: () => void): void {
    process.nextTick(() => this.flush())
    this.#add('', [{ bytes: Buffer.from(text) }], '', onWritten)
  }

  tell(head: string, bodies: readonly Body[], tail: string, onWritten: () => void): void {
    if (bodies.length === 0) return
    this.#add(head, bodies, tail, onWritten)
    if (this.#isInTurn) return
    this.#isInTurn = true
    writeInTurn(this)
  }

  write(): void {
    this.#isInTurn = false
    this.flush()
  }

  flush(): void {
    const first = this.#first
    if (!first) return
    const length = this.#bytes
    this.#first = null
    this.#last = null
    this.#bytes = 0
    const written = writtenOf(first)
    if (this.#socket.readyState !== this.#socket.OPEN) return written()
    const isFree = this.#wire.writableLength === 0
    const isSlice = isFree && length <= SLICE_BYTES_MAX
    const buffer = isSlice ? sliceOf(length) : Buffer.allocUnsafeSlow(length)
    let at = 0
    for (let told: Told | null = first; told; told = told.next) at = writeMessages(buffer, at, told)
    this.#wire.write(buffer, isFree ? undefined : written)
    this.#isHeldUp = this.#wire.writableLength > 0
    if (!isFree) return
    // Most often all is taken here and now; a callback of the wire would say so a tick later, which costs more than all of this.
    if (!this.#isHeldUp) return written()
    if (isSlice) keepSlice()
    this.#wire.write(NOTHING, written)
  }

  get waitingBytes(): number {
    return this.#isHeldUp ? this.#bytes + this.#wire.writableLength : this.#bytes
  }

  #add(head: string, bodies: readonly Body[], tail: string, onWritten: () => void): void {
    for (const { bytes } of bodies) {
      const length = head.length + bytes.length + tail.length
      this.#bytes += headLength(length) + length
    }
    const told: Told = { head, bodies, tail, onWritten, next: null }
    if (this.#last) this.#last.next = told
    else this.#first = told
    this.#last = told
  }
}

/** Calls what is to be called once all of these are written: most often the same for all. */
function writtenOf(first: Told): () => void {
  let told = first.next
  while (told?.onWritten === first.onWritten) told = told.next
  if (!told) return first.onWritten
  return () => {
    const all = new Set<() => void>()
    for (let each: Told | null = first; each; each = each.next) all.add(each.onWritten)
    for (const onWritten of all) onWritten()
  }
}

/** `wire` carries the socket, which has no extension: nothing is compressed. */
export const createOutbox = (socket: WebSocket, wire: Duplex): Outbox => new SocketOutbox(socket, wire)
