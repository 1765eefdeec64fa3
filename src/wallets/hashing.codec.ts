/**
 * EIP-712: hashes of typed data. Keccak is OpenSSL's, which is an order of magnitude faster than one in JavaScript; a hash of an
 * order takes about ten microseconds, so that it needs no worker. Source: EIP-712, "Definition of hashStruct".
 */
import { hash } from 'node:crypto'
import { hexOf } from './hex.ts'
import type { Hex, Message, SigningDomain, StructField, StructName } from './typed-data.ts'
import { STRUCTS } from './typed-data.ts'

/** The structs of a message by name. A field's type is a struct of the same list, or one of the standard's atoms. */
export type StructTypes = Readonly<Record<string, readonly StructField[]>>

const WORD = 32

export const keccak256 = (data: Uint8Array | string): Buffer => hash('keccak-256', data, 'buffer')
/** The last 20 bytes of the hash of an uncompressed public key (65 bytes, the first of which says so). */
export const addressOf = (publicKey: Uint8Array): Hex => hexOf(keccak256(publicKey.subarray(1)).subarray(12))

type Values = Readonly<Record<string, unknown>>
type StructHasher = (values: Values) => Buffer

/** `Mail(Person from,Person to,string contents)Person(string name,address wallet)`: the struct, then those it uses by name. */
export function encodeType(types: StructTypes, name: string): string {
  const used = new Set<string>()
  const collect = (struct: string): void => {
    for (const { type } of types[struct]!) {
      if (!types[type] || type === name || used.has(type)) continue
      used.add(type)
      collect(type)
    }
  }
  collect(name)
  const signatureOf = (struct: string) => `${struct}(${types[struct]!.map((field) => `${field.type} ${field.name}`).join(',')})`
  return [name, ...[...used].sort()].map(signatureOf).join('')
}

/** A function that hashes messages of one struct; the hash of its type is worked out once. */
export function structHasher(types: StructTypes, name: string): StructHasher {
  const typeHash = keccak256(encodeType(types, name))
  const writers = types[name]!.map((field) => ({ name: field.name, write: wordWriter(types, field.type) }))
  return (values) => {
    const words = Buffer.alloc(WORD * (writers.length + 1))
    typeHash.copy(words)
    for (const [index, { name: field, write }] of writers.entries()) write(words, WORD * (index + 1), values[field])
    return keccak256(words)
  }
}

type WordWriter = (words: Buffer, at: number, value: unknown) => void

function wordWriter(types: StructTypes, type: string): WordWriter {
  if (types[type]) {
    const hasher = structHasher(types, type)
    return (words, at, value) => void hasher(value as Values).copy(words, at)
  }
  if (type === 'string') return (words, at, value) => void keccak256(value as string).copy(words, at)
  if (type === 'bool') return (words, at, value) => void (words[at + WORD - 1] = value ? 1 : 0)
  if (type === 'address') return (words, at, value) => void words.write((value as Hex).slice(2), at + 12, 'hex')
  if (type === 'bytes32') return (words, at, value) => void words.write((value as Hex).slice(2), at, 'hex')
  if (/^uint\d+$/.test(type))
    return (words, at, value) =>
      void words.write(
        BigInt(value as bigint | number)
          .toString(16)
          .padStart(64, '0'),
        at,
        'hex',
      )
  throw new Error(`no message has a field of the type ${type}`)
}

const DOMAIN: readonly StructField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

/** A domain has the fields that are given, in the standard's order. */
const hashDomain = (domain: Partial<SigningDomain>): Buffer =>
  structHasher({ EIP712Domain: DOMAIN.filter(({ name }) => name in domain) }, 'EIP712Domain')({ ...domain })

const PREFIX = Buffer.from('1901', 'hex')

/** keccak256(0x19 0x01 ‖ domain ‖ message): what is signed. */
export const digestOf = (domainHash: Buffer, structHash: Buffer): Buffer =>
  keccak256(Buffer.concat([PREFIX, domainHash, structHash]))

const messageHashers = new Map(Object.keys(STRUCTS).map((name) => [name, structHasher(STRUCTS, name)]))

/** The hash of a message of this exchange without its domain. */
export const messageHash = <Name extends StructName>(name: Name, message: Message<Name>): Buffer =>
  messageHashers.get(name)!(message)

/** A function that hashes this exchange's messages for one domain: the hash of an order is its id. */
export function typedDataHasher(
  domain: Partial<SigningDomain>,
): <Name extends StructName>(name: Name, message: Message<Name>) => Buffer {
  const domainHash = hashDomain(domain)
  return (name, message) => digestOf(domainHash, messageHash(name, message))
}

/** What personal_sign signs: EIP-191 with the length of the data. */
export const personalHash = (data: Uint8Array): Buffer =>
  keccak256(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${data.length}`), data]))
