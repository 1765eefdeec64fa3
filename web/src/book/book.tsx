/** The pages of the order book: the list of markets, and one market. Where one is stands behind `#`: `#/CXPT-USDC`. */
import { createEffect, createResource, createSignal, For, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { BookMarketDocument, type BookMarketQuery, BookMarketsDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import * as format from '../lib/format.ts'
import { isLive, onBackAgain } from '../lib/live.ts'
import { token, viewer } from '../lib/session.ts'
import { Connection } from '../ui/connection.tsx'
import { setTheme, theme } from '../ui/theme.ts'
import { Toasts } from '../ui/toast.tsx'
import { BookChart } from './chart.tsx'
import { createFeed } from './feed.ts'
import { placesOf, withPlaces } from './figures.ts'
import { JoinBook } from './join.tsx'
import { DepthChart, Ladder } from './ladder.tsx'
import { Balances, Fills, OpenOrders, Positions } from './own-tables.tsx'
import { BookTape } from './tape.tsx'
import { createTicket } from './ticket-state.ts'
import { BookTicket } from './ticket.tsx'
import { WalletCard } from './wallet.tsx'

const symbolOf = (hash: string): string | null => /^#\/([A-Za-z0-9._-]+)$/.exec(hash)?.[1] ?? null

const [symbol, setSymbol] = createSignal(symbolOf(location.hash))
addEventListener('hashchange', () => setSymbol(symbolOf(location.hash)))

const LIST_EVERY_MS = 5_000
const NEXT_THEME = { auto: 'light', light: 'dark', dark: 'auto' } as const

export function BookApp(): JSX.Element {
  const [isJoining, setJoining] = createSignal(false)
  createEffect(() => {
    document.title = `${symbol() ?? 'Order book'} · BTX Exchange`
  })
  return (
    <div class="page book" data-live={isLive()}>
      <header class="top">
        <a class="brand" href="/" aria-label="BTX Exchange: to the market of the event">
          <img src="/icon.svg" alt="" width="28" height="28" /> <span>BTX</span>
        </a>
        <p class="event">
          <a class="event-name" href="#/">
            Order book
          </a>
        </p>
        <Connection />
        <button
          type="button"
          class="button plain icon"
          aria-label={`Colours: ${theme()}; change`}
          onClick={() => setTheme(NEXT_THEME[theme()])}
        >
          <span aria-hidden="true">◐</span>
        </button>
        <Show
          when={token() !== null}
          fallback={
            <button type="button" class="button primary slim join" onClick={() => setJoining(true)}>
              Join
            </button>
          }
        >
          <p class="me">
            <span class="me-name" data-testid="me">
              {viewer()?.displayName ?? '…'}
            </span>
          </p>
        </Show>
      </header>
      <main id="view" class="book-view">
        <Show when={symbol()} keyed fallback={<MarketList />}>
          {(own) => <MarketPage symbol={own} onJoin={() => setJoining(true)} />}
        </Show>
      </main>
      <Show when={isJoining()}>
        <JoinBook onClose={() => setJoining(false)} />
      </Show>
      <Toasts />
    </div>
  )
}

function MarketList(): JSX.Element {
  const [markets, { refetch }] = createResource(() => ask(BookMarketsDocument, {}).then((found) => found.markets))
  const timer = setInterval(() => void refetch(), LIST_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <section class="card own" aria-labelledby="markets-title">
      <h1 id="markets-title">Markets</h1>
      <Switch fallback={<p class="empty">Opening the book …</p>}>
        <Match when={markets.error}>
          <p class="empty" role="alert">
            The server cannot be reached; trying again …
          </p>
        </Match>
        <Match when={markets.latest?.length === 0}>
          <p class="empty">No market is listed yet.</p>
        </Match>
        <Match when={markets.latest}>
          {(listed) => (
            <table class="table" data-testid="markets">
              <thead>
                <tr>
                  <th>Market</th>
                  <th>Status</th>
                  <th class="end">Last</th>
                  <th class="end">24 h</th>
                  <th class="end">Volume, USDC</th>
                </tr>
              </thead>
              <tbody>
                <For each={listed()}>
                  {({ symbol: name, status, ticker, tickSize }) => (
                    <tr>
                      <td>
                        <a href={`#/${name}`}>{name}</a>
                      </td>
                      <td class="small quiet">{status.toLowerCase().replace('_', ' ')}</td>
                      <td class="num end">{withPlaces(ticker.lastPrice ?? ticker.markPrice, placesOf(tickSize))}</td>
                      <td class="num end">
                        <Change percent={ticker.change24hPercent ?? null} />
                      </td>
                      <td class="num end">{format.money(ticker.notional24h).replace('$', '')}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          )}
        </Match>
      </Switch>
    </section>
  )
}

const Change = (props: { percent: string | null }): JSX.Element => (
  <Show when={props.percent} fallback="–">
    {(percent) => <span class={percent().startsWith('-') ? 'down' : 'up'}>{format.percent(percent())}</span>}
  </Show>
)

type Market = NonNullable<BookMarketQuery['market']>

function MarketPage(props: { symbol: string; onJoin: () => void }): JSX.Element {
  const [market, { refetch }] = createResource(() =>
    ask(BookMarketDocument, { symbol: props.symbol }).then((found) => found.market),
  )
  onBackAgain(() => void refetch())
  return (
    <Switch fallback={<p class="empty">Opening the book …</p>}>
      <Match when={market.error || market.latest === null}>
        <p class="empty card">
          There is no market {props.symbol}. <a href="#/">To the markets</a>
        </p>
      </Match>
      <Match when={market.latest}>{(found) => <Floor market={found()} onJoin={() => props.onJoin()} />}</Match>
    </Switch>
  )
}

function Floor(props: { market: Market; onJoin: () => void }): JSX.Element {
  const feed = createFeed(() => props.market.symbol)
  const ticket = createTicket(() => props.market)
  const last = () => feed.latest()?.lastPrice ?? feed.latest()?.markPrice ?? props.market.ticker.markPrice
  const status = () => feed.latest()?.status ?? props.market.status
  // A ticket begins with the price that there is.
  createEffect(
    on(feed.isSynced, (synced) => {
      if (synced && ticket.price() === '') ticket.setPrice(last())
    }),
  )
  return (
    <>
      <header class="market-head">
        <h1>{props.market.symbol}</h1>
        <p class="market-price num" data-testid="last-price">
          {withPlaces(last(), placesOf(props.market.tickSize))}
        </p>
        <p class="small quiet">
          <span class="tag">{status().toLowerCase().replace('_', ' ')}</span>{' '}
          <Change percent={props.market.ticker.change24hPercent ?? null} /> in 24 h, fee{' '}
          {withPlaces(String(props.market.feeBps / 100), 0)} %
        </p>
      </header>
      <div class="floor">
        <div class="floor-chart">
          <BookChart symbol={props.market.symbol} feed={feed} />
          <DepthChart feed={feed} grid={props.market} />
        </div>
        <Ladder feed={feed} grid={props.market} onPick={ticket.setPrice} />
        <div class="floor-ticket">
          <WalletCard onJoin={props.onJoin} />
          <BookTicket market={{ ...props.market, status: status() }} ticket={ticket} />
        </div>
        <div class="floor-own">
          <OpenOrders grid={props.market} />
          <Fills grid={props.market} />
          <Balances />
          <Positions />
        </div>
        <BookTape feed={feed} tickSize={props.market.tickSize} />
      </div>
    </>
  )
}
