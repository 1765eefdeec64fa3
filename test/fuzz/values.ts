/** Values of input types, right and wrong: what a client might send, and what mallory would. */
import { getNullableType, type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql'
import type { Chance } from './chance.ts'

/** An enum's name, which is written without quotes. */
export class Name {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  toJSON(): string {
    return this.name
  }
}

/** Texts that have been trouble somewhere. */
export const NASTY: readonly string[] = [
  '',
  ' ',
  '\0',
  '\u202Eevil',
  '\ud800',
  '٣',
  '1e3',
  '-0',
  'null',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; drop table users; --",
  '{"$gt":""}',
  '${7*7}',
  '%00%ff',
  '<script>alert(1)</script>',
  'a@b.example',
  'x'.repeat(300),
  '9'.repeat(40),
  '💥'.repeat(10),
]
const NUMBERS = [
  0, 1, -1, 5, 20, 100, 101, -5, 1_000, 2_147_483_647, 2_147_483_648, -2_147_483_649, 1e21, 0.5, 9_007_199_254_740_992,
]
const DECIMALS = [
  '1',
  '0',
  '-1',
  '0.0001',
  '0.00001',
  '10',
  '999999999999999',
  '1.',
  '.5',
  '1e3',
  '1000001',
  '0.000000000000000001',
]
const MOMENTS = [
  '2026-11-21T10:00:00Z',
  '2026-11-21',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-02-30T00:00:00Z',
  'now',
  '0',
]

/** Ids that are there, and ids that look as if. */
const idsOf = (known: readonly string[]): readonly string[] => [
  ...known,
  ...known,
  'nowhere',
  'VHJhZGVyOjE',
  Buffer.from('Trader:00000000-0000-4000-8000-000000000000').toString('base64url'),
  Buffer.from('Account:1').toString('base64url'),
  Buffer.from('Project:\0').toString('base64url'),
  Buffer.from('constructor:x').toString('base64url'),
]

function scalarOf(name: string, known: readonly string[], chance: Chance): unknown {
  if (chance.oneIn(30)) return chance.of<unknown>([...NASTY, ...NUMBERS, true, null, [], {}, [[1]]])
  if (name === 'Int' || name === 'Float') return chance.of(NUMBERS)
  if (name === 'Boolean') return chance.oneIn(2)
  if (name === 'Decimal') return chance.oneIn(4) ? chance.of(NUMBERS) : chance.of(DECIMALS)
  if (name === 'DateTime') return chance.of(MOMENTS)
  if (name === 'ID') return chance.of(idsOf(known))
  if (name === 'Cursor') return chance.of([...idsOf(known), ...NASTY])
  return chance.oneIn(3) ? chance.of(NASTY) : `text ${chance.below(1_000)}`
}

/** A value for an argument or variable of the type; mostly of its shape. */
export function valueOf(given: GraphQLInputType, known: readonly string[], chance: Chance, depth = 0): unknown {
  if (!isNonNullType(given) && chance.oneIn(8)) return null
  const type = getNullableType(given)
  if (isListType(type)) {
    const length = chance.oneIn(20) ? 120 : chance.below(4)
    return Array.from({ length }, () => valueOf(type.ofType, known, chance, depth + 1))
  }
  if (isEnumType(type)) return new Name(chance.oneIn(15) ? 'NOT_THERE' : chance.of(type.getValues()).name)
  if (!isInputObjectType(type)) return scalarOf(type.name, known, chance)
  const fields = Object.values(type.getFields())
  const chosen = type.isOneOf ? [chance.of(fields)] : fields.filter((field) => isNonNullType(field.type) || chance.oneIn(2))
  if (depth > 5) return {}
  const value = Object.fromEntries(chosen.map((field) => [field.name, valueOf(field.type, known, chance, depth + 1)]))
  return chance.oneIn(30) ? { ...value, unknownField: 1 } : value
}

/** The value as it is written in a document. */
export function literalOf(value: unknown): string {
  if (value instanceof Name) return value.name
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literalOf(inner)}`)
      .join(', ')}}`
  return JSON.stringify(value)
}
