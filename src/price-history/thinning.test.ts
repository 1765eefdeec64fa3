import { expect, test } from 'vitest'
import { thinningCutoff } from './thinning.ts'

test('a minute is thinned once all of it is older than a week', () => {
  expect(thinningCutoff(new Date('2026-11-21T12:34:56.789Z'))).toEqual(new Date('2026-11-14T12:34:00.000Z'))
  expect(thinningCutoff(new Date('2026-11-21T12:34:00.000Z'))).toEqual(new Date('2026-11-14T12:34:00.000Z'))
})
