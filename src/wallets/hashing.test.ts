import fc from 'fast-check'
import { hashStruct, hashTypedData, keccak256 as viemKeccak, type TypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import { digestOf, encodeType, keccak256, structHasher, typedDataHasher } from './hashing.codec.ts'
import { hexOf } from './hex.ts'
import { type Hex, type Message, STRUCTS, signingDomain, type StructName } from './typed-data.ts'

/** Source: EIP-712, "Example.sol" and "Example.js". */
const MAIL = {
  Mail: [
    { name: 'from', type: 'Person' },
    { name: 'to', type: 'Person' },
    { name: 'contents', type: 'string' },
  ],
  Person: [
    { name: 'name', type: 'string' },
    { name: 'wallet', type: 'address' },
  ],
}
const MAIL_DOMAIN = {
  name: 'Ether Mail',
  version: '1',
  chainId: 1,
  verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC',
} as const
const MAIL_MESSAGE = {
  from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
  to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
  contents: 'Hello, Bob!',
} as const

describe("Ether Mail, the standard's own example", () => {
  test('has the type, the struct hash and the digest that the standard prints', () => {
    expect(encodeType(MAIL, 'Mail')).toBe('Mail(Person from,Person to,string contents)Person(string name,address wallet)')
    expect(hexOf(keccak256(encodeType(MAIL, 'Mail')))).toBe('0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2')
    const struct = structHasher(MAIL, 'Mail')(MAIL_MESSAGE)
    expect(hexOf(struct)).toBe('0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e')
    const domain = domainHashOf(MAIL_DOMAIN)
    expect(hexOf(domain)).toBe('0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f')
    expect(hexOf(digestOf(domain, struct))).toBe('0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2')
  })
})

const domainHashOf = structHasher(
  {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
  },
  'EIP712Domain',
)

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value): Hex => `0x${Buffer.from(value).toString('hex')}`)
const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  address: hex(20),
  bytes32: hex(32),
  bool: fc.boolean(),
  string: fc.string({ unit: 'binary', maxLength: 200 }),
  uint64: uint(64),
  uint256: uint(256),
}

const messageOf = (name: StructName): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(STRUCTS[name].map((field) => [field.name, values[field.type]!])))

describe.each(Object.keys(STRUCTS) as StructName[])('%s', (name) => {
  test('hashes to what viem hashes it to, for any domain and any values', () => {
    fc.assert(
      fc.property(messageOf(name), fc.nat(), hex(20), (message, chainId, contract) => {
        const domain = signingDomain(chainId, contract)
        const types: TypedData = STRUCTS
        const expected = hashTypedData({ domain, types, primaryType: name as string, message })
        expect(hexOf(typedDataHasher(domain)(name, message as Message<typeof name>))).toBe(expected)
        expect(hexOf(structHasher(STRUCTS, name)(message))).toBe(
          hashStruct({ data: message, types, primaryType: name as string }),
        )
      }),
      { numRuns: 60 },
    )
  })
})

test('Keccak of OpenSSL and of viem agree around the borders of a block', () => {
  for (const length of [0, 1, 31, 32, 135, 136, 137, 271, 272, 273, 1_000]) {
    const data = Buffer.alloc(length, length)
    expect(hexOf(keccak256(data))).toBe(viemKeccak(data))
  }
})
