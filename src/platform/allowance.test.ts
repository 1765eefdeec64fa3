import { describe, expect, it } from 'vitest'
import { settle, take } from './allowance.ts'

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

describe('a bucket of several holders', () => {
  const terms = { burst: 100, perSecond: 10 }
  const nothing = { owed: 0, wanted: 0, atMost: 100 }

  it('grants what is left, never more, and takes what is owed even then', () => {
    const one = settle(null, 0, terms, { ...nothing, owed: 30, wanted: 50 })
    expect(one).toEqual({ granted: 50, rest: { left: 20, atMs: 0 } })
    const two = settle(one.rest, 0, terms, { ...nothing, owed: 30, wanted: 50 })
    expect(two).toEqual({ granted: 0, rest: { left: -10, atMs: 0 } })
    expect(settle(two.rest, 2_000, terms, { ...nothing, wanted: 50 })).toMatchObject({ granted: 10, rest: { left: 0 } })
  })

  it('takes back what was not spent, up to a full bucket', () => {
    expect(settle({ left: 90, atMs: 0 }, 0, terms, { ...nothing, owed: -40 }).rest.left).toBe(100)
  })

  it('holds no more than a holder knows of', () => {
    expect(settle(null, 0, terms, { owed: 0, wanted: 5, atMost: 20 })).toMatchObject({ granted: 5, rest: { left: 15 } })
  })
})
