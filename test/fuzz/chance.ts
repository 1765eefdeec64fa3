/** Chance from a seed: the same seed plays the same inputs. mulberry32. */
export interface Chance {
  /** 0 ≤ whole number < below. */
  below(below: number): number
  /** True once in `times`. */
  oneIn(times: number): boolean
  of<T>(list: readonly T[]): T
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, oneIn: (times) => below(times) === 0, of: (list) => list[below(list.length)]! }
}
