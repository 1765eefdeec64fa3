import { spawn } from 'node:child_process'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { askTyped, openMarket } from '../support/documents.ts'
import { ApplyPhaseBumpDocument, BuyDocument } from '../support/generated/graphql.ts'
import { bookTrader, credit, openMarket as openBook, placed, units, usdc } from '../support/order-book.ts'
import { root, runProgram } from '../support/programs.ts'

const hasCurl = await runProgram('curl', ['--version']).then(
  ({ code }) => code === 0,
  () => false,
)
if (!hasCurl) console.log('Skipping what needs curl: install curl.')
const app = await startTestApp()

beforeAll(() => openMarket(app, 'kickstart', ['lemonade']))

const buys = async (shares: string) => {
  const token = await app.token('bob@example.com')
  const { buy } = await askTyped(app, BuyDocument, { input: { projectId: 'lemonade', shares } }, { token })
  return buy.trade!
}

/** A line to the server that can be cut. */
async function openLine() {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(new URL(app.url).port), '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => [near, far].forEach((end) => end.destroy()))
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const cut = () => sockets.forEach((socket) => socket.destroy())
  afterAll(() => {
    cut()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut }
}

test.skipIf(!hasCurl)('examples/first-trade.sh buys a share with curl, and again when it is run again', async () => {
  for (const shares of ['1', '2']) {
    const { code, output } = await runProgram('sh', ['examples/first-trade.sh', app.url, 'alice@example.com', 'lemonade'])
    expect(code, output).toBe(0)
    expect(JSON.parse(output).data.buy).toMatchObject({ trade: { shares: '1' }, userErrors: [] })
    const token = await app.token('alice@example.com')
    expect((await app.ask('{ portfolio { holdings { shares } } }', {}, { token })).portfolio.holdings).toEqual([{ shares }])
  }
})

test.skipIf(!hasCurl)('examples/first-trade.sh finds a project by itself', async () => {
  const { code, output } = await runProgram('sh', ['examples/first-trade.sh', app.url])
  expect(code, output).toBe(0)
  expect(JSON.parse(output).data.buy).toMatchObject({ trade: { shares: '1' }, userErrors: [] })
})

test.each(['watch-prices', 'sse'])('examples/%s.ts prints every move, also those while its line was cut', async (name) => {
  const line = await openLine()
  const program = spawn(process.execPath, [`examples/${name}.ts`, line.url], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
  const next = async () => String((await lines.next()).value).split(/\s+/)
  try {
    expect(await next()).toMatchObject({ 0: 'LEMONADE' })
    const made = [await buys('1'), await buys('2')]
    line.cut()
    made.push(await buys('3'), await buys('4'))
    for (const { sequence, priceAfter } of made)
      expect((await next()).slice(0, 4)).toEqual(['LEMONADE', priceAfter, `#${sequence}`, 'TRADE'])
  } finally {
    program.kill()
  }
})

test.each(['apollo', 'urql'])('examples/%s.ts reads, watches and trades', async (name) => {
  const { code, output } = await runProgram(process.execPath, [`examples/${name}.ts`, app.url, `${name}@example.com`])
  expect(code, output).toBe(0)
  expect(output).toMatch(/^1 projects, LEMONADE at/)
  expect(output).toMatch(/LEMONADE moves to [\d.]+ \(TRADE\)/)
  if (name === 'apollo')
    expect(output.match(/moves to ([\d.]+)/)![1]).toBe(/the cache knows LEMONADE at ([\d.]+)/.exec(output)![1])
})

test('examples/bot.ts has at most fifty lines, buys a fall and sells a gain', async () => {
  expect(readFileSync(`${root}/examples/bot.ts`, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(50)
  const program = spawn(process.execPath, ['examples/bot.ts', app.url, 'bot@example.com', '2'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => program.once('exit', resolve))
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
  const organiser = await app.token('organiser@example.com', { admin: true })
  const move = (multiplier: string) =>
    askTyped(
      app,
      ApplyPhaseBumpDocument,
      { input: { projectId: 'lemonade', bumpType: 'MULTIPLY', multiplier } },
      { token: organiser },
    )
  try {
    await expect.poll(() => app.services.streams.isWatched('kickstart'), { interval: 20, timeout: 10_000 }).toBe(true)
    await move('1.01')
    await move('0.9')
    expect(String((await lines.next()).value)).toMatch(/^BUY \d+ lemonade at/)
    await move('1.5')
    expect(String((await lines.next()).value)).toMatch(/^SELL \d+ lemonade at/)
    expect(await ended).toBe(0)
  } finally {
    program.kill()
  }
})

test('examples/limit-order.ts signs an order, places it and follows it until it is filled', async () => {
  await openBook(app)
  const [maker, token] = [await bookTrader(app, 'maker', { CXPT: '100' }), await app.token('signer@example.com')]
  const { viewer } = await app.ask('{ viewer { id } }', {}, { token })
  await credit(app, viewer, 'USDC', '100')
  const parameters = ['examples/limit-order.ts', app.url, 'signer@example.com', 'BUY', '1.25', '10']
  const program = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => program.once('exit', resolve))
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
  try {
    expect(String((await lines.next()).value)).toMatch(/^0x[0-9a-f]{8}… OPEN, 0 of 10 filled$/)
    await placed(app, maker, { side: 'SELL', price: usdc('1.25'), quantity: units('4') })
    expect(String((await lines.next()).value)).toMatch(/PARTIALLY_FILLED, 4 of 10 filled$/)
    await placed(app, maker, { side: 'SELL', price: usdc('1.2'), quantity: units('6') })
    expect(String((await lines.next()).value)).toMatch(/FILLED, 10 of 10 filled$/)
    expect(await ended).toBe(0)
  } finally {
    program.kill()
  }
})
