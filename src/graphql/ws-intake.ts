import type { WebSocket } from 'ws'

/** With so much waiting for the peer nothing more is read of it; it is read again below the second figure. */
const HOLD_ABOVE_BYTES = 1024 * 1024
const RESUME_BELOW_BYTES = 256 * 1024
const LOOK_EVERY_MS = 20

/**
 * Reads no more of a peer than the peer reads of the server: every message and ping has an answer, and answers that
 * nobody takes would fill the memory. A held peer that takes nothing is closed like any slow reader.
 */
export function holdIntake(socket: WebSocket): void {
  let timer: NodeJS.Timeout | null = null
  const look = () => {
    if (socket.bufferedAmount > RESUME_BELOW_BYTES) return
    release()
    socket.resume()
  }
  const release = () => {
    if (timer) clearInterval(timer)
    timer = null
  }
  const hold = () => {
    if (timer || socket.bufferedAmount <= HOLD_ABOVE_BYTES) return
    socket.pause()
    timer = setInterval(look, LOOK_EVERY_MS).unref()
  }
  socket.on('message', hold).on('ping', hold).once('close', release)
}
