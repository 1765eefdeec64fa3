import { describe, expect, test } from 'vitest'
import { readHeadline, readName, readPlainId, readProse } from './texts.ts'

const AT = ['input', 'field']
const refused = { refused: 'INVALID_PARAMETER', path: AT }

/** What makes one line look like another, or like none. */
const UNSAFE = [
  'a\u0000b',
  'a\u001bb',
  'a\u007fb',
  'a\u0085b',
  'a\u202eb',
  'a\u2066b',
  'a\u200fb',
  'a\u061cb',
  'a\ud800b',
  '\udc00',
]

describe('plain ids', () => {
  test.each(['a', 'A.b_c~d-e', '0', '~', '-', 'x'.repeat(64), 'a.'])('%s is one', (id) => {
    expect(readPlainId(id, AT)).toBe(id)
  })
  test.each(['', '.', '.a', 'a b', 'ä', 'a/b', 'a\n', 'a:b', 'x'.repeat(65), '٣', 'a%20'])('%j is none', (id) => {
    expect(readPlainId(id, AT)).toMatchObject(refused)
  })
})

describe('names', () => {
  test.each(['N', ' Nova Labs ', '<b>', 'Ünïcode 東京', '🚀'.repeat(80), "a'; drop table"])('%j is kept as it is', (name) => {
    expect(readName(name, AT)).toBe(name)
  })
  test.each(['', '   ', 'x'.repeat(81), '🚀'.repeat(81), 'two\nlines', 'a\tb', 'a\u2028b', ...UNSAFE])(
    '%j is refused',
    (name) => {
      expect(readName(name, AT)).toMatchObject(refused)
    },
  )
})

describe('prose', () => {
  test('may be empty and have lines and tabs, up to its length', () => {
    for (const text of ['', 'one\ntwo\r\n\tthree', 'x'.repeat(2_000)]) expect(readProse(text, 2_000, AT)).toBe(text)
  })
  test.each(['x'.repeat(2_001), ...UNSAFE])('%j is refused', (text) => {
    expect(readProse(text, 2_000, AT)).toMatchObject(refused)
  })
})

describe('headlines', () => {
  test('are one line of up to 200 characters; a blank one is none', () => {
    expect(readHeadline('NOVA ships <b>early</b>')).toEqual({ text: 'NOVA ships <b>early</b>' })
    expect(readHeadline('x'.repeat(200))).toEqual({ text: 'x'.repeat(200) })
    expect([readHeadline(null), readHeadline(undefined), readHeadline(''), readHeadline('  ')]).toEqual([null, null, null, null])
  })
  test.each(['x'.repeat(201), 'two\nlines', 'x'.repeat(10_000), ...UNSAFE])('%j is refused', (text) => {
    expect(readHeadline(text)).toMatchObject({ refused: 'INVALID_PARAMETER', path: ['input', 'headline'] })
  })
})
