import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { askTyped, openMarket } from '../support/documents.ts'
import { BuyDocument, SaveEventDocument } from '../support/generated/graphql.ts'

const app = await startTestApp()
let organiser: string
let mallory: string

const fetchCsv = (path: string, token?: string) =>
  fetch(`${app.url}/export/${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })

/** Reads RFC 4180: rows by their header. */
function rowsOf(text: string): Record<string, string>[] {
  expect(text).toMatch(/\r\n$/)
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  const [header, ...rows] = lines.slice(0, -1) as [string[], ...string[][]]
  expect(rows.every((cells) => cells.length === header.length)).toBe(true)
  return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at]!])))
}

beforeAll(async () => {
  await openMarket(app, 'fair', ['apple', 'pear'])
  organiser = await app.token('organiser@example.com', { admin: true })
  mallory = await app.token('mallory@example.com', { name: '=cmd()|"x"' })
  for (const [token, projectId, shares] of [
    [mallory, 'apple', '10'],
    [await app.token('bob@example.com'), 'pear', '1.5'],
  ] as const)
    await askTyped(app, BuyDocument, { input: { projectId, shares } }, { token })
  await app.ask(
    'mutation ($headline: String) { applyPhaseBump(input: { projectId: "apple", bumpType: DEMO_WINNER, headline: $headline }) { userErrors { message } } }',
    { headline: '+1, "great" — they said' },
    { token: organiser },
  )
})

test('Only administrators take tables away, and only of events that there are', async () => {
  const statuses = await Promise.all([
    fetchCsv('trades.csv'),
    fetchCsv('trades.csv', mallory),
    fetchCsv('trades.csv?eventId=nowhere', organiser),
    fetchCsv('users.csv', organiser),
  ])
  expect(statuses.map(({ status }) => status)).toEqual([401, 403, 404, 404])
})

test('Trades, with names that no spreadsheet runs', async () => {
  const response = await fetchCsv('trades.csv?eventId=fair', organiser)
  expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
    200,
    'text/csv; charset=utf-8; header=present',
    'attachment; filename="trades-fair.csv"',
  ])
  const rows = rowsOf(await response.text())
  expect(rows).toMatchObject([
    {
      projectId: 'apple',
      ticker: 'APPLE',
      displayName: `'=cmd()|"x"`,
      side: 'BUY',
      shares: '10',
      price: '1.1',
      cashDelta: '-11.22',
      priceAfter: '1.2',
    },
    { projectId: 'pear', displayName: 'bob', shares: '1.5', price: '1.015' },
  ])
  expect(new Date(rows[0]!['executedAt']!).toISOString()).toBe(rows[0]!['executedAt'])
})

test('Prices, with headlines', async () => {
  const rows = rowsOf(await (await fetchCsv('prices.csv?eventId=fair', organiser)).text())
  expect(rows.map(({ projectId, source, price }) => [projectId, source, price])).toEqual([
    ['apple', 'PROJECT_CREATE', '1'],
    ['pear', 'PROJECT_CREATE', '1'],
    ['apple', 'TRADE', '1.2'],
    ['pear', 'TRADE', '1.03'],
    ['apple', 'PHASE_BUMP', '2.4'],
  ])
  expect(rows.at(-1)!['headline']).toBe(`'+1, "great" — they said`)
})

test('Standings: as they are, and once the event is closed as they are frozen', async () => {
  const read = async () => rowsOf(await (await fetchCsv('standings.csv?eventId=fair', organiser)).text())
  expect(await read()).toMatchObject([
    { rank: '1', displayName: `'=cmd()|"x"`, score: '', positionsCount: '1' },
    { rank: '2', displayName: 'bob' },
  ])
  await askTyped(app, SaveEventDocument, { input: { eventId: 'fair', status: 'CLOSED' } }, { token: organiser })
  const final = await read()
  expect(final.map(({ rank }) => rank)).toEqual(['1', '2'])
  expect(final.every(({ score }) => /^\d+(\.\d{1,6})?$/.test(score!))).toBe(true)
})

test('A table of any size comes whole and in order, and a reader that stops holds nothing up but itself', async () => {
  await openMarket(app, 'long', ['drifter'])
  // What a market of hours leaves, written at once: 30,000 moves.
  await sql`
    insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source, headline, base_price_micros,
      offset_micros, net_shares_units, total_volume_units, total_trades)
    select event_id, project_id, sequence + n, position + n, at, price_micros, price_micros, 'DRIFT', repeat('long ', 40), base_price_micros, 0, 0, 0, 0
    from price_points, generate_series(1, 30000) n where event_id = 'long'`.execute(app.deps.db)
  await sql`update event_feeds set position = position + 30000 where event_id = 'long'`.execute(app.deps.db)
  await sql`update projects set sequence = sequence + 30000 where event_id = 'long'`.execute(app.deps.db)
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  socket.write(`GET /export/prices.csv?eventId=long HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${organiser}\r\n\r\n`)
  socket.pause()
  await sleep(300)
  const rows = rowsOf(await (await fetchCsv('prices.csv?eventId=long', organiser)).text())
  expect(rows.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: 30_001 }, (_, index) => index + 1))
  expect(rowsOf(await (await fetchCsv('trades.csv?eventId=long', organiser)).text())).toEqual([])
  socket.destroy()
})
