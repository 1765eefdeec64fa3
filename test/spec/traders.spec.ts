import { graphql } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../src/graphql/context.ts'
import { schema } from '../../src/graphql/schema.ts'
import { createUserDirectory, whenRenamed } from '../../src/identity/identity.commands.ts'
import { findTraderNames } from '../../src/identity/identity.sql.ts'
import type { Viewer } from '../../src/identity/viewer.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { uuidv7 } from '../../src/platform/ids.ts'
import { createTestDeps } from '../support/database.ts'

let deps: Deps
const expiresAt = new Date('2030-01-01T00:00:00Z')
beforeAll(async () => void (deps = await createTestDeps()))

let subjects = 0
/** Signs in with a fresh subject, or with one of before. */
const meet = async (name: string | null, subject = `subject-${++subjects}`): Promise<Viewer> => {
  const token = { issuer: 'https://idp', subject, groups: ['staff'], issuedAt: new Date(), expiresAt, name }
  const userId = await createUserDirectory(deps)(token)
  return { userId, groups: ['staff'], isAdmin: false, issuedAt: token.issuedAt, expiresAt }
}
/** Each joins a second after the one before: who came first is told by time. */
let joined = 0
const join = (eventId: string, viewer: Viewer) =>
  deps.db
    .insertInto('accounts')
    .values({
      account_id: uuidv7(),
      event_id: eventId,
      user_id: viewer.userId,
      cash_micros: 0n as never,
      initial_micros: 0n as never,
      created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, ++joined)),
    })
    .execute()

const ask = async (viewer: Viewer | null, source: string, variableValues: Record<string, unknown> = {}) => {
  const contextValue: Context = {
    deps,
    services: {} as never,
    reader: deps.db,
    viewer,
    requestId: 'r',
    idempotencyKey: null,
    rateLimit: () => null,
    giveBack: () => undefined,
    loaders: new Map(),
  }
  return JSON.parse(JSON.stringify(await graphql({ schema, source, contextValue, variableValues })))
}
const RENAME = `mutation ($displayName: String!) { setDisplayName(input: { displayName: $displayName }) {
  viewer { id displayName } userErrors { __typename code message path } } }`
const NAME = '{ viewer { displayName } }'
const nameOf = async (viewer: Viewer) => (await ask(viewer, NAME)).data.viewer.displayName

describe('the viewer', () => {
  it('is null for a guest', async () => expect(await ask(null, NAME)).toEqual({ data: { viewer: null } }))

  it("is known by a random id, which is also the trader's", async () => {
    const alice = await meet('Alice')
    const { id, ...rest } = (await ask(alice, '{ viewer { id displayName roles expiresAt } }')).data.viewer
    expect(rest).toEqual({ displayName: 'Alice', roles: ['staff'], expiresAt: expiresAt.toISOString() })
    expect(Buffer.from(id, 'base64url').toString()).toBe(`Trader:${alice.userId}`)
    const { data } = await ask(null, 'query ($id: ID!) { node(id: $id) { __typename id ... on Trader { displayName } } }', { id })
    expect(data.node).toEqual({ __typename: 'Trader', id, displayName: 'Alice' })
  })

  it.each(['Trader:00000000-0000-4000-8000-000000000000'])('%s, who is nobody, is null', async (text) => {
    const id = Buffer.from(text).toString('base64url')
    expect(await ask(null, 'query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ data: { node: null } })
  })

  it('has a made-up name where the token brings none, and takes over one that comes later', async () => {
    const first = await meet(null, 'late')
    const madeUp = await nameOf(first)
    expect(madeUp).toMatch(/^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u)
    expect(await nameOf(await meet(null, 'late'))).toBe(madeUp)
    const named = await meet('Late Alice', 'late')
    expect([named.userId, await nameOf(named)]).toEqual([first.userId, 'Late Alice'])
  })
})

describe('setDisplayName', () => {
  it('changes the name for good, whatever later tokens say', async () => {
    const bob = await meet('Bob', 'bob')
    const { data } = await ask(bob, RENAME, { displayName: '  Robe\u0301rt ' })
    expect(data.setDisplayName).toEqual({ viewer: { id: expect.any(String), displayName: 'Robért' }, userErrors: [] })
    await meet('Bobby', 'bob')
    expect(await nameOf(bob)).toBe('Robért')
  })

  it.each([
    ['nothing', ' '],
    ['10 kB', 'a'.repeat(10_000)],
    ['an e-mail address', 'bob@example.com'],
    ['a control character', 'b\u0000b'],
    ['text direction', 'b\u202eob'],
    ['a zero-width character', 'b\u200bob'],
    ["the server's own numbering", 'alice (2)'],
  ])('refuses %s and changes nothing', async (_what, displayName) => {
    const carol = await meet('Carol', 'carol')
    const { data } = await ask(carol, RENAME, { displayName })
    expect(data.setDisplayName).toEqual({
      viewer: null,
      userErrors: [
        {
          __typename: 'BusinessError',
          code: 'INVALID_PARAMETER',
          message: expect.stringMatching(/^displayName must /),
          path: ['input', 'displayName'],
        },
      ],
    })
    expect(await nameOf(carol)).toBe('Carol')
  })

  it('keeps markup as the text that it is', async () => {
    const mallory = await meet(null)
    const displayName = '<img src=x onerror=alert(1)>'
    expect((await ask(mallory, RENAME, { displayName })).data.setDisplayName.viewer.displayName).toBe(displayName)
  })

  it('is for those who have signed in', async () => {
    expect(await ask(null, RENAME, { displayName: 'x' })).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  it('tells the rooms that show names, once and only of a change', async () => {
    const told: string[] = []
    whenRenamed(async (_tx, userId) => void told.push(userId))
    const dave = await meet('Dave')
    for (const displayName of ['David', 'David', 'bad@name']) await ask(dave, RENAME, { displayName })
    expect(told).toEqual([dave.userId])
  })
})

describe('equal names of an event', () => {
  it('are numbered by who came first, in one statement, per event', async () => {
    await deps.db.insertInto('events').values({ event_id: 'spring', name: 'Spring' }).execute()
    await deps.db.insertInto('event_feeds').values({ event_id: 'spring' }).execute()
    const [one, two, three, outsider] = [await meet('Zoë'), await meet('ZOË'), await meet('zoe\u0308'), await meet('Zoë')]
    await join('kickstart', two)
    await join('kickstart', one)
    await join('kickstart', three)
    await join('spring', three)
    const keys = [one, two, three, outsider].flatMap(({ userId }) => [
      { eventId: 'kickstart', userId },
      { eventId: 'spring', userId },
      { eventId: null, userId },
    ])
    const found = new Map(
      (await findTraderNames(deps.db, [...keys, ...keys])).map((row) => [`${row.eventId}:${row.userId}`, row.nth]),
    )
    const nths = ({ userId }: Viewer) => ['kickstart', 'spring', null].map((eventId) => found.get(`${eventId}:${userId}`))
    expect([one, two, three, outsider].map(nths)).toEqual([
      [2, 1, 1],
      [1, 1, 1],
      [3, 1, 1],
      [1, 1, 1],
    ])
    expect(found.size).toBe(12)
  })

  it('are renumbered when the first takes another name', async () => {
    const [one, two] = [await meet('Quinn'), await meet('Quinn')]
    await join('kickstart', one)
    await join('kickstart', two)
    const nth = async () => (await findTraderNames(deps.db, [{ eventId: 'kickstart', userId: two.userId }]))[0]?.nth
    expect(await nth()).toBe(2)
    await ask(one, RENAME, { displayName: 'Somebody' })
    expect(await nth()).toBe(1)
  })
})
