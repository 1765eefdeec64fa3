import type { KyselyPlugin } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../../src/identity/viewer.ts'
import { type AnyData, startTestApp } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { openMarket } from '../support/documents.ts'
import { type Reader, subscribe } from '../support/streaming.ts'

/** Portfolio streams of many users: what they read is shared, what they are told is not. */
const eventId = 'shared'
/** How often holdings were read for a portfolio. */
let readings = 0
const counting: KyselyPlugin = {
  transformQuery({ node }) {
    if (node.kind === 'RawNode' && node.sqlFragments.some((text) => text.includes('shares_units > 0'))) readings++
    return node
  },
  transformResult: async ({ result }) => result,
}
const app = await startTestApp({ deps: { db: (await createTestDatabase()).db.withPlugin(counting) } })
const server = { deps: app.deps, services: app.services, stop: async () => undefined }

beforeAll(() => openMarket(app, eventId, ['apple', 'banana']))

const STREAM = `subscription ($eventId: ID) { portfolioUpdated(eventId: $eventId) {
  account { id cashBalance } holdings { project { projectId } shares currentPrice }
} }`

async function join(name: string) {
  const token = await app.token(`${name}@example.com`)
  const { portfolio } = await app.ask(
    'query ($eventId: ID) { portfolio(eventId: $eventId) { account { id } } }',
    { eventId },
    { token },
  )
  const user = await app.deps.db.selectFrom('users').select('user_id').where('display_name', '=', name).executeTakeFirstOrThrow()
  const viewer: Viewer = {
    userId: user.user_id,
    groups: [],
    isAdmin: false,
    isService: false,
    issuedAt: new Date(),
    expiresAt: new Date(Date.now() + 3_600_000),
  }
  return {
    accountId: portfolio.account.id as string,
    follow: (options = {}): Promise<Reader> => subscribe(server, STREAM, { variables: { eventId }, viewer, ...options }),
    async buy(projectId: string, shares: string): Promise<void> {
      const { buy } = await app.ask(
        'mutation ($input: BuyInput!) { buy(input: $input) { trade { priceAfter } userErrors { message } } }',
        { input: { projectId, shares } },
        { token },
      )
      expect(buy.userErrors).toEqual([])
    },
  }
}

const sharesOf = (portfolio: AnyData, projectId: string): string | undefined =>
  portfolio.holdings.find((holding: AnyData) => holding.project.projectId === projectId)?.shares

test('row 13: of two users, one paused, each is told what is theirs and nothing else', async () => {
  const [alice, bob] = [await join('alice'), await join('bob')]
  const [ofAlice, ofBob] = [await alice.follow(), await bob.follow({ isPaused: true })]
  await Promise.all([ofAlice.until(1), ofBob.until(1)])
  for (let round = 1; round <= 3; round++) {
    await Promise.all([alice.buy('apple', '1'), bob.buy('apple', '10')])
    await ofAlice.until((told) => sharesOf(told.at(-1), 'apple') === String(round))
  }
  expect(ofBob.messages).toHaveLength(1)
  ofBob.resume()
  await ofBob.until((told) => sharesOf(told.at(-1), 'apple') === '30')
  for (const [{ accountId }, { messages }, own] of [
    [alice, ofAlice, ['1', '2', '3']],
    [bob, ofBob, ['10', '20', '30']],
  ] as const) {
    expect(new Set(messages.map((portfolio) => portfolio.account.id))).toEqual(new Set([accountId]))
    for (const portfolio of messages) expect([undefined, ...own]).toContain(sharesOf(portfolio, 'apple'))
  }
  for (const reader of [ofAlice, ofBob]) await reader.stop()
})

test('a move of what many hold is read for all of them together', async () => {
  const users = await Promise.all(Array.from({ length: 20 }, (_, number) => join(`holder${number}`)))
  for (const user of users) await user.buy('banana', '1')
  const readers = await Promise.all(users.map((user) => user.follow()))
  const [mover] = users
  for (let round = 1; round <= 3; round++) {
    const before = readings
    await mover!.buy('banana', '5')
    const price = (await app.ask('{ project(projectId: "banana") { currentPrice } }')).project.currentPrice
    await Promise.all(readers.map((reader) => reader.until((told) => told.at(-1)?.holdings[0]?.currentPrice === price)))
    if (round > 1) expect(readings - before).toBeLessThan(users.length / 2)
  }
  for (const [index, reader] of readers.entries()) {
    expect(new Set(reader.messages.map((portfolio) => portfolio.account.id))).toEqual(new Set([users[index]!.accountId]))
    await reader.stop()
  }
})
