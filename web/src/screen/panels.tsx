/** The parts of the board: what moved most, who leads, what was traded, and every price as a running ticker. */
import { createMemo, createSignal, For, onCleanup, Show, untrack } from 'solid-js'
import { changeBps, MICROS, micros, rounded, shareUnits } from '../lib/decimal.ts'
import { ARROW, directionOf } from '../lib/format.ts'
import { farPercent, farPrice, farShares } from './far.ts'
import { type Board, changeOf, type Market, type Quoted } from './market.ts'
import { barLengths, createRanking, moversOf } from './ranking.ts'

const MOVERS_SHOWN = 8
const RESORT_MS = 2_000
const TICKER_SHOWN = 40
const TICKER_LEAST = 14

/** `value`, read again every `everyMs`: what changes ten times a second is not moved about ten times a second. */
function createSampled<Value>(value: () => Value, everyMs: number): () => Value {
  const [tick, setTick] = createSignal(0)
  const timer = setInterval(() => setTick((count) => count + 1), everyMs)
  onCleanup(() => clearInterval(timer))
  return createMemo(() => (tick(), untrack(value)))
}

function Change(props: { bps: bigint }) {
  const direction = () => directionOf(props.bps)
  return (
    <span class={`change ${direction()}`}>
      <span aria-hidden="true">{ARROW[direction()]}</span> {farPercent(props.bps)}
    </span>
  )
}

export function Movers(props: { market: Market }) {
  const sampled = createSampled(
    () =>
      moversOf(
        props.market.quotes().map((quote) => ({ ...quote, changeBps: changeOf(quote) })),
        MOVERS_SHOWN,
      ),
    RESORT_MS,
  )
  const rows = createMemo(() =>
    sampled().length > 0
      ? sampled()
      : moversOf(
          props.market.quotes().map((quote) => ({ ...quote, changeBps: changeOf(quote) })),
          MOVERS_SHOWN,
        ),
  )
  const ranking = createRanking(rows, ({ id }) => id)
  const live = (id: string): Quoted | undefined => props.market.projects[id]
  return (
    <section class="panel movers" aria-labelledby="movers-title">
      <h2 id="movers-title">
        Movers <small>in an hour</small>
      </h2>
      <ol class="glide">
        <For each={ranking.ids()}>
          {(id) => (
            <li style={{ '--place': ranking.place(id) }}>
              <b class="ticker-name">{live(id)?.ticker}</b>
              <span class="number">{farPrice(live(id)?.price ?? 0n)}</span>
              <Change bps={changeOf(live(id))} />
            </li>
          )}
        </For>
      </ol>
    </section>
  )
}

type BoardRow = Board['top'][number]

/** Places that each trader won or lost lately, for as long as it is news. */
function createClimbs(rows: () => readonly BoardRow[]): (traderId: string) => number {
  const CLIMB_SHOWN_MS = 12_000
  let before = new Map<string, { rank: number; climb: number; untilMs: number }>()
  const climbs = createMemo(() => {
    const nowMs = Date.now()
    before = new Map(
      rows().map(({ rank, trader }) => {
        const known = before.get(trader.id)
        const moved = known ? known.rank - rank : 0
        if (moved !== 0) return [trader.id, { rank, climb: moved, untilMs: nowMs + CLIMB_SHOWN_MS }]
        return [trader.id, { rank, climb: known && known.untilMs > nowMs ? known.climb : 0, untilMs: known?.untilMs ?? 0 }]
      }),
    )
    return before
  })
  return (traderId) => climbs().get(traderId)?.climb ?? 0
}

