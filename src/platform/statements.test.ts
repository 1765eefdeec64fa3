import { expect, test } from 'vitest'
import { createStatementNames, parameterOf, utcMomentOf } from './statements.ts'

test.each([
  [[1n, -2n, 3n], '{1,-2,3}'],
  [[1, 2.5], '{1,2.5}'],
  [[true, false, null], '{true,false,NULL}'],
  [['a', 'b,c', '{}', '', 'NULL'], '{"a","b,c","{}","","NULL"}'],
  [['say "hi"', 'back\\slash', 'line\nbreak'], '{"say \\"hi\\"","back\\\\slash","line\nbreak"}'],
  [[new Date('2026-11-21T09:30:00.123Z')], '{"2026-11-21T09:30:00.123Z"}'],
  [[], '{}'],
])('a list is the array literal $1', (list, literal) => {
  expect(parameterOf(list)).toBe(literal)
})

test('what only the driver knows how to write is left to it', () => {
  for (const value of [[Buffer.from('x')], [['nested']], new Date(-1), new Date(8.64e15), { some: 'object' }, 'text', 5n, null])
    expect(parameterOf(value)).toBe(value)
})

test('a statement has a name once it has come again, always the same, and another when its plan became stale', () => {
  const names = createStatementNames()
  expect([names.nameOf('select 1'), names.nameOf('select 1')]).toEqual([null, null])
  const name = names.nameOf('select 1')
  expect(name).not.toBeNull()
  expect(names.nameOf('select 1')).toBe(name)
  names.forget('select 1')
  const later = [1, 2, 3].map(() => names.nameOf('select 1')).at(-1)
  expect(later).not.toBe(name)
})

test('statements that differ each time get no name, and names run out', () => {
  const names = createStatementNames()
  for (let n = 0; n < 5_000; n++) expect(names.nameOf(`select ${n}`)).toBeNull()
  const given = new Set<string | null>()
  for (let n = 0; n < 1_000; n++) for (let time = 0; time < 3; time++) given.add(names.nameOf(`select * from t${n}`))
  expect(given.size).toBeLessThanOrEqual(401)
})

test.each([
  ['2026-11-21 09:30:00.123+00', '2026-11-21T09:30:00.123Z'],
  ['2026-11-21 09:30:00.1+00', '2026-11-21T09:30:00.100Z'],
  ['2026-11-21 09:30:00+00', '2026-11-21T09:30:00.000Z'],
  ['2026-11-21 09:30:00.123456+00', '2026-11-21T09:30:00.123Z'],
])('%s is the moment %s', (text, moment) => {
  expect(utcMomentOf(text)!.toISOString()).toBe(moment)
})

test.each([['2026-11-21 10:30:00+01'], ['10000-01-01 00:00:00+00'], ['infinity'], ['0044-03-15 12:00:00+00 BC']])(
  '%s is left to the driver',
  (text) => {
    expect(utcMomentOf(text)).toBeNull()
  },
)
