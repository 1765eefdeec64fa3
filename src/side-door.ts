import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from './app.ts'
import type { Config } from './config.ts'
import type { Deps } from './platform/deps.ts'
import { createReadiness, probesOf } from './readiness.ts'

/** The door of a process that serves nobody: /health, /ready and /metrics for whoever looks after it. */
export function buildSideDoor(deps: Deps, { port, host }: Pick<Config, 'port' | 'host'>): App {
  let draining = false
  const probes = new Map(Object.entries(probesOf(createReadiness(deps, () => draining))))
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000, maxHeaderSize: 16_384 }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!
    response.setHeader('x-content-type-options', 'nosniff')
    const page = request.method === 'GET' ? probes.get(path) : undefined
    if (page) void page(response)
    else response.writeHead(404).end()
  })
  return {
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, host, () => resolve(void server.off('error', reject)))
      })
      return { port: (server.address() as AddressInfo).port }
    },
    // What comes to the port that doors share is not for it.
    take: () => false,
    async drain() {
      draining = true
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