export function Race(props: { market: Market }) {
  const rows = () => props.market.board()?.top ?? []
  const final = () => props.market.board()?.final ?? false
  const ranking = createRanking(rows, ({ trader }) => trader.id)
  const climb = createClimbs(rows)
  const lengths = createMemo(() => barLengths(rows().map(({ score, liquidationValue }) => micros(score ?? liquidationValue))))
  return (
    <section class="panel race" aria-labelledby="race-title">
      <h2 id="race-title">
        {final() ? 'Final standings' : 'Leaders'}
        <Show when={props.market.board()?.traders}>
          {(count) => (
            <small>
              of {count()} {count() === 1 ? 'trader' : 'traders'}
            </small>
          )}
        </Show>
      </h2>
      <Show when={rows().length > 0} fallback={<p class="empty">Nobody has traded yet. Be the first.</p>}>
        <ol class="glide">
          <For each={ranking.ids()}>
            {(id) => (
              <li
                class={ranking.place(id) === 0 ? 'first' : ''}
                style={{ '--place': ranking.place(id), '--length': lengths()[ranking.place(id)] ?? 0 }}
              >
                <span class="bar" aria-hidden="true" />
                <span class="rank number">{ranking.row(id)?.rank}</span>
                <span class="name">{ranking.row(id)?.trader.displayName}</span>
                <Show when={climb(id) !== 0}>
                  <span class={`climb ${climb(id) > 0 ? 'up' : 'down'}`}>
                    {climb(id) > 0 ? '▲' : '▼'}
                    {Math.abs(climb(id))}
                  </span>
                </Show>
                <span class="number value">{farPercent(rounded(micros(ranking.row(id)?.returnPct ?? '0'), MICROS, 2))}</span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}

export function Tape(props: { market: Market }) {
  return (
    <section class="panel tape" aria-labelledby="tape-title">
      <h2 id="tape-title">
        Trades{' '}
        <small aria-hidden="true">
          <span class="up">▲</span>buy <span class="down">▼</span>sell
        </small>
      </h2>
      <Show when={props.market.trades().length > 0} fallback={<p class="empty">No trade yet.</p>}>
        <ol>
          <For each={props.market.trades().slice(0, 4)}>
            {(trade) => (
              <li class={trade.side === 'BUY' ? 'up' : 'down'}>
                <span class="side" aria-hidden="true">
                  {trade.side === 'BUY' ? '▲' : '▼'}
                </span>
                <span class="name">{trade.trader.displayName}</span>
                <span class="deal">
                  <span class="hidden">{trade.side === 'BUY' ? 'buys ' : 'sells '}</span>
                  {farShares(shareUnits(trade.shares))} <b>{trade.project.ticker}</b>
                </span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}

export function RunningTicker(props: { market: Market }) {
  const shown = createMemo<string[]>(
    () => {
      const largest = [...props.market.quotes()].sort((a, b) => (a.marketCap < b.marketCap ? 1 : -1)).slice(0, TICKER_SHOWN)
      return largest.map(({ id }) => id).sort()
    },
    [],
    { equals: (before, now) => before.length === now.length && before.every((id, at) => id === now[at]) },
  )
  /** Few projects run by several times, so that the band is never empty. */
  const half = createMemo(() =>
    Array.from({ length: shown().length === 0 ? 0 : Math.ceil(TICKER_LEAST / shown().length) }, () => shown()).flat(),
  )
  const Item = (item: { id: string }) => {
    const quote = () => props.market.projects[item.id]
    return (
      <Show when={quote()}>
        {(now) => (
          <span class="ticker-item">
            <b>{now().ticker}</b> <span class="number">{farPrice(now().price)}</span>{' '}
            <Change bps={changeBps(now().price, now().reference)} />
          </span>
        )}
      </Show>
    )
  }
  return (
    <div class="ticker" role="region" aria-label="All prices">
      <div class="ticker-run" style={{ '--items': half().length }}>
        <div class="ticker-half">
          <For each={half()}>{(id) => <Item id={id} />}</For>
        </div>
        <div class="ticker-half" aria-hidden="true">
          <For each={half()}>{(id) => <Item id={id} />}</For>
        </div>
      </div>
    </div>
  )
}
