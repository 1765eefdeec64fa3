import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MADE_UP_NAMES, madeUpName, nameKeyOf, nameOfClaims, numberedName, readDisplayName } from './display-name.ts'

describe('a display name', () => {
  it.each([
    ['alice', 'alice'],
    ['  alice \u00a0', 'alice'],
    ['Zoe\u0308', 'Zoë'],
    ['小林 さくら', '小林 さくら'],
    ['محمد', 'محمد'],
    ['<b>bold</b>', '<b>bold</b>'],
    ['❤️ btx', '❤️ btx'],
    ['🚀'.repeat(32), '🚀'.repeat(32)],
    ['O\u2019Neil-Smith Jr. (the first)', 'O\u2019Neil-Smith Jr. (the first)'],
  ])('%j is kept as %j', (text, kept) => expect(readDisplayName(text)).toEqual({ name: kept }))

  it.each([
    ['empty', ''],
    ['only spaces', ' \u00a0\u3000 '],
    ['33 characters', 'a'.repeat(33)],
    ['10 kB', 'a'.repeat(10_000)],
    ['a control character', 'ali\u0007ce'],
    ['a line break', 'ali\nce'],
    ['a line separator', 'ali\u2028ce'],
    ['a right-to-left override', 'ali\u202ece'],
    ['a bidirectional isolate', 'ali\u2067ce'],
    ['an Arabic letter mark', 'ali\u061cce'],
    ['a zero-width space', 'ali\u200bce'],
    ['a zero-width joiner', 'ali\u200dce'],
    ['a byte order mark inside', 'ali\ufeffce'],
    ['a soft hyphen', 'ali\u00adce'],
    ['a tag character', 'alice\u{e0061}'],
    ['a Hangul filler', '\u3164'],
    ['a blank Braille pattern', '\u2800'],
    ['half a surrogate pair', 'ali\ud800ce'],
    ['a private-use character', 'ali\ue000ce'],
    ['an at sign', 'alice@example.com'],
    ['a full-width at sign', 'alice＠example.com'],
    ['a number in brackets, as the server gives', 'alice (2)'],
    ['only combining marks', '\u0301\u0301'],
  ])('%s is refused, in a sentence that does not repeat it', (_what, text) => {
    const reading = readDisplayName(text)
    expect(reading).toHaveProperty('fault')
    const { fault } = reading as { fault: string }
    expect(fault).toMatch(/^displayName must .*\.$/)
    if (text.trim().length > 3) expect(fault).not.toContain(text)
  })

  it('that was kept once is kept unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const first = readDisplayName(text)
        if ('name' in first) expect(readDisplayName(first.name)).toEqual(first)
      }),
    )
  })

  it.each([
    ['Alice', 'ALICE'],
    ['Straße', 'STRASSE'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['alice  b', 'Alice\u00a0B'],
    ['ａｌｉｃｅ', 'alice'],
    ['Zoë', 'Zoe\u0308'],
    ['❤', '❤\ufe0f'],
  ])('%j and %j are one name', (one, other) => expect(nameKeyOf(one)).toBe(nameKeyOf(other)))

  it('of another spelling is another name', () => expect(nameKeyOf('alice')).not.toBe(nameKeyOf('alicé')))

  it('is numbered from the second account on', () => {
    expect([1, 2, 11].map((nth) => numberedName('alice', nth))).toEqual(['alice', 'alice (2)', 'alice (11)'])
  })
})

describe('the claims of a token', () => {
  it.each([
    ['name first', { name: 'Alice', nickname: 'al' }, 'Alice'],
    ['nickname where name is an e-mail address', { name: 'alice@example.com', nickname: 'al' }, 'al'],
    ['nickname alone', { nickname: 'al' }, 'al'],
    ['none of another type', { name: 7, nickname: ['al'] }, null],
    ['never the e-mail', { email: 'alice@example.com', preferred_username: 'alice' }, null],
  ])('give %s', (_what, claims: object, name) => expect(nameOfClaims(claims)).toBe(name))
})

describe('a made-up name', () => {
  it('is valid and different for every number', () => {
    const names = Array.from({ length: MADE_UP_NAMES }, (_, number) => madeUpName(number))
    expect(new Set(names).size).toBe(MADE_UP_NAMES)
    for (const name of names) expect(readDisplayName(name)).toEqual({ name })
  })
})
