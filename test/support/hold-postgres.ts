/** Holds the embedded Postgres of a data directory until it is killed; prints its address. For specs about killed servers. */
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'

const { url } = await startEmbeddedPostgres({ dataDir: process.argv[2]!, log: createLog('silent') })
console.log(url)
