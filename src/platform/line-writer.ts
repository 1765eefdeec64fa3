/**
 * Lines to a file or pipe, in order, without waiting for it. What cannot be written, because the disk is full or the reader
 * is gone, is dropped: a server without its log goes on, and ends when it is told to.
 */
import { write, writeSync } from 'node:fs'

export interface LineWriter {
  write(line: string): void
  /** For the end of the process: tries for a moment to write what waits. A line that is under way may come twice. */
  flushSync(): void
}

const WAITING_MAX_LENGTH = 4_000_000
/** A pipe whose reader is slow. */
const AGAIN_MS = 20
const FLUSH_MAX_MS = 500
const isFull = (error: NodeJS.ErrnoException): boolean => error.code === 'EAGAIN' || error.code === 'EBUSY'

export function createLineWriter(fd: number): LineWriter {
  let waiting: string[] = []
  let waitingLength = 0
  let current: Buffer | null = null

  function take(): Buffer {
    const taken = Buffer.from(waiting.join(''))
    waiting = []
    waitingLength = 0
    return taken
  }

  function writeOn(rest: Buffer): void {
    current = rest
    write(fd, rest, (error, written) => {
      if (error && isFull(error)) {
        setTimeout(writeOn, AGAIN_MS, rest)
        return
      }
      const left = error ? null : rest.subarray(written)
      if (left && left.length > 0) writeOn(left)
      else if (waitingLength > 0) writeOn(take())
      else current = null
    })
  }

  return {
    write(line) {
      if (waitingLength + line.length > WAITING_MAX_LENGTH) return
      waiting.push(line)
      waitingLength += line.length
      if (current === null) writeOn(take())
    },
    flushSync() {
      let rest = current ? Buffer.concat([current, take()]) : take()
      const untilMs = performance.now() + FLUSH_MAX_MS
      while (rest.length > 0 && performance.now() < untilMs) {
        try {
          rest = rest.subarray(writeSync(fd, rest))
        } catch (error) {
          if (!isFull(error as NodeJS.ErrnoException)) return
        }
      }
    },
  }
}
