import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { operation, operationNames } from './operations.ts'

test.each(operationNames())('%s of schema/operations is a valid document', (name) => {
  expect(validate(schema, parse(operation(name))).map((error) => error.message)).toEqual([])
})
