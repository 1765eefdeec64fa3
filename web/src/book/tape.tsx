/** The newest trades of a market. */
import { For, type JSX, Show } from 'solid-js'
import * as format from '../lib/format.ts'
import type { Feed } from './feed.ts'
import { SideAmount } from '../ui/side-amount.tsx'
import { placesOf, withPlaces } from './figures.ts'

const SHOWN = 20

export const BookTape = (props: { feed: Feed; tickSize: string }): JSX.Element => (
  <section class="card tape" aria-labelledby="book-tape-title">
    <h2 id="book-tape-title">Trades</h2>
    <Show when={props.feed.trades().length > 0} fallback={<p class="empty">Nobody has traded here yet.</p>}>
      <table class="table" data-testid="tape">
        <thead>
          <tr>
            <th>Time</th>
            <th class="end">Quantity</th>
            <th class="end">Price</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.feed.trades().slice(0, SHOWN)}>
            {(trade) => (
              <tr>
                <td class="num quiet small">{format.moment(trade.at)}</td>
                <SideAmount side={trade.takerSide} amount={withPlaces(trade.quantity, 0)} />
                <td class="num end">{withPlaces(trade.price, placesOf(props.tickSize))}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  </section>
)
