/** PostGraphile 5 on the market's tables, as its documentation starts it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makePgService } from 'postgraphile/adaptors/pg'
import { postgraphile } from 'postgraphile'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { answerParent, childOptions } from '../child.ts'

const { databaseUrl } = childOptions<{ databaseUrl: string }>()
const pgService = makePgService({ connectionString: databaseUrl, schemas: ['public'] })
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [pgService],
  grafast: { explain: false },
  grafserv: { graphqlPath: '/graphql', watch: false },
})
const server = createServer()
await instance.createServ(grafserv).addTo(server)
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  stop: async () => {
    server.close()
    server.closeAllConnections()
    await instance.release()
  },
})
