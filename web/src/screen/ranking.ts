/**
 * Rows that change places. Each keeps its place in the document and is moved by a transform alone, which is what lets it
 * glide; `place` is where it stands now.
 */
import { type Accessor, createMemo } from 'solid-js'

export interface Ranked<Row> {
  /** In an order that never changes while they are shown. */
  readonly ids: Accessor<string[]>
  row(id: string): Row | undefined
  place(id: string): number
}

export function createRanking<Row>(rows: Accessor<readonly Row[]>, idOf: (row: Row) => string): Ranked<Row> {
  const index = createMemo(() => new Map(rows().map((row, place) => [idOf(row), { row, place }])))
  const ids = createMemo<string[]>(() => Array.from(index().keys()).sort(), [], {
    equals: (before, now) => before.length === now.length && before.every((id, at) => id === now[at]),
  })
  return { ids, row: (id) => index().get(id)?.row, place: (id) => index().get(id)?.place ?? -1 }
}

/** The `count` that moved most, then those worth most; equals by id, so that quiet ones do not jump. */
export function moversOf<Row extends { readonly id: string; readonly changeBps: bigint; readonly marketCap: bigint }>(
  rows: readonly Row[],
  count: number,
): Row[] {
  const size = ({ changeBps }: Row) => (changeBps < 0n ? -changeBps : changeBps)
  const compare = (a: bigint, b: bigint) => (a > b ? -1 : a < b ? 1 : 0)
  return [...rows]
    .sort((a, b) => compare(size(a), size(b)) || compare(a.marketCap, b.marketCap) || (a.id < b.id ? -1 : 1))
    .slice(0, count)
}

/** How long a bar of the race is, 0..1: the last shown keeps a stub, the first is whole. For pixels only. */
export function barLengths(values: readonly bigint[]): number[] {
  const [most, least] = [
    values.reduce((a, b) => (b > a ? b : a), values[0] ?? 0n),
    values.reduce((a, b) => (b < a ? b : a), values[0] ?? 0n),
  ]
  return values.map((value) =>
    most === least ? 1 : 0.08 + 0.92 * (Number(((value - least) * 10_000n) / (most - least)) / 10_000),
  )
}
