/** The order ticket: side, amount, slider, the quote as it is now, and one button that says what it does. */
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import { fromUnits, MICROS, micros } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import { isLive } from '../lib/live.ts'
import type { ProjectState } from '../lib/market.ts'
import { token } from '../lib/session.ts'
import { Choice, SideChoice } from '../ui/choice.tsx'
import { toast } from '../ui/toast.tsx'
import type { Side } from '../generated/graphql.ts'
import { intend, isRetrying, isSending, type Outcome, pending, send } from './orders.ts'
import { type Offer, offerFor, refusalText } from './refusals.ts'
import { holdingOf, market, setJoining } from './state.ts'
import { createTicket, SLIDER_STEPS, SLIPPAGES_BPS, type Ticket } from './ticket-state.ts'

export function OrderTicket(props: { project: ProjectState; side?: Side; onDone?: () => void }): JSX.Element {
  const ticket = createTicket(() => props.project.projectId, props.side ?? 'BUY')
  const [refusal, setRefusal] = createSignal<{ text: string; offer: Offer | null } | null>(null)
  createEffect(on([ticket.side, ticket.typed, ticket.unit, () => props.project.projectId], () => setRefusal(null)))

  async function place(shares: string, bound: bigint): Promise<void> {
    const { projectId, ticker } = props.project
    setRefusal(null)
    show(await send(intend({ side: ticket.side(), projectId, ticker, shares, bound: fromUnits(bound, MICROS) })))
  }

  function take({ order }: Offer): void {
    if (order) return void place(order.shares, order.bound)
    ticket.setPart(SLIDER_STEPS)
  }

  function show(outcome: Outcome | null): void {
    if (outcome?.kind === 'done') {
      const { side, shares, cashDelta, fee } = outcome.trade
      toast(
        `${side === 'BUY' ? 'Bought' : 'Sold'} ${format.shares(shares)} ${props.project.ticker} for ${format.money(cashDelta.replace('-', ''))}, fee ${format.money(fee)} included`,
      )
      ticket.setTyped('')
      props.onDone?.()
    } else if (outcome?.kind === 'refused') {
      setRefusal({ text: refusalText(outcome.error, props.project), offer: offerFor(outcome.error, ticket) })
    } else if (outcome?.kind === 'failed') setRefusal({ text: outcome.sentence, offer: null })
  }

  const blocked = (): string | null => {
    const status = market.event()?.status
    if (status === 'SCHEDULED') return 'Trading has not begun'
    if (status === 'HALTED') return 'Trading is halted'
    if (status === 'CLOSED') return 'The market is closed'
    if (!props.project.isActive) return 'This project is halted'
    if (pending() !== null && !isSending()) return 'Another order waits for its answer'
    return isLive() ? null : 'Waiting for the connection …'
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (token() === null) return void setJoining(true)
    const quote = ticket.quote()
    const bound = ticket.bound()
    if (blocked() === null && !isSending() && quote && bound !== null) void place(quote.shares, bound)
  }

  const canSend = () => token() === null || (blocked() === null && !isSending() && ticket.quote() !== null)
  const verb = () => (ticket.side() === 'BUY' ? 'Buy' : 'Sell')
  const label = () => {
    if (isSending()) return isRetrying() ? 'No answer yet, asking again …' : 'Sending …'
    if (token() === null) return 'Join to trade'
    const quote = ticket.quote()
    return (
      blocked() ??
      (quote ? `${verb()} ${format.shares(quote.shares)} ${props.project.ticker}` : `${verb()} ${props.project.ticker}`)
    )
  }

  return (
    <form class="ticket" aria-label={`Order for ${props.project.ticker}`} onSubmit={submit} novalidate>
      <div class="ticket-side">
        <SideChoice value={ticket.side()} onChange={ticket.setSide} />
        <Show when={ticket.side() === 'BUY'}>
          <Choice
            label="Amount in"
            value={ticket.unit()}
            onChange={ticket.setUnit}
            options={[
              { value: 'shares', label: 'Shares' },
              { value: 'cash', label: 'Spend $' },
            ]}
          />
        </Show>
      </div>
      <Amount ticket={ticket} ticker={props.project.ticker} />
      <QuoteLines ticket={ticket} />
      <Slippage ticket={ticket} />
      <Show when={refusal()}>
        {(shown) => (
          <div class="notice refusal" role="alert">
            <p>{shown().text}</p>
            <Show when={shown().offer}>
              {(offer) => (
                <button type="button" class="button slim" onClick={() => take(offer())}>
                  {offer().label}
                </button>
              )}
            </Show>
          </div>
        )}
      </Show>
      <button type="submit" class={`button submit ${ticket.side() === 'BUY' ? 'buy' : 'sell'}`} aria-disabled={!canSend()}>
        {label()}
      </button>
    </form>
  )
}

