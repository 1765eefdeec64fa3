/** One signal of the time for all that counts down; by the server's clock where the market knows it. */
import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Ticks every `everyMs`; only while something that uses it is shown. */
export function createNow(everyMs = 1_000, offsetMs: () => number = () => 0): Accessor<number> {
  const [now, setNow] = createSignal(Date.now() + offsetMs())
  const timer = setInterval(() => setNow(Date.now() + offsetMs()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}
