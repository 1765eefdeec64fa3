/** What the order of the ticket would do now, asked for as it is typed. */
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'
import { PreviewBookOrderDocument, type PreviewBookOrderQuery } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { token } from '../lib/session.ts'
import type { Draft } from './draft.ts'
import { withPlaces } from './figures.ts'
import type { Ticket } from './ticket-state.ts'

type Preview = NonNullable<PreviewBookOrderQuery['previewOrder']>

const QUIET_MS = 250
/** The book moves while one thinks. */
const AGAIN_MS = 3_000

export function PreviewLines(props: { ticket: Ticket; baseAsset: string }): JSX.Element {
  const [preview, setPreview] = createSignal<Preview | null>(null)
  const draft = createMemo(() => props.ticket.draft(), null, { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) })
  let asked = 0

  async function read(wanted: Draft): Promise<void> {
    const own = ++asked
    const { previewOrder } = await ask(PreviewBookOrderDocument, { order: wanted })
    if (own === asked) setPreview(previewOrder)
  }

  createEffect(
    on([draft, token], ([wanted, who]) => {
      asked++
      setPreview(null)
      if (wanted === null || who === null) return
      const ask = () => void read(wanted).catch(() => {})
      const soon = setTimeout(ask, QUIET_MS)
      const again = setInterval(ask, AGAIN_MS)
      onCleanup(() => {
        clearTimeout(soon)
        clearInterval(again)
      })
    }),
  )
  const of = (pick: (shown: Preview) => string) => () => (preview() ? pick(preview()!) : '–')
  const fills = of(({ filledQuantity, averagePrice }) =>
    filledQuantity === '0' ? 'nothing' : `${withPlaces(filledQuantity, 0)} at ${withPlaces(averagePrice ?? '0', 2)}`,
  )
  const rests = of(({ restingQuantity }) => withPlaces(restingQuantity, 0))
  const fee = of((shown) => `${withPlaces(shown.fee, 2)} USDC`)
  const hold = of((shown) => `${withPlaces(shown.hold, 2)} ${shown.holdAsset ?? ''}`)
  return (
    <>
      <dl class="quote" data-testid="preview">
        <div class="quote-total">
          <dt>Fills now</dt>
          <dd class="num">{fills()}</dd>
        </div>
        <div>
          <dt>Rests, {props.baseAsset}</dt>
          <dd class="num">{rests()}</dd>
        </div>
        <div>
          <dt>Fee now</dt>
          <dd class="num">{fee()}</dd>
        </div>
        <div>
          <dt>Holds at most</dt>
          <dd class="num">{hold()}</dd>
        </div>
      </dl>
      <Show when={preview()?.userErrors[0]}>{(error) => <p class="fault">{error().message}</p>}</Show>
    </>
  )
}
