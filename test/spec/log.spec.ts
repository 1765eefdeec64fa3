/** What a server says about itself, and where nobody can write it down. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { expect, test } from 'vitest'

const FULL_DISK = '/dev/full'

const SPOKEN = `
  const { createLog } = await import('./src/platform/log.ts')
  const log = createLog('info')
  for (let line = 0; line < 10_000; line++) log.info({ line })
  process.exit(0)`

test('no line is lost, in order, also not just before the end', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SPOKEN], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  await once(child, 'close')
  const lines = new Set(said.trimEnd().split('\n'))
  expect(Array.from(lines, (text) => JSON.parse(text).line)).toEqual(Array.from({ length: 10_000 }, (_, line) => line))
})

const PROGRAM = `
  const { createLog } = await import('./src/platform/log.ts')
  const log = createLog('info')
  for (let round = 0; round < 20; round++) {
    for (let line = 0; line < 1_000; line++) log.info({ line }, 'x'.repeat(1_000))
    await new Promise((next) => setTimeout(next, 10))
  }
  log.fatal('the last line')
  console.log(Math.round(process.memoryUsage().heapUsed / 1e6))
  process.exit(0)`

test.skipIf(!existsSync(FULL_DISK))('a disk that is full ends no server, and what cannot be written is not kept', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', openSync(FULL_DISK, 'w')],
  })
  let said = ''
  child.stdout!.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  expect(Number(said)).toBeLessThan(40)
})
