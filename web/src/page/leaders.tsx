/** The leaderboard: the best, the last, the own row with its neighbours; who rose and who fell is seen for a while. */
import { createEffect, createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { type LeaderboardFieldsFragment, LeaderboardUpdatedDocument } from '../generated/graphql.ts'
import { micros } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import { stream } from '../lib/live.ts'
import { token, viewer } from '../lib/session.ts'
import { market } from './state.ts'

type Row = LeaderboardFieldsFragment['top'][number]

const TOP = 10
const BOTTOM = 5
const CHANGE_SHOWN_MS = 15_000

export function LeadersView(): JSX.Element {
  const [board, setBoard] = createSignal<LeaderboardFieldsFragment | null>(null)
  const [moved, setMoved] = createSignal<ReadonlyMap<string, { by: number; untilMs: number }>>(new Map())

  function show(next: LeaderboardFieldsFragment): void {
    const before = new Map(rowsOf(board()).map(({ trader, rank }) => [trader.id, rank]))
    const now = Date.now()
    const changes = new Map([...moved()].filter(([, { untilMs }]) => untilMs > now))
    for (const { trader, rank } of rowsOf(next)) {
      const by = (before.get(trader.id) ?? rank) - rank
      if (by !== 0) changes.set(trader.id, { by, untilMs: now + CHANGE_SHOWN_MS })
    }
    setMoved(changes)
    setBoard(next)
  }

  createEffect(() => {
    token()
    onCleanup(
      stream(
        LeaderboardUpdatedDocument,
        () => ({ eventId: market.eventId, top: TOP, bottom: BOTTOM }),
        (data) => show(data.leaderboardUpdated),
        {
          onError: ({ code }) => code !== 'NOT_FOUND',
        },
      ),
    )
  })

  return (
    <section class="leaders" aria-labelledby="leaders-title">
      <div class="title-row">
        <h1 id="leaders-title">{board()?.final ? 'Final standings' : 'Leaders'}</h1>
        <p class="small quiet">
          <Show when={board()}>
            {(shown) => <>{shown().traders.toLocaleString('en')} traders, by what selling everything now would leave</>}
          </Show>
        </p>
      </div>
      <Show when={board()} fallback={<p class="empty card">Reading the board …</p>}>
        {(shown) => (
          <Show when={shown().traders > 0} fallback={<p class="empty card">Nobody has traded yet: the first place is free.</p>}>
            <Show when={shown().you && !shown().top.some(({ trader }) => trader.id === shown().you?.trader.id)}>
              <Rows title="Around you" rows={shown().neighbours} moved={moved()} isFinal={shown().final} />
            </Show>
            <Rows title="Top" rows={shown().top} moved={moved()} isFinal={shown().final} />
            <Show when={shown().bottom.length > 0}>
              <Rows title="At the other end" rows={shown().bottom} moved={moved()} isFinal={shown().final} />
            </Show>
          </Show>
        )}
      </Show>
    </section>
  )
}

const rowsOf = (board: LeaderboardFieldsFragment | null): readonly Row[] =>
  board ? [...board.top, ...board.bottom, ...board.neighbours] : []

const Rows = (props: {
  title: string
  rows: readonly Row[]
  moved: ReadonlyMap<string, { by: number }>
  isFinal: boolean
}): JSX.Element => (
  <section class="card" aria-label={props.title}>
    <h2 class="card-title">{props.title}</h2>
    <table class="table leaders-table">
      <thead>
        <tr>
          <th class="end">Rank</th>
          <th>Trader</th>
          <th class="end wide">Projects</th>
          <th class="end">{props.isFinal ? 'Score' : 'If sold'}</th>
          <th class="end">Return</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr classList={{ mine: row.trader.id === viewer()?.id }}>
              <td class="num end rank">
                <Rose by={props.moved.get(row.trader.id)?.by ?? 0} /> {row.rank}
              </td>
              <td class="name">
                {row.trader.displayName}
                <Show when={row.trader.id === viewer()?.id}>
                  {' '}
                  <span class="tag">you</span>
                </Show>
              </td>
              <td class="num end wide">{row.positionsCount}</td>
              <td class="num end">{format.money(props.isFinal && row.score ? row.score : row.liquidationValue)}</td>
              <td class={`num end ${format.directionOf(micros(row.returnPct))}`}>{format.percent(row.returnPct)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </section>
)

const Rose = (props: { by: number }): JSX.Element => (
  <Show when={props.by !== 0}>
    <span class={`rose small ${props.by > 0 ? 'up' : 'down'}`}>
      <span aria-hidden="true">{props.by > 0 ? '▲' : '▼'}</span>
      <span class="hidden">{props.by > 0 ? 'up ' : 'down '}</span>
      {Math.abs(props.by)}
    </span>
  </Show>
)
