/** The ticket of a book: every type of order, what it would do now, and one button. */
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { TimeInForce } from '../generated/graphql.ts'
import { sentenceOf } from '../lib/api.ts'
import { isLive } from '../lib/live.ts'
import { Choice, SideChoice } from '../ui/choice.tsx'
import { toast } from '../ui/toast.tsx'
import { hasLimit, hasStop, type OrderType, priceLabel, TIMES } from './draft.ts'
import { withPlaces } from './figures.ts'
import { placeOrder } from './orders.ts'
import { balances } from './own.ts'
import { PreviewLines } from './preview.tsx'
import { signer } from './signing.ts'
import type { Ticket } from './ticket-state.ts'

export interface TicketMarket {
  readonly symbol: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly status: string
  readonly tickSize: string
  readonly lotSize: string
}

const TYPES: readonly { readonly value: OrderType; readonly label: string }[] = [
  { value: 'LIMIT', label: 'Limit' },
  { value: 'MARKET', label: 'Market' },
  { value: 'STOP', label: 'Stop' },
  { value: 'STOP_LIMIT', label: 'Stop limit' },
]
const TIME_LABELS: Readonly<Record<TimeInForce, string>> = {
  GTC: 'Until cancelled',
  GTT: 'For some minutes',
  IOC: 'At once, the rest ends',
  FOK: 'At once and whole, or not',
}

export function BookTicket(props: { market: TicketMarket; ticket: Ticket }): JSX.Element {
  const [refusal, setRefusal] = createSignal<string | null>(null)
  const [isSending, setSending] = createSignal(false)
  const { ticket } = props

  const blocked = (): string | null => {
    if (!signer()) return 'Link a wallet to trade'
    if (!['ACTIVE', 'POST_ONLY', 'REDUCE_ONLY'].includes(props.market.status)) return 'This market is not open'
    return isLive() ? null : 'Waiting for the connection …'
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const [by, draft] = [signer(), ticket.draft()]
    if (!by || !draft || blocked() !== null || isSending()) return
    setSending(true)
    setRefusal(null)
    try {
      const placed = await placeOrder(by, draft)
      if ('refusal' in placed) return void setRefusal(placed.refusal)
      toast(`${draft.side === 'BUY' ? 'Buy' : 'Sell'} ${draft.quantity} ${props.market.baseAsset}: ${said(placed.order)}`)
      ticket.setQuantity('')
    } catch (error) {
      setRefusal(sentenceOf(error))
    } finally {
      setSending(false)
    }
  }

  const verb = () => (ticket.side() === 'BUY' ? 'Buy' : 'Sell')
  const label = () => (isSending() ? 'Signing and sending …' : (blocked() ?? `${verb()} ${props.market.baseAsset}`))
  return (
    <form class="card ticket book-ticket" aria-label="Order" onSubmit={(event) => void submit(event)} novalidate>
      <SideChoice value={ticket.side()} onChange={ticket.setSide} />
      <Choice label="Type" value={ticket.type()} onChange={ticket.setType} options={TYPES} />
      <Show when={hasStop(ticket.type())}>
        <Amount id="stop-price" label="Stop price" unit="USDC" value={ticket.stopPrice()} onInput={ticket.setStopPrice} />
      </Show>
      <Amount id="price" label={priceLabel(ticket.type())} unit="USDC" value={ticket.price()} onInput={ticket.setPrice} />
      <Amount
        id="quantity"
        label="Quantity"
        unit={props.market.baseAsset}
        value={ticket.quantity()}
        onInput={ticket.setQuantity}
      />
      <TimeFields ticket={ticket} />
      <Available market={props.market} side={ticket.side()} />
      <PreviewLines ticket={ticket} baseAsset={props.market.baseAsset} />
      <Show when={refusal()}>
        <p class="notice refusal" role="alert">
          {refusal()}
        </p>
      </Show>
      <button
        type="submit"
        class={`button submit ${ticket.side() === 'BUY' ? 'buy' : 'sell'}`}
        aria-disabled={blocked() !== null || isSending() || ticket.draft() === null}
      >
        {label()}
      </button>
    </form>
  )
}

/** What came of an order, in words. */
export function said({
  status,
  reason,
  filledQuantity,
}: {
  status: string
  reason?: string | null
  filledQuantity: string
}): string {
  const why = reason ? ` (${reason.toLowerCase().replaceAll('_', ' ')})` : ''
  const filled = filledQuantity === '0' ? '' : `, ${filledQuantity} filled`
  return `${status.toLowerCase().replaceAll('_', ' ')}${why}${status === 'FILLED' ? '' : filled}`
}

export const Amount = (props: {
  id: string
  label: string
  unit: string
  value: string
  onInput: (value: string) => void
}): JSX.Element => (
  <div class="field">
    <label for={props.id}>
      {props.label}, <span class="quiet">{props.unit}</span>
    </label>
    <input
      id={props.id}
      class="input num"
      inputmode="decimal"
      autocomplete="off"
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  </div>
)

const TimeFields = (props: { ticket: Ticket }): JSX.Element => (
  <>
    <div class="field">
      <label for="time-in-force">Stays</label>
      <select
        id="time-in-force"
        class="input"
        value={props.ticket.time()}
        onChange={(event) => props.ticket.setTime(event.currentTarget.value as TimeInForce)}
      >
        <For each={TIMES[props.ticket.type()]}>{(time) => <option value={time}>{TIME_LABELS[time]}</option>}</For>
      </select>
    </div>
    <Show when={props.ticket.time() === 'GTT'}>
      <Amount id="minutes" label="For" unit="minutes" value={props.ticket.minutes()} onInput={props.ticket.setMinutes} />
    </Show>
    <p class="flags small">
      <Show when={hasLimit(props.ticket.type())}>
        <label>
          <input
            type="checkbox"
            checked={props.ticket.postOnly()}
            onChange={(event) => props.ticket.setPostOnly(event.currentTarget.checked)}
          />{' '}
          Post only
        </label>
      </Show>
      <label>
        <input
          type="checkbox"
          checked={props.ticket.reduceOnly()}
          onChange={(event) => props.ticket.setReduceOnly(event.currentTarget.checked)}
        />{' '}
        Reduce only
      </label>
    </p>
  </>
)

const Available = (props: { market: TicketMarket; side: 'BUY' | 'SELL' }): JSX.Element => {
  const asset = () => (props.side === 'BUY' ? props.market.quoteAsset : props.market.baseAsset)
  return (
    <p class="small quiet">
      Available: <span class="num">{withPlaces(balances().get(asset())?.available ?? '0', 0)}</span> {asset()}
    </p>
  )
}
