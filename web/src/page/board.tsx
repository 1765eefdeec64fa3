/** The market board: every project with price, change, line and volume; searched, sorted, live. */
import { createMemo, createSignal, For, type JSX, Show, untrack } from 'solid-js'
import { SearchField } from '../ui/search-field.tsx'
import { createNow } from '../lib/clock.ts'
import { changeBps, micros, shareUnits, toNumber } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import type { ProjectState } from '../lib/market.ts'
import { readStored, writeStored } from '../lib/stored.ts'
import { Choice } from '../ui/choice.tsx'
import { Sparkline } from '../ui/sparkline.tsx'
import { Change, LivePrice } from './price.tsx'
import { projectHref } from './route.ts'
import { keepSparklines, lineOf } from './sparklines.ts'
import { market } from './state.ts'
import { isWatched, toggleWatched } from './watch.ts'

type Order = 'cap' | 'change' | 'price' | 'volume' | 'name'

const ORDERS: Readonly<Record<Order, { label: string; compare: (a: ProjectState, b: ProjectState) => number }>> = {
  cap: { label: 'Market cap', compare: (a, b) => descending(micros(a.marketCap), micros(b.marketCap)) },
  change: { label: 'Change', compare: (a, b) => descending(changeOf(a), changeOf(b)) },
  price: { label: 'Price', compare: (a, b) => descending(micros(a.currentPrice), micros(b.currentPrice)) },
  volume: { label: 'Volume', compare: (a, b) => descending(shareUnits(a.change.volume), shareUnits(b.change.volume)) },
  name: { label: 'Name', compare: (a, b) => a.name.localeCompare(b.name) },
}

const WINDOWS = [
  { value: 15, label: '15 m', title: 'Change over 15 minutes' },
  { value: 60, label: '1 h', title: 'Change over an hour' },
  { value: 240, label: '4 h', title: 'Change over four hours' },
  { value: 1_440, label: '1 d', title: 'Change over a day' },
]
const SORT_EVERY_MS = 2_000
const SHOWN_AT_FIRST = 100

const descending = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0)
const changeOf = (project: ProjectState): bigint => changeBps(micros(project.currentPrice), micros(project.change.reference))

const [search, setSearch] = createSignal('')
const [order, setOrder] = createSignal<Order>(readStored<Order>('order', 'cap'))
const [onlyWatched, setOnlyWatched] = createSignal(false)

export function Board(props: { selected?: string | null }): JSX.Element {
  keepSparklines()
  const [isHeld, setHeld] = createSignal(false)
  const [shownMax, setShownMax] = createSignal(SHOWN_AT_FIRST)
  const tick = createNow(SORT_EVERY_MS)

  let lastOrder: Order = order()

  // Rows change places every two seconds at most, and never under a pointer or the keyboard's focus.
  const sorted = createMemo<readonly string[]>((before) => {
    tick()
    const ids = market.order()
    const compare = ORDERS[order()].compare
    if (isHeld() && before.length === ids.length && lastOrder === order()) return before
    lastOrder = order()
    return untrack(() => [...ids].sort((a, b) => compare(market.projects[a]!, market.projects[b]!) || a.localeCompare(b)))
  }, [])

  const found = createMemo(() => {
    const words = search().trim().toLowerCase()
    return sorted().filter((id) => {
      const project = market.projects[id]
      if (!project || (onlyWatched() && !isWatched(id))) return false
      return words === '' || `${project.ticker} ${project.name}`.toLowerCase().includes(words)
    })
  })

  return (
    <section class="board" aria-labelledby="board-title">
      <div class="board-head">
        <h2 id="board-title">Market</h2>
        <Choice
          label="Window of the change"
          options={WINDOWS}
          value={market.minutes()}
          onChange={(value) => (writeStored('minutes', value), market.setMinutes(value))}
        />
      </div>
      <div class="board-tools">
        <SearchField label="Find a project" value={search()} onInput={setSearch} />
        <select
          class="input"
          aria-label="Sort by"
          value={order()}
          onChange={(event) => (setOrder(event.currentTarget.value as Order), writeStored('order', order()))}
        >
          <For each={Object.entries(ORDERS)}>
            {([value, { label }]) => (
              <option value={value} selected={value === order()}>
                {label}
              </option>
            )}
          </For>
        </select>
        <button
          type="button"
          class="button star-filter"
          aria-pressed={onlyWatched()}
          onClick={() => setOnlyWatched(!onlyWatched())}
          title="Only your watchlist"
        >
          <span aria-hidden="true">{onlyWatched() ? '★' : '☆'}</span>
          <span class="hidden">Only the watchlist</span>
        </button>
      </div>
      <Show when={found().length > 0} fallback={<Nothing onlyWatched={onlyWatched()} />}>
        <ul
          class="rows card"
          onPointerEnter={(event) => event.pointerType === 'mouse' && setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocusIn={() => setHeld(true)}
          onFocusOut={() => setHeld(false)}
        >
          <For each={found().slice(0, shownMax())}>
            {(id) => <Row project={market.projects[id]!} isSelected={props.selected === id} />}
          </For>
        </ul>
        <Show when={found().length > shownMax()}>
          <button type="button" class="button more" onClick={() => setShownMax(shownMax() + SHOWN_AT_FIRST)}>
            Show more of {found().length}
          </button>
        </Show>
      </Show>
    </section>
  )
}

const Nothing = (props: { onlyWatched: boolean }): JSX.Element => (
  <p class="empty card">
    {market.order().length === 0
      ? 'No project is listed yet.'
      : props.onlyWatched
        ? 'Star a project to keep it here.'
        : 'No project has such a name.'}
  </p>
)

const Row = (props: { project: ProjectState; isSelected: boolean }): JSX.Element => (
  <li class="row" classList={{ selected: props.isSelected, inactive: !props.project.isActive }}>
    <StarButton project={props.project} />
    <a href={projectHref(props.project.projectId)} aria-current={props.isSelected ? 'page' : undefined}>
      <span class="row-name">
        <strong>{props.project.ticker}</strong>
        <span class="quiet small">{props.project.isActive ? props.project.name : `${props.project.name} · halted`}</span>
      </span>
      <span class={`row-line ${format.directionOf(changeOf(props.project))}`}>
        <Sparkline points={[...lineOf(props.project.projectId), toNumber(props.project.currentPrice)]} />
        <span class="quiet small num">
          <span class="hidden">volume </span>
          {format.compactShares(props.project.change.volume)} <span aria-hidden="true">vol</span>
        </span>
      </span>
      <span class="row-price">
        <LivePrice project={props.project} />
        <span class="small">
          <Change project={props.project} />
        </span>
      </span>
    </a>
  </li>
)

export const StarButton = (props: { project: ProjectState }): JSX.Element => (
  <button
    type="button"
    class="star"
    aria-pressed={isWatched(props.project.projectId)}
    aria-label={`Watch ${props.project.ticker}`}
    onClick={() => toggleWatched(props.project.projectId)}
  >
    <span aria-hidden="true">{isWatched(props.project.projectId) ? '★' : '☆'}</span>
  </button>
)
