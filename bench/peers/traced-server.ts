/** This server on the market's database, which traces or does not, as it is told. */
import { randomUUID } from 'node:crypto'
import { startTracing } from '../../src/platform/tracing.ts'
import { answerParent, childOptions } from '../child.ts'
import { openServer } from '../server.ts'

export interface TracedServerOptions {
  readonly databaseUrl: string
  /** Of the collector. */
  readonly endpoint: string
  /** The share of requests that are traced. */
  readonly ratio: number
}

const { databaseUrl, endpoint, ratio } = childOptions<TracedServerOptions>()
const { port, stop } = await openServer({ databaseUrl })
let stopTracing: (() => Promise<void>) | null = null

const trace = async ({ on }: { on: boolean }): Promise<null> => {
  // What is left is sent now, which belongs to what tracing costs.
  await stopTracing?.()
  stopTracing = on ? await startTracing({ endpoint, ratio, serverId: randomUUID() }) : null
  return null
}

answerParent({ url: () => `http://127.0.0.1:${port}`, trace, stop })
