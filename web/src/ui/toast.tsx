/** Short messages that go by themselves; a screen reader hears them. */
import { createSignal, For, type JSX } from 'solid-js'

interface Toast {
  readonly id: number
  readonly text: string
}

const STAYS_MS = 6_000
const SHOWN_MAX = 3
const [toasts, setToasts] = createSignal<readonly Toast[]>([])
let nextId = 1

export function toast(text: string): void {
  const id = nextId++
  setToasts((before) => [...before, { id, text }].slice(-SHOWN_MAX))
  setTimeout(() => dismiss(id), STAYS_MS)
}

const dismiss = (id: number): void => void setToasts((before) => before.filter((one) => one.id !== id))

/** Put once on a page. */
export const Toasts = (): JSX.Element => (
  <div class="toasts" role="status" aria-live="polite">
    <For each={toasts()}>
      {(one) => (
        <div class="toast">
          <span>{one.text}</span>
          <button type="button" aria-label="Dismiss" onClick={() => dismiss(one.id)}>
            ✕
          </button>
        </div>
      )}
    </For>
  </div>
)
