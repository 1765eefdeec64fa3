import { createEffect, createSignal, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { ARROW, directionOf } from '../lib/format.ts'
import { connection } from '../lib/live.ts'
import { changeBps, micros } from '../lib/decimal.ts'
import { type News, titleOf } from './announcements.ts'
import { farPercent, farPrice } from './far.ts'
import { clockText, createNow } from './clock.ts'
import { Join } from './join.tsx'
import { createMarket, type EventNow, type Market } from './market.ts'
import { Movers, Race, RunningTicker, Tape } from './panels.tsx'

const PHASE: Readonly<Record<EventNow['status'], string>> = {
  SCHEDULED: 'Opens soon',
  OPEN: 'Open',
  HALTED: 'Halted',
  CLOSED: 'Closed',
}
const HURRY_MS = 60_000
const IDLE_MS = 3_000

/** The hall's screen. No login, nothing to press: F and a double click fill the screen, T turns light into dark. */
export function Screen(props: { eventId: string }) {
  const market = createMarket(props.eventId)
  const now = createNow(250)
  useHall()
  createEffect(() => (document.title = `${market.event()?.name ?? 'BTX Exchange'}: big screen`))
  return (
    <div class={`screen ${connection() === 'live' ? '' : 'stale'}`}>
      <Header market={market} now={now()} />
      <main>
        <Switch fallback={<OpenBoard market={market} />}>
          <Match when={market.missing()}>
            <p class="hero-text">There is no event "{props.eventId}".</p>
          </Match>
          <Match when={market.event()?.status === 'SCHEDULED'}>
            <Scheduled market={market} now={now()} />
          </Match>
          <Match when={market.event()?.status === 'CLOSED'}>
            <Closed market={market} />
          </Match>
        </Switch>
      </main>
      <RunningTicker market={market} />
      <div aria-live="polite" class="announcer">
        <Show when={market.announcement()} keyed>
          {(news) => <Announcement news={news} />}
        </Show>
      </div>
    </div>
  )
}

function Header(props: { market: Market; now: number }) {
  const event = () => props.market.event()
  const leftMs = () => {
    const { status, closesAt } = event() ?? {}
    const until = status === 'OPEN' || status === 'HALTED' ? closesAt : null
    return until ? Date.parse(until) - props.now : null
  }
  return (
    <header>
      <h1>{event()?.name ?? '…'}</h1>
      <Show when={connection() !== 'live'}>
        <p class="lost" role="status">
          {connection() === 'connecting' ? 'Connecting …' : 'No connection: prices are old'}
        </p>
      </Show>
      <Show when={(props.market.watchers() ?? 0) > 1}>
        <p class="watching">
          <b class="number">{props.market.watchers()}</b> watching
        </p>
      </Show>
      <Show when={event()}>{(known) => <p class={`phase ${known().status.toLowerCase()}`}>{PHASE[known().status]}</p>}</Show>
      <Show when={leftMs() !== null}>
        <p class={`left number ${leftMs()! < HURRY_MS ? 'hurry' : ''}`}>
          <small>closes in</small> {clockText(leftMs()!)}
        </p>
      </Show>
    </header>
  )
}

function OpenBoard(props: { market: Market }) {
  return (
    <div class="board">
      <Movers market={props.market} />
      <Race market={props.market} />
      <div class="side-column">
        <Join />
        <Show when={props.market.event()?.status !== 'HALTED'} fallback={<p class="panel halt">Trading is halted</p>}>
          <Tape market={props.market} />
        </Show>
      </div>
    </div>
  )
}

function Scheduled(props: { market: Market; now: number }) {
  return (
    <div class="hero">
      <Join />
      <div>
        <p class="hero-text">Scan, choose a name, trade the projects.</p>
        <p class="hero-detail">
          You start with <b>{Number(props.market.event()?.parameters.initialCash ?? 0).toLocaleString('en')}</b> of virtual cash.
        </p>
        <Show when={props.market.event()?.opensAt}>
          {(opensAt) => <p class="hero-clock number">{clockText(Date.parse(opensAt()) - props.now)}</p>}
        </Show>
      </div>
    </div>
  )
}

function Closed(props: { market: Market }) {
  return (
    <div class="board closed">
      <Race market={props.market} />
    </div>
  )
}

function Announcement(props: { news: News }) {
  const before = () => micros(props.news.priceBefore ?? '0')
  const after = () => micros(props.news.priceAfter ?? '0')
  const direction = () => directionOf(after() - before())
  return (
    <div class="announcement">
      <p class="announcement-title">{titleOf(props.news)}</p>
      <Show when={props.news.project}>
        {(project) => (
          <p class="announcement-ticker" style={{ '--letters': project().ticker.length }}>
            {project().ticker}
          </p>
        )}
      </Show>
      <p class="announcement-headline">{props.news.headline}</p>
      <Show when={props.news.priceAfter !== null && props.news.priceBefore !== null && before() !== after()}>
        <p class="announcement-price number">
          {farPrice(before())} → <b class={direction()}>{farPrice(after())}</b>{' '}
          <span class={`change ${direction()}`}>
            <span aria-hidden="true">{ARROW[direction()]}</span> {farPercent(changeBps(after(), before()))}
          </span>
        </p>
      </Show>
    </div>
  )
}

/** What a hall needs of a page: it stays awake, fills the screen, and shows no idle pointer. */
function useHall(): void {
  const [idle, setIdle] = createSignal(false)
  let idleTimer: ReturnType<typeof setTimeout> | undefined
  const wake = () => {
    setIdle(false)
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => setIdle(true), IDLE_MS)
  }
  const stayAwake = () => {
    if (document.visibilityState === 'visible') void navigator.wakeLock?.request('screen').catch(() => {})
  }
  const fill = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {})
  const turn = () => {
    const root = document.documentElement
    const isDark = root.dataset['theme'] ? root.dataset['theme'] === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
    root.dataset['theme'] = isDark ? 'light' : 'dark'
  }
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'f') fill()
    if (event.key === 't') turn()
  }
  createEffect(() => document.documentElement.classList.toggle('idle', idle()))
  onMount(() => {
    const theme = new URLSearchParams(location.search).get('theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
    stayAwake()
    wake()
    addEventListener('pointermove', wake)
    addEventListener('keydown', press)
    addEventListener('dblclick', fill)
    document.addEventListener('visibilitychange', stayAwake)
  })
  onCleanup(() => clearTimeout(idleTimer))
}
