import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { TestApp } from '../support/app.ts'
import { browserPath, openMarket, openPage, type Opened, seriousViolations, startSite, tradeAs } from './browser.ts'

/** At 1080p on a screen four metres wide, 38 px are eight centimetres: a person reads them from twenty metres. */
const READABLE_PX = 38
const HD = { width: 1920, height: 1080 }
const LISTING = [
  { projectId: 'ferry', ticker: 'FERRY', name: 'Sun Ferry', seedAmount: '10' },
  { projectId: 'leaf', ticker: 'LEAF', name: 'Leaf Line' },
  { projectId: 'room', ticker: 'ROOM', name: 'Quiet Room' },
]

const contexts: BrowserContext[] = []
/** A busy machine may take its time. */
const eventually = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 10_000 })
const openScreen = async (app: Pick<TestApp, 'url'>, options?: { colorScheme?: 'light' | 'dark' }): Promise<Opened> => {
  const opened = await openPage({ url: 'about:' }, 'blank', undefined, options)
  contexts.push(opened.context)
  await opened.page.setViewportSize(HD)
  await opened.page.goto(`${app.url}/screen`)
  return opened
}
const waitUntilLive = (page: Page) => page.locator('.screen:not(.stale)').waitFor()

async function organise(app: TestApp, mutation: string): Promise<void> {
  const token = await app.token('organiser@example.com', { admin: true })
  const answer = await app.ask(`mutation { done: ${mutation} { userErrors { message } } }`, {}, { token })
  expect(answer.done.userErrors).toEqual([])
}

/** Texts on the screen that are smaller than READABLE_PX, or cut off at its edge. */
const unreadable = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const texts = document.createTreeWalker(document.querySelector('.screen')!, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement!
      if (texts.currentNode.textContent!.trim() === '' || element.closest('.hidden')) continue
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      const { right } = element.getBoundingClientRect()
      const isCut =
        !element.closest('.ticker') &&
        right > (element.closest('.panel, .join, header') ?? document.body).getBoundingClientRect().right + 1
      if (size < least || isCut) found.push(`${texts.currentNode.textContent} (${size}${isCut ? ', cut off' : ''})`)
    }
    return found
  }, READABLE_PX)

