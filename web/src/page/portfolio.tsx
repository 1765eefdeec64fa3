/** The own portfolio: what it is worth, what is held, how it went, what was traded. */
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js'
import { PortfolioHistoryDocument, type PortfolioHistoryQuery } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { micros, toNumber } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import { isLive } from '../lib/live.ts'
import { leave, token, viewer } from '../lib/session.ts'
import { Sparkline } from '../ui/sparkline.tsx'
import { Gain } from './price.tsx'
import { projectHref } from './route.ts'
import { market, type Portfolio, portfolio, setJoining } from './state.ts'

type History = NonNullable<PortfolioHistoryQuery['portfolio']>
type Trade = History['trades']['nodes'][number]

const CURVE_POINTS = 120

export const PortfolioView = (): JSX.Element => (
  <section class="portfolio" aria-labelledby="portfolio-title">
    <div class="title-row">
      <h1 id="portfolio-title">Portfolio</h1>
      <Show when={viewer()}>
        {(me) => (
          <p class="small quiet">
            {me().displayName} ·{' '}
            <button type="button" class="link" onClick={leave}>
              Leave
            </button>
          </p>
        )}
      </Show>
    </div>
    <Show when={token() !== null} fallback={<Invitation />}>
      <Show when={portfolio()} fallback={<p class="empty card">Reading your portfolio …</p>}>
        {(mine) => <Mine portfolio={mine()} />}
      </Show>
    </Show>
  </section>
)

const Invitation = (): JSX.Element => (
  <div class="empty card">
    <p>
      Join with a nickname to get {market.event() ? format.money(market.event()!.parameters.initialCash) : 'virtual cash'} and
      start trading.
    </p>
    <p class="gap">
      <button type="button" class="button primary" onClick={() => setJoining(true)}>
        Join
      </button>
    </p>
  </div>
)

function Mine(props: { portfolio: Portfolio }): JSX.Element {
  const [curve, setCurve] = createSignal<History['equityCurve']>([])
  const [trades, setTrades] = createSignal<readonly Trade[]>([])
  const [next, setNext] = createSignal<string | null>(null)

  async function read(after: string | null): Promise<void> {
    const { portfolio: found } = await ask(PortfolioHistoryDocument, { eventId: market.eventId, points: CURVE_POINTS, after })
    if (!found) return
    setCurve(found.equityCurve)
    setTrades((before) => (after === null ? found.trades.nodes : [...before, ...found.trades.nodes]))
    setNext(found.trades.pageInfo.hasNextPage ? (found.trades.pageInfo.endCursor ?? null) : null)
  }
  // What was traded changes the cash; then the lists are read again.
  createEffect(on([() => props.portfolio.account.cashBalance, isLive], () => void read(null).catch(() => {})))

  const points = createMemo(() => [
    ...curve().map(({ totalPortfolioValue }) => toNumber(totalPortfolioValue)),
    toNumber(props.portfolio.totalPortfolioValue),
  ])
  return (
    <>
      <div class="card worth">
        <p class="quiet small">Worth at market price</p>
        <p class="big num live-price" data-testid="total">
          {format.money(props.portfolio.totalPortfolioValue)}
        </p>
        <p>
          <Gain value={props.portfolio.totalPnl} /> <span class="quiet small">since you joined</span>
        </p>
        <div
          class="curve"
          role="img"
          aria-label={`Your value over time, ${format.money(props.portfolio.totalPortfolioValue)} now`}
        >
          <Sparkline points={points()} width={600} height={90} class={format.directionOf(micros(props.portfolio.totalPnl))} />
        </div>
        <dl class="figures">
          <div>
            <dt>Cash</dt>
            <dd class="num" data-testid="cash">
              {format.money(props.portfolio.account.cashBalance)}
            </dd>
          </div>
          <div>
            <dt>Shares, at market</dt>
            <dd class="num">{format.money(props.portfolio.totalEquityValue)}</dd>
          </div>
          <div>
            <dt>If you sold it all</dt>
            <dd class="num">{format.money(props.portfolio.liquidationValue)}</dd>
          </div>
          <div>
            <dt>Return, if sold</dt>
            <dd class={`num ${format.directionOf(micros(props.portfolio.returnPct))}`}>
              {format.percent(props.portfolio.returnPct)}
            </dd>
          </div>
          <div>
            <dt>Realised</dt>
            <dd>
              <Gain value={props.portfolio.realisedPnl} />
            </dd>
          </div>
          <div>
            <dt>Unrealised</dt>
            <dd>
              <Gain value={props.portfolio.unrealisedPnl} />
            </dd>
          </div>
          <div>
            <dt>Fees paid</dt>
            <dd class="num">{format.money(props.portfolio.feesPaid)}</dd>
          </div>
          <div>
            <dt>Rank</dt>
            <dd class="num">
              <a href="#/leaders">{props.portfolio.rank ?? 'none yet'}</a>
            </dd>
          </div>
        </dl>
      </div>
      <Holdings holdings={props.portfolio.holdings} />
      <Trades trades={trades()} more={next() === null ? null : () => void read(next()).catch(() => {})} />
    </>
  )
}

