/** Prices and changes as they are shown everywhere. */
import { type JSX, Show } from 'solid-js'
import { changeBps, micros } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import type { ProjectState } from '../lib/market.ts'

/** A live price: it lights up for a moment in the colour of its way. */
export const LivePrice = (props: { project: ProjectState; class?: string }): JSX.Element => (
  <span
    class={`num live-price ${props.class ?? ''}`}
    data-flash={props.project.movedAtMs === 0 ? undefined : `${props.project.direction}-${props.project.sequence % 2}`}
  >
    ${format.price(props.project.currentPrice)}
  </span>
)

/** How far a price is from where the window began. */
export function Change(props: { project: ProjectState; hasArrow?: boolean }): JSX.Element {
  const bps = () => changeBps(micros(props.project.currentPrice), micros(props.project.change.reference))
  return (
    <span class={`num ${format.directionOf(bps())}`}>
      <span aria-hidden="true" class="arrow">
        {format.ARROW[format.directionOf(bps())]}
      </span>{' '}
      {format.percentBps(bps())}
    </span>
  )
}

/** A gain or loss with sign and arrow. */
export const Gain = (props: { value: string; places?: number }): JSX.Element => (
  <span class={`num ${format.directionOf(micros(props.value))}`}>
    <Show when={micros(props.value) !== 0n}>
      <span aria-hidden="true" class="arrow">
        {format.ARROW[format.directionOf(micros(props.value))]}
      </span>{' '}
    </Show>
    {format.signedMoney(props.value, props.places)}
  </span>
)
