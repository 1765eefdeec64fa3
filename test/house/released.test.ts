import { readFileSync } from 'node:fs'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'

const read = (name: string) => readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')

/** Changes after which a client that was written for the old schema may fail. */
async function breakingChanges(released: string, present: string): Promise<string[]> {
  const changes = await diff(buildSchema(released), buildSchema(present))
  return changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking).map(({ message }) => message)
}

test('whoever was written for the released schema can use this one; a release is made with npm run schema -- --release', async () => {
  expect(await breakingChanges(read('released.graphql'), read('schema.graphql'))).toEqual([])
})

// The command of @graphql-inspector/ci ends well whatever it finds: that this one finds anything is not to be taken for granted.
test.each([
  ['a type that is gone', 'type A { a: Int } type Query { a: A b: Int }', 'type Query { b: Int }'],
  ['a field that is gone', 'type Query { a: Int b: Int }', 'type Query { b: Int }'],
  ['a field of another type', 'type Query { a: Int }', 'type Query { a: String }'],
  ['a field that became nullable', 'type Query { a: Int! }', 'type Query { a: Int }'],
  ['an argument that is gone', 'type Query { a(n: Int): Int }', 'type Query { a: Int }'],
  ['an argument that is newly required', 'type Query { a: Int }', 'type Query { a(n: Int!): Int }'],
  [
    'an input that is newly required',
    'input I { a: Int } type Query { a(i: I): Int }',
    'input I { a: Int! } type Query { a(i: I): Int }',
  ],
  ['an enum value that is gone', 'enum E { A B } type Query { a: E }', 'enum E { A } type Query { a: E }'],
  [
    'an interface that is gone',
    'interface I { a: Int } type Query implements I { a: Int }',
    'interface I { a: Int } type Query { a: Int }',
  ],
  [
    'a member of a union that is gone',
    'type A { a: Int } type B { b: Int } union U = A | B type Query { u: U a: A b: B }',
    'type A { a: Int } type B { b: Int } union U = A type Query { u: U a: A b: B }',
  ],
])('%s breaks clients', async (_title, released, present) => {
  expect(await breakingChanges(released, present)).not.toEqual([])
})

test.each([
  ['a new field', 'type Query { a: Int }', 'type Query { a: Int b: Int }'],
  ['a new optional argument', 'type Query { a: Int }', 'type Query { a(n: Int = 1): Int }'],
  ['a description', 'type Query { a: Int }', 'type Query { "One." a: Int }'],
])('%s does not', async (_title, released, present) => {
  expect(await breakingChanges(released, present)).toEqual([])
})