const Holdings = (props: { holdings: Portfolio['holdings'] }): JSX.Element => (
  <section class="card" aria-labelledby="holdings-title">
    <h2 id="holdings-title" class="card-title">
      Holdings
    </h2>
    <Show
      when={props.holdings.length > 0}
      fallback={
        <p class="empty">
          You hold no shares. <a href="#/">Find something to buy</a>.
        </p>
      }
    >
      <div class="scroll" tabindex="0" role="group" aria-labelledby="holdings-title">
        <table class="table">
          <thead>
            <tr>
              <th>Project</th>
              <th class="end">Shares</th>
              <th class="end">Value</th>
              <th class="end">Profit</th>
              <th class="end wide">Average paid</th>
              <th class="end wide">Price</th>
              <th class="end wide">Cost</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.holdings}>
              {(holding) => (
                <tr>
                  <td>
                    <a href={projectHref(holding.project.projectId)}>{holding.project.ticker}</a>
                  </td>
                  <td class="num end">{format.shares(holding.shares)}</td>
                  <td class="num end">{format.money(holding.marketValue)}</td>
                  <td class="end">
                    <Gain value={holding.unrealisedPnl} />
                  </td>
                  <td class="num end wide">${format.price(holding.avgPrice)}</td>
                  <td class="num end wide">${format.price(holding.currentPrice)}</td>
                  <td class="num end wide">{format.money(holding.costBasis)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  </section>
)

const Trades = (props: { trades: readonly Trade[]; more: (() => void) | null }): JSX.Element => (
  <section class="card" aria-labelledby="own-trades-title">
    <h2 id="own-trades-title" class="card-title">
      Your trades
    </h2>
    <Show when={props.trades.length > 0} fallback={<p class="empty">None yet.</p>}>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="own-trades-title">
        <table class="table">
          <thead>
            <tr>
              <th>Time</th>
              <th>What</th>
              <th class="end">Price</th>
              <th class="end">Fee</th>
              <th class="end">Cash</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.trades}>
              {(trade) => (
                <tr>
                  <td class="num quiet small">{format.moment(trade.executedAt)}</td>
                  <td class="num">
                    {trade.side === 'BUY' ? 'Buy' : 'Sell'} {format.shares(trade.shares)}{' '}
                    <a href={projectHref(trade.project.projectId)}>{trade.project.ticker}</a>
                  </td>
                  <td class="num end">${format.price(trade.price)}</td>
                  <td class="num end">{format.money(trade.fee)}</td>
                  <td class="num end">{format.signedMoney(trade.cashDelta)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={props.more}>
        {(more) => (
          <button type="button" class="button plain more" onClick={() => more()()}>
            Earlier trades
          </button>
        )}
      </Show>
    </Show>
  </section>
)
