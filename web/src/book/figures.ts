/** Figures of a book as texts, and the sums that its ladder and depth need. Exact integers; floats are for pixels alone. */
import { fromUnits, toUnits } from '../lib/decimal.ts'

export const PRICE_DECIMALS = 6
export const QUANTITY_DECIMALS = 8

export interface Level {
  readonly price: string
  readonly quantity: string
}

export interface Rung extends Level {
  /** From the best price to this one, in units of 1e-8. */
  readonly total: bigint
}

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',')

/** How many places a step such as "0.01" has. */
export const placesOf = (step: string): number => step.split('.')[1]?.length ?? 0

/** With at least so many places, thousands apart: ("1234.5", 2) is "1,234.50". */
export function withPlaces(text: string, places: number): string {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const padded = fraction.padEnd(places, '0')
  return `${text.startsWith('-') ? '−' : ''}${grouped(whole)}${padded ? `.${padded}` : ''}`
}

const quantityUnits = (text: string): bigint => toUnits(text, QUANTITY_DECIMALS) ?? 0n
export const priceMicros = (text: string): bigint => toUnits(text, PRICE_DECIMALS) ?? 0n

/** The best first: offers from the lowest, bids from the highest; each with the sum from the best one on. */
export function rungsOf(levels: ReadonlyMap<string, string>, side: 'bids' | 'asks', max: number): Rung[] {
  const sign = side === 'asks' ? 1 : -1
  const sorted = Array.from(levels, ([price, quantity]) => ({ price, quantity, micros: priceMicros(price) })).sort((a, b) =>
    a.micros < b.micros ? -sign : sign,
  )
  let total = 0n
  return sorted.slice(0, max).map(({ price, quantity }) => {
    total += quantityUnits(quantity)
    return { price, quantity, total }
  })
}

/** The middle between the best prices in micro-USDC, rounded down; null while a side is empty. */
export function midOf(bid: Rung | undefined, ask: Rung | undefined): bigint | null {
  return bid && ask ? (priceMicros(bid.price) + priceMicros(ask.price)) / 2n : null
}

export const spreadOf = (bid: Rung | undefined, ask: Rung | undefined): string | null =>
  bid && ask ? fromUnits(priceMicros(ask.price) - priceMicros(bid.price), PRICE_DECIMALS) : null

/** The nearest multiple of a step, at least one: what a person typed onto the market's grid. */
export function onGrid(text: string, step: string, decimals: number): string | null {
  const [units, size] = [toUnits(text, decimals), toUnits(step, decimals)]
  if (units === null || size === null || size <= 0n || units <= 0n) return null
  const steps = (units + size / 2n) / size
  return fromUnits((steps > 0n ? steps : 1n) * size, decimals)
}

export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
