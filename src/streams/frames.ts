import { randomUUID } from 'node:crypto'
import { Payload } from './sink.ts'

/**
 * Frames: the JSON text of what one update looks like to one group of equal subscriptions. A group executes and encodes
 * an update once; what differs between its subscribers is only the cursor, which is put in where the text has a gap.
 */
export interface Frame {
  /** The text around each cursor. */
  readonly parts: readonly string[]
  /** With the cursor of a reader to whom nothing else is owed; the same for the whole group. */
  plain: Payload | null
}

/** Stands for the cursor while an update is executed for many. */
export const CURSOR_GAP = `cursor-${randomUUID()}`

export const frameOf = (text: string): Frame => ({ parts: text.split(CURSOR_GAP), plain: null })

/** One update that a source hands out, to be executed for its reader. */
export interface Delivery {
  /** Where the frames of this very update are kept for others; null: it is this reader's alone. */
  readonly frames: FrameCache | null
  /** Whether cursor() is the same for every reader of the group. */
  readonly isPlain: boolean
  /** Covers what was delivered up to and including this update; asked before the next one is taken. */
  cursor(): string
  /** The source value that the subscription field resolves. */
  root(cursor: () => string): unknown
}

export function payloadOf(frame: Frame, delivery: Delivery): Payload {
  const isShared = frame.parts.length === 1 || delivery.isPlain
  if (isShared && frame.plain) return frame.plain
  const payload = new Payload(frame.parts.length === 1 ? frame.parts[0]! : frame.parts.join(delivery.cursor()))
  if (isShared) frame.plain = payload
  return payload
}

const GROUPS_MAX = 32

/** The frames of one update by group. Lives as long as somebody may still need the update, and never grows large. */
export class FrameCache {
  #frames: Map<object, Frame | Promise<Frame>> | null = null
  #isOpen = true

  get(group: object): Frame | Promise<Frame> | undefined {
    return this.#frames?.get(group)
  }

  /** Whether a frame of the group is kept here. */
  keeps(group: object): boolean {
    if (!this.#isOpen) return false
    return this.#frames === null || this.#frames.size < GROUPS_MAX || this.#frames.has(group)
  }

  set(group: object, frame: Frame | Promise<Frame>): void {
    if (!this.keeps(group)) return
    this.#frames ??= new Map()
    this.#frames.set(group, frame)
  }

  delete(group: object): void {
    this.#frames?.delete(group)
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The update is old: nobody new is expected. */
  close(): void {
    this.#isOpen = false
    this.#frames = null
  }
}
