import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, formatScaled, parseDecimal, toScale } from './decimal.ts'

const texts = fc.stringMatching(/^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,18})?$/)

describe('reading a decimal', () => {
  test.each([
    ['16.32', 1632n, 2],
    ['1.50', 15n, 1],
    ['0', 0n, 0],
    ['-0', 0n, 0],
    ['-0.0', 0n, 0],
    ['-0.5', -5n, 1],
    ['100', 100n, 0],
    ['0.000000000000000001', 1n, 18],
    ['999999999999999.999999999999999999', 999999999999999999999999999999999n, 18],
  ])('%s is %s / 10^%i', (text, digits, decimals) => {
    expect(parseDecimal(text)).toEqual({ digits, decimals })
  })

  test.each([
    '',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '+1',
    '--1',
    '01',
    '-01',
    '1e3',
    '1,5',
    '0x1',
    '٣',
    '１',
    'NaN',
    'Infinity',
    '1_000',
    '1\n',
    '-',
    '1000000000000000',
    '0.0000000000000000001',
  ])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })
})

describe('scales', () => {
  test('too many decimals are no value, trailing zeros do not count', () => {
    expect(toScale(parseDecimal('0.00001')!, 4)).toBeNull()
    expect(toScale(parseDecimal('0.00010')!, 4)).toBe(1n)
    expect(toScale(parseDecimal('-1.5')!, 6)).toBe(-1_500_000n)
  })

  test('what is formatted is read back as the same value', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }),
        fc.integer({ min: 0, max: 15 }),
        (value, scale) => {
          expect(toScale(parseDecimal(formatScaled(value, scale))!, scale)).toBe(value)
        },
      ),
    )
  })

  test('output is the shortest form: no trailing zeros, no bare point, never "-0"', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 18 }), (value, scale) => {
        expect(formatScaled(value, scale)).toMatch(/^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\.[0-9]*[1-9])$/)
      }),
    )
    expect([
      formatScaled(16_320_000n, 6),
      formatScaled(-500_000n, 6),
      formatScaled(0n, 6),
      formatScaled(-1n, 4),
      formatScaled(70n, 0),
    ]).toEqual(['16.32', '-0.5', '0', '-0.0001', '70'])
  })

  test('equal values have one canonical text, whatever their spelling was', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 3 }), (text, zeros) => {
        const longer = (text.includes('.') ? text : `${text}.`) + '0'.repeat(zeros)
        const same = parseDecimal(longer)
        if (same) expect(canonical(same)).toBe(canonical(parseDecimal(text)!))
        expect(parseDecimal(canonical(parseDecimal(text)!))).toEqual(parseDecimal(text))
      }),
    )
    expect(canonical(parseDecimal('-0.00')!)).toBe('0')
  })
})
