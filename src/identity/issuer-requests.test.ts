import { describe, expect, it } from 'vitest'
import { readBody, readDevRequest, readGuestName, readSecret } from './issuer-requests.ts'

describe('the body of a request to an issuer', () => {
  it.each(['', 'null', '[]', '"text"', '1', '{', '{"a":1}x'])('%j is refused', (text) => {
    expect(readBody(text)).toEqual({ fault: 'The body must be a JSON object.' })
  })

  it('of the development issuer names one person however the address is written', () => {
    expect(readDevRequest({ email: ' Alice@Example.COM ' })).toEqual({
      value: { email: 'alice@example.com', name: null, groups: [] },
    })
  })

  it.each([
    ['no e-mail', {}],
    ['no e-mail address', { email: 'alice' }],
    ['an endless address', { email: `${'a'.repeat(400)}@example.com` }],
    ['a zero byte', { email: 'a\0@example.com' }],
    ['a name of another type', { email: 'a@b', name: 7 }],
    ['10 kB of name', { email: 'a@b', name: 'a'.repeat(10_000) }],
    ['groups as a text', { email: 'a@b', groups: 'admin' }],
    ['a group of another type', { email: 'a@b', groups: [1] }],
    ['an empty group', { email: 'a@b', groups: [''] }],
    ['21 groups', { email: 'a@b', groups: Array(21).fill('a') }],
  ])('of the development issuer with %s is refused', (_what, body) => expect(readDevRequest(body)).toHaveProperty('fault'))

  it.each([
    [{}, { value: null }],
    [{ name: ' Bob ' }, { value: 'Bob' }],
    [{ name: 'bob@example.com' }, { fault: 'name must not have an "@": it is public.' }],
    [{ name: '' }, { fault: 'name must have 1 to 32 characters, and had 0.' }],
    [{ name: 7 }, { fault: 'name must be a text.' }],
  ])('of a guest, %j, gives %j', (body, reading) => expect(readGuestName(body)).toEqual(reading))

  it('of an administrator brings a secret', () => {
    expect(readSecret({ secret: 'x' })).toEqual({ value: 'x' })
    for (const secret of [undefined, '', 7, 'x'.repeat(129)]) expect(readSecret({ secret })).toHaveProperty('fault')
  })
})
