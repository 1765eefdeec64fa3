/** Exact texts for people: money, shares, percents, times. Input is the API's decimal text or integer units. */
import { fromUnits, MICROS, rounded, SHARE_UNITS, toUnits } from './decimal.ts'

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',')

/** Units of `decimals` places, shown with exactly `places`; the sign is a real minus. */
function shown(units: bigint, decimals: number, places: number): string {
  const value = rounded(units, decimals, places)
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  const whole = grouped(digits.slice(0, digits.length - places))
  return `${value < 0n ? '−' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`
}

const unitsOf = (value: string | bigint): bigint => (typeof value === 'bigint' ? value : (toUnits(value, MICROS) ?? 0n))

/** A price per share: four places below 1, two from there on. */
export function price(value: string | bigint): string {
  const units = unitsOf(value)
  return shown(units, MICROS, units < 1_000_000n && units > -1_000_000n ? 4 : 2)
}

/** An amount of money: "$1,234.50". */
export function money(value: string | bigint, places = 2): string {
  const text = shown(unitsOf(value), MICROS, places)
  return text.startsWith('−') ? `−$${text.slice(1)}` : `$${text}`
}

/** Money with its sign always: "+$12.00", "−$0.50". */
export function signedMoney(value: string | bigint, places = 2): string {
  const units = unitsOf(value)
  return `${rounded(units, MICROS, places) > 0n ? '+' : ''}${money(units, places)}`
}

/** All places that there are, grouped: for figures that must be exact. */
export function exactMoney(value: string | bigint): string {
  const [whole = '0', part = ''] = fromUnits(unitsOf(value), MICROS).replace('-', '').split('.')
  return `${unitsOf(value) < 0n ? '−' : ''}$${grouped(whole)}.${part.padEnd(2, '0')}`
}

/** Shares without trailing zeros: "1,250.5". */
export function shares(value: string | bigint): string {
  const units = typeof value === 'bigint' ? value : (toUnits(value, SHARE_UNITS) ?? 0n)
  const [whole = '0', part] = fromUnits(units, SHARE_UNITS).split('.')
  return `${grouped(whole.replace('-', '−'))}${part ? `.${part}` : ''}`
}

/** Whole shares for narrow columns: "12.3k". */
export function compactShares(value: string): string {
  const whole = (toUnits(value, SHARE_UNITS) ?? 0n) / 10_000n
  if (whole < 10_000n) return grouped(whole.toString())
  const [size, letter] = whole < 1_000_000n ? [1_000n, 'k'] : [1_000_000n, 'M']
  return `${grouped((whole / size).toString())}.${((whole % size) * 10n) / size}${letter}`
}

/** Hundredths of a percent with a sign: "+1.25 %". */
export function percentBps(bps: bigint): string {
  return `${bps > 0n ? '+' : ''}${shown(bps, 2, 2)} %`
}

/** The API's percent text with a sign. */
export const percent = (text: string): string => percentBps(rounded(unitsOf(text), MICROS, 2))

export type Direction = 'up' | 'down' | 'flat'

export const directionOf = (value: bigint): Direction => (value > 0n ? 'up' : value < 0n ? 'down' : 'flat')

/** Up and down are told by arrow and sign, too; never by colour alone. */
export const ARROW: Readonly<Record<Direction, string>> = { up: '▲', down: '▼', flat: '■' }

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
const dayClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

const DAY_MS = 86_400_000

export const time = (at: string | number): string => clock.format(new Date(at))

/** The time of today, with the day before it where it was another. */
export const moment = (at: string): string =>
  Math.abs(Date.now() - Date.parse(at)) < DAY_MS / 2 ? time(at) : dayClock.format(new Date(at))

/** "1 h 05 min", "4 min 09 s", "12 s". */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`
  return seconds >= 60 ? `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s` : `${seconds} s`
}
