import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestApp } from '../support/app.ts'
import {
  browserPath,
  DESKTOP,
  type Device,
  openMarket,
  openPage,
  type Opened,
  PHONE,
  seriousViolations,
  startSite,
  tradeAs,
} from './browser.ts'

const contexts: BrowserContext[] = []
/** A busy machine may take its time. */
const eventually = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 10_000 })

/** An organiser at a section of the console. */
async function organiser(
  app: TestApp,
  name: string,
  section = 'event',
  device: Device = DESKTOP,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Opened> {
  const opened = await openPage(app, `/console#${section}`, device, { colorScheme })
  contexts.push(opened.context)
  await opened.page.getByLabel('Your name, as it stands in the log').fill(name)
  await opened.page.getByRole('button', { name: 'Enter' }).click()
  await opened.page.locator('.wire.live').waitFor()
  return opened
}

const go = async (page: Page, section: string): Promise<void> => {
  await page.getByRole('link', { name: section, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: section }).waitFor({ state: 'attached' })
}
const choose = (page: Page, name: string) => page.locator('.pick').getByRole('button', { name }).click()
const dialogOf = (page: Page): Locator => page.getByRole('dialog')
/** Confirms, and waits until it is done. */
async function confirm(page: Page, button: string): Promise<void> {
  await page.waitForTimeout(400)
  await dialogOf(page).getByRole('button', { name: button }).click()
  await dialogOf(page).waitFor({ state: 'detached' })
}

describe.skipIf(browserPath() === null)('The console', { timeout: 60_000 }, () => {
  let app: TestApp
  let token: string
  const projects = async (): Promise<
    { projectId: string; ticker: string; name: string; currentPrice: string; isActive: boolean }[]
  > =>
    (await app.ask('{ projects(first: 100, orderBy: TICKER_ASC) { nodes { projectId ticker name currentPrice isActive } } }'))
      .projects.nodes
  const actions = async (): Promise<string[]> =>
    (await app.ask('{ auditLog(first: 100) { nodes { action } } }', {}, { token })).auditLog.nodes.map(
      ({ action }: { action: string }) => action,
    )
  const priceOf = async (projectId: string) => (await projects()).find((project) => project.projectId === projectId)?.currentPrice

  beforeEach(async () => {
    app = await startSite()
    await openMarket(app, [
      { projectId: 'ferry', ticker: 'FERRY', name: 'Sun Ferry', seedAmount: '10' },
      { projectId: 'leaf', ticker: 'LEAF', name: 'Leaf Line' },
    ])
    token = await app.token('organiser@example.com', { admin: true })
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    await app.stop()
  })

  test('is closed to who is no organiser', async () => {
    const { page, context } = await openPage(app, '/console')
    contexts.push(context)
    await page.evaluate(
      (plain) => localStorage.setItem('btx.token', JSON.stringify(plain)),
      await app.token('mallory@example.com'),
    )
    await page.reload()
    await page.getByText('You are signed in as mallory, who is no organiser.').waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
  })

  test('moves a price in one press with preview, headline and confirmation, and a double click is one move', async () => {
    const { page, complaints } = await organiser(app, 'Olga', 'moves')
    const keys: string[] = []
    page.on('request', (request) => {
      if (request.postData()?.includes('mutation ApplyPhaseBump'))
        keys.push(JSON.parse(request.postData()!).variables.input.idempotencyKey)
    })
    await choose(page, 'FERRY')
    await page.getByRole('button', { name: 'Demo winner' }).dblclick()
    await eventually(() => dialogOf(page).locator('.preview').textContent()).toMatch(/\$2\.00 → \$4\.00 ▲ \+100\.00 %/)
    await dialogOf(page).getByLabel('Headline').fill('Sun Ferry wins')
    await dialogOf(page).getByRole('button', { name: 'Move the price' }).dblclick()
    await dialogOf(page).waitFor({ state: 'detached' })
    await eventually(() => page.locator('.chosen').textContent()).toContain('4.00')
    expect(keys).toHaveLength(1)
    expect((await actions()).filter((action) => action === 'applyPhaseBump')).toHaveLength(1)
    await go(page, 'Log')
    await eventually(() => page.locator('.log li').first().textContent()).toMatch(
      /Olga.*bumped.*FERRY.*Sun Ferry wins.*\$2\.00 → \$4\.00/,
    )
    expect(complaints).toEqual([])
  })

  test('sends a command whose answer was lost again under its key: it happens once', async () => {
    const { page } = await organiser(app, 'Olga', 'moves')
    const keys: string[] = []
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? ''
      if (!body.includes('mutation ApplyInvestment')) return await route.continue()
      keys.push(JSON.parse(body).variables.input.idempotencyKey)
      if (keys.length > 1) return await route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await choose(page, 'LEAF')
    await page.getByRole('button', { name: 'Investment' }).click()
    await dialogOf(page).getByLabel('Amount').fill('10,000')
    await confirm(page, 'Record the investment')
    expect(new Set(keys).size).toBe(1)
    expect(keys.length).toBeGreaterThan(1)
    expect(await priceOf('leaf')).toBe('1.1')
  })

  test('can be worked with the keyboard alone, and a held key does nothing twice', async () => {
    const { page } = await organiser(app, 'Olga', 'moves')
    await page.locator('.pick').getByRole('button', { name: 'LEAF' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Kick-off hype' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => dialogOf(page).locator('.preview').textContent()).toContain('$1.15')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(
      await dialogOf(page).getByLabel('Headline').getAttribute('id'),
    )
    await page.waitForTimeout(400)
    await page.keyboard.down('Enter')
    for (let repeat = 0; repeat < 30; repeat++) await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await eventually(() => priceOf('leaf')).toBe('1.15')
    await page.waitForTimeout(500)
    expect((await actions()).filter((action) => action === 'applyPhaseBump')).toHaveLength(1)
    if (await dialogOf(page).count()) await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Kick-off hype')
  })

  test('takes a mistaken move back by an opposite one that stands in the log', async () => {
    const { page } = await organiser(app, 'Olga', 'log')
    await app.ask(
      'mutation { applyPhaseBump(input: {projectId: "ferry", bumpType: MVP_SHIPPED}) { userErrors { code } } }',
      {},
      { token },
    )
    await page.getByRole('button', { name: /Take back .*FERRY/ }).click()
    await eventually(() => dialogOf(page).locator('.preview').textContent()).toContain('$2.60 → $2.00')
    await confirm(page, 'Take it back')
    await eventually(() => page.locator('.log').textContent()).toContain('was taken back')
    expect(await priceOf('ferry')).toBe('2')
    expect(await page.getByRole('button', { name: /Take back/ }).count()).toBe(0)
  })

  test('stages a move: halted now, listed with its clock, cancelled or played', async () => {
    const { page } = await organiser(app, 'Olga', 'moves')
    const stage = async (ticker: string, seconds: string) => {
      await choose(page, ticker)
      await page.getByRole('button', { name: 'Validation good' }).click()
      await dialogOf(page).getByRole('button', { name: 'On stage' }).click()
      await dialogOf(page).getByLabel('Seconds between').fill(seconds)
      await confirm(page, 'Halt and stage it')
    }
    await stage('FERRY', '600')
    const row = page.getByRole('row', { name: /FERRY Validation good/ })
    await row.waitFor()
    expect((await projects()).map(({ isActive }) => isActive)).toEqual([false, true])
    await row.getByRole('button', { name: 'Cancel' }).click()
    await confirm(page, 'Cancel the bump')
    await row.waitFor({ state: 'detached' })
    expect((await projects()).map(({ isActive, currentPrice }) => `${isActive} ${currentPrice}`)).toEqual(['true 2', 'true 1'])
    await stage('LEAF', '0')
    await eventually(() => priceOf('leaf')).toBe('1.1')

    await choose(page, 'FERRY')
    await page.getByRole('button', { name: 'Halt …' }).click()
    await confirm(page, 'Halt it')
    await page.locator('.chosen .status.halted').waitFor()
    await page.getByRole('button', { name: 'Reopen …' }).click()
    await confirm(page, 'Reopen it')
    await eventually(async () => (await projects()).map(({ isActive }) => isActive)).toEqual([true, true])
  })

  describe('takes projects from a file', () => {
    const paste = (page: Page, text: string) => page.getByLabel('Lines of the file').fill(text)
    const faults = (page: Page) => page.locator('.line-faults li').allTextContents()
    const importing = async (name = 'Olga') => {
      const opened = await organiser(app, name, 'projects')
      await opened.page.getByRole('button', { name: 'Import CSV' }).click()
      return opened
    }

    test('of any malice: faults by line, nothing imported before it is right, texts as they are', async () => {
      const { page, complaints } = await importing()
      const hostile = [
        '\uFEFFprojectId;ticker;name;seedAmount',
        'good;GOOD;"=cmd|\'/c calc\'!A1";5',
        '../../etc/passwd;EVIL;x;1',
        'dup;DUP;"<img src=x onerror=alert(1)>";1',
        'dup;DUP2;x;1',
        'num;NUM;x;1e9',
        'bidi;BIDI;\u202Eevil;1',
        'leaf2;LEAF;taken;1',
        'rich;RICH;x;2000000',
        ...Array.from({ length: 50 }, (_, index) => `x${index};BAD-${index};x;`),
      ].join('\r\n')
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'projects.csv', mimeType: 'text/csv', buffer: Buffer.from(hostile) })
      await eventually(() => faults(page)).toContain('Line 5 projectId "dup" stands on line 4 already.')
      await eventually(async () => (await faults(page)).map((line) => line.slice(0, 7)).slice(0, 6)).toEqual([
        'Line 3 ',
        'Line 5 ',
        'Line 6 ',
        'Line 7 ',
        'Line 8 ',
        'Line 9 ',
      ])
      expect(await page.getByRole('button', { name: /^Import \d* ?…/ }).isDisabled()).toBe(true)
      expect(await page.getByRole('region', { name: 'Preview' }).textContent()).toContain('<img src=x onerror=alert(1)>')
      expect(await projects()).toHaveLength(2)

      await paste(
        page,
        'projectId,ticker,name,seedAmount\ngood,GOOD,"=cmd|\'/c calc\'!A1",5\ndup,DUP,<img src=x onerror=alert(1)>,1\nleaf,,Leaf Line Two,',
      )
      await page.getByText('3 projects are ready.').waitFor()
      expect(await page.getByRole('row', { name: /leaf/ }).first().textContent()).toContain('text changed')
      await page.getByRole('button', { name: 'Import 3 …' }).click()
      await eventually(() => dialogOf(page).textContent()).toContain('2 new, 1 changed')
      await page.waitForTimeout(400)
      await dialogOf(page).getByRole('button', { name: 'Import all' }).dblclick()
      await page.getByText('The projects are imported.').waitFor()
      expect((await projects()).map(({ name }) => name)).toEqual([
        '<img src=x onerror=alert(1)>',
        'Sun Ferry',
        "=cmd|'/c calc'!A1",
        'Leaf Line Two',
      ])
      expect((await actions()).filter((action) => action === 'saveProject')).toHaveLength(5)
      await page.getByRole('row', { name: '<img src=x onerror=alert(1)>' }).waitFor()
      expect(complaints).toEqual([])
    })

    test('that becomes wrong between preview and confirmation: none of it is saved, and the line is named', async () => {
      const { page } = await importing()
      await paste(page, 'projectId,ticker\none,ONE\ntwo,TWO\nthree,THREE')
      await page.getByText('3 projects are ready.').waitFor()
      await app.ask('mutation { saveProject(input: {projectId: "other", ticker: "TWO"}) { userErrors { code } } }', {}, { token })
      await page.getByRole('button', { name: 'Import 3 …' }).click()
      await page.waitForTimeout(400)
      await dialogOf(page).getByRole('button', { name: 'Import all' }).click()
      await eventually(() => dialogOf(page).textContent()).toContain('Line 3: ')
      expect((await projects()).map(({ projectId }) => projectId)).toEqual(['ferry', 'leaf', 'other'])
    })

    test('of a thousand lines in one command, and no more', async () => {
      const { page } = await importing()
      const lines = (count: number) =>
        `projectId,ticker,name,seedAmount\n${Array.from({ length: count }, (_, index) => `p${index},T${index},Project ${index},${index % 50}`).join('\n')}`
      await paste(page, lines(1_001))
      await eventually(() => faults(page)).toEqual(['Line 1002 At most 1000 projects at a time.'])
      await paste(page, lines(1_000))
      await page.getByText('1000 projects are ready.').waitFor()
      await page.getByRole('button', { name: 'Import 1000 …' }).click()
      await page.waitForTimeout(400)
      await dialogOf(page).getByRole('button', { name: 'Import all' }).click()
      await page.getByText('The projects are imported.').waitFor({ timeout: 20_000 })
      expect((await app.ask('{ projects { totalCount } }')).projects.totalCount).toBe(1_002)
    })
  })

  test('lists and edits a project by a form, and shows a refusal at its field', async () => {
    const { page } = await organiser(app, 'Olga', 'projects')
    await page.getByRole('button', { name: 'New project' }).click()
    await dialogOf(page).getByLabel('Id').fill('room')
    await dialogOf(page).getByLabel('Ticker').fill('LEAF')
    await page.waitForTimeout(400)
    await dialogOf(page).getByRole('button', { name: 'List it' }).click()
    await eventually(() => dialogOf(page).getByLabel('Ticker').getAttribute('aria-invalid')).toBe('true')
    await dialogOf(page).getByLabel('Ticker').fill('ROOM')
    await confirm(page, 'List it')
    await page.getByRole('row', { name: /ROOM/ }).getByRole('button', { name: 'Edit ROOM' }).click()
    await dialogOf(page).getByLabel('Seed').fill('-3')
    await dialogOf(page).getByRole('checkbox').uncheck()
    await confirm(page, 'Save')
    expect((await projects()).at(-1)).toMatchObject({ ticker: 'ROOM', currentPrice: '0.7', isActive: false })
  })

  test('shows two organisers each other’s changes, and neither undoes the other', async () => {
    const [olga, oskar] = [(await organiser(app, 'Olga')).page, (await organiser(app, 'Oskar')).page]
    await oskar.getByLabel('Name', { exact: true }).fill('Demo Day, edited')
    await olga.getByRole('button', { name: 'Close in 1 h' }).click()
    await olga.getByRole('button', { name: 'Save', exact: true }).click()
    await oskar.getByText(/closes in/).waitFor()
    expect(await oskar.getByLabel('Name', { exact: true }).inputValue()).toBe('Demo Day, edited')
    await oskar.getByRole('button', { name: 'Save', exact: true }).click()
    await eventually(() => olga.getByLabel('Name', { exact: true }).inputValue()).toBe('Demo Day, edited')
    await olga.getByText(/closes in/).waitFor()
    await Promise.all([olga, oskar].map((page) => page.getByRole('button', { name: 'Halt …' }).click()))
    await Promise.all([olga, oskar].map((page) => confirm(page, 'Halt')))
    await Promise.all([olga, oskar].map((page) => page.locator('.top .status.halted').waitFor()))
    const halts = (await app.ask('{ event { news(first: 20) { nodes { kind } } } }')).event.news.nodes.filter(
      ({ kind }: { kind: string }) => kind === 'EVENT_HALTED',
    )
    expect(halts).toHaveLength(1)
    await go(oskar, 'Log')
    await eventually(() => oskar.locator('.log').textContent()).toContain('Olga')
  })

  test('closes the event, shows the frozen standings and hands them out as files', async () => {
    await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '10')
    const { page } = await organiser(app, 'Olga')
    await page.getByRole('button', { name: 'Close …' }).click()
    await dialogOf(page).getByLabel('Headline').fill('That was it')
    await confirm(page, 'Close')
    await page.locator('.top .status.closed').waitFor()
    await go(page, 'Standings')
    await page.getByRole('heading', { name: 'Final standings' }).waitFor()
    await page.getByRole('row', { name: /alice/ }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'standings.csv' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('kickstart-standings.csv')
    expect(readFileSync(await download.path(), 'utf8')).toContain('alice')
  })

  test('announces something to everyone, without moving a price', async () => {
    const { page } = await organiser(app, 'Olga')
    await page.getByRole('button', { name: 'Announce …' }).click()
    await dialogOf(page).getByLabel('Headline').fill('Pizza is here')
    await confirm(page, 'Announce')
    const [item] = (await app.ask('{ event { news(first: 1) { nodes { kind headline } } } }')).event.news.nodes
    expect(item).toEqual({ kind: 'ANNOUNCEMENT', headline: 'Pizza is here' })
  })

  test('changes parameters, and says why one may not change any more', async () => {
    await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '10')
    const { page } = await organiser(app, 'Olga')
    await page.getByLabel('Fee (bps)').fill('150')
    await page.getByRole('button', { name: 'Change …' }).click()
    await eventually(() => dialogOf(page).textContent()).toContain('200 → 150')
    await confirm(page, 'Change')
    expect((await app.ask('{ event { parameters { transactionFeeBps } } }')).event.parameters.transactionFeeBps).toBe(150)
    await page.getByLabel('Cash at the start').fill('5000')
    await page.getByRole('button', { name: 'Change …' }).click()
    await page.waitForTimeout(400)
    await dialogOf(page).getByRole('button', { name: 'Change' }).click()
    await eventually(() => dialogOf(page).getByRole('alert').textContent()).toContain('initialCash')
  })

  test('moderates a name, freezes, and grants cash', async () => {
    await tradeAs(app, 'mallory@example.com', 'buy', 'leaf', '10')
    const { page } = await organiser(app, 'Olga', 'traders')
    await page.getByRole('button', { name: 'Moderate mallory' }).click()
    await dialogOf(page).getByLabel('Name that others see').fill('Friendly')
    await dialogOf(page)
      .getByLabel(/Frozen/)
      .check()
    await confirm(page, 'Apply')
    await eventually(() => page.getByRole('row', { name: /Friendly/ }).textContent()).toContain('frozen')
    await page.getByRole('button', { name: 'Grant cash to all' }).click()
    await dialogOf(page).getByLabel('Amount').fill('250')
    await page.waitForTimeout(400)
    await dialogOf(page).getByRole('button', { name: 'Grant' }).dblclick()
    await dialogOf(page).waitFor({ state: 'detached' })
    await eventually(() => page.getByRole('row', { name: /Friendly/ }).textContent()).toContain('$250.00')
  })

  test('makes a rehearsal and goes there', async () => {
    const { page } = await organiser(app, 'Olga')
    await page.getByRole('button', { name: 'Rehearsal' }).click()
    await page.waitForTimeout(400)
    await dialogOf(page).getByRole('button', { name: 'Make the rehearsal' }).click()
    await page.waitForURL(/event=kickstart-rehearsal/)
    await page.locator('.top .status.scheduled').waitFor()
    await go(page, 'Projects')
    await page.getByRole('row', { name: /ferry-kickstart-rehearsal/ }).waitFor()
  })

  for (const [device, colorScheme] of [
    [DESKTOP, 'light'],
    [PHONE, 'dark'],
  ] as const) {
    test(`has no serious fault for a screen reader and fits a ${device.name}, in ${colorScheme}`, async () => {
      await tradeAs(app, 'alice@example.com', 'buy', 'leaf', '10')
      const { page } = await organiser(app, 'Olga', 'event', device, colorScheme)
      const found: string[] = []
      for (const section of ['Event', 'Moves', 'Projects', 'Traders', 'Standings', 'Log', 'System']) {
        await go(page, section)
        await page.locator('main .section').first().waitFor()
        if (section === 'Moves') await choose(page, 'LEAF')
        if (section === 'Projects') await page.getByRole('button', { name: 'Import CSV' }).click()
        await page.waitForTimeout(400)
        found.push(...(await seriousViolations(page)).map((line) => `${section}: ${line}`))
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (overflow > 0) found.push(`${section} is ${overflow} px too wide`)
      }
      await go(page, 'Moves')
      await choose(page, 'LEAF')
      await page.getByRole('button', { name: 'Multiply' }).click()
      await dialogOf(page).waitFor()
      found.push(...(await seriousViolations(page)))
      expect(found).toEqual([])
    })
  }
})
