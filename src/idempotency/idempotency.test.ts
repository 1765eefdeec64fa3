import { describe, expect, it } from 'vitest'
import { faultOfKey } from './idempotency.ts'

describe('an idempotency key', () => {
  it('has 1 to 255 characters of any script', () => {
    for (const key of ['a', ' ', 'é'.repeat(255), '🦉', '٣ \u202e', '__proto__']) expect(faultOfKey(key)).toBeNull()
    for (const key of ['', 'a'.repeat(256)]) expect(faultOfKey(key)).toMatch(/1 to 255/)
  })

  it('has nothing that the database could not keep as it is', () => {
    for (const key of ['\0', 'a\0b', '\ud800', 'a\udc00', 'line\nbreak']) expect(faultOfKey(key)).toMatch(/must not have/)
  })
})
