import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ config: { rateLimitPoints: 50, rateLimitPerSecond: 1 } })
})
afterAll(() => app.stop())

const QUERY = '{ rateLimit { limit remaining restorePerSecond resetAt } }'
const codeOf = (answer: { errors?: readonly { extensions?: Record<string, unknown> }[] }) => answer.errors?.[0]?.extensions?.code

describe('the budget of a caller', () => {
  it('shrinks by the cost of each operation, and says so in the answer', async () => {
    const alice = await app.token('alice@example.com')
    const first = await app.ask(QUERY, null, { token: alice })
    const second = await app.ask(QUERY, null, { token: alice })
    expect(first.rateLimit).toMatchObject({ limit: 50, restorePerSecond: 1 })
    expect(second.rateLimit.remaining).toBeLessThan(first.rateLimit.remaining)
  })

  it('pays for what an operation did, not for what it might have done', async () => {
    const carol = await app.token('carol@example.com')
    const before = (await app.ask(QUERY, null, { token: carol })).rateLimit.remaining
    const { extensions } = await app.gql('{ projects(first: 30) { nodes { ticker } } }', null, { token: carol })
    const { requested, actual } = extensions!.cost!
    expect(actual).toBeLessThan(requested)
    const after = (await app.ask(QUERY, null, { token: carol })).rateLimit.remaining
    expect(before - after).toBeLessThan(requested)
  })

  it('refuses what it cannot pay, over HTTP and WebSocket alike, and leaves others alone', async () => {
    const mallory = await app.token('mallory@example.com')
    const answers = []
    for (let n = 0; n < 60; n++) answers.push(await app.gql(QUERY, null, { token: mallory }))
    const refused = answers.find((answer) => codeOf(answer) === 'RATE_LIMITED')
    expect(refused?.errors?.[0]?.extensions?.retryAfterMs).toBeGreaterThan(0)

    const client = app.client({ token: mallory })
    const overSocket = client.iterate({ query: QUERY }).next()
    await expect(overSocket).rejects.toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])

    const bob = await app.token('bob@example.com')
    expect((await app.ask(QUERY, null, { token: bob })).rateLimit.remaining).toBeGreaterThan(0)
  })

  it('is one for all addresses of an IPv6 caller, and one for each of IPv4', async () => {
    const behind = await startTestApp({ config: { rateLimitPoints: 50, rateLimitPerSecond: 1, trustedProxies: 1 } })
    const ask = async (address: string) => codeOf(await behind.gql(QUERY, null, { headers: { 'x-forwarded-for': address } }))
    const codes = []
    for (let n = 1; n < 60; n++) codes.push(await ask(`2001:db8:1:2::${n.toString(16)}`))
    expect(codes).toContain('RATE_LIMITED')
    expect(await ask('2001:db8:1:3::1')).toBeUndefined()
    for (let n = 1; n < 60; n++) expect(await ask(`192.0.2.${n}`)).toBeUndefined()
    await behind.stop()
  })
})
