import type { TestProject } from 'vitest/node'
import { generateDocuments } from '../../scripts/codegen.ts'
import { browserPath } from '../e2e/browser-path.ts'
import { distributeTemplate } from './citus.ts'
import { runProgram } from './programs.ts'
import { startTestPostgres } from './postgres-server.ts'
import { startTestRedis } from './redis-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
    /** The migrated database that every test database is cloned from. */
    templateDatabase: string
    redisUrl: string | null
  }
}

/**
 * Runs once per test run: a Postgres (TEST_DATABASE_URL, else an embedded one) with a migrated template database, and a
 * Redis (REDIS_URL, else redis-server or valkey-server from PATH). What is missing is said in one line; with CI=true
 * nothing may be missing. Typed documents are written before, where they are stale.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await generateDocuments()
  await preparePages()
  const redis = await startTestRedis()
  if (!redis.url) {
    const sentence = 'Skipping what needs Redis: install redis-server or valkey-server, or set REDIS_URL.'
    if (process.env.CI === 'true') throw new Error(`With CI=true nothing may be skipped. ${sentence}`)
    console.log(sentence)
  }
  const postgres = await startTestPostgres(distributeTemplate).catch(async (error: unknown) => {
    await redis.stop()
    throw error
  })
  project.provide('postgresUrl', postgres.url)
  project.provide('templateDatabase', postgres.template)
  project.provide('redisUrl', redis.url)
  return async () => {
    await postgres.stop()
    await redis.stop()
  }
}

/** The pages as they are now, for the browser that opens them. */
async function preparePages(): Promise<void> {
  if (browserPath() === null) {
    const sentence = 'Skipping what needs a browser: install chromium (apt-get install chromium), or set CHROMIUM to its path.'
    if (process.env.CI === 'true') throw new Error(`With CI=true nothing may be skipped. ${sentence}`)
    console.log(sentence)
    return
  }
  const { code, output } = await runProgram(process.execPath, ['scripts/build-web.mjs'])
  if (code !== 0) throw new Error(output)
}
