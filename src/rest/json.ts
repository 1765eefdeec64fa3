/**
 * JSON without floats: a number of a body is kept as it was written, and a number of an answer is written as the exact
 * decimal text that it is. Pure.
 */

declare global {
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
    /** What `stringify` writes as it stands. */
    rawJSON(text: string): unknown
  }
}

/** A number as its token stands in the text, like `1e2` or `0.10`. */
export class JsonNumber {
  readonly token: string
  constructor(token: string) {
    this.token = token
  }
}

/** The value of a JSON text, its numbers as JsonNumber. Throws where it is no JSON, or nests thousands of levels deep. */
export const readJson = (text: string): unknown =>
  JSON.parse(text, (_key, value, { source }) => (typeof value === 'number' ? new JsonNumber(source!) : value))

const TOKEN = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/
/** No number that the API takes has as many places; beyond them a token is left as it is, and refused. */
const PLACES_MAX = 40

/** The shortest decimal text of the number: `1.50`, `15e-1` and `0.15E+1` are all "1.5"; `-0.0` is "0". */
export function shortestDecimal({ token }: JsonNumber): string {
  const [, sign, whole, fraction = '', exponent = '0'] = TOKEN.exec(token)!
  const digits = whole! + fraction
  if (/^0+$/.test(digits)) return '0'
  const point = whole!.length + Number(exponent)
  if (Math.abs(point) > PLACES_MAX || digits.length > PLACES_MAX) return token
  const before = digits
    .slice(0, Math.max(0, point))
    .padEnd(point, '0')
    .replace(/^0+(?=\d)/, '')
  const behind = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '')
  return `${sign}${before || '0'}${behind ? `.${behind}` : ''}`
}

/** A decimal text as the number that it is, for `JSON.stringify`. */
export const exactNumber = (text: string): unknown => JSON.rawJSON(text)
