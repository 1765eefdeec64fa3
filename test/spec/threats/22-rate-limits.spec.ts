/** Row 22: nobody gets more points by another address in a header, by aliases, or by another transport or connection. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { createProber, TRANSPORTS } from '../../support/probes.ts'
import { openSignedIn } from '../../support/raw-socket.ts'

const POINTS = 60
const SLOWLY = { rateLimitPoints: POINTS, rateLimitPerSecond: 1 }
/** Costs a point for each name. */
const aliases = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: rateLimit { remaining }`).join(' ')} }`
const QUERY = '{ rateLimit { limit remaining restorePerSecond resetAt } }'
const codes = (errors: readonly { extensions: Record<string, unknown> }[] | undefined) =>
  (errors ?? []).map(({ extensions }) => extensions.code)

const guests = await startTestApp({ config: SLOWLY })
const proxied = await startTestApp({ config: { ...SLOWLY, trustedProxies: 1 } })
afterAll(() => Promise.all([guests.stop(), proxied.stop()]))

/** Asks until there is nothing left; how often it was served, twenty points at a time at most. */
async function exhaust(app: TestApp, headersOf: (attempt: number) => Record<string, string> = () => ({})): Promise<number> {
  for (let attempt = 0; attempt < 2 * POINTS; attempt++) {
    const { errors } = await app.gql(aliases(10), null, { headers: headersOf(attempt) })
    if (codes(errors)[0] === 'RATE_LIMITED') return attempt
  }
  return Number.POSITIVE_INFINITY
}

describe('A guest', () => {
  test('who makes up forwarding addresses is counted by the address of the connection', async () => {
    const served = await exhaust(guests, (attempt) => ({
      'x-forwarded-for': `10.0.0.${attempt}`,
      'x-real-ip': `10.0.1.${attempt}`,
      forwarded: `for=10.0.2.${attempt}`,
    }))
    expect(served).toBeLessThanOrEqual(POINTS / 10)
  })

  test.each(TRANSPORTS)('who has nothing left has nothing left over %s, and is told when to come again', async (transport) => {
    const prober = await createProber(guests)
    const answer = await prober.send(transport, aliases(20))
    expect(answer.codes).toEqual(['RATE_LIMITED'])
    expect(answer.errors[0]!.extensions.retryAfterMs).toBeGreaterThan(0)
    expect(answer.status).toBe(transport === 'WebSocket' ? null : transport === 'SSE' ? answer.status : 429)
    expect(answer.data ?? null).toBeNull()
    prober.raw.close()
  })

  test('finds no points in new sockets, and those sockets live on', async () => {
    for (let count = 0; count < 5; count++) {
      const raw = await openSignedIn(guests.wsUrl)
      for (const id of ['1', '2']) {
        raw.send({ id, type: 'subscribe', payload: { query: aliases(20) } })
        expect(codes((await raw.next((frame) => frame.id === id)).payload)).toEqual(['RATE_LIMITED'])
      }
      raw.send({ id: '3', type: 'subscribe', payload: { query: `subscription { eventUpdated { eventId } } ` } })
      await raw.next((frame) => frame.id === '3')
      raw.close()
    }
  })

  test('leaves those who signed in at the same address what is theirs', async () => {
    const token = await guests.token('alice@example.com')
    const { rateLimit } = await guests.ask(QUERY, null, { token })
    expect(rateLimit).toMatchObject({ limit: POINTS, restorePerSecond: 1 })
    expect(rateLimit.remaining).toBeGreaterThan(POINTS - 10)
  })
})

describe('Behind a trusted proxy', () => {
  test('the address that the proxy saw counts, whatever stands before it', async () => {
    const served = await exhaust(proxied, (attempt) => ({ 'x-forwarded-for': `10.0.0.${attempt}, 192.0.2.7` }))
    expect(served).toBeLessThanOrEqual(POINTS / 10)
    const { errors } = await proxied.gql(aliases(10), null, { headers: { 'x-forwarded-for': '192.0.2.8' } })
    expect(errors).toBeUndefined()
  })

  test('an IPv6 caller, who owns a whole /64, is one address', async () => {
    const served = await exhaust(proxied, (attempt) => ({ 'x-forwarded-for': `2001:db8:1:2::${(attempt + 1).toString(16)}` }))
    expect(served).toBeLessThanOrEqual(POINTS / 10)
    const { errors } = await proxied.gql(aliases(10), null, { headers: { 'x-forwarded-for': '2001:db8:1:3::1' } })
    expect(errors).toBeUndefined()
  })
})

describe('A signed-in user', () => {
  test('pays for every alias, and has one budget over all tokens, transports and connections', async () => {
    const [first, second] = [
      await guests.token('mallory@example.com'),
      await guests.token('mallory@example.com', { name: 'other' }),
    ]
    const left = async (token: string) => (await guests.ask(QUERY, null, { token })).rateLimit.remaining as number
    const before = await left(first)
    expect((await guests.gql(aliases(20), null, { token: first })).errors).toBeUndefined()
    const after = await left(second)
    expect(before - after).toBeGreaterThanOrEqual(20)
    const raw = await openSignedIn(guests.wsUrl, second)
    for (const id of ['1', '2', '3']) raw.send({ id, type: 'subscribe', payload: { query: aliases(20) } })
    const last = await raw.next((frame) => frame.id === '3')
    expect(codes(last.payload)).toEqual(['RATE_LIMITED'])
    const { status, headers, errors } = await guests.gql(aliases(20), null, { token: first })
    expect([status, codes(errors)]).toEqual([429, ['RATE_LIMITED']])
    expect(Number(headers.get('ratelimit-limit'))).toBe(POINTS)
    expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(20)
    raw.close()
  })

  test('who is refused has done nothing, and is served after the time that was told', async () => {
    const app = await startTestApp({ config: { rateLimitPoints: 100, rateLimitPerSecond: 100 } })
    const token = await app.token('carol@example.com')
    const rename = (name: string) =>
      app.gql(
        'mutation ($name: String!) { setDisplayName(input: { displayName: $name }) { viewer { displayName } } }',
        { name },
        { token },
      )
    let refused = null
    for (let count = 0; !refused; count++) {
      const { errors } = count % 2 ? await rename(`carol ${count}`) : await app.gql(aliases(20), null, { token })
      if (errors && codes(errors)[0] !== 'RATE_LIMITED') throw new Error(JSON.stringify(errors))
      refused = errors?.[0]?.extensions ?? null
    }
    await sleep(refused.retryAfterMs as number)
    expect((await app.gql(QUERY, null, { token })).errors).toBeUndefined()
    await app.stop()
  })
})
