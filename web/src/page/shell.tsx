/** What surrounds every view: the event's name and clock, the connection, who one is, the ways to go. */
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import { createNow } from '../lib/clock.ts'
import * as format from '../lib/format.ts'
import { connection, isLive, lastHeardMs } from '../lib/live.ts'
import { leave, sessionEnded, token, viewer } from '../lib/session.ts'
import { Connection } from '../ui/connection.tsx'
import { setTheme, type Theme, theme } from '../ui/theme.ts'
import { toast } from '../ui/toast.tsx'
import { isSending, isUnanswered, letGo, pending, send } from './orders.ts'
import { route } from './route.ts'
import { market, portfolio, setJoining } from './state.ts'

const THEMES: Readonly<Record<Theme, { next: Theme; label: string; sign: string }>> = {
  auto: { next: 'light', label: 'Colours of the device', sign: '◐' },
  light: { next: 'dark', label: 'Light colours', sign: '○' },
  dark: { next: 'auto', label: 'Dark colours', sign: '●' },
}

export const Header = (): JSX.Element => (
  <header class="top">
    <a class="brand" href="#/" aria-label="BTX Exchange: to the market">
      <img src="/icon.svg" alt="" width="28" height="28" /> <span>BTX</span>
    </a>
    <EventClock />
    <nav class="ways wide-only" aria-label="Views">
      <Ways />
    </nav>
    <Connection />
    <button
      type="button"
      class="button plain icon"
      aria-label={`${THEMES[theme()].label}; change`}
      onClick={() => setTheme(THEMES[theme()].next)}
    >
      <span aria-hidden="true">{THEMES[theme()].sign}</span>
    </button>
    <Show
      when={token() !== null}
      fallback={
        <button type="button" class="button primary slim join" onClick={() => setJoining(true)}>
          Join
        </button>
      }
    >
      <a class="me" href="#/portfolio">
        <span class="hidden">Your portfolio: </span>
        <span class="me-name">{viewer()?.displayName ?? '…'}</span>
        <strong class="num" data-testid="me-cash">
          {portfolio() ? format.money(portfolio()!.account.cashBalance) : ''}
        </strong>
      </a>
    </Show>
  </header>
)

function EventClock(): JSX.Element {
  const now = createNow(1_000, market.clockOffsetMs)
  const words = createMemo(() => {
    const event = market.event()
    if (!event) return { text: '', tag: '' }
    const until = (at: string | null | undefined) => (at ? Date.parse(at) - now() : null)
    const [opens, closes] = [until(event.opensAt), until(event.closesAt)]
    if (event.status === 'SCHEDULED')
      return { tag: 'Not open yet', text: opens !== null && opens > 0 ? `opens in ${format.span(opens)}` : '' }
    if (event.status === 'HALTED') return { tag: 'Halted', text: 'trading waits' }
    if (event.status === 'CLOSED') return { tag: 'Closed', text: 'prices are final' }
    return { tag: 'Open', text: closes !== null && closes > 0 ? `closes in ${format.span(closes)}` : '' }
  })
  return (
    <p class="event">
      <span class="event-name">{market.event()?.name ?? 'Market'}</span>
      <span class={`small quiet status ${market.event()?.status.toLowerCase() ?? ''}`}>
        <span class="tag">{words().tag}</span> <span class="num event-clock">{words().text}</span>
      </span>
    </p>
  )
}

const WAYS = [
  { href: '#/', label: 'Market', sign: '≋', views: ['market', 'project'] },
  { href: '#/portfolio', label: 'Portfolio', sign: '◔', views: ['portfolio'] },
  { href: '#/leaders', label: 'Leaders', sign: '♛', views: ['leaders'] },
  { href: '#/news', label: 'News', sign: '❝', views: ['news'] },
]

export const Ways = (): JSX.Element => (
  <ul>
    <For each={WAYS}>
      {(way) => (
        <li>
          <a href={way.href} aria-current={way.views.includes(route().view) ? 'page' : undefined}>
            <span class="sign" aria-hidden="true">
              {way.sign}
            </span>{' '}
            {way.label}
          </a>
        </li>
      )}
    </For>
  </ul>
)

/** What needs saying before anything else: a stale page, an unanswered order, an ended session. */
export const Notices = (): JSX.Element => (
  <div class="notices">
    <Show when={market.failure()}>
      <p class="notice" role="alert">
        {market.failure()}
      </p>
    </Show>
    <Show when={!isLive() && market.isLoaded()}>
      <p class="notice" role="status" data-testid="stale">
        <Switch>
          <Match when={connection() === 'offline'}>You are offline. </Match>
          <Match when={connection() === 'connecting'}>Connecting … </Match>
          <Match when={true}>The connection is lost; trying again. </Match>
        </Switch>
        <Show when={lastHeardMs() > 0}>Prices are those of {format.time(lastHeardMs())}.</Show>
      </p>
    </Show>
    <Show when={sessionEnded()}>
      <div class="notice" role="status">
        Your session ended.{' '}
        <button type="button" class="button slim" onClick={() => setJoining(true)}>
          Join again
        </button>{' '}
        <button type="button" class="button plain slim" onClick={leave}>
          Only look
        </button>
      </div>
    </Show>
    <Show when={isUnanswered() && pending()}>
      <Unanswered />
    </Show>
  </div>
)

function Unanswered(): JSX.Element {
  const [fault, setFault] = createSignal<string | null>(null)
  async function askAgain(): Promise<void> {
    const intent = pending()
    if (!intent) return
    setFault(null)
    try {
      const outcome = await send(intent)
      if (outcome?.kind === 'done')
        toast(`${intent.side === 'BUY' ? 'Bought' : 'Sold'} ${format.shares(intent.shares)} ${intent.ticker}: it is done, once.`)
      else if (outcome?.kind === 'refused') toast(`Nothing was traded: ${outcome.error.message}`)
      else if (outcome?.kind === 'failed') setFault(outcome.sentence)
      else if (outcome?.kind === 'unknown') setFault('Still no answer.')
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }
  return (
    <div class="notice" role="alert">
      <p>
        Your order to {pending()?.side === 'BUY' ? 'buy' : 'sell'} {format.shares(pending()?.shares ?? '0')} {pending()?.ticker}{' '}
        has no answer yet. Finishing it trades once at most, even if it went through already. {fault()}
      </p>
      <span class="actions">
        <button type="button" class="button slim" aria-disabled={isSending()} onClick={() => void askAgain()}>
          Finish it
        </button>
        <button type="button" class="button plain slim" onClick={letGo}>
          Let it go
        </button>
      </span>
    </div>
  )
}
