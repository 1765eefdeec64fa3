/** Time on the screen: the server's, so that a laptop's wrong clock does not move the close. */
import { createSignal, onCleanup } from 'solid-js'

const [offsetMs, setOffsetMs] = createSignal(0)

/** Takes the server's "now" as it arrives; differences that a network makes are left alone. */
export function setServerTime(asOf: string): void {
  const offset = Date.parse(asOf) - Date.now()
  if (Math.abs(offset - offsetMs()) > 1_500) setOffsetMs(offset)
}

export const serverNowMs = (): number => Date.now() + offsetMs()

/** The server's time, new every `everyMs`; ends with its owner. */
export function createNow(everyMs: number): () => number {
  const [now, setNow] = createSignal(serverNowMs())
  const timer = setInterval(() => setNow(serverNowMs()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}

/** What is left as a clock shows it: "1:04:09", "4:09"; never below "0:00". */
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (hours >= 48) return `${Math.floor(hours / 24)} days`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
