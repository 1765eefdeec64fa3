import { readFileSync } from 'node:fs'
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { contractBreaks } from './contract.ts'

const read = (name: string) => readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')

test('the schema has all that the contract promises, with the same types, nullability, defaults and values', () => {
  expect(contractBreaks(read('contract.graphql'), schema)).toEqual([])
})

test('schema/schema.graphql is the schema that the code makes', () => {
  expect(read('schema.graphql')).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`)
})

test('everything in the schema has a description', () => {
  const bare = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) => [
      ...(type.description || ['Query', 'Mutation', 'Subscription'].includes(type.name) ? [] : [type.name]),
      ...('getFields' in type
        ? Object.values(type.getFields())
            .filter((field) => !field.description)
            .map((field) => `${type.name}.${field.name}`)
        : []),
    ])
  expect(bare).toEqual([])
})

test.each([
  ['a field that is gone', 'type Query { a: Int }', 'type Query { b: Int }', 'missing: Query.a: Int'],
  ['a field that became nullable', 'type Query { a: Int! }', 'type Query { a: Int }', 'missing: Query.a: Int!'],
  [
    'an argument with another default',
    'type Query { a(n: Int = 5): Int }',
    'type Query { a(n: Int = 6): Int }',
    'missing: Query.a(n: Int = 5',
  ],
  [
    'an argument that is newly required',
    'type Query { a: Int }',
    'type Query { a(n: Int!): Int }',
    'newly required: Query.a(n: Int!',
  ],
  ['an enum value that is gone', 'enum E { A B } type Query { a: E }', 'enum E { A } type Query { a: E }', 'missing: E has B'],
  [
    'an interface that is gone',
    'interface I { a: Int } type Query implements I { a: Int }',
    'interface I { a: Int } type Query { a: Int }',
    'missing: Query implements I',
  ],
])('the check names %s', (_title, contract, changed, complaint) => {
  expect(contractBreaks(contract, buildSchema(changed))).toEqual([complaint])
})
