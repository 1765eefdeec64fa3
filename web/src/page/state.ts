/** What the whole page shares: the market, the own portfolio, whether the join dialog is open. Set up once, by main. */
import { createEffect, createRoot, createSignal, onCleanup } from 'solid-js'
import { type PortfolioFieldsFragment, PortfolioUpdatedDocument } from '../generated/graphql.ts'
import { stream } from '../lib/live.ts'
import { createMarket, type Market } from '../lib/market.ts'
import { token } from '../lib/session.ts'
import type { Site } from '../lib/site.ts'

export type Portfolio = PortfolioFieldsFragment

export let market: Market
export let site: Site

const [portfolio, setPortfolio] = createSignal<Portfolio | null>(null)
const [isJoining, setJoining] = createSignal(false)

/** The newest that the server said; null for who has not joined. */
export { isJoining, portfolio, setJoining }

export const holdingOf = (projectId: string): Portfolio['holdings'][number] | undefined =>
  portfolio()?.holdings.find(({ project }) => project.projectId === projectId)

export function openPage(siteOfPage: Site, eventId: string): void {
  site = siteOfPage
  market = createRoot(() => createMarket(eventId))
  createRoot(() => {
    createEffect(() => {
      if (token() === null) return void setPortfolio(null)
      const end = stream(
        PortfolioUpdatedDocument,
        () => ({ eventId }),
        (data) => setPortfolio(data.portfolioUpdated),
        {
          onError: (error) => error.code !== 'NOT_FOUND' && error.code !== 'UNAUTHENTICATED',
        },
      )
      onCleanup(end)
    })
  })
}
