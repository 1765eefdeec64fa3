import type { BrowserContext } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import {
  browserPath,
  DESKTOP,
  join,
  openMarket,
  openPage,
  openTicket,
  type Opened,
  startSite,
  submitOf,
  tradeAs,
  waitUntilLive,
} from './browser.ts'

const contexts: BrowserContext[] = []
const open = async (...parameters: Parameters<typeof openPage>): Promise<Opened> => {
  const opened = await openPage(...parameters)
  contexts.push(opened.context)
  return opened
}
const LISTING = [{ projectId: 'ferry', ticker: 'FERRY', seedAmount: '10' }]
const priceOn = ({ page }: Opened) => page.locator('.project-price .live-price').textContent()

describe.skipIf(browserPath() === null)('When the connection goes', { timeout: 60_000 }, () => {
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })

  test('offline, prices are marked and nothing is sold as live; back again, what was missed is there', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const opened = await open(app, '/#/p/ferry')
    const { page, context } = opened
    await waitUntilLive(page)
    await join(page, 'Traveller')
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of FERRY').fill('1')
    await expect.poll(() => submitOf(ticket).textContent()).toContain('Buy 1 FERRY')

    await context.setOffline(true)
    await page.locator('.connection.offline').waitFor()
    await page.getByTestId('stale').filter({ hasText: 'You are offline. Prices are those of' }).waitFor()
    expect(await page.locator('.page').getAttribute('data-live')).toBe('false')
    await expect.poll(() => submitOf(ticket).textContent()).toBe('Waiting for the connection …')
    await submitOf(ticket).click({ force: true })

    await tradeAs(app, 'friend@example.com', 'buy', 'ferry', '100')
    expect(await priceOn(opened)).toBe('$2.00')
    await context.setOffline(false)
    await waitUntilLive(page)
    expect(await priceOn(opened)).toBe('$4.00')
    await expect.poll(() => page.locator('.chart-place').getAttribute('data-last')).toBe('4')
    await expect.poll(() => page.locator('.tape tbody tr').count()).toBe(1)
    expect(await page.getByTestId('me-cash').textContent()).toBe('$2,500.00')
  })

  test('a silent network is found out within ten seconds, without anybody saying offline', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const browserSide = await open({ url: 'about:' }, 'blank')
    const { page } = browserSide
    let isSilent = false
    await page.routeWebSocket(/\/graphql$/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((message) => isSilent || server.send(message))
      server.onMessage((message) => isSilent || socket.send(message))
    })
    await page.goto(`${app.url}/#/p/ferry`)
    await waitUntilLive(page)
    isSilent = true
    await page.locator('.connection.reconnecting').waitFor({ timeout: 12_000 })
    isSilent = false
    await waitUntilLive(page)
  })

  test('a restarted server is found again, and the page goes on from its cursor', async () => {
    const first = await startSite()
    await openMarket(first, LISTING)
    const opened = await open(first, '/#/p/ferry')
    const { page } = opened
    await waitUntilLive(page)
    await join(page, 'Patient')
    await tradeAs(first, 'friend@example.com', 'buy', 'ferry', '10')
    await expect.poll(() => priceOn(opened)).toBe('$2.20')
    const port = Number(new URL(first.url).port)
    await first.stop()
    await page.locator('.connection.reconnecting').waitFor()
    const second = await startSite({ deps: { db: first.deps.db }, config: { port } })
    await tradeAs(second, 'friend@example.com', 'buy', 'ferry', '10')
    await waitUntilLive(page)
    expect(await priceOn(opened)).toBe('$2.40')
    await tradeAs(second, 'friend@example.com', 'buy', 'ferry', '10')
    await expect.poll(() => priceOn(opened)).toBe('$2.60')
    await expect.poll(() => page.getByTestId('me-cash').textContent()).toBe('$2,500.00')
  })

  test('an order on its way while the server restarts is executed once', async () => {
    const first = await startSite()
    await openMarket(first, LISTING)
    const { page } = await open(first, '/#/p/ferry')
    await waitUntilLive(page)
    await join(page, 'Steady')
    const port = Number(new URL(first.url).port)
    let isStopped = false
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('mutation Buy') || isStopped) return await route.continue()
      isStopped = true
      await route.fetch()
      void first.stop().then(() => startSite({ deps: { db: first.deps.db }, config: { port } }))
      await route.abort('connectionreset')
    })
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of FERRY').fill('4')
    await expect.poll(() => submitOf(ticket).textContent()).toContain('Buy 4 FERRY')
    await submitOf(ticket).click()
    await page.locator('.toast', { hasText: 'Bought 4 FERRY' }).waitFor({ timeout: 20_000 })
    await waitUntilLive(page)
    await page.locator('.position', { hasText: 'You hold 4,' }).waitFor()
  })

  test('an event that is halted says so, and the ticket waits', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const { page } = await open(app, '/#/p/ferry')
    await waitUntilLive(page)
    await join(page, 'Halted')
    const token = await app.token('organiser@example.com', { admin: true })
    const save =
      'mutation($status: EventStatus) { saveEvent(input: {eventId: "kickstart", status: $status}) { userErrors { message } } }'
    await app.ask(save, { status: 'HALTED' }, { token })
    await page.locator('.status.halted').waitFor()
    await page.locator('button.submit', { hasText: 'Trading is halted' }).waitFor()
    await app.ask(save, { status: 'OPEN' }, { token })
    await page.locator('.status.open').waitFor()
  })
})
