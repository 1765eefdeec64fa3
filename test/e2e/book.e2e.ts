import { sql } from 'kysely'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../support/app.ts'
import { bookTrader, type BookTrader, credit, openMarket, placed, units, usdc } from '../support/order-book.ts'
import { testWallet } from '../support/wallets.ts'
import { browserPath, DESKTOP, type Device, openPage, PHONE, seriousViolations, startSite, waitUntilLive } from './browser.ts'

const SYMBOL = 'CXPT-USDC'
const contexts: BrowserContext[] = []

describe.skipIf(browserPath() === null)('On the page of a book', { timeout: 60_000 }, () => {
  let app: TestApp
  let maker: BookTrader
  beforeAll(async () => {
    app = await startSite()
    await openMarket(app)
    maker = await bookTrader(app, 'maker', { USDC: '100000', CXPT: '100000' })
    await placed(app, maker, { side: 'SELL', price: usdc('1.6'), quantity: units('100') })
    await placed(app, maker, { side: 'BUY', price: usdc('1.4'), quantity: units('100') })
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })

  const open = async (path: string, device: Device = DESKTOP) => {
    const opened = await openPage(app, path, device)
    contexts.push(opened.context)
    return opened
  }

  async function join(page: Page, name: string): Promise<BookTrader> {
    await page.locator('header').getByRole('button', { name: 'Join' }).click()
    await page.getByLabel('Nickname').fill(name)
    await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click()
    await page.getByTestId('me').filter({ hasText: name }).waitFor()
    await expect.poll(() => page.locator('.dialog').count()).toBe(0)
    expect(await page.locator('.toast').allTextContents()).toEqual([])
    const token = JSON.parse((await page.evaluate(() => localStorage.getItem('btx.token')))!) as string
    const { viewer } = await app.ask('{ viewer { id } }', {}, { token })
    const trader = { token, id: viewer.id as string, wallet: testWallet(name) }
    await credit(app, trader, 'USDC', '1000')
    return trader
  }

  for (const device of [DESKTOP, PHONE]) {
    test(`a stranger links a key, sees the own order in the ladder, is filled and reads it, on a ${device.name}`, async () => {
      const { page, complaints } = await open('/', device)
      await page.getByRole('link', { name: 'Order book' }).click()
      await page.getByTestId('markets').getByRole('link', { name: SYMBOL }).click()
      await waitUntilLive(page)
      await join(page, `Reader ${device.name}`)
      await page.getByRole('button', { name: 'Use a key of this device' }).click()
      await page.getByTestId('wallet').filter({ hasText: 'signs on this device' }).waitFor()

      await page.getByLabel('Limit price').fill('1.5')
      await page.getByLabel('Quantity').fill('10')
      await page.getByTestId('preview').filter({ hasText: '15.00 USDC' }).waitFor()
      await page.getByRole('button', { name: 'Buy CXPT' }).click()
      const bids = page.getByTestId('ladder').locator('.bids .rung')
      await bids.first().filter({ hasText: '1.50' }).waitFor()
      await page.getByTestId('open-orders').filter({ hasText: 'open' }).waitFor()
      await page.getByTestId('balances').filter({ hasText: '985' }).waitFor()

      await placed(app, maker, { side: 'SELL', price: usdc('1.5'), quantity: units('4') })
      await page.getByTestId('fills').filter({ hasText: 'maker' }).waitFor()
      await page.getByTestId('open-orders').filter({ hasText: 'partially filled' }).waitFor()
      await page.getByTestId('tape').filter({ hasText: '1.50' }).waitFor()
      await page.getByTestId('positions').filter({ hasText: SYMBOL }).waitFor()

      await page.getByTestId('open-orders').getByRole('button', { name: 'Change' }).click()
      await page.getByLabel('Quantity that is left').fill('5')
      await page.getByRole('button', { name: 'Change it' }).click()
      await page.locator('.toast', { hasText: 'The order is changed' }).waitFor()
      await page.getByTestId('open-orders').getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('You have no open orders here.').waitFor()
      await page.getByTestId('balances').filter({ hasText: '994' }).waitFor()
      expect(complaints).toEqual([])
    })
  }

  test('a browser wallet is linked, signs an order, and then lets the device sign for a day', async () => {
    const wallet = testWallet('in the browser')
    const { page, context, complaints } = await open(`/book#/${SYMBOL}`)
    // What an extension puts into a page; the key stays with the test.
    await context.exposeFunction('signTypedData', (json: string) => {
      const { primaryType, message } = JSON.parse(json) as { primaryType: 'Order'; message: Record<string, unknown> }
      const numbers = ['price', 'stopPrice', 'quantity', 'expiry', 'salt']
      const values = Object.fromEntries(
        Object.entries(message).map(([name, value]) => [name, numbers.includes(name) ? BigInt(value as string) : value]),
      )
      return wallet.sign(primaryType, values as never)
    })
    await context.addInitScript((address) => {
      const own = globalThis as unknown as { ethereum: unknown; asked: string[]; signTypedData(json: string): Promise<string> }
      own.asked = []
      own.ethereum = {
        async request({ method, params }: { method: string; params?: string[] }) {
          own.asked.push(method)
          return method === 'eth_signTypedData_v4' ? await own.signTypedData(params![1]!) : [address]
        },
      }
    }, wallet.address)
    await page.reload()
    await waitUntilLive(page)
    await join(page, 'Fox')
    await page.getByRole('button', { name: 'Link a browser wallet' }).click()
    await page.getByTestId('wallet').filter({ hasText: 'asks for each order' }).waitFor()
    const place = async (price: string) => {
      await page.getByLabel('Limit price').fill(price)
      await page.getByLabel('Quantity').fill('1')
      await page.getByRole('button', { name: 'Buy CXPT' }).click()
      await page.getByTestId('open-orders').filter({ hasText: price }).waitFor()
    }
    const prompts = () =>
      page.evaluate(
        () => (globalThis as unknown as { asked: string[] }).asked.filter((method) => method === 'eth_signTypedData_v4').length,
      )
    await place('1.11')
    expect(await prompts()).toBe(2)
    await page.getByRole('button', { name: 'Sign on this device for a day' }).click()
    await page.getByTestId('wallet').filter({ hasText: 'signs on this device' }).waitFor()
    await place('1.12')
    expect(await prompts()).toBe(3)
    await page.reload()
    await page.getByTestId('wallet').filter({ hasText: 'signs on this device' }).waitFor()
    const keys = page.getByTestId('keys')
    await keys
      .filter({ hasText: 'this device' })
      .getByRole('button', { name: /^Revoke 0x/ })
      .click()
    await page.getByTestId('wallet').filter({ hasText: 'asks for each order' }).waitFor()
    await expect.poll(() => keys.count()).toBe(0)
    const asked = await prompts()
    await place('1.13')
    expect(await prompts()).toBe(asked + 1)
    expect(complaints).toEqual([])
  })

  test.each([DESKTOP, PHONE])('a stop order waits, is changed, and ends with all others, on a $name', async (device) => {
    const { page, complaints } = await open(`/book#/${SYMBOL}`, device)
    await waitUntilLive(page)
    const trader = await join(page, `Stop ${device.name}`)
    await page.getByRole('button', { name: 'Use a key of this device' }).click()
    await page.getByTestId('wallet').waitFor()
    const orders = page.getByTestId('open-orders')
    const type = page.getByRole('group', { name: 'Type' })
    await type.getByRole('button', { name: 'Stop limit' }).click()
    await page.getByLabel('Stop price').fill('1.7')
    await page.getByLabel('Limit price').fill('1.8')
    await page.getByLabel('Quantity').fill('10')
    await page.getByRole('button', { name: 'Buy CXPT' }).click()
    await orders.filter({ hasText: 'stop 1.70' }).waitFor()
    await orders.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('New stop price').fill('1.75')
    await page.getByLabel('Quantity that is left').fill('5')
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Change it' }).click()
    await orders.filter({ hasText: 'stop 1.75' }).waitFor()
    const query = '{ orders(first: 1) { nodes { type stopPrice price quantity selfTradePrevention } } }'
    const { orders: own } = await app.ask(query, {}, { token: trader.token })
    expect(own.nodes).toEqual([
      { type: 'STOP_LIMIT', stopPrice: '1.75', price: '1.8', quantity: '5', selfTradePrevention: 'EXPIRE_TAKER' },
    ])

    await type.getByRole('button', { name: 'Limit', exact: true }).click()
    await page.getByLabel('Limit price').fill('1.2')
    await page.getByLabel('Quantity', { exact: false }).first().fill('1')
    await page.getByRole('button', { name: 'Buy CXPT' }).click()
    await orders.filter({ hasText: '1.20' }).waitFor()
    await page.getByRole('button', { name: 'Cancel all' }).click()
    await page.locator('.toast', { hasText: '2 orders are cancelled' }).waitFor()
    await page.getByText('You have no open orders here.').waitFor()
    expect(complaints).toEqual([])
  })

  test('a dead man’s switch stays armed over a reload, until it is put off', async () => {
    const { page, complaints } = await open(`/book#/${SYMBOL}`)
    await waitUntilLive(page)
    await join(page, 'Gone')
    await page.getByRole('button', { name: 'Use a key of this device' }).click()
    const secondsLeft = async () => {
      const { rows } = await sql<{ left: number | null }>`
        select extract(epoch from cancel_at - now())::float8 as left from traders
        where user_id = (select user_id from users where display_name = 'Gone')`.execute(app.deps.db)
      return rows[0]?.left ?? null
    }
    const control = page.getByRole('switch', { name: 'Dead man’s switch' })
    await control.click()
    await page.locator('.toast', { hasText: 'two minutes after' }).waitFor()
    expect(await secondsLeft()).toBeGreaterThan(100)
    expect(await seriousViolations(page)).toEqual([])
    await sql`update traders set cancel_at = now() + interval '30 seconds' where cancel_at is not null`.execute(app.deps.db)
    await page.reload()
    await expect.poll(secondsLeft, { timeout: 10_000 }).toBeGreaterThan(100)
    await expect.poll(() => control.isChecked()).toBe(true)
    await control.click()
    await expect.poll(() => control.isChecked()).toBe(false)
    expect(await secondsLeft()).toBeNull()
    expect(complaints).toEqual([])
  })

  test.each([DESKTOP, PHONE])('nothing serious is found by axe, in the list and in a market, on a $name', async (device) => {
    const { page } = await open('/book', device)
    await page.getByTestId('markets').waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.goto(`${app.url}/book#/${SYMBOL}`)
    await page.getByTestId('ladder').locator('.rung').first().waitFor()
    await join(page, `Axe ${device.name}`)
    await page.getByRole('button', { name: 'Use a key of this device' }).click()
    await page.getByTestId('wallet').waitFor()
    expect(await seriousViolations(page)).toEqual([])
  })

  test('whoever does not want to sign brings no code that signs', async () => {
    const { page } = await open('/book')
    const bytes: number[] = []
    page.on('response', (response) => {
      if (response.headers()['content-type']?.startsWith('text/javascript'))
        bytes.push(Number(response.headers()['content-length']))
    })
    await page.reload()
    await page.getByTestId('markets').waitFor()
    expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(60_000)
  })
})
