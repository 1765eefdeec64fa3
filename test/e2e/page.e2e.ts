import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import type { TestApp } from '../support/app.ts'
import {
  browserPath,
  DESKTOP,
  join,
  openMarket,
  openPage,
  openTicket,
  type Opened,
  PHONE,
  seriousViolations,
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

describe.skipIf(browserPath() === null)('On the page', { timeout: 60_000 }, () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startSite()
    await openMarket(app, [
      { projectId: 'ferry', ticker: 'FERRY', name: 'Sun Ferry', seedAmount: '10' },
      { projectId: 'leaf', ticker: 'LEAF', name: 'Leaf Line' },
      { projectId: 'room', ticker: 'ROOM', name: 'Quiet Room' },
    ])
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })

  for (const device of [PHONE, DESKTOP]) {
    test(`a stranger joins, finds, buys, watches the price move, sells and reads the profit, on a ${device.name}`, async () => {
      const { page, complaints } = await open(app, '/', device)
      await waitUntilLive(page)
      await join(page, `Stranger ${device.name}`)
      await page.getByRole('searchbox').fill('leaf')
      await page.locator('.row').nth(1).waitFor({ state: 'detached' })
      await page.locator('.row a').click()
      await page.getByRole('heading', { name: 'Leaf Line' }).waitFor()
      const before = await page.locator('.chart-place').getAttribute('data-last')

      const buying = await openTicket(page, device)
      await buying.getByLabel('Shares of LEAF').fill('10')
      await expect.poll(() => submitOf(buying).textContent()).toContain('Buy 10 LEAF')
      await submitOf(buying).click()
      await page.locator('.toast', { hasText: 'Bought 10 LEAF' }).waitFor()
      await expect.poll(() => page.locator('.chart-place').getAttribute('data-last')).not.toBe(before)

      await tradeAs(app, `friend-${device.name}@example.com`, 'buy', 'leaf', '50')
      const selling = await openTicket(page, device, 'Sell')
      await selling.getByRole('button', { name: 'Max' }).click()
      await expect.poll(() => submitOf(selling).textContent()).toContain('Sell 10 LEAF')
      await submitOf(selling).click()
      await page.locator('.toast', { hasText: 'Sold 10 LEAF' }).waitFor()

      await page.getByRole('link', { name: 'Portfolio', exact: true }).filter({ visible: true }).click()
      await expect.poll(() => page.locator('.figures').textContent()).toMatch(/Realised▲ \+\$/)
      await expect.poll(() => page.locator('.portfolio').textContent()).toContain('You hold no shares')
      expect(complaints).toEqual([])
    })
  }

  test("somebody else's trade moves the chart within 100 ms", async () => {
    const { page } = await open(app, '/#/p/room')
    await waitUntilLive(page)
    await page.locator('.chart-place[data-last]').waitFor()
    await page.evaluate(() => {
      const seen: number[] = []
      Object.assign(globalThis, { seen })
      const place = document.querySelector('.chart-place')!
      new MutationObserver(() => seen.push(Date.now())).observe(place, { attributes: true, attributeFilter: ['data-last'] })
    })
    const delays: number[] = []
    for (let round = 0; round < 9; round++) {
      const seenBefore = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen.length)
      const token = await app.token('quick@example.com')
      const sentMs = Date.now()
      await app.ask('mutation { buy(input: {projectId: "room", shares: "1"}) { trade { id } } }', {}, { token })
      await page.waitForFunction((count) => (globalThis as unknown as { seen: number[] }).seen.length > count, seenBefore)
      delays.push((await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen.at(-1)!)) - sentMs)
    }
    expect(delays.sort((a, b) => a - b)[4]).toBeLessThan(100)
  })

  test('an order always carries a bound and a key, and a double click is one order', async () => {
    const { page } = await open(app, '/#/p/ferry')
    await waitUntilLive(page)
    await join(page, 'Mallory')
    const bodies: { variables: { input: { maxCost?: string; idempotencyKey?: string; shares: string } } }[] = []
    page.on('request', (request) => {
      if (request.postData()?.includes('mutation Buy')) bodies.push(JSON.parse(request.postData()!))
    })
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByRole('button', { name: 'Spend $' }).click()
    await ticket.getByLabel('Spend, in $').fill('100')
    await expect.poll(() => ticket.getByTestId('bound').textContent()).toMatch(/^\$10\d\.\d{4}$/)
    await submitOf(ticket).dblclick()
    await page.locator('.toast', { hasText: 'Bought' }).waitFor()
    await expect.poll(() => page.getByTestId('me-cash').textContent()).toMatch(/^\$2,400\.\d\d$/)
    expect(bodies).toHaveLength(1)
    const { maxCost, idempotencyKey } = bodies[0]!.variables.input
    expect(Number(maxCost)).toBeGreaterThan(100.9)
    expect(Number(maxCost)).toBeLessThanOrEqual(101)
    expect(idempotencyKey).toMatch(/^[0-9a-f]{32}$/)
  })

  test('an order whose answer is lost is sent again under its key, and happens once', async () => {
    const { page } = await open(app, '/#/p/ferry')
    await waitUntilLive(page)
    await join(page, 'Lost')
    const keys: string[] = []
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? ''
      if (!body.includes('mutation Buy')) return await route.continue()
      keys.push(JSON.parse(body).variables.input.idempotencyKey)
      if (keys.length > 2) return await route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of FERRY').fill('5')
    await expect.poll(() => submitOf(ticket).textContent()).toContain('Buy 5 FERRY')
    await submitOf(ticket).click()
    await page.locator('.toast', { hasText: 'Bought 5 FERRY' }).waitFor()
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    await page.locator('.position', { hasText: 'You hold 5,' }).waitFor()
  })

  test('a page that is closed over an unanswered order offers to finish it, once', async () => {
    const { page } = await open(app, '/#/p/ferry')
    await waitUntilLive(page)
    await join(page, 'Closer')
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('mutation Buy')) return await route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of FERRY').fill('3')
    await expect.poll(() => submitOf(ticket).textContent()).toContain('Buy 3 FERRY')
    await submitOf(ticket).click()
    await expect.poll(() => submitOf(ticket).textContent()).toContain('No answer yet')
    await page.unroute('**/graphql')
    await page.reload()
    await page.getByRole('button', { name: 'Finish it' }).click()
    await page.locator('.toast', { hasText: 'Bought 3 FERRY: it is done, once.' }).waitFor()
    await page.locator('.position', { hasText: 'You hold 3,' }).waitFor()
  })

  test('a refusal says what is missing and offers what would work', async () => {
    const { page } = await open(app, '/#/p/leaf')
    await waitUntilLive(page)
    await join(page, 'Poor')
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of LEAF').fill('5000')
    await expect.poll(() => submitOf(ticket).textContent()).toContain('Buy 5,000 LEAF')
    await submitOf(ticket).click()
    await expect
      .poll(() => ticket.locator('.refusal').textContent())
      .toMatch(/This costs \$.* and you have \$2,500\.00: \$.* are missing/)
    await ticket.getByRole('button', { name: 'the most you can afford' }).click()
    await expect.poll(() => submitOf(ticket).textContent()).toMatch(/^Buy \d+\.\d+ LEAF$/)
    await submitOf(ticket).click()
    await page.locator('.toast', { hasText: 'Bought' }).waitFor()
    await expect.poll(() => page.getByTestId('me-cash').textContent()).toBe('$0.00')
  })

  test('a price that moved too far is refused, and the new price is offered', async () => {
    const { page } = await open(app, '/#/p/ferry')
    await waitUntilLive(page)
    await join(page, 'Late')
    let hasMoved = false
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('mutation Buy') && !hasMoved) {
        hasMoved = true
        await tradeAs(app, 'whale@example.com', 'buy', 'ferry', '60')
      }
      await route.continue()
    })
    const ticket = await openTicket(page, DESKTOP)
    await ticket.getByLabel('Shares of FERRY').fill('20')
    await expect.poll(() => submitOf(ticket).textContent()).toContain('Buy 20 FERRY')
    await submitOf(ticket).click()
    await ticket.getByText('The price moved further than you allow').waitFor()
    await ticket.getByRole('button', { name: /Buy at the new price, at most/ }).click()
    await page.locator('.toast', { hasText: 'Bought 20 FERRY' }).waitFor()
  })

  test('everything can be done by keyboard alone', async () => {
    const { page } = await open(app, '/#/p/room')
    await waitUntilLive(page)
    const tabTo = async (name: RegExp) => {
      for (let press = 0; press < 80; press++) {
        await page.keyboard.press('Tab')
        const text = await page.evaluate(() => {
          const element = document.activeElement as HTMLInputElement | null
          if (element === document.body) return ''
          return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''} ${element?.labels?.[0]?.textContent ?? ''}`
        })
        if (name.test(text)) return
      }
      throw new Error(`no way by Tab to ${name}`)
    }
    await tabTo(/^ Join/)
    await page.keyboard.press('Enter')
    await page.getByLabel('Nickname').fill('Keys')
    await page.keyboard.press('Enter')
    await page.getByTestId('me-cash').filter({ hasText: '$' }).waitFor()
    await tabTo(/Shares of ROOM/)
    await page.keyboard.type('2')
    await page.locator('button.submit', { hasText: 'Buy 2 ROOM' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.toast', { hasText: 'Bought 2 ROOM' }).waitFor()
  })

  for (const device of [PHONE, DESKTOP]) {
    test(`nothing is wider than a ${device.name}, and a desktop's page itself does not scroll`, async () => {
      const { page } = await open(app, '/', device)
      await waitUntilLive(page)
      await join(page, 'A name as long as a name may be')
      for (const view of ['#/', '#/p/ferry', '#/portfolio', '#/leaders', '#/news']) {
        await page.goto(`${app.url}/${view}`)
        await page.locator('.card').first().waitFor()
        const over = await page.evaluate(() => {
          const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement
          return { wide: scrollWidth - clientWidth, high: scrollHeight - clientHeight }
        })
        expect({ view, ...over, high: device === DESKTOP ? over.high : 0 }).toEqual({ view, wide: 0, high: 0 })
      }
    })
  }

  test('watchlist and price alerts are kept on the device, and an alert fires once', async () => {
    const { page } = await open(app, '/#/p/leaf')
    await waitUntilLive(page)
    await page.locator('.project-head').getByRole('button', { name: 'Watch LEAF' }).click()
    await page.getByRole('button', { name: 'Alert me' }).click()
    await page.getByLabel(/Price in \$/).fill('0.5')
    await page.getByRole('button', { name: 'at or above' }).click()
    await page.getByRole('button', { name: 'Set the alert' }).click()
    await page.reload()
    await waitUntilLive(page)
    await page.locator('.alerts li').waitFor()
    await tradeAs(app, 'mover@example.com', 'buy', 'leaf', '1')
    await page.locator('.toast', { hasText: 'above your $0.5' }).waitFor()
    await page.locator('.alerts li').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Only the watchlist' }).click()
    expect(await page.locator('.row').count()).toBe(1)
  })

  for (const device of [PHONE, DESKTOP]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds no serious violation on a ${device.name}, ${colorScheme}`, async () => {
        const { page } = await open(app, '/', device, { colorScheme })
        await waitUntilLive(page)
        const found: string[] = await seriousViolations(page)
        await page.getByRole('button', { name: 'Join', exact: true }).first().click()
        found.push(...(await seriousViolations(page)))
        await page.keyboard.press('Escape')
        await join(page, 'Axel')
        for (const view of ['#/p/ferry', '#/portfolio', '#/leaders', '#/news']) {
          await page.goto(`${app.url}/${view}`)
          await page.locator('.column-view .card').first().waitFor()
          found.push(...(await seriousViolations(page)))
        }
        await page.goto(`${app.url}/#/p/ferry`)
        const ticket = await openTicket(page, device)
        await ticket.locator('#amount').fill('1')
        await submitOf(ticket).filter({ hasText: 'Buy 1' }).waitFor()
        found.push(...(await seriousViolations(page)))
        expect(found).toEqual([])
      })
    }
  }
})
