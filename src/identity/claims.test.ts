import { describe, expect, it } from 'vitest'
import { readClaims, type TokenRules } from './claims.ts'

const byAudience: TokenRules = { issuer: 'https://idp', audience: 'btx', clientId: null, groupsClaim: 'cognito:groups' }
const byClient: TokenRules = { ...byAudience, audience: null, clientId: 'app' }
const byBoth: TokenRules = { ...byAudience, clientId: 'app' }
const neither: TokenRules = { ...byAudience, audience: null }
const claims = { sub: 'alice', exp: 2_000_000_000, aud: 'btx' }
const access = { sub: 'alice', exp: 2_000_000_000, token_use: 'access', client_id: 'app' }
const id = { sub: 'alice', exp: 2_000_000_000, token_use: 'id', aud: 'app' }

describe('the claims of a token', () => {
  it('say who, until when and in which groups', () => {
    expect(readClaims({ ...claims, 'cognito:groups': ['admin'], name: ' Alice ' }, byAudience)).toEqual({
      issuer: 'https://idp',
      subject: 'alice',
      groups: ['admin'],
      issuedAt: new Date(0),
      expiresAt: new Date(2_000_000_000_000),
      name: 'Alice',
    })
  })

  it.each([
    ['one audience', claims, byAudience],
    ['a list with the audience', { ...claims, aud: ['other', 'btx'] }, byAudience],
    ['no groups', { ...claims, 'cognito:groups': [] }, byAudience],
    ['an access token of the client', access, byClient],
    ['an id token of the client', id, byClient],
    ['an access token of the client without an audience', access, byBoth],
    ['an access token of the client for the audience', { ...access, aud: 'btx' }, byBoth],
  ])('with %s are taken', (_what, payload, rules) => expect(readClaims(payload, rules)).toHaveProperty('subject', 'alice'))

  it.each([
    ['no sub', { ...claims, sub: undefined }, byAudience],
    ['an empty sub', { ...claims, sub: '' }, byAudience],
    ['a numeric sub', { ...claims, sub: 7 }, byAudience],
    ['a zero byte in sub', { ...claims, sub: 'ali\0ce' }, byAudience],
    ['an endless sub', { ...claims, sub: 'a'.repeat(256) }, byAudience],
    ['no exp', { ...claims, exp: undefined }, byAudience],
    ['an exp beyond the calendar', { ...claims, exp: 1e15 }, byAudience],
    ['another audience', { ...claims, aud: 'other' }, byAudience],
    ['no audience', { ...claims, aud: undefined }, byAudience],
    ['an audience that only begins like ours', { ...claims, aud: 'btx2' }, byAudience],
    ['an audience of another type', { ...claims, aud: { btx: true } }, byAudience],
    ['no rule for whom it is', claims, neither],
    ['groups as a text', { ...claims, 'cognito:groups': 'admin' }, byAudience],
    ['groups as an object', { ...claims, 'cognito:groups': { 0: 'admin' } }, byAudience],
    ['groups as null', { ...claims, 'cognito:groups': null }, byAudience],
    ['a group that is no text', { ...claims, 'cognito:groups': ['admin', 1] }, byAudience],
    ['no token_use', { ...access, token_use: undefined }, byClient],
    ['token_use refresh', { ...access, token_use: 'refresh' }, byClient],
    ['another client', { ...access, client_id: 'other' }, byClient],
    ['the client of an access token in aud only', { ...access, client_id: undefined, aud: 'app' }, byClient],
    ['an id token of another client', { ...id, aud: 'other' }, byClient],
    ['an access token for another audience', { ...access, aud: 'other' }, byBoth],
  ])('with %s are refused', (_what, payload, rules) => expect(readClaims(payload, rules)).toHaveProperty('fault'))

  it('of a name that is no display name bring none', () => {
    expect(readClaims({ ...claims, name: 'alice@example.com', email: 'alice@example.com' }, byAudience)).toHaveProperty(
      'name',
      null,
    )
  })
})