describe.skipIf(browserPath() === null)('The big screen', { timeout: 60_000 }, () => {
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })

  test('shows movers, leaders, trades, every price and the way in, live and without a login', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const { page, complaints } = await openScreen(app)
    await waitUntilLive(page)
    expect(await page.getByRole('img', { name: `QR code of ${app.url}/` }).count()).toBe(1)
    await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '100')
    await eventually(() => page.locator('.tape li').first().textContent()).toMatch(/alice.*100 LEAF/)
    await eventually(() => page.locator('.ticker').textContent()).toContain('LEAF 3.00 ▲ +200 %')
    await eventually(() => page.locator('.race li').first().textContent()).toContain('alice')
    await eventually(() =>
      page
        .locator('.movers li')
        .filter({ hasText: 'LEAF' })
        .evaluate((row) => row.style.getPropertyValue('--place')),
    ).toBe('0')
    expect(complaints).toEqual([])
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`can be read from twenty metres, and by machines, in ${colorScheme}`, async () => {
      const app = await startSite()
      await openMarket(app, [...LISTING, { projectId: 'long', ticker: 'ABCDEFGHIJKL', name: 'Long' }])
      for (const name of ['Wilhelmina Quintessential-Smythe', 'bob', 'carol'])
        await tradeAs(app, `${name.replaceAll(' ', '')}@example.com`, 'buy', 'long', '123.4567')
      const { page } = await openScreen(app, { colorScheme })
      await waitUntilLive(page)
      await page.locator('.race li').nth(2).waitFor()
      expect(await unreadable(page)).toEqual([])
      expect(await seriousViolations(page)).toEqual([])
      await organise(app, 'applyPhaseBump(input: {projectId: "long", bumpType: DEMO_WINNER, headline: "The winner of the day"})')
      await page.locator('.announcement').waitFor()
      expect(await unreadable(page)).toEqual([])
      expect(await seriousViolations(page)).toEqual([])
    })
  }

  test('announces a phase with headline and prices, as text, for a while; what is old is not announced again', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const { page } = await openScreen(app)
    await waitUntilLive(page)
    await organise(
      app,
      'applyPhaseBump(input: {projectId: "ferry", bumpType: DEMO_WINNER, headline: "Sun Ferry wins <b>the day</b>"})',
    )
    const announcement = page.locator('.announcement')
    await announcement.waitFor()
    expect(await announcement.innerText()).toMatch(
      /DEMO WINNER\s+FERRY\s+Sun Ferry wins <b>the day<\/b>\s+2\.00 → 4\.00 ▲ \+100 %/i,
    )
    await announcement.waitFor({ state: 'detached', timeout: 15_000 })
    await page.reload()
    await waitUntilLive(page)
    await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '1')
    await eventually(() => page.locator('.tape li').count()).toBe(1)
    expect(await announcement.count()).toBe(0)
  })

  test('follows the event: soon, open with a clock, halted, closed with the final standings', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const { page } = await openScreen(app)
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
    await organise(app, `saveEvent(input: {eventId: "kickstart", status: SCHEDULED, opensAt: "${inAnHour}"})`)
    await eventually(() => page.locator('.hero-clock').textContent()).toMatch(/^(1:00:00|59:\d\d)$/)
    await organise(app, `saveEvent(input: {eventId: "kickstart", status: OPEN, closesAt: "${inAnHour}"})`)
    await page.locator('.phase.open').waitFor()
    await eventually(() => page.locator('.left').textContent()).toMatch(/closes in (1:00:00|59:\d\d)/)
    await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '1')
    await organise(app, 'saveEvent(input: {eventId: "kickstart", status: HALTED})')
    await page.locator('.halt').waitFor()
    await organise(app, 'saveEvent(input: {eventId: "kickstart", status: CLOSED})')
    await page.getByRole('heading', { name: /Final standings/ }).waitFor()
    await eventually(() => page.locator('.race li').textContent()).toContain('alice')
  })

  test('says that its prices are old while it hears nothing, and goes on with what it missed', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const { page, context } = await openScreen(app)
    await waitUntilLive(page)
    await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '1')
    await eventually(() => page.locator('.tape li').count()).toBe(1)
    await context.setOffline(true)
    await page.getByText('No connection: prices are old').waitFor()
    await tradeAs(app, 'bob@example.com', 'buy', 'leaf', '99')
    await context.setOffline(false)
    await waitUntilLive(page)
    await eventually(() => page.locator('.tape li').count()).toBe(2)
    await eventually(() => page.locator('.ticker').textContent()).toContain('LEAF 3.00')
  })

  test('keeps its memory and its document small, whatever runs by', async () => {
    const app = await startSite()
    await openMarket(app, LISTING)
    const { page, context } = await openScreen(app)
    await waitUntilLive(page)
    const devtools = await context.newCDPSession(page)
    const measure = async () => {
      await devtools.send('HeapProfiler.collectGarbage')
      const { usedSize } = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number }
      return { heap: usedSize, elements: await page.evaluate(() => document.querySelectorAll('*').length) }
    }
    const trade = async (from: number, count: number) => {
      for (let index = from; index < from + count; index++)
        await tradeAs(app, `t${index % 12}@example.com`, index % 24 < 12 ? 'buy' : 'sell', LISTING[index % 3]!.projectId, '1')
      await page.locator('.race li').nth(7).waitFor()
    }
    await trade(0, 48)
    const before = await measure()
    await trade(48, 240)
    const after = await measure()
    expect(await page.locator('.tape li').count()).toBe(4)
    expect(after.elements - before.elements).toBeLessThan(30)
    expect(after.heap - before.heap).toBeLessThan(1_500_000)
  })
})
