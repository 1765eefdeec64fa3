/** Rows 13, 24 and 25 over two servers of one database and one Redis: what holds on one holds on both at once. */
import { afterAll, describe, expect, test } from 'vitest'
import { createRedisBus } from '../../../src/platform/bus-redis.ts'
import { type AnyData, startTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase, testLog } from '../../support/database.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createProber, type Prober, TRANSPORTS } from '../../support/probes.ts'
import { openSignedIn } from '../../support/raw-socket.ts'
import { redisProgram, spawnRedis } from '../../support/redis-server.ts'

const CARRIERS = TRANSPORTS.filter((transport) => transport !== 'GET')
const BUY = `mutation ($shares: Decimal!, $key: String) {
  buy(input: { projectId: "apple", shares: $shares, idempotencyKey: $key }) { trade { id } userErrors { code } }
}`
const PORTFOLIO = 'subscription { portfolioUpdated { account { id } holdings { shares } } }'
const buyOf = ({ data }: { data: AnyData }) => data?.buy

describe.skipIf(!redisProgram())('On two servers', async () => {
  const { db } = await createTestDatabase()
  const redis = redisProgram() ? await spawnRedis() : null
  const start = async (serverId: string) =>
    await startTestApp({ deps: { db, serverId, bus: createRedisBus({ url: redis!.url!, log: testLog, serverId }) } })
  const apps: TestApp[] = redis ? [await start('one'), await start('two')] : []
  afterAll(async () => {
    await checkInvariants(db)
    for (const app of apps) await app.stop()
    await redis?.stop()
  })
  const organiser = await apps[0]?.token('organiser@example.com', { admin: true })
  await apps[0]?.ask(
    `mutation { saveEvent(input: { eventId: "kickstart", status: OPEN, parameters: { driftEnabled: false } }) { userErrors { message } }
      saveProject(input: { projectId: "apple", ticker: "APPLE", name: "Apple" }) { userErrors { message } } }`,
    null,
    { token: organiser! },
  )

  /** One person at both, over every transport in turn. */
  async function everywhere(email: string): Promise<(index: number, variables: object) => ReturnType<Prober['send']>> {
    const token = await apps[0]!.token(email)
    const probers = await Promise.all(apps.map((app) => createProber(app, token)))
    return (index, variables) =>
      probers[index % 2]!.send(CARRIERS[index % CARRIERS.length]!, { query: BUY, variables: variables as AnyData })
  }

  test('row 24: of 50 parallel buys of which one is affordable, one is a trade and 49 are INSUFFICIENT_CASH', async () => {
    const send = await everywhere('alice@example.com')
    const { quote } = await apps[0]!.ask('{ quote(projectId: "apple", side: BUY, cash: "2000") { shares } }')
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => send(index, { shares: quote.shares })))
    expect(answers.flatMap(({ codes }) => codes)).toEqual([])
    expect(answers.filter((answer) => buyOf(answer).trade)).toHaveLength(1)
    expect(answers.filter((answer) => buyOf(answer).userErrors[0]?.code === 'INSUFFICIENT_CASH')).toHaveLength(49)
  })

  test('row 25: one key is one trade, and of 20 inputs that share a key one is taken', async () => {
    const send = await everywhere('bob@example.com')
    const same = await Promise.all(Array.from({ length: 20 }, (_, index) => send(index, { shares: '0.5', key: 'same' })))
    expect(new Set(same.map((answer) => buyOf(answer).trade.id)).size).toBe(1)
    const others = await Promise.all(
      Array.from({ length: 20 }, (_, index) => send(index, { shares: `0.${index + 10}`, key: 'others' })),
    )
    expect(others.filter((answer) => buyOf(answer)?.trade)).toHaveLength(1)
    expect(others.filter(({ codes }) => codes[0] === 'IDEMPOTENCY_KEY_REUSED')).toHaveLength(19)
  })

  test('row 13: of four people at both, one of whom is paused, nobody sees what is another’s', async () => {
    const people = await Promise.all(
      [1, 2, 3, 4].map(async (size) => {
        const token = await apps[0]!.token(`person-${size}@example.com`)
        const sockets = await Promise.all(apps.map((app) => openSignedIn(app.wsUrl, token)))
        for (const raw of sockets) raw.send({ id: 'mine', type: 'subscribe', payload: { query: PORTFOLIO } })
        await Promise.all(sockets.map((raw) => raw.next(({ id }) => id === 'mine')))
        return { size, token, sockets }
      }),
    )
    for (const { socket } of people[0]!.sockets) socket.pause()
    for (let round = 0; round < 3; round++) {
      const buys = people.map(({ size, token }) => apps[(size + round) % 2]!.ask(BUY, { shares: `0.${size}` }, { token }))
      await Promise.all(buys)
    }
    for (const { socket } of people[0]!.sockets) socket.resume()
    const owners = new Set<string>()
    for (const { size, sockets } of people) {
      const last = (0.3 * size).toFixed(1).replace(/\.0$/, '')
      for (const raw of sockets) {
        await raw.next(({ payload }) => payload?.data?.portfolioUpdated.holdings[0]?.shares === last)
        const ids = raw.frames
          .filter(({ type }) => type === 'next')
          .map(({ payload }) => payload.data.portfolioUpdated.account.id)
        expect(new Set(ids).size).toBe(1)
        owners.add(`${size} ${ids[0]}`)
        raw.close()
      }
    }
    expect(owners.size).toBe(4)
    expect(new Set(Array.from(owners, (owner) => owner.split(' ')[1])).size).toBe(4)
  })
})
