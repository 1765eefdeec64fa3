import { expect, test } from 'vitest'
import { keptBytes, keptConcat } from './bytes.ts'

test.each([
  ['a text', keptBytes('né')],
  ['parts', keptConcat([Buffer.from('n'), Buffer.from('é')])],
])('what is kept of %s holds no more memory than it has bytes', (_title, bytes) => {
  expect(bytes.toString()).toBe('né')
  expect(bytes.buffer.byteLength).toBe(3)
})
