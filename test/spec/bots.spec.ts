import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { documentIdOf } from '../../src/graphql/trusted-documents.ts'
import { startTestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'
import { credit, openMarket as openBook } from '../support/order-book.ts'
import { runProgram, root } from '../support/programs.ts'

const app = await startTestApp()
beforeAll(() => openMarket(app, 'kickstart', ['apple', 'pear', 'plum']))

const tradesSoFar = async () => {
  const { projects } = await app.ask('{ projects { nodes { totalTrades } } }')
  return projects.nodes.reduce((sum: number, { totalTrades }: { totalTrades: number }) => sum + totalTrades, 0)
}

test('Bots join, trade, tell how they do, and leave at once on Ctrl-C', async () => {
  const parameters = ['scripts/bots.ts', '--traders', '12', '--per-minute', '120', '--url', app.url]
  const program = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => program.once('exit', resolve))
  try {
    await expect.poll(tradesSoFar, { interval: 100, timeout: 20_000 }).toBeGreaterThan(15)
    const stoppedMs = performance.now()
    program.kill('SIGINT')
    expect(await ended, output).toBe(0)
    expect(performance.now() - stoppedMs).toBeLessThan(3_000)
  } finally {
    program.kill('SIGKILL')
  }
  expect(output.trim().split('\n').at(-1)).toMatch(/^12 of 12 traders · \d+ trades \([\d.]+\/s\) · \d+ moves seen/)
  const { leaderboard } = await app.ask('{ leaderboard(top: 100) { traders top { trader { displayName } } } }')
  expect(leaderboard.traders).toBeGreaterThan(3)
})

describe('Before a server that runs trusted documents only', () => {
  test('bots trade by the ids of theirs', async () => {
    const config = { profile: 'locked' as const, trustedDocuments: 'scripts/bots/generated/persisted-documents.json' }
    const locked = await startTestApp({ deps: app.deps, config })
    const before = await tradesSoFar()
    const program = spawn(process.execPath, ['scripts/bots.ts', '--traders', '6', '--per-minute', '120', '--url', locked.url], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    program.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
    const ended = new Promise((resolve) => program.once('exit', resolve))
    try {
      await expect.poll(tradesSoFar, { interval: 100, timeout: 20_000 }).toBeGreaterThan(before + 3)
    } finally {
      program.kill('SIGINT')
      await ended
    }
    expect(output).toMatch(/[1-9]\d* moves seen/)
  })

  test('that does not know theirs they say what to start it with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'btx-trusted-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'documents.json')
    writeFileSync(file, JSON.stringify({ [documentIdOf('{ __typename }')]: '{ __typename }' }))
    const { url } = await startTestApp({ deps: app.deps, config: { profile: 'locked', trustedDocuments: file } })
    const { code, output } = await runProgram(process.execPath, ['scripts/bots.ts', '--url', url])
    expect(code).toBe(1)
    expect(output).toContain('start it with TRUSTED_DOCUMENTS=scripts/bots/generated/persisted-documents.json')
    expect(output).not.toMatch(/\n\s+at /)
  })
})

test.each([
  ['no server', ['--url', 'http://127.0.0.1:1'], /^No server answers at/],
  ['an unknown event', ['--url', app.url, '--event', 'nowhere'], /^The bots cannot read the event "nowhere"/],
  ['too many', ['--traders', '100000'], /^--traders must be 1 to 1000, and was 100000\.\nUsage/],
  ['an unknown flag', ['--fast'], /Usage: /],
])('With %s they say what to do, in a sentence', async (_what, parameters, sentence) => {
  const { code, output } = await runProgram(process.execPath, ['scripts/bots.ts', ...parameters])
  expect(code).toBe(1)
  expect(output).toMatch(sentence)
  expect(output).not.toMatch(/\n\s+at /)
})

test('Bots of a book quote on both sides, take, and their quotes end soon after they did', { timeout: 60_000 }, async () => {
  await openBook(app, { tickSize: '0.0001', lotSize: '0.01' })
  const funds = { USDC: '10000', CXPT: '1000' }
  for (const number of [10_000, 10_001]) {
    const token = await app.token(`bot-${number}@bots.example`)
    const { viewer } = await app.ask('{ viewer { id } }', {}, { token })
    for (const [asset, amount] of Object.entries(funds)) await credit(app, viewer, asset, amount)
  }
  const parameters = ['scripts/bots.ts', '--book', '--makers', '1', '--takers', '1', '--url', app.url]
  const program = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => program.once('exit', resolve))
  const market = async () => {
    const { market: found } = await app.ask('{ market(symbol: "CXPT-USDC") { ticker { trades24h bestBid bestAsk } } }')
    return found.ticker
  }
  try {
    await expect.poll(async () => (await market()).trades24h, { interval: 200, timeout: 30_000 }).toBeGreaterThan(1)
    await expect
      .poll(async () => {
        const { bestBid, bestAsk } = await market()
        return bestBid !== null && bestAsk !== null && Number(bestBid) < Number(bestAsk)
      })
      .toBe(true)
    program.kill('SIGINT')
    expect(await ended, output).toBe(0)
  } finally {
    program.kill('SIGKILL')
  }
  expect(output.trim().split('\n').at(-1)).toMatch(/^2 of 2 traders · \d+ trades \([\d.]+\/s\)/)
  expect(output).not.toMatch(/failed/)
  await expect.poll(async () => (await market()).bestBid, { interval: 200, timeout: 15_000 }).toBeNull()
})
