import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactNumber, JsonNumber, readJson, shortestDecimal } from './json.ts'

const read = (token: string): string => shortestDecimal(readJson(token) as JsonNumber)

describe('A number of a body', () => {
  test.each([
    ['1', '1'],
    ['1.0', '1'],
    ['0.10', '0.1'],
    ['1e2', '100'],
    ['15e-1', '1.5'],
    ['0.15E+1', '1.5'],
    ['12.3400e+1', '123.4'],
    ['1e-4', '0.0001'],
    ['0.00001e1', '0.0001'],
    ['-0', '0'],
    ['-0.0e5', '0'],
    ['0e999999999', '0'],
    ['-2.50', '-2.5'],
    ['9007199254740993', '9007199254740993'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['100000000000000.000001', '100000000000000.000001'],
    ['1e999999999', '1e999999999'],
    ['1e-999999999', '1e-999999999'],
  ])('%s is read as %s, exactly', (token, text) => {
    expect(read(token)).toBe(text)
  })

  test('that a program wrote from a double is the shortest text of that double', () => {
    const plain = fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-6, max: 1e15 })
    fc.assert(
      fc.property(plain, (value) => Number(read(JSON.stringify(value))) === value && !read(JSON.stringify(value)).includes('e')),
    )
  })
})

test('A body nests, and its other values are what they are', () => {
  const { a, b, c } = readJson('{"a": [1.50, {"x": 2}], "b": "1.50", "c": [true, null]}') as {
    a: unknown[]
    b: unknown
    c: unknown
  }
  expect(a).toEqual([new JsonNumber('1.50'), { x: new JsonNumber('2') }])
  expect([b, c]).toEqual(['1.50', [true, null]])
  expect(() => readJson('['.repeat(50_000) + ']'.repeat(50_000))).toThrow(/stack/)
})

test('A number of an answer is written as its decimal text', () => {
  expect(JSON.stringify({ price: exactNumber('0.1'), cash: exactNumber('900719925474099.234567') })).toBe(
    '{"price":0.1,"cash":900719925474099.234567}',
  )
})
