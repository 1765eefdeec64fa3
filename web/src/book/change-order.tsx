/** Another price, stop price or quantity for an open order of any type. */
import { createSignal, type JSX, Show } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { hasStop, priceLabel } from './draft.ts'
import { replaceOrder } from './orders.ts'
import type { OwnOrder } from './own.ts'
import { signer } from './signing.ts'
import { type Grid, priceOnGrid, quantityOnGrid } from './ticket-state.ts'
import { Amount, said } from './ticket.tsx'

/** Replaces the order by one that is signed: another price loses the place in the queue, a smaller quantity keeps it. */
export function ChangeDialog(props: { order: OwnOrder; grid: Grid; onClose: () => void }): JSX.Element {
  const [price, setPrice] = createSignal(props.order.price)
  const [stopPrice, setStopPrice] = createSignal(props.order.stopPrice ?? '')
  const [quantity, setQuantity] = createSignal(props.order.remainingQuantity)
  const [fault, setFault] = createSignal<string | null>(null)
  const isStop = () => hasStop(props.order.type)

  async function change(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const by = signer()
    if (!by) return void setFault('This device cannot sign for the wallet of the order.')
    const own = {
      price: priceOnGrid(props.grid, price()),
      stopPrice: isStop() ? priceOnGrid(props.grid, stopPrice()) : null,
      quantity: quantityOnGrid(props.grid, quantity()),
    }
    const { price: newPrice, stopPrice: newStopPrice, quantity: newQuantity } = own
    if (newPrice === null || newQuantity === null || (isStop() && newStopPrice === null))
      return void setFault(`Give a price${isStop() ? ', a stop price' : ''} and a quantity.`)
    const { symbol, side, type, timeInForce, postOnly, reduceOnly, selfTradePrevention, expiresAt } = props.order
    const terms = { symbol, side, type, timeInForce, postOnly, reduceOnly, selfTradePrevention, expiresAt: expiresAt ?? null }
    try {
      const done = await replaceOrder(by, props.order, {
        ...terms,
        price: newPrice,
        stopPrice: newStopPrice,
        quantity: newQuantity,
      })
      if ('refusal' in done) return void setFault(done.refusal)
      toast(`The order is changed: ${said(done.order)}.`)
      props.onClose()
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }
  return (
    <Dialog title="Change the order" onClose={() => props.onClose()}>
      <form onSubmit={(event) => void change(event)} novalidate>
        <p class="quiet small">A smaller quantity keeps the place in the queue; another price goes to its end.</p>
        <Show when={isStop()}>
          <Amount id="change-stop-price" label="New stop price" unit="USDC" value={stopPrice()} onInput={setStopPrice} />
        </Show>
        <Amount
          id="change-price"
          label={`New ${priceLabel(props.order.type).toLowerCase()}`}
          unit="USDC"
          value={price()}
          onInput={setPrice}
        />
        <Amount
          id="change-quantity"
          label="Quantity that is left"
          unit={props.grid.baseAsset}
          value={quantity()}
          onInput={setQuantity}
        />
        <p class="fault" role="alert">
          {fault()}
        </p>
        <div class="actions">
          <button type="button" class="button plain" onClick={() => props.onClose()}>
            Keep it
          </button>
          <button type="submit" class="button primary">
            Change it
          </button>
        </div>
      </form>
    </Dialog>
  )
}
