import { describe, expect, it } from 'vitest'
import { canonicalInput, faultOfKey } from './idempotency.ts'

describe('an idempotency key', () => {
  it('has 1 to 255 characters of any script', () => {
    for (const key of ['a', ' ', 'é'.repeat(255), '🦉', '٣ \u202e', '__proto__']) expect(faultOfKey(key)).toBeNull()
    for (const key of ['', 'a'.repeat(256)]) expect(faultOfKey(key)).toMatch(/1 to 255/)
  })

  it('has nothing that the database could not keep as it is', () => {
    for (const key of ['\0', 'a\0b', '\ud800', 'a\udc00', 'line\nbreak']) expect(faultOfKey(key)).toMatch(/must not have/)
  })
})

describe('a compared input', () => {
  it('is the same text for the same meaning', () => {
    const spelled = { b: [1, { y: undefined, x: 2n }], a: { digits: 15n, decimals: 1 }, headline: null, idempotencyKey: 'k' }
    expect(canonicalInput(spelled)).toBe(canonicalInput({ a: { decimals: 1, digits: 15n }, b: [1, { x: 2n }] }))
    expect(canonicalInput({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
  })

  it('is another text for another meaning', () => {
    const texts = [{ a: 1 }, { a: 1n }, { a: '1' }, { a: [1] }, { b: 1 }, {}].map(canonicalInput)
    expect(new Set(texts).size).toBe(texts.length)
  })
})
