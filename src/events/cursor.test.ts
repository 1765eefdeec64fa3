import { expect, test } from 'vitest'
import { cursorOfPosition, placeOfCursor } from './cursor.ts'

test('a feed cursor says epoch, event and position, whatever characters an event id has', () => {
  for (const eventId of ['kickstart', 'a.b~c_-', '_', 'Z'.repeat(64)]) {
    expect(placeOfCursor(cursorOfPosition(2_147_483_646, eventId, 12_345n))).toEqual({
      epoch: 2_147_483_646,
      eventId,
      position: 12_345n,
    })
  }
})

test('anything else is no feed cursor', () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64url')
  const cursor = cursorOfPosition(1, 'kickstart', 1n)
  for (const text of [
    '',
    'x',
    `${cursor}=`,
    `${cursor}A`,
    encoded('f1.1.01.k'),
    encoded('f1.1.-1.k'),
    encoded('f1.01.1.k'),
    encoded('f1.1.1.'),
    encoded('f1.1.1..k'),
    encoded('f1.1.1.a@b'),
    encoded(`f1.1.1.${'k'.repeat(65)}`),
    encoded('f2.1.1.k'),
    'A'.repeat(10_000),
  ]) {
    expect(placeOfCursor(text)).toBeNull()
  }
})
