/** A cell with an amount that was bought or sold: told by sign and by word, never by colour alone. */
import type { JSX } from 'solid-js'

export const SideAmount = (props: { side: 'BUY' | 'SELL'; amount: string }): JSX.Element => (
  <td class={`num end ${props.side === 'BUY' ? 'up' : 'down'}`}>
    <span class="hidden">{props.side === 'BUY' ? 'bought' : 'sold'}</span>
    <span aria-hidden="true">{props.side === 'BUY' ? '+' : '−'}</span>
    {props.amount}
  </td>
)
