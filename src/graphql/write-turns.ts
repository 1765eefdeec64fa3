/**
 * When the sockets are written to that streams have told something: at once after a pause, else 10 ms after the last time, so
 * that what is told meanwhile shares a write. They come in the order in which they were told, and after a millisecond of
 * writing whatever else has happened has its turn. Where writing to all of them takes longer than 10 ms, a round takes as
 * long as that, and there is more in each write.
 */
import { Fifo } from '../platform/fifo.ts'

export interface Writer {
  /** Kept here: when it may be written to again, as performance.now() says it. */
  notBeforeMs: number
  write(): void
}

const SHARED_MS = 10
const TURN_MS = 1

const waiting = new Fifo<Writer>()
let isAwake = false

/** `write` is called once, soon. */
export function writeInTurn(writer: Writer): void {
  waiting.push(writer)
  if (isAwake) return
  isAwake = true
  const waitMs = writer.notBeforeMs - performance.now()
  if (waitMs >= 1) setTimeout(writeDue, waitMs)
  else process.nextTick(writeDue)
}

function writeDue(): void {
  const startedMs = performance.now()
  let nowMs = startedMs
  for (let writer = waiting.at(0); writer; writer = waiting.at(0)) {
    const waitMs = writer.notBeforeMs - nowMs
    if (waitMs >= 1) return void setTimeout(writeDue, waitMs)
    if (nowMs - startedMs >= TURN_MS) return void setImmediate(writeDue)
    waiting.shift()
    writer.write()
    nowMs = performance.now()
    writer.notBeforeMs = nowMs + SHARED_MS
  }
  isAwake = false
}
