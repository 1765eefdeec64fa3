/** A real browser in front of a real server that serves the built pages. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { createWeb } from '../../src/web.ts'
import { startTestApp, type TestApp, type TestAppOptions } from '../support/app.ts'
import { browserPath } from './browser-path.ts'

export { browserPath }

export const PHONE = {
  name: 'phone',
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
} as const
export const DESKTOP = {
  name: 'desktop',
  viewport: { width: 1440, height: 900 },
  isMobile: false,
  hasTouch: false,
  deviceScaleFactor: 1,
} as const
export type Device = typeof PHONE | typeof DESKTOP

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let launched: Promise<Browser> | null = null

export async function openBrowser(): Promise<Browser> {
  if (!launched) {
    launched = chromium.launch({ executablePath: browserPath()!, args: ARGUMENTS })
    const browser = launched
    afterAll(async () => {
      launched = null
      await (await browser).close()
    })
  }
  return await launched
}

/** A server with pages; drift is off unless a test turns it on, so that prices move only by what a test does. */
export async function startSite(options: TestAppOptions = {}): Promise<TestApp> {
  const { profile = 'public', trustedDocuments = null } = options.config ?? {}
  const web = createWeb({ auth: { mode: 'dev' }, adminGroup: 'admin', profile, trustedDocuments })
  return await startTestApp({ web, ...options })
}

export interface Listing {
  readonly projectId: string
  readonly ticker: string
  readonly name?: string
  readonly seedAmount?: string
}

/** Opens the event without drift, with these projects. */
export async function openMarket(
  app: TestApp,
  listings: readonly Listing[],
  parameters: Record<string, unknown> = { driftEnabled: false },
): Promise<void> {
  const token = await app.token('organiser@example.com', { admin: true })
  const event = `mutation($p: MarketParametersInput) { saveEvent(input: {eventId: "kickstart", name: "Demo Day", status: OPEN, parameters: $p}) { userErrors { message } } }`
  expect((await app.ask(event, { p: parameters }, { token })).saveEvent.userErrors).toEqual([])
  const list = `mutation($inputs: [SaveProjectInput!]!) { saveProjects(inputs: $inputs) { userErrors { message } } }`
  const inputs = listings.map(({ name, ...listing }) => ({
    name: name ?? `Project ${listing.ticker}`,
    eventId: 'kickstart',
    ...listing,
  }))
  expect((await app.ask(list, { inputs }, { token })).saveProjects.userErrors).toEqual([])
}

/** Somebody else trades, through the API. */
export async function tradeAs(
  app: TestApp,
  email: string,
  side: 'buy' | 'sell',
  projectId: string,
  shares: string,
): Promise<{ priceAfter: string }> {
  const token = await app.token(email)
  const type = side === 'buy' ? 'BuyInput' : 'SellInput'
  const answer = await app.ask(
    `mutation($input: ${type}!) { ${side}(input: $input) { trade { priceAfter } userErrors { message } } }`,
    { input: { projectId, shares } },
    { token },
  )
  expect(answer[side].userErrors).toEqual([])
  return answer[side].trade
}

export interface Opened {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page complained of; a test that expects none looks here. */
  readonly complaints: readonly string[]
}

/** A fresh device at an address of the site. */
export async function openPage(
  app: Pick<TestApp, 'url'>,
  path: string,
  device: Device = DESKTOP,
  options: { colorScheme?: 'light' | 'dark' } = {},
): Promise<Opened> {
  const browser = await openBrowser()
  const { name: _, ...settings } = device
  const context = await browser.newContext({
    ...settings,
    colorScheme: options.colorScheme ?? 'light',
    timezoneId: 'Europe/Stockholm',
    locale: 'en-GB',
    bypassCSP: false,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${app.url}${path}`)
  return { context, page, complaints }
}

export const waitUntilLive = (page: Page): Promise<void> => page.locator('.connection.live').waitFor()

export async function join(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Join', exact: true }).first().click()
  await page.getByLabel('Nickname').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click()
  await page.getByTestId('me-cash').filter({ hasText: '$' }).waitFor()
}

/** The order ticket: beside the chart, or in a sheet on a phone. */
export async function openTicket(page: Page, device: Device, side: 'Buy' | 'Sell' = 'Buy'): Promise<Locator> {
  if (device === PHONE) {
    await page.locator('.trade-bar').getByRole('button', { name: side }).click()
    return page.locator('dialog.sheet')
  }
  const ticket = page.locator('.project-ticket')
  await ticket.getByRole('button', { name: side, exact: true }).first().click()
  return ticket
}

export const submitOf = (ticket: Locator): Locator => ticket.locator('button.submit')

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** What axe finds of serious or critical violations on the page as it is, as lines. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(`${axeSource}; undefined`)
  // What fades in is judged as it will stay.
  await page.evaluate(
    `for (const each of document.getAnimations()) if (each.effect.getTiming().iterations !== Infinity) each.finish()`,
  )
  const { violations } = (await page.evaluate(`axe.run(document, { resultTypes: ['violations'] })`)) as AxeResult
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`,
      ),
    )
}
