import { describe, expect, it } from 'vitest'
import { take } from './allowance.ts'

describe('an allowance', () => {
  const terms = { burst: 2, perSecond: 0.5 }

  it('gives the burst, then one per interval, and says how long that is', () => {
    const one = take(null, 0, terms)
    const two = take(one.rest, 0, terms)
    const three = take(two.rest, 500, terms)
    const four = take(three.rest, 2_000, terms)
    expect([one.granted, two.granted, three.granted, four.granted]).toEqual([true, true, false, true])
    expect(three).toHaveProperty('retryAfterMs', 1_500)
  })

  it('is full again after a while, and no more than full', () => {
    const rest = take({ left: 0, atMs: 0 }, 1e9, terms).rest
    expect(rest.left).toBe(1)
  })

  it('gives nothing back when the clock runs backwards', () => {
    expect(take({ left: 0.5, atMs: 10_000 }, 0, terms)).toMatchObject({ granted: false, rest: { left: 0.5 } })
  })

  it('grants what costs more than the burst from a full bucket, and says when the rest is there', () => {
    const terms = { burst: 10, perSecond: 2 }
    const large = take(null, 0, terms, 25)
    expect(large).toEqual({ granted: true, rest: { left: 0, atMs: 0 } })
    expect(take(large.rest, 1_000, terms, 6)).toEqual({ granted: false, rest: { left: 2, atMs: 1_000 }, retryAfterMs: 2_000 })
  })
})
