/** The process: reads the configuration, opens the exchange, says where to click, and closes it on a signal. */
import './production.ts'
import { bannerOf } from './banner.ts'
import { type Config, hasDoor, loadConfig } from './config.ts'
import { withFlags } from './flags.ts'
import { sendableDocuments } from './graphql/trusted-documents.ts'
import { ConfigError } from './platform/environment.ts'
import { createLog, type Log } from './platform/log.ts'
import { DatabaseNotUsable } from './platform/open-database.ts'
import { answerParent, isOneOfSeveral } from './platform/process-metrics.ts'
import { takeConnections } from './platform/shared-port.ts'
import { type ChildReady, startProcesses } from './processes.ts'
import { type RunningServer, startServer } from './start.ts'
import { documentsOfPages } from './web.ts'

const DRAIN_MAX_MS = 9_500
/** A terminal's Ctrl-C arrives several times: from the terminal, and passed on by npm and run.mjs. */
const SAME_SIGNAL_MS = 500

try {
  const env = withFlags(process.env, process.argv.slice(2))
  const config = loadConfig(env)
  const log = createLog(config.logLevel)
  const starting = config.processes > 1 ? startProcesses(config, env, log) : startServer(config, log)
  closeOnSignal(open(starting, config), log)
} catch (error) {
  giveUp(error)
}

async function open(starting: Promise<RunningServer>, config: Config): Promise<RunningServer> {
  if (isOneOfSeveral()) answerParent()
  const server = await starting.catch((error: unknown) => giveUp(error, config))
  const { port, isEmbedded, isSeeded: hasDemo, adminSecret } = server
  // One of several processes: its parent says what there is to say.
  if (isOneOfSeveral()) {
    takeConnections(server.take!)
    process.send!({ kind: 'ready' } satisfies ChildReady)
    return server
  }
  const documents = hasDoor(config.role) ? sendableDocuments(config, documentsOfPages(config)) : null
  console.log(bannerOf(config, { port, isEmbedded, hasDemo: hasDemo || isEmbedded, adminSecret, documents }))
  return server
}

/** The first signal drains and exits 0; a second one, later, exits at once. A signal during the start waits for it. */
function closeOnSignal(opening: Promise<RunningServer>, log: Log): void {
  let sinceMs: number | null = null
  const close = async (signal: string) => {
    if (sinceMs !== null) {
      if (performance.now() - sinceMs > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    sinceMs = performance.now()
    log.info({ signal }, 'closing')
    limitClosing(log)
    const server = await opening
    await server.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void close(signal))
  // A child whose parent was killed.
  if (isOneOfSeveral()) process.once('disconnect', () => void close('the parent is gone'))
  // A bug: what is open is drained, and whoever runs the process starts it again.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception')
    process.exitCode = 1
    limitClosing(log)
    void opening.then((server) => server.stop()).finally(() => process.exit(1))
  })
}

function limitClosing(log: Log): void {
  setTimeout(() => {
    log.error('closing took too long')
    process.exit(1)
  }, DRAIN_MAX_MS).unref()
}

/** One sentence for what the operator can put right, the stack for a bug. */
function giveUp(error: unknown, config?: Config): never {
  if (error instanceof ConfigError || error instanceof DatabaseNotUsable) console.error(error.message)
  else if (isAddressProblem(error))
    console.error(
      `The server cannot listen on HOST=${config?.host} PORT=${config?.port} (${error.code}): choose another PORT or HOST, or end the program that has it.`,
    )
  else console.error(error)
  process.exit(1)
}

const isAddressProblem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error &&
  'code' in error &&
  ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(String(error.code)) &&
  'syscall' in error
