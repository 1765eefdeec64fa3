/** Parameters and body fields of the REST door: how each is read, and what OpenAPI says of it. Pure. */
import { badUserInput } from '../graphql/errors.ts'
import { JsonNumber, shortestDecimal } from './json.ts'
import type { Schema } from './shapes.ts'

export interface Field {
  readonly description: string
  readonly isRequired: boolean
  readonly schema: Schema
  /** The value for a GraphQL variable; throws BAD_USER_INPUT. */
  read(given: unknown, name: string): string | number
}

export type Fields = { readonly [name: string]: Field }
/** What was sent, read; a field that is absent, null or (in an address) empty is undefined. */
export type Values<F extends Fields> = { readonly [Name in keyof F]: ReturnType<F[Name]['read']> | undefined }

interface TextField extends Field {
  read(given: unknown, name: string): string
}
interface WholeField extends Field {
  read(given: unknown, name: string): number
}

const complain = (name: string, form: string): never => {
  throw badUserInput(`${name} must be ${form}.`)
}

const readText = (given: unknown, name: string): string => (typeof given === 'string' ? given : complain(name, 'a text'))

export const textField = (description: string): TextField => ({
  description,
  isRequired: false,
  schema: { type: 'string' },
  read: readText,
})

export const wordField = (description: string, words: readonly string[]): TextField => ({
  description,
  isRequired: false,
  schema: { type: 'string', enum: words },
  read(given, name) {
    const word = readText(given, name)
    return words.includes(word) ? word : complain(name, `one of ${words.join(', ')}`)
  },
})

/** A number or a text, passed on as its shortest decimal text. Which precision is allowed is the field's rule to say. */
export const decimalField = (description: string): TextField => ({
  description,
  isRequired: false,
  schema: { type: 'number' },
  read(given, name) {
    if (given instanceof JsonNumber) return shortestDecimal(given)
    return typeof given === 'string' ? given : complain(name, 'a number')
  },
})

/** A count in an address. What is out of its range is refused by the policy, like everywhere. */
export const countField = (description: string, defaultValue: number, minimum: number, maximum: number): WholeField => ({
  description,
  isRequired: false,
  schema: { type: 'integer', minimum, maximum, default: defaultValue },
  read: (given, name) =>
    typeof given === 'string' && /^-?\d{1,9}$/.test(given) ? Number(given) : complain(name, 'a whole number'),
})

const MOMENT_MAX_MS = 253_402_300_799_999

/** Milliseconds since 1970 in an address, passed on as a DateTime. */
export const momentField = (description: string): TextField => ({
  description: `${description} Milliseconds since 1970.`,
  isRequired: false,
  schema: { type: 'integer', minimum: 0, maximum: MOMENT_MAX_MS },
  read(given, name) {
    const isMoment = typeof given === 'string' && /^\d{1,15}$/.test(given) && Number(given) <= MOMENT_MAX_MS
    return isMoment ? new Date(Number(given)).toISOString() : complain(name, 'milliseconds since 1970')
  },
})

export type Required<F extends Field> = F & { readonly isRequired: true }
export const required = <F extends Field>(field: F): Required<F> => ({ ...field, isRequired: true })

/** Reads what `given` holds of the fields; others are not looked at. Throws BAD_USER_INPUT with the field's name. */
export function readFields<F extends Fields>(fields: F, given: (name: string) => unknown): Values<F> {
  const values: Record<string, string | number | undefined> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = given(name) ?? undefined
    if (value === undefined && field.isRequired) throw badUserInput(`${name} is missing.`)
    values[name] = value === undefined ? undefined : field.read(value, name)
  }
  return values as Values<F>
}
