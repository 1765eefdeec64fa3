import { expect, test } from 'vitest'
import * as format from './format.ts'

test('Money is exact to the last place that is shown, with a real minus', () => {
  expect(format.money('2499.999575')).toBe('$2,500.00')
  expect(format.money('-0.5')).toBe('−$0.50')
  expect(format.exactMoney('1234567.1')).toBe('$1,234,567.10')
  expect(format.exactMoney('-0.000103')).toBe('−$0.000103')
  expect(format.signedMoney('12')).toBe('+$12.00')
  expect(format.signedMoney('0.001')).toBe('$0.00')
})

test('Prices show four places below one, two from there on', () => {
  expect(['0.1', '0.999999', '1', '12.345', '1000000'].map((value) => format.price(value))).toEqual([
    '0.1000',
    '1.0000',
    '1.00',
    '12.35',
    '1,000,000.00',
  ])
})

test('Shares keep every place that is there, compact ones none', () => {
  expect(format.shares('1250.5')).toBe('1,250.5')
  expect(format.shares('0.0001')).toBe('0.0001')
  expect(['9999.9', '12345', '1234567'].map(format.compactShares)).toEqual(['9,999', '12.3k', '1.2M'])
})

test('Percents carry their sign', () => {
  expect(['-4.676', '0', '52.794'].map(format.percent)).toEqual(['−4.68 %', '0.00 %', '+52.79 %'])
})

test('Spans are read at a glance', () => {
  expect([12_000, 249_000, 3_900_000, 90_000_000].map(format.span)).toEqual(['12 s', '4 min 09 s', '1 h 05 min', '1 d 1 h'])
})
