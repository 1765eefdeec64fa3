/** Rows 23 to 25: orders of impossible sizes, orders in parallel, and keys that come again, over every transport that takes orders. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyData, startTestApp, type TestApp } from '../../support/app.ts'
import { createProber, type Prober, TRANSPORTS } from '../../support/probes.ts'
import { checkInvariants } from '../../support/invariants.ts'

const CARRIERS = TRANSPORTS.filter((transport) => transport !== 'GET')
const BUY = `mutation ($shares: Decimal!, $key: String, $maxCost: Decimal) {
  buy(input: { projectId: "apple", shares: $shares, idempotencyKey: $key, maxCost: $maxCost }) { trade { id shares cashDelta } userErrors { code } }
}`
let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  const token = await app.token('organiser@example.com', { admin: true })
  await app.ask(
    `mutation { saveEvent(input: { eventId: "kickstart", status: OPEN, parameters: { driftEnabled: false } }) { userErrors { message } }
      saveProject(input: { projectId: "apple", ticker: "APPLE", name: "Apple" }) { userErrors { message } } }`,
    null,
    { token },
  )
})
afterAll(async () => {
  await checkInvariants(app.deps.db)
  await app.stop()
})

let people = 0
const newcomer = async (): Promise<Prober> => await createProber(app, await app.token(`trader-${++people}@example.com`))
const buyOf = ({ data }: { data: AnyData }) => data?.buy
const codeOf = (answer: { data: AnyData }): unknown => buyOf(answer)?.userErrors[0]?.code

describe.each(CARRIERS)('over %s', (transport) => {
  let prober: Prober
  beforeAll(async () => {
    prober = await newcomer()
  })
  afterAll(() => prober.raw.close())
  const buy = (variables: Record<string, unknown>, by = prober) => by.send(transport, { query: BUY, variables })

  test.each(['0', '-1', '1000000000', '0.00001', '1000001', '100000.0001', 0, -1, 1_000_000_000])(
    'row 23: %j shares are INVALID_SHARES',
    async (shares) => {
      const answer = await buy({ shares })
      expect([answer.codes, codeOf(answer), buyOf(answer).trade]).toEqual([[], 'INVALID_SHARES', null])
    },
  )

  test.each([
    '1e3',
    ' 1',
    '1 ',
    '٣',
    '1.',
    '.1',
    '+1',
    '01',
    '0x1',
    '',
    'NaN',
    'Infinity',
    '1'.repeat(400),
    2 ** 53,
    1.5,
    true,
    null,
    [['1']],
    {},
  ])('row 23: %j is no number of shares', async (shares) => {
    const answer = await buy({ shares })
    expect([answer.codes, answer.data ?? null]).toEqual([['BAD_USER_INPUT'], null])
  })

  test('row 24: of 50 parallel buys of which one is affordable, one is a trade and 49 are INSUFFICIENT_CASH', async () => {
    const trader = await newcomer()
    // Prices only rise here: who can pay once for most of the cash cannot pay twice.
    const { quote } = await app.ask('{ quote(projectId: "apple", side: BUY, cash: "2000") { shares } }')
    const answers = await Promise.all(Array.from({ length: 50 }, () => buy({ shares: quote.shares }, trader)))
    expect(answers.flatMap(({ codes }) => codes)).toEqual([])
    expect(answers.filter((answer) => buyOf(answer).trade)).toHaveLength(1)
    expect(answers.filter((answer) => codeOf(answer) === 'INSUFFICIENT_CASH')).toHaveLength(49)
    trader.raw.close()
  })

  test('row 25: a key executes once for all who bring it at once, is refused with another input, and is nobody else’s', async () => {
    const [trader, other] = [await newcomer(), await newcomer()]
    const key = `once-${transport}`
    const answers = await Promise.all(Array.from({ length: 20 }, () => buy({ shares: '0.5', key }, trader)))
    const ids = new Set(answers.map((answer) => buyOf(answer).trade.id))
    expect(ids.size).toBe(1)
    expect(new Set(answers.map((answer) => JSON.stringify(buyOf(answer)))).size).toBe(1)
    expect((await buy({ shares: '0.50', key }, trader)).data.buy.trade.id).toBe([...ids][0])
    expect((await buy({ shares: '0.6', key }, trader)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect((await buy({ shares: '0.5', key, maxCost: '100' }, trader)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    const others = await buy({ shares: '0.5', key }, other)
    expect([others.codes, ids.has(buyOf(others).trade.id)]).toEqual([[], false])
    for (const wrong of ['', 'k'.repeat(256), 'a\0b'])
      expect((await buy({ shares: '0.5', key: wrong }, trader)).codes).toEqual(['BAD_USER_INPUT'])
    expect((await buy({ shares: '0.5', key: 'k'.repeat(255) }, trader)).codes).toEqual([])
    for (const by of [trader, other]) by.raw.close()
  })
})

test('row 25: one key brought over every transport at once is one trade', async () => {
  const trader = await newcomer()
  const answers = await Promise.all(
    Array.from({ length: 21 }, (_, index) =>
      trader.send(CARRIERS[index % CARRIERS.length]!, { query: BUY, variables: { shares: '0.7', key: 'everywhere' } }),
    ),
  )
  expect(new Set(answers.map((answer) => buyOf(answer).trade.id)).size).toBe(1)
  trader.raw.close()
})
