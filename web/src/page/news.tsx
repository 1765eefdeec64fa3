/** Headlines: bumps, seeds, investments, halts. */
import { For, type JSX, Show } from 'solid-js'
import { changeBps, micros } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import type { News } from '../lib/market.ts'
import { projectHref } from './route.ts'
import { market } from './state.ts'

const KINDS: Readonly<Record<News['kind'], string>> = {
  ANNOUNCEMENT: 'Announcement',
  EVENT_CLOSED: 'Closed',
  EVENT_HALTED: 'Halted',
  EVENT_OPENED: 'Opened',
  INVESTMENT: 'Investment',
  LISTED: 'Listed',
  PHASE_BUMP: 'On stage',
  SEED_UPDATE: 'Seed',
}

export const NewsView = (): JSX.Element => (
  <section class="news card" aria-labelledby="news-title">
    <h1 id="news-title">News</h1>
    <Show when={market.news().length > 0} fallback={<p class="empty">Nothing has happened yet.</p>}>
      <NewsList items={market.news()} />
    </Show>
  </section>
)

export const NewsList = (props: { items: readonly News[]; isShort?: boolean }): JSX.Element => (
  <ul class="news-list">
    <For each={props.items}>
      {(item) => (
        <li>
          <p class="news-meta small quiet">
            <time datetime={item.at} class="num">
              {format.moment(item.at)}
            </time>
            <Show when={!props.isShort}>
              <span class="tag">{KINDS[item.kind]}</span>
            </Show>
            <Show when={!props.isShort && item.project}>
              {(project) => <a href={projectHref(project().projectId)}>{project().ticker}</a>}
            </Show>
          </p>
          <p class="headline">{item.headline}</p>
          <Show when={item.priceBefore && item.priceAfter}>
            <Moved before={item.priceBefore!} after={item.priceAfter!} />
          </Show>
        </li>
      )}
    </For>
  </ul>
)

function Moved(props: { before: string; after: string }): JSX.Element {
  const bps = () => changeBps(micros(props.after), micros(props.before))
  return (
    <p class={`num small ${format.directionOf(bps())}`}>
      <span aria-hidden="true" class="arrow">
        {format.ARROW[format.directionOf(bps())]}
      </span>{' '}
      {format.percentBps(bps())}{' '}
      <span class="quiet">
        ${format.price(props.before)} → ${format.price(props.after)}
      </span>
    </p>
  )
}
