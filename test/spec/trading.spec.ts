import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyedRequest } from '../../src/idempotency/idempotency.commands.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { saveProjects } from '../../src/projects/listing.commands.ts'
import { applyPhaseBump } from '../../src/projects/move.commands.ts'
import { findProjects } from '../../src/projects/projects.sql.ts'
import { isRefusal } from '../../src/refusals/refusal.ts'
import { createTradeExecutor, type TradeExecutor } from '../../src/trading/executor.ts'
import type { TradeAnswer } from '../../src/trading/trading.commands.ts'
import { createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import { decimal, shares, usd } from '../support/market.ts'

let deps: Deps
let executor: TradeExecutor
let users: string[]

beforeAll(async () => {
  deps = await createTestDeps()
  executor = createTradeExecutor(deps)
  const rows = await deps.db
    .insertInto('users')
    .values(
      Array.from({ length: 60 }, (_, n) => ({
        issuer: 'test',
        subject: `user-${n}`,
        display_name: `user ${n}`,
        name_key: `user ${n}`,
      })),
    )
    .returning('user_id')
    .execute()
  users = rows.map((row) => row.user_id)
  const inputs = ['apple', 'banana', 'cherry', 'damson'].map((projectId) => ({ projectId, ticker: projectId.toUpperCase() }))
  const saved = await saveProjects(
    deps,
    keyedRequest(users[0]!, 'saveProjects', inputs, null, null),
    inputs.map((input, n) => ({ input, path: ['inputs', `${n}`] })),
  )
  expect(isRefusal(saved)).toBe(false)
})

afterAll(async () => {
  await executor.drain()
  await checkInvariants(deps.db)
})

const order = (
  user: number,
  side: 'BUY' | 'SELL',
  projectId: string,
  size: string,
  key: string | null = null,
  by = executor,
): Promise<TradeAnswer | null> =>
  by.execute({
    owner: { userId: users[user]!, isAdmin: false },
    command: { side, projectId, shares: shares(size), limit: null },
    keyed: keyedRequest(users[user]!, side, { projectId, size }, key, null),
  })

describe('the batch executor', () => {
  it('gives one trade to fifty parallel buys of which the cash pays for one', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => order(1, 'BUY', 'apple', '447')))
    const kinds = answers.map((answer) => (answer?.kind === 'REFUSED' ? answer.refusal.refused : answer?.kind))
    expect(kinds.filter((kind) => kind === 'FILLED')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'INSUFFICIENT_CASH')).toHaveLength(49)
  })

  it('executes twenty parallel retries of one key once, on two executors at once', async () => {
    const other = createTradeExecutor({ ...deps, serverId: randomUUID() })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => order(2, 'BUY', 'banana', '3', 'one-intent', n % 2 ? executor : other)),
    )
    expect(answers.filter((answer) => answer?.kind === 'FILLED')).toHaveLength(1)
    expect(answers.filter((answer) => answer?.kind === 'REPEATED')).toHaveLength(19)
    const sequences = answers.map((answer) =>
      answer?.kind === 'FILLED' ? answer.trade.sequence : answer?.kind === 'REPEATED' ? answer.sequence : 0,
    )
    expect(new Set(sequences).size).toBe(1)
    await other.drain()
  })

  it('refuses a key that comes back with another input, and serves the rest of the batch', async () => {
    await order(3, 'BUY', 'cherry', '1', 'key')
    const [again, neighbour] = await Promise.all([order(3, 'BUY', 'cherry', '2', 'key'), order(4, 'BUY', 'cherry', '2')])
    expect(again).toMatchObject({ kind: 'FAILED', error: { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } } })
    expect(neighbour?.kind).toBe('FILLED')
  })

  it('takes no key that the database could not keep as it is', async () => {
    for (const key of ['a\0b', 'a\ud800'])
      await expect(async () => await order(3, 'BUY', 'cherry', '1', key)).rejects.toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
      })
  })

  it('keeps the books under hundreds of concurrent trades of two executors and admin moves', async () => {
    const other = createTradeExecutor({ ...deps, serverId: randomUUID() })
    const projects = ['apple', 'banana', 'cherry', 'damson']
    const work = Array.from({ length: 600 }, (_, n) =>
      order(n % 60, n % 3 === 2 ? 'SELL' : 'BUY', projects[(n * 7) % 4]!, `${1 + (n % 5)}`, null, n % 2 ? executor : other),
    )
    const bumps = Array.from({ length: 8 }, (_, n) =>
      applyPhaseBump(deps, {
        projectId: projects[n % 4]!,
        bumpType: n % 2 ? 'MULTIPLY' : 'KICKOFF_HYPE',
        multiplier: n % 2 ? decimal('0.9') : null,
        keyed: keyedRequest(users[0]!, 'applyPhaseBump', n, null, null),
      }),
    )
    const answers = await Promise.all([...work, ...bumps])
    expect(answers.filter((answer) => answer && 'kind' in answer && answer.kind === 'FAILED')).toHaveLength(0)
    await other.drain()
    await checkInvariants(deps.db)
  })

  it('answers null for a project that does not exist', async () => {
    expect(await order(5, 'BUY', 'nothing', '1')).toBeNull()
  })

  it('adds the trade to the price at the line', async () => {
    const [before] = await findProjects(deps.db, ['damson'])
    const answer = await order(59, 'BUY', 'damson', '1')
    expect(answer).toMatchObject({
      kind: 'FILLED',
      trade: { priceBefore: before!.price, priceAfter: before!.price + usd('0.02') },
    })
  })
})
