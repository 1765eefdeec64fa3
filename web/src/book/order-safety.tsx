/** Ways out: all orders of the market at once, and the dead man's switch for when this device is gone. */
import { createSignal, type JSX, Show } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import { toast } from '../ui/toast.tsx'
import { arm, isArmed } from './dead-mans-switch.ts'
import { cancelAll } from './orders.ts'
import type { Signer } from './signing.ts'

export function OrderSafety(props: { signer: Signer; symbol: string; hasOrders: boolean }): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)

  /** Says what came of it. */
  async function run(work: () => Promise<string>): Promise<void> {
    if (isBusy()) return
    setBusy(true)
    toast(await work().catch(sentenceOf))
    setBusy(false)
  }

  const change = (wanted: boolean) =>
    run(async () => {
      await arm(wanted)
      return wanted ? 'All your orders end two minutes after this page does.' : 'Your orders stay when this page is closed.'
    })
  const endAll = () =>
    run(async () => {
      const done = await cancelAll(props.signer, props.symbol)
      if ('refusal' in done) return done.refusal
      return done.cancelled === 1 ? 'One order is cancelled.' : `${done.cancelled} orders are cancelled.`
    })

  return (
    <div class="order-safety small">
      <p>
        <label>
          <input
            type="checkbox"
            role="switch"
            checked={isArmed()}
            aria-describedby="dead-mans-switch"
            onChange={(event) => {
              const wanted = event.currentTarget.checked
              // It shows what the server was told.
              event.currentTarget.checked = isArmed()
              void change(wanted)
            }}
          />{' '}
          Dead man’s switch
        </label>
        <span class="quiet" id="dead-mans-switch">
          cancels all your orders two minutes after this page is gone
        </span>
      </p>
      <Show when={props.hasOrders}>
        <button type="button" class="button plain slim" aria-disabled={isBusy()} onClick={() => void endAll()}>
          Cancel all
        </button>
      </Show>
    </div>
  )
}