function Amount(props: { ticket: Ticket; ticker: string }): JSX.Element {
  const isCash = () => props.ticket.unit() === 'cash'
  const available = () => {
    const most = props.ticket.most()
    if (token() === null || most === null) return ''
    return props.ticket.side() === 'BUY' ? `Up to ${format.shares(most)} shares` : `You hold ${format.shares(most)}`
  }
  return (
    <div class="field amount">
      <label for="amount">{isCash() ? 'Spend, in $, fee included' : `Shares of ${props.ticker}`}</label>
      <input
        id="amount"
        class="input num"
        inputmode="decimal"
        autocomplete="off"
        placeholder={isCash() ? '100' : '10'}
        value={props.ticket.typed()}
        aria-invalid={props.ticket.fault() ? 'true' : undefined}
        aria-describedby="amount-fault amount-most"
        onInput={(event) => props.ticket.setTyped(event.currentTarget.value)}
      />
      <input
        class="slider"
        type="range"
        min="0"
        max={SLIDER_STEPS}
        step="1"
        value={props.ticket.part()}
        disabled={!props.ticket.most()}
        aria-label={
          props.ticket.side() === 'BUY' ? 'Part of the most you can afford, in percent' : 'Part of what you hold, in percent'
        }
        onInput={(event) => props.ticket.setPart(event.currentTarget.valueAsNumber)}
      />
      <p class="amount-most small quiet" id="amount-most">
        <span>{available()}</span>
        <span class="parts">
          <For each={[25, 50, 100]}>
            {(part) => (
              <button type="button" class="part" disabled={!props.ticket.most()} onClick={() => props.ticket.setPart(part)}>
                {part === 100 ? 'Max' : `${part} %`}
              </button>
            )}
          </For>
        </span>
      </p>
      <p class="fault" id="amount-fault">
        {props.ticket.fault()}
      </p>
    </div>
  )
}

function QuoteLines(props: { ticket: Ticket }): JSX.Element {
  const of = (pick: (quote: NonNullable<ReturnType<Ticket['quote']>>) => string) => () => {
    const quote = props.ticket.quote()
    return quote ? pick(quote) : '–'
  }
  const cash = of((quote) => format.money(quote.cashDelta.replace('-', ''), 4))
  const average = of((quote) => `$${format.price(quote.executionPrice)}`)
  const after = of((quote) => `$${format.price(quote.priceAfter)}`)
  const fee = of((quote) => format.money(quote.fee, 4))
  const isBuy = () => props.ticket.side() === 'BUY'
  return (
    <dl class="quote" aria-busy={props.ticket.amount() !== null && props.ticket.quote() === null}>
      <div class="quote-total">
        <dt>{isBuy() ? 'You pay' : 'You receive'}</dt>
        <dd class="num">{cash()}</dd>
      </div>
      <div>
        <dt>Average price</dt>
        <dd class="num">{average()}</dd>
      </div>
      <div>
        <dt>Price after</dt>
        <dd class="num">{after()}</dd>
      </div>
      <div>
        <dt>Fee</dt>
        <dd class="num">{fee()}</dd>
      </div>
      <div>
        <dt>{isBuy() ? 'At most' : 'At least'}</dt>
        <dd class="num" data-testid="bound">
          {props.ticket.bound() === null ? '–' : format.money(props.ticket.bound()!, 4)}
        </dd>
      </div>
    </dl>
  )
}

const Slippage = (props: { ticket: Ticket }): JSX.Element => (
  <div class="slippage">
    <span class="small quiet" id="slippage">
      Give up if the price slips by more than
    </span>
    <Choice
      label="Largest slippage"
      value={props.ticket.slippageBps()}
      onChange={props.ticket.setSlippageBps}
      options={SLIPPAGES_BPS.map((bps) => ({ value: bps, label: `${fromUnits(BigInt(bps), 2)} %` }))}
    />
  </div>
)

/** The shares and cash of the viewer in a project, in one line; nothing for who holds none. */
export const Position = (props: { projectId: string }): JSX.Element => (
  <Show when={holdingOf(props.projectId)}>
    {(holding) => (
      <p class="position small">
        You hold <strong class="num">{format.shares(holding().shares)}</strong>, worth{' '}
        <strong class="num">{format.money(holding().marketValue)}</strong>
        {' ('}
        <span class={`num ${format.directionOf(micros(holding().unrealisedPnl))}`}>
          {format.signedMoney(holding().unrealisedPnl)}
        </span>
        {')'}
      </p>
    )}
  </Show>
)
