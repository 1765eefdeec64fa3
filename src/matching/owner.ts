import type { Side } from '../events/feed.ts'
import type { Resting } from './book-side.ts'

/** What a book knows of an owner of orders, so that a reduce-only order never turns the position round. Pure. */
export interface Owner {
  readonly id: string
  /** Lots; below zero is short. */
  position: number
  /** The reduce-only orders that rest, oldest first; none of them has more lots left than there are to reduce. */
  reducing: Set<Resting> | null
}

/** Lots that an order of the side could take before the position turns round. */
export const reducible = ({ position }: Owner, side: Side): number => Math.max(0, side === 'SELL' ? position : -position)
