import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { resolve } from '../../vitest.config.ts'

/** The house test alone, without Postgres: `npm run check`. */
export default defineConfig({
  resolve,
  test: { root: fileURLToPath(new URL('../..', import.meta.url)), include: ['test/house/**/*.test.ts'], pool: 'threads' },
})
