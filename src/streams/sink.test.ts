import { expect, test } from 'vitest'
import { Payload } from './sink.ts'

test('a frame is encoded once, and holds no more memory than it has bytes', () => {
  const payload = new Payload('{"data":"né"}')
  expect(payload.bytes.toString()).toBe(payload.text)
  expect(payload.bytes).toBe(payload.bytes)
  expect(payload.bytes.buffer.byteLength).toBe(payload.bytes.length)
})
