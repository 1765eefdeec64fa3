/** The viewer's open orders, fills, balances and positions. */
import { createSignal, For, type JSX, Show } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import * as format from '../lib/format.ts'
import { toast } from '../ui/toast.tsx'
import { ChangeDialog } from './change-order.tsx'
import { placesOf, withPlaces } from './figures.ts'
import { OrderSafety } from './order-safety.tsx'
import { cancelOrder, type Placed } from './orders.ts'
import { balances, fills, openOrders, type OwnOrder, positions } from './own.ts'
import { signer } from './signing.ts'
import type { Grid } from './ticket-state.ts'
import { said } from './ticket.tsx'

const FILLS_SHOWN = 20

const Panel = (props: {
  id: string
  title: string
  isEmpty: boolean
  empty: string
  children: JSX.Element
  foot?: JSX.Element
}): JSX.Element => (
  <section class="card own" aria-labelledby={props.id}>
    <h2 id={props.id}>{props.title}</h2>
    <Show when={!props.isEmpty} fallback={<p class="empty">{props.empty}</p>}>
      <div class="scroll" tabindex="0" role="region" aria-labelledby={props.id}>
        {props.children}
      </div>
    </Show>
    {props.foot}
  </section>
)

const Heads = (props: { names: readonly string[]; ends?: number }): JSX.Element => (
  <thead>
    <tr>
      <For each={props.names}>{(name, at) => <th class={at() >= (props.ends ?? 1) ? 'end' : ''}>{name}</th>}</For>
    </tr>
  </thead>
)

const Direction = (props: { side: string }): JSX.Element => (
  <span class={props.side === 'BUY' ? 'up' : 'down'}>{props.side === 'BUY' ? 'Buy' : 'Sell'}</span>
)

export function OpenOrders(props: { grid: Grid }): JSX.Element {
  const [changing, setChanging] = createSignal<OwnOrder | null>(null)
  const orders = () => openOrders(props.grid.symbol)
  async function cancel(order: OwnOrder): Promise<void> {
    const by = signer()
    if (!by) return toast('This device cannot sign for the wallet of the order.')
    try {
      const done: Placed = await cancelOrder(by, order)
      toast('refusal' in done ? done.refusal : `The order is ${said(done.order)}.`)
    } catch (error) {
      toast(sentenceOf(error))
    }
  }
  return (
    <>
      <Panel
        id="open-orders"
        title="Open orders"
        isEmpty={orders().length === 0}
        empty="You have no open orders here."
        foot={
          <Show when={signer()}>
            {(by) => <OrderSafety signer={by()} symbol={props.grid.symbol} hasOrders={orders().length > 0} />}
          </Show>
        }
      >
        <table class="table" data-testid="open-orders">
          <Heads names={['Order', 'Price', 'Filled', 'Quantity', 'Status', '']} />
          <tbody>
            <For each={orders()}>
              {(order) => (
                <tr>
                  <td>
                    <Direction side={order.side} /> <span class="small quiet">{order.type.toLowerCase().replace('_', ' ')}</span>
                  </td>
                  <td class="num end">
                    {withPlaces(order.price, placesOf(props.grid.tickSize))}
                    <Show when={order.stopPrice}>
                      {(stop) => (
                        <span class="small quiet stop-price">stop {withPlaces(stop(), placesOf(props.grid.tickSize))}</span>
                      )}
                    </Show>
                  </td>
                  <td class="num end">{withPlaces(order.filledQuantity, 0)}</td>
                  <td class="num end">{withPlaces(order.quantity, 0)}</td>
                  <td class="end small">{order.status.toLowerCase().replace('_', ' ')}</td>
                  <td class="end order-actions">
                    <button type="button" class="button plain slim" onClick={() => setChanging(order)}>
                      Change
                    </button>
                    <button type="button" class="button plain slim" onClick={() => void cancel(order)}>
                      Cancel
                    </button>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Panel>
      <Show when={changing()} keyed>
        {(order) => <ChangeDialog order={order} grid={props.grid} onClose={() => setChanging(null)} />}
      </Show>
    </>
  )
}

export const Fills = (props: { grid: Grid }): JSX.Element => {
  const own = () => fills().filter(({ symbol }) => symbol === props.grid.symbol)
  return (
    <Panel id="fills" title="Fills" isEmpty={own().length === 0} empty="Nothing of yours was filled here yet.">
      <table class="table" data-testid="fills">
        <Heads names={['Time', 'Side', 'Quantity', 'Price', 'Fee']} ends={2} />
        <tbody>
          <For each={own().slice(0, FILLS_SHOWN)}>
            {(fill) => (
              <tr>
                <td class="num quiet small">{format.moment(fill.at)}</td>
                <td>
                  <Direction side={fill.side} /> <span class="small quiet">{fill.liquidity.toLowerCase()}</span>
                </td>
                <td class="num end">{withPlaces(fill.quantity, 0)}</td>
                <td class="num end">{withPlaces(fill.price, placesOf(props.grid.tickSize))}</td>
                <td class="num end">{withPlaces(fill.fee, 0)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Panel>
  )
}

export const Balances = (): JSX.Element => (
  <Panel id="balances" title="Balances" isEmpty={balances().size === 0} empty="You have nothing here yet.">
    <table class="table" data-testid="balances">
      <Heads names={['Asset', 'Available', 'Held', 'Total']} />
      <tbody>
        <For each={[...balances().values()]}>
          {(balance) => (
            <tr>
              <td>{balance.asset}</td>
              <td class="num end">{withPlaces(balance.available, 0)}</td>
              <td class="num end">{withPlaces(balance.held, 0)}</td>
              <td class="num end">{withPlaces(balance.total, 0)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </Panel>
)

export const Positions = (): JSX.Element => (
  <Panel id="positions" title="Positions" isEmpty={positions().size === 0} empty="You have no position yet.">
    <table class="table" data-testid="positions">
      <Heads names={['Market', 'Quantity', 'Average price', 'Unrealised', 'Realised']} />
      <tbody>
        <For each={[...positions().values()]}>
          {(position) => (
            <tr>
              <td>{position.symbol}</td>
              <td class="num end">{withPlaces(position.quantity, 0)}</td>
              <td class="num end">{position.averagePrice ? format.price(position.averagePrice) : '–'}</td>
              <td class="num end">{withPlaces(position.unrealisedPnl, 2)}</td>
              <td class="num end">{withPlaces(position.realisedPnl, 2)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </Panel>
)
