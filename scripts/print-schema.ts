/**
 * Prints the schema, sorted, to schema/schema.graphql; with --check it writes nothing and fails where the file is stale;
 * with --release it is also what clients may rely on from now on, schema/released.graphql.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../src/graphql/schema.ts'

const file = new URL('../schema/schema.graphql', import.meta.url)
const released = new URL('../schema/released.graphql', import.meta.url)
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`
const current = existsSync(file) ? readFileSync(file, 'utf8') : ''

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed)
  if (process.argv.includes('--release')) writeFileSync(released, printed)
  console.log(`schema/schema.graphql ${printed === current ? 'was up to date' : 'is written'}`)
} else if (printed !== current) {
  console.error('schema/schema.graphql is stale: run npm run schema')
  process.exitCode = 1
}
