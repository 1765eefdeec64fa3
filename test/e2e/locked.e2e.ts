/** The built pages before a server that runs their documents and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { ProjectsDocument } from '../../web/src/generated/graphql.ts'
import type { TestApp } from '../support/app.ts'
import { openMarket as openBook } from '../support/order-book.ts'
import { createProber, TRANSPORTS } from '../support/probes.ts'
import {
  browserPath,
  DESKTOP,
  join,
  openMarket,
  openPage,
  openTicket,
  startSite,
  submitOf,
  tradeAs,
  waitUntilLive,
} from './browser.ts'

const contexts: BrowserContext[] = []

describe.skipIf(browserPath() === null)('In the locked profile', { timeout: 30_000 }, () => {
  /** Two doors of one market: the organiser's and a friend's texts go in by the first. */
  let open: TestApp
  let locked: TestApp
  beforeAll(async () => {
    open = await startSite()
    await openMarket(open, [{ projectId: 'leaf', ticker: 'LEAF', name: 'Leaf Line' }])
    await openBook(open)
    locked = await startSite({ deps: open.deps, role: 'api', config: { profile: 'locked' } })
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
  })

  const visit = async (path: string) => {
    const opened = await openPage(locked, path)
    contexts.push(opened.context)
    return opened
  }

  test('the trading page joins, shows a price as it moves, and buys', async () => {
    const { page, complaints } = await visit('/#/p/leaf')
    await waitUntilLive(page)
    await join(page, 'Lock')
    const chart = page.locator('.chart-place[data-last]')
    const before = await chart.getAttribute('data-last')
    await tradeAs(open, 'friend@example.com', 'buy', 'leaf', '50')
    await expect.poll(() => chart.getAttribute('data-last')).not.toBe(before)
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of LEAF').fill('10')
    await submitOf(ticket).filter({ hasText: 'Buy 10 LEAF' }).click()
    await page.locator('.toast', { hasText: 'Bought 10 LEAF' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('the big screen, the order book and the console are live, too', async () => {
    const screen = await visit('/screen')
    await screen.page.locator('.screen:not(.stale)').waitFor()
    const book = await visit('/book#/CXPT-USDC')
    await waitUntilLive(book.page)
    const desk = await visit('/console')
    await desk.page.getByLabel('Your name, as it stands in the log').fill('Olga')
    await desk.page.getByRole('button', { name: 'Enter' }).click()
    await desk.page.locator('.wire.live').waitFor()
    expect([screen, book, desk].flatMap(({ complaints }) => complaints)).toEqual([])
  })

  test.each(TRANSPORTS)('what no page carries is refused over %s', async (transport) => {
    const prober = await createProber(locked)
    const { __meta__: id } = ProjectsDocument
    for (const probe of [{ query: '{ event { eventId } }' }, { query: ProjectsDocument.toString() }, { query: '', ...id }])
      expect((await prober.send(transport, probe)).codes).toEqual(['BAD_REQUEST'])
    prober.raw.close()
  })
})
