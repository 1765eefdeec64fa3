/**
 * Sets of project numbers as ascending, disjoint ranges, both ends included; the last may be endless, so that projects
 * listed later belong to it. Pure.
 */
export type Range = readonly [from: number, to: number]
export type Cover = readonly Range[]

export const ALL: Cover = [[0, Number.POSITIVE_INFINITY]]

export const isAll = (cover: Cover): boolean =>
  cover.length === 1 && cover[0]![0] === 0 && cover[0]![1] === Number.POSITIVE_INFINITY

/** The cover of exactly these ascending numbers. coverOf([1, 2, 5]) = [[1, 2], [5, 5]]. */
export function coverOf(numbers: readonly number[]): Cover {
  const ranges: [number, number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last && number <= last[1] + 1) last[1] = Math.max(last[1], number)
    else ranges.push([number, number])
  }
  return ranges
}

/** Binary search. */
export function covers(cover: Cover, number: number): boolean {
  let low = 0
  let high = cover.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = cover[middle]!
    if (number < from) high = middle - 1
    else if (number > to) low = middle + 1
    else return true
  }
  return false
}

/** What is in `cover` and not in `gone`. */
export function subtract(cover: Cover, gone: Cover): Cover {
  if (gone.length === 0) return cover
  const rest: Range[] = []
  let next = 0
  for (const [from, to] of cover) {
    let start = from
    while (next < gone.length && gone[next]![1] < start) next++
    for (let hole = next; hole < gone.length && gone[hole]![0] <= to; hole++) {
      if (gone[hole]![0] > start) rest.push([start, gone[hole]![0] - 1])
      start = gone[hole]![1] + 1
    }
    if (start <= to) rest.push([start, to])
  }
  return rest
}

/** The part of `cover` from this number on. */
export const from = (cover: Cover, number: number): Cover =>
  cover.filter((range) => range[1] >= number).map((range) => [Math.max(range[0], number), range[1]])
