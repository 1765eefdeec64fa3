/** Answers that are made once for all who ask for them: nobody is told less than was true when he asked. */
import { type GraphQLObjectType, isInterfaceType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { STEADY_FIELDS } from '../../src/graphql/shared-answers.ts'
import { PUBLIC_FIELDS } from '../../src/streams/public-selection.ts'
import { type Answered, type AnyData, startTestApp } from '../support/app.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase } from '../support/database.ts'
import { openMarket } from '../support/documents.ts'

const { db } = await createTestDatabase()
const counted = countStatements(db)
const app = await startTestApp({ deps: { db: counted.db } })
/** Knows of what the first one does by the database alone. */
const other = await startTestApp({ deps: { db } })
await openMarket(app, 'fair', ['apple', 'banana'])
const alice = await app.token('alice@example.com')

const MARKET = '{ marketSnapshot(eventId: "fair") { asOf cursor projects { projectId currentPrice sequence equilibrium } } }'
const PAGE =
  '{ project(projectId: "apple") { sequence } trades(projectId: "apple", first: 3) { nodes { sequence trader { displayName } } } }'
const BUY = 'mutation { buy(input: { projectId: "apple", shares: "0.01" }) { trade { sequence } } }'
const buy = async (): Promise<number> => (await app.ask(BUY, null, { token: alice })).buy.trade.sequence
const appleIn = (snapshot: AnyData) => snapshot.projects.find(({ projectId }: AnyData) => projectId === 'apple')

test('every field of such an answer exists and is public', () => {
  for (const [name, fields] of Object.entries(STEADY_FIELDS)) {
    const type = schema.getType(name)
    expect(isObjectType(type) || isInterfaceType(type)).toBe(true)
    for (const field of fields.split(' ')) expect((type as GraphQLObjectType).getFields()).toHaveProperty(field)
    if (PUBLIC_FIELDS[name]) expect(PUBLIC_FIELDS[name].split(' ')).toEqual(expect.arrayContaining(fields.split(' ')))
  }
})

test('shows every trade that was answered before, on any server, however many ask meanwhile', async () => {
  let isOver = false
  const crowd = Array.from({ length: 8 }, async (_, index) => {
    let last = 0
    while (!isOver) {
      const { marketSnapshot } = await (index % 2 ? app : other).ask(MARKET)
      const { sequence } = appleIn(marketSnapshot)
      expect(sequence).toBeGreaterThanOrEqual(last)
      last = sequence
    }
  })
  for (let round = 0; round < 25; round++) {
    const sequence = await buy()
    for (const server of [app, other]) {
      const [{ marketSnapshot }, page] = await Promise.all([server.ask(MARKET), server.ask(PAGE)])
      expect(appleIn(marketSnapshot).sequence).toBeGreaterThanOrEqual(sequence)
      expect(page.trades.nodes[0].sequence).toBeGreaterThanOrEqual(sequence)
    }
  }
  isOver = true
  await Promise.all(crowd)
})

test('a crowd that asks at once is told with fewer statements than it has members', async () => {
  await app.ask(MARKET)
  const statements = await counted.during(() => Promise.all(Array.from({ length: 100 }, () => app.ask(MARKET))))
  expect(statements).toBeLessThan(100)
})

test('the moment is each reader’s own, also where the rest is the same bytes', async () => {
  const moments: string[] = []
  for (let round = 0; round < 3; round++) moments.push((await app.ask(MARKET)).marketSnapshot.asOf)
  expect(moments.map((moment) => Math.abs(Date.parse(moment) - Date.now())).every((ms) => ms < 1_000)).toBe(true)
  expect([...moments].sort((a, b) => Date.parse(a) - Date.parse(b))).toEqual(moments)
  const { marketSnapshot } = await app.ask('{ marketSnapshot(eventId: "fair") { now: asOf projects { ticker } } }')
  expect(Math.abs(Date.parse(marketSnapshot.now) - Date.now())).toBeLessThan(1_000)
})

test('a name that changed shows at once', async () => {
  await buy()
  expect((await app.ask(PAGE)).trades.nodes[0].trader.displayName).toBe('alice')
  await app.ask('mutation { setDisplayName(input: { displayName: "Alice L" }) { userErrors { code } } }', null, { token: alice })
  for (const server of [app, other]) expect((await server.ask(PAGE)).trades.nodes[0].trader.displayName).toBe('Alice L')
})

test('each reader pays for himself', async () => {
  const limited = await startTestApp({ deps: { db }, config: { rateLimitPoints: 1_000, rateLimitPerSecond: 1 } })
  const left = ({ headers }: Answered<unknown>) => Number(headers.get('ratelimit-remaining'))
  const first = await limited.gql(MARKET)
  const second = await limited.gql(MARKET)
  expect(first.extensions).toEqual(second.extensions)
  expect(left(first) - left(second)).toBeGreaterThanOrEqual(second.extensions!.cost!.actual - 1)
})

test('what is wrong is told to each caller under the id of his own request', async () => {
  const { errors } = await app.gql('{ project(projectId: "nothing") { ticker } }')
  expect(errors!.map(({ extensions }) => extensions!['code'])).toEqual(['NOT_FOUND'])
})
