import { expect, test } from 'vitest'
import { usd } from '../../test/support/market.ts'
import { sparklineMoments, sparklineOf, sparklineTick } from './sparkline.ts'

const HOUR = { minutes: 60, points: 31 }
const at = (text: string) => new Date(`2026-05-01T${text}Z`)
const momentsAt = (text: string) => sparklineMoments(HOUR, sparklineTick(HOUR, at(text)))

test('the past of a line lies on a grid: 30 moments, two minutes apart, the newest at most that old', () => {
  const moments = momentsAt('12:01:59.999')
  expect(moments).toHaveLength(30)
  expect(moments[0]).toEqual(at('11:02:00'))
  expect(moments.at(-1)).toEqual(at('12:00:00'))
})

test('it stays the same until the next moment has come', () => {
  expect(momentsAt('12:00:00')).toEqual(momentsAt('12:01:59.999'))
  expect(momentsAt('12:02:00')[0]).toEqual(at('11:04:00'))
})

test('two points are one moment and now', () => {
  const grid = { minutes: 1, points: 2 }
  expect(sparklineMoments(grid, sparklineTick(grid, at('12:00:30')))).toEqual([at('12:00:00')])
})

test.each([
  ['a listed project', [usd('1'), usd('2')], [usd('1'), usd('2'), usd('3')]],
  ['one that was listed in between', [null, usd('2')], [usd('2'), usd('2'), usd('3')]],
  ['one that was listed just now', [null, null], [usd('3'), usd('3'), usd('3')]],
])('the line of %s ends at the price now and has no holes', (_what, past, line) => {
  expect(sparklineOf(past, usd('3'))).toEqual(line)
})
