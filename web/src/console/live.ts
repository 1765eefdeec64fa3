/** What the console keeps fresh: asked again every few seconds while it is shown, and at once when something happened. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'

const [touched, setTouched] = createSignal(0)

/** Something changed, here or at another organiser's: all that is shown is asked again. */
export const touch = (): void => void setTouched((count) => count + 1)

const TOUCH_SPREAD_MS = 150

export interface Polled<Value> {
  readonly value: Accessor<Value | null>
  readonly fault: Accessor<string | null>
  refresh(): void
}

/** Asks again when `ask` reads something new, too. The newest answer counts, whatever the order they come in. */
export function createPolled<Value>(ask: () => Promise<Value> | null, everyMs: number): Polled<Value> {
  const [value, setValue] = createSignal<Value | null>(null)
  const [fault, setFault] = createSignal<string | null>(null)
  let asked = 0
  let shown = 0
  let soon: ReturnType<typeof setTimeout> | undefined

  function run(): void {
    const own = ++asked
    ask()?.then(
      (answer) => {
        if (own < shown) return
        shown = own
        setValue(() => answer)
        setFault(null)
      },
      (error: unknown) => own >= shown && setFault(sentenceOf(error)),
    )
  }
  createEffect(run)
  createEffect(
    on(
      touched,
      () => {
        clearTimeout(soon)
        soon = setTimeout(run, TOUCH_SPREAD_MS)
      },
      { defer: true },
    ),
  )
  const timer = setInterval(() => document.visibilityState === 'visible' && run(), everyMs)
  onCleanup(() => {
    clearInterval(timer)
    clearTimeout(soon)
    shown = Number.POSITIVE_INFINITY
  })
  return { value, fault, refresh: run }
}
