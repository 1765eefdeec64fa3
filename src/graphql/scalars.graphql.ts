/**
 * The three scalars. What they read they read strictly: a value of another form is BAD_USER_INPUT before anything is
 * executed, in a document as in the variables. Source: protocol, "Decimals".
 */
import { GraphQLError, Kind, type ValueNode } from 'graphql'
import { type Decimal, parseDecimal } from '../money/decimal.ts'
import { builder } from './builder.ts'
import { badUserInput } from './errors.ts'

const DECIMAL_FORM =
  'a decimal as a string, like "16.32" (at most 15 digits before the point, 18 behind), or an integer up to 2^53-1'

function readDecimal(value: unknown): Decimal {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { digits: BigInt(value), decimals: 0 }
  const read = typeof value === 'string' && value.length <= 40 ? parseDecimal(value) : null
  if (read === null) throw badUserInput(`Decimal must be ${DECIMAL_FORM}.`)
  return read
}

/** A literal that cannot be read carries its place in the document. */
function fromLiteral<T>(read: (value: unknown) => T, node: ValueNode, value: unknown): T {
  try {
    return read(value)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions })
  }
}

const textOf = (node: ValueNode): string | null => (node.kind === Kind.STRING ? node.value : null)

builder.scalarType('Decimal', {
  description: `Exact decimal as a string, shortest form: "16.32", "-0.5". Input: ${DECIMAL_FORM}.`,
  serialize: (value) => {
    if (typeof value !== 'string') throw new TypeError('a Decimal is resolved as text')
    return value
  },
  parseValue: readDecimal,
  parseLiteral: (node) => fromLiteral(readDecimal, node, node.kind === Kind.INT ? Number(node.value) : textOf(node)),
})

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/

/** RFC 3339 with any offset, floored to milliseconds; null where the form or the calendar says no. */
function parseMoment(text: string): Date | null {
  const parts = MOMENT.exec(text)
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second > 59) return null
  const fraction = (parts[7] ?? '').padEnd(3, '0').slice(0, 3)
  const moment = new Date(`${text.slice(0, 19)}.${fraction}${parts[8]}`)
  return Number.isNaN(moment.getTime()) ? null : moment
}

function readMoment(value: unknown): Date {
  const read = typeof value === 'string' && value.length <= 40 ? parseMoment(value) : null
  if (read === null) throw badUserInput('DateTime must be RFC 3339 with an offset, like "2026-11-21T09:30:00.000Z".')
  return read
}

builder.scalarType('DateTime', {
  description: 'RFC 3339, UTC, milliseconds: "2026-11-21T09:30:00.000Z". Input may carry another offset; it is converted.',
  serialize: (value) => value.toISOString(),
  parseValue: readMoment,
  parseLiteral: (node) => fromLiteral(readMoment, node, textOf(node)),
})

const CURSOR = /^[A-Za-z0-9_-]{1,1400}$/

function readCursor(value: unknown): string {
  if (typeof value !== 'string' || !CURSOR.test(value)) throw badUserInput('Cursor must be one that this API gave out.')
  return value
}

builder.scalarType('Cursor', {
  description: 'Opaque position in a stream; resumes it on any server.',
  serialize: (value) => value,
  parseValue: readCursor,
  parseLiteral: (node) => fromLiteral(readCursor, node, textOf(node)),
})
