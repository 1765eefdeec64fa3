/** A wrong environment variable: which, what it was, what it may be. */
export class ConfigError extends Error {
  constructor(variable: string, was: string | undefined, mayBe: string, options?: ErrorOptions) {
    super(`${variable} ${was === undefined ? 'is not set' : `is "${withoutPassword(was)}"`}; it may be ${mayBe}.`, options)
    this.name = 'ConfigError'
  }
}

/** A reader of one kind of value: the value, or a text that says what it may be. */
export type Kind<T> = (value: string) => { readonly value: T } | { readonly mayBe: string }

/** Reads variables from an environment; a missing or empty one gives `unset`. Whitespace around a value does not count. */
export function reader(env: Readonly<Record<string, string | undefined>>) {
  return <T, U>(variable: string, unset: U, kind: Kind<T>): T | U => {
    const value = env[variable]?.trim()
    if (!value) return unset
    const result = kind(value)
    if ('mayBe' in result) throw new ConfigError(variable, value, result.mayBe)
    return result.value
  }
}

export const text: Kind<string> = (value) => ({ value })

export const integer =
  (low: number, high: number): Kind<number> =>
  (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    return number >= low && number <= high ? { value: number } : { mayBe: `a whole number from ${low} to ${high}` }
  }

/** A part of a whole, such as 0.01. */
export const share: Kind<number> = (value) =>
  /^(0|1|[01]?\.\d{1,9})$/.test(value) && Number(value) <= 1 ? { value: Number(value) } : { mayBe: 'a number from 0 to 1' }

export const choice =
  <const T extends string>(...names: T[]): Kind<T> =>
  (value) => {
    const name = names.find((candidate) => candidate === value)
    return name === undefined ? { mayBe: `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` } : { value: name }
  }

export const yesNo: Kind<boolean> = (value) => {
  if (/^(yes|on|true|1)$/i.test(value)) return { value: true }
  return /^(no|off|false|0)$/i.test(value) ? { value: false } : { mayBe: 'yes or no' }
}

export const url =
  (...protocols: string[]): Kind<string> =>
  (value) => {
    const parsed = URL.parse(value)
    return parsed && protocols.includes(parsed.protocol)
      ? { value }
      : { mayBe: `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}` }
  }

/** Several addresses with commas between, as one text. */
export const urls =
  (...protocols: string[]): Kind<string> =>
  (value) =>
    value
      .split(',')
      .map((address) => url(...protocols)(address.trim()))
      .find((found) => 'mayBe' in found) ?? { value }

/** Comma-separated origins such as `https://example.com`; no wildcard. */
export const origins: Kind<string[]> = (value) => {
  const list = value
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '')
  const wrong = list.some(
    (origin) => !/^https?:$/.test(URL.parse(origin)?.protocol ?? '') || URL.parse(origin)?.origin !== origin,
  )
  return wrong ? { mayBe: 'origins separated by commas, such as https://example.com,http://localhost:5173' } : { value: list }
}

/** Plain http is for this machine only. */
export function isSecureOrLoopback(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

const withoutPassword = (value: string): string => value.replace(/:\/\/[^/@]*@/g, '://…@').slice(0, 200)
