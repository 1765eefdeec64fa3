/** Typed data as the JSON that wallets take (eth_signTypedData_v4), read and written. Pure. */
import {
  type Hex,
  type Message,
  NO_ID,
  parseAddress,
  parseHash,
  parseSalt,
  type SigningDomain,
  STRUCTS,
  type StructField,
  type StructName,
} from './typed-data.ts'

const isStructName = (name: unknown): name is StructName => typeof name === 'string' && Object.hasOwn(STRUCTS, name)

/** The domain, the struct and the message; numbers as decimal text, because JSON's are too small. */
export function typedDataText<Name extends StructName>(domain: SigningDomain, name: Name, message: Message<Name>): string {
  const typed = { domain, primaryType: name, types: { [name]: STRUCTS[name] }, message }
  return JSON.stringify(typed, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

/** What a caller says was signed, as the server reads it. */
export interface ReadTypedData {
  readonly name: StructName
  readonly message: Message<StructName>
  /** Where the domain, the struct or the names of the fields are not this exchange's: one sentence each. */
  readonly differences: readonly string[]
}

/** Reads the JSON; a text says what of it cannot be read. Fields that are absent stand for "none": 0, false or the empty text. */
export function readTypedData(text: string, domain: SigningDomain): ReadTypedData | string {
  const typed = parseObject(text)
  if (!typed) return 'typedData must be a JSON object with primaryType and message'
  const { primaryType: name, message } = typed
  if (!isStructName(name)) return `primaryType must be one of ${Object.keys(STRUCTS).join(', ')}`
  if (!isObject(message)) return 'message must be an object'
  const fields: readonly StructField[] = STRUCTS[name]
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const value = readValue(field.type, message[field.name])
    if (value === null) return `message.${field.name} must be ${FORMS[field.type]}`
    values[field.name] = value
  }
  const differences = [...ofDomain(typed['domain'], domain), ...ofTypes(typed['types'], name), ...ofFields(message, fields)]
  return { name, message: values as Message<StructName>, differences }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const FORMS: Readonly<Record<string, string>> = {
  address: 'an address: 0x and 40 hex digits',
  bytes32: '32 bytes: 0x and 64 hex digits',
  string: 'a text',
  bool: 'true or false',
  uint64: 'a whole number below 2^64, best as a text',
  uint256: 'a whole number below 2^256, best as a text',
}

/** The value as the hash takes it; null for another form. */
function readValue(type: string, value: unknown): string | boolean | bigint | null {
  if (type === 'string') return value === undefined ? '' : typeof value === 'string' ? value : null
  if (type === 'bool') return value === undefined ? false : typeof value === 'boolean' ? value : null
  if (type === 'address') return typeof value === 'string' ? parseAddress(value) : null
  if (type === 'bytes32') return value === undefined ? NO_ID : typeof value === 'string' ? parseHash(value) : null
  if (value === undefined) return 0n
  const number = typeof value === 'string' ? parseSalt(value) : isSafe(value) ? BigInt(value) : null
  return number !== null && number < 2n ** BigInt(type.slice('uint'.length)) ? number : null
}

const isSafe = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))

const same = (given: unknown, own: string | number): boolean =>
  given === own ||
  (typeof own === 'number'
    ? isNumberText(given) && Number(given) === own
    : typeof given === 'string' && isHex(own) && given.toLowerCase() === own)

const isHex = (text: string): text is Hex => text.startsWith('0x')
const isNumberText = (value: unknown): boolean => typeof value === 'string' && /^(0x[0-9a-f]+|[0-9]+)$/i.test(value)

function ofDomain(given: unknown, domain: SigningDomain): string[] {
  if (!isObject(given)) return []
  const own: Readonly<Record<string, string | number>> = { ...domain }
  return [...new Set([...Object.keys(own), ...Object.keys(given)])].flatMap((field) => {
    const value = own[field]
    if (value === undefined) return [`domain.${field} is ${shown(given[field])}; this exchange's domain has no such field.`]
    return same(given[field], value) ? [] : [`domain.${field} is ${shown(given[field])}; it must be ${shown(value)}.`]
  })
}

function ofTypes(given: unknown, name: StructName): string[] {
  if (!isObject(given)) return []
  const written = (fields: unknown): string =>
    Array.isArray(fields)
      ? fields.map((field) => (isObject(field) ? `${String(field['type'])} ${String(field['name'])}` : '?')).join(',')
      : ''
  const [was, own] = [written(given[name]), written(STRUCTS[name])]
  return was === own ? [] : [`types.${name} is ${name}(${was}); it must be ${name}(${own}).`]
}

function ofFields(message: Readonly<Record<string, unknown>>, fields: readonly StructField[]): string[] {
  const names = new Set(fields.map(({ name }) => name))
  return Object.keys(message).flatMap((name) => (names.has(name) ? [] : [`message.${name} is no field of the struct.`]))
}
