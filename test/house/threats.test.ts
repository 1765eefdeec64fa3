import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { THREATS } from '../spec/threats/threats.ts'
import { root } from './source-files.ts'

const read = (file: string): string => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '')

describe('The threats', () => {
  test('of SECURITY.md are each in the list of what is tried, and no other is', () => {
    const told = Array.from(read('SECURITY.md').matchAll(/^\| (\d+) \|/gm), ([, row]) => Number(row))
    expect(told).toEqual(THREATS.map(({ row }) => row))
    expect(told).toEqual(told.map((_, index) => index + 1))
  })

  test('are each tried by a spec that is there', () => {
    const missing = THREATS.flatMap(({ row, specs }) =>
      specs.filter(([file, title]) => !read(file).includes(title)).map(([file, title]) => `${row}: ${file} has no "${title}"`),
    )
    expect(missing).toEqual([])
    expect(THREATS.filter(({ specs }) => specs.length === 0)).toEqual([])
  })
})
