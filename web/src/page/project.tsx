/** One project: its price, chart, what was said of it, the ticket, the tape. */
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Side } from '../generated/graphql.ts'
import { readTyped, micros, MICROS } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import type { ProjectState } from '../lib/market.ts'
import { Choice } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { StarButton } from './board.tsx'
import { PriceChart } from './chart.tsx'
import { movingNews } from './chart-data.ts'
import { NewsList } from './news.tsx'
import { Change, LivePrice } from './price.tsx'
import { createRoomy } from './roomy.ts'
import { market } from './state.ts'
import { Tape } from './tape.tsx'
import { OrderTicket, Position } from './ticket.tsx'
import { addAlert, alerts, removeAlert } from './watch.ts'

export function ProjectView(props: { project: ProjectState }): JSX.Element {
  const [sheet, setSheet] = createSignal<Side | null>(null)
  const [isAlerting, setAlerting] = createSignal(false)
  const isWide = createRoomy()
  const told = () => movingNews(market.news(), props.project.projectId).toReversed().slice(0, 6)
  return (
    <article class="project" aria-labelledby="project-title">
      <header class="project-head">
        <a class="back button plain slim" href="#/">
          <span aria-hidden="true">‹</span> Market
        </a>
        <div class="project-name">
          <h1 id="project-title">
            {props.project.name} <span class="ticker">{props.project.ticker}</span>
          </h1>
          <StarButton project={props.project} />
          <button type="button" class="button slim" onClick={() => setAlerting(true)}>
            Alert me
          </button>
        </div>
        <p class="project-price">
          <LivePrice project={props.project} class="big" />
          <Change project={props.project} />
        </p>
        <Position projectId={props.project.projectId} />
        <Show when={!props.project.isActive}>
          <p class="notice">This project is halted: its price stays in view, nobody can trade it for now.</p>
        </Show>
        <AlertList projectId={props.project.projectId} />
      </header>
      <div class="project-main">
        <PriceChart project={props.project} />
        <Statistics project={props.project} />
        <Show when={told().length > 0}>
          <section class="card said-list" aria-labelledby="said-title">
            <h2 id="said-title">What moved it</h2>
            <NewsList items={told()} isShort />
          </section>
        </Show>
      </div>
      <div class="project-side">
        <Show when={isWide()}>
          <aside class="project-ticket card" aria-label="Order">
            <OrderTicket project={props.project} />
          </aside>
        </Show>
        <Tape projectId={props.project.projectId} />
      </div>
      <div class="trade-bar">
        <button type="button" class="button buy" onClick={() => setSheet('BUY')}>
          Buy
        </button>
        <button type="button" class="button sell" onClick={() => setSheet('SELL')}>
          Sell
        </button>
      </div>
      <Show when={sheet()}>
        {(side) => (
          <Dialog
            title={`${props.project.ticker} at $${format.price(props.project.currentPrice)}`}
            class="sheet"
            onClose={() => setSheet(null)}
          >
            <OrderTicket project={props.project} side={side()} onDone={() => setSheet(null)} />
            <button type="button" class="button plain close" onClick={() => setSheet(null)}>
              Close
            </button>
          </Dialog>
        )}
      </Show>
      <Show when={isAlerting()}>
        <AlertDialog project={props.project} onClose={() => setAlerting(false)} />
      </Show>
    </article>
  )
}

const Statistics = (props: { project: ProjectState }): JSX.Element => {
  const rows = (): readonly (readonly [string, string])[] => [
    ['Market cap', format.money(props.project.marketCap, 0)],
    ['High', `$${format.price(props.project.change.high)}`],
    ['Low', `$${format.price(props.project.change.low)}`],
    ['Volume', format.shares(props.project.totalVolume)],
    ['Trades', props.project.totalTrades.toLocaleString('en')],
    ['Shares out', format.shares(props.project.netShares)],
    ['Holders', String(props.project.holdersCount)],
    ['Seed', format.money(props.project.seedAmount)],
  ]
  return (
    <section class="card stats" aria-labelledby="stats-title">
      <h2 id="stats-title">About</h2>
      <Show when={props.project.description}>
        <p class="description">{props.project.description}</p>
      </Show>
      <dl>
        <For each={rows()}>
          {([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd class="num">{value}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  )
}

const AlertList = (props: { projectId: string }): JSX.Element => (
  <ul class="alerts">
    <For each={alerts().filter((alert) => alert.projectId === props.projectId && alert.eventId === market.eventId)}>
      {(alert) => (
        <li class="small">
          Alert {alert.when} <span class="num">${format.price(alert.price)}</span>
          <button
            type="button"
            class="part"
            onClick={() => removeAlert(alert.id)}
            aria-label={`Remove the alert ${alert.when} $${format.price(alert.price)}`}
          >
            ✕
          </button>
        </li>
      )}
    </For>
  </ul>
)

function AlertDialog(props: { project: ProjectState; onClose: () => void }): JSX.Element {
  const [when, setWhen] = createSignal<'above' | 'below'>('above')
  const [typed, setTyped] = createSignal('')
  const price = () => readTyped(typed(), MICROS)
  function add(event: SubmitEvent): void {
    event.preventDefault()
    const value = price()
    if (value === null || micros(value) <= 0n) return
    addAlert({
      eventId: market.eventId,
      projectId: props.project.projectId,
      ticker: props.project.ticker,
      when: when(),
      price: value,
    })
    props.onClose()
  }
  return (
    <Dialog title={`Tell me when ${props.project.ticker} is`} onClose={props.onClose}>
      <form onSubmit={add} novalidate>
        <Choice
          label="Direction"
          value={when()}
          onChange={setWhen}
          options={[
            { value: 'above', label: 'at or above' },
            { value: 'below', label: 'at or below' },
          ]}
        />
        <div class="field">
          <label for="alert-price">Price in $ (now {format.price(props.project.currentPrice)})</label>
          <input
            id="alert-price"
            class="input num"
            inputmode="decimal"
            autocomplete="off"
            autofocus
            value={typed()}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <p class="quiet small">Kept on this device; it works while this page is open.</p>
        <div class="actions">
          <button type="button" class="button plain" onClick={() => props.onClose()}>
            Cancel
          </button>
          <button type="submit" class="button primary" aria-disabled={price() === null}>
            Set the alert
          </button>
        </div>
      </form>
    </Dialog>
  )
}
