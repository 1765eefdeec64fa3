/**
 * The dead man's switch: while it is armed, the server is told again and again that this device is there, and cancels all orders of
 * the viewer once it has not been told for long. It is kept on the device: a page that is loaded again goes on, all pages agree.
 */
import { createEffect, createRoot, createSignal, onCleanup } from 'solid-js'
import { SetDeadMansSwitchDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { viewer } from '../lib/session.ts'
import { readStored, writeStored } from '../lib/stored.ts'

/** Browsers wake a page that nobody sees once a minute. */
const SECONDS = 120
const AGAIN_MS = 20_000

const [isArmed, setArmed] = createSignal(false)
export { isArmed }

const nameOf = (userId: string): string => `book.switch.${userId}`
const tell = (seconds: number) => ask(SetDeadMansSwitchDocument, { input: { seconds } })

/** Throws where the server was not told. */
export async function arm(wanted: boolean): Promise<void> {
  const { id } = viewer()!
  await tell(wanted ? SECONDS : 0)
  writeStored(nameOf(id), wanted || null)
  setArmed(wanted)
}

/** Keeps an armed switch from firing while the page is there; call once. */
export function followSwitch(): void {
  createRoot(() =>
    createEffect(() => {
      const id = viewer()?.id
      const stored = () => id !== undefined && readStored(nameOf(id), false)
      setArmed(stored())
      if (!isArmed()) return
      const renew = () => {
        setArmed(stored())
        // Five more times before it fires; that the server is not reached, the page shows.
        if (isArmed()) void tell(SECONDS).catch(() => {})
      }
      renew()
      const timer = setInterval(renew, AGAIN_MS)
      onCleanup(() => clearInterval(timer))
    }),
  )
}
