/** The page: header, notices, the view of the address; beside it, where there is room, the board. */
import { createEffect, createMemo, type JSX, Match, on, Show, Switch } from 'solid-js'
import { isLive } from '../lib/live.ts'
import { Toasts } from '../ui/toast.tsx'
import { Board } from './board.tsx'
import { JoinDialog } from './join.tsx'
import { LeadersView } from './leaders.tsx'
import { NewsView } from './news.tsx'
import { PortfolioView } from './portfolio.tsx'
import { ProjectView } from './project.tsx'
import { route } from './route.ts'
import { Header, Notices, Ways } from './shell.tsx'
import { market } from './state.ts'
import { createRoomy } from './roomy.ts'

export function App(): JSX.Element {
  const isRoomy = createRoomy()
  // With room for both, the market's view shows the first project beside the board.
  const projectId = createMemo(() => {
    const here = route()
    if (here.view === 'project') return here.projectId
    return here.view === 'market' && isRoomy() ? (market.order()[0] ?? null) : null
  })
  const project = () => (projectId() === null ? undefined : market.projects[projectId()!])
  const isBoardShown = () => isRoomy() || route().view === 'market'

  createEffect(
    on(route, (here, before) => {
      if (before === undefined) return
      if (!isRoomy() || here.view !== 'project') scrollTo({ top: 0 })
      document.querySelector<HTMLElement>('#view')?.focus({ preventScroll: true })
    }),
  )
  createEffect(() => {
    const shown = route().view === 'project' ? project() : undefined
    document.title = shown ? `${shown.ticker} · BTX Exchange` : 'BTX Exchange'
  })

  return (
    <div class="page" data-live={isLive()}>
      <a
        class="skip"
        href="#view"
        onClick={(event) => (event.preventDefault(), document.querySelector<HTMLElement>('#view')?.focus())}
      >
        Skip to the content
      </a>
      <Header />
      <Notices />
      <div class="columns" classList={{ roomy: isRoomy() }}>
        <Show when={isBoardShown()}>
          <div class="column-board">
            <Show when={market.isLoaded()} fallback={<p class="empty">Opening the market …</p>}>
              <Board selected={projectId()} />
            </Show>
          </div>
        </Show>
        <main id="view" tabindex="-1" class="column-view">
          <Switch>
            <Match when={route().view === 'portfolio'}>
              <PortfolioView />
            </Match>
            <Match when={route().view === 'leaders'}>
              <LeadersView />
            </Match>
            <Match when={route().view === 'news'}>
              <NewsView />
            </Match>
            <Match when={project()}>{(shown) => <ProjectView project={shown()} />}</Match>
            <Match when={route().view === 'project' && market.isLoaded()}>
              <p class="empty card">
                This project does not exist (any more). <a href="#/">To the market</a>
              </p>
            </Match>
          </Switch>
          <Show when={!isRoomy() && route().view === 'market'}>
            <h1 class="hidden">Market</h1>
          </Show>
          <footer class="foot small quiet">
            Virtual cash only. <a href="/book">Order book</a>{' '}
            <a href="https://www.tradingview.com/" rel="noreferrer">
              Charts by TradingView
            </a>
          </footer>
        </main>
      </div>
      <nav class="ways bottom narrow-only" aria-label="Views">
        <Ways />
      </nav>
      <JoinDialog />
      <Toasts />
    </div>
  )
}
