import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UuidList } from './uuid-list.ts'

test('a list tells where each stands, what stands there, and which of two is the smaller', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 60 }), fc.uuid(), (ids, other) => {
      const list = new UuidList()
      for (const id of ids) list.add(id)
      expect(ids.map((id) => list.placeOf(id))).toEqual([...ids.keys()])
      expect(Array.from(ids, (_, place) => list.at(place))).toEqual(ids)
      expect(list.placeOf(other)).toBe(ids.includes(other) ? ids.indexOf(other) : undefined)
      const order = [...ids.keys()].sort((a, b) => list.compare(a, b))
      expect(order.map((place) => ids[place])).toEqual([...ids].sort())
    }),
  )
})

test('a long list grows, with neighbours that differ in one bit', () => {
  const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
  const list = new UuidList()
  for (let n = 0; n < 50_000; n++) expect(list.add(idOf(n))).toBe(n)
  for (let n = 0; n < 50_000; n += 7) expect([list.placeOf(idOf(n)), list.at(n)]).toEqual([n, idOf(n)])
  expect(list.placeOf(idOf(50_000))).toBeUndefined()
  expect(list.length).toBe(50_000)
})

test.each(['', 'u1', '00000000-0000-4000-8000-00000000000G', '00000000-0000-4000-8000-0000000000000'])('%j is none', (text) => {
  const list = new UuidList()
  expect(() => list.add(text)).toThrow()
  expect(list.placeOf(text)).toBeUndefined()
})
