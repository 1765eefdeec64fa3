/** Mutations over graphql-transport-ws from a process of its own: few sockets, many operations under way on each. */
import { WebSocket } from 'ws'
import { percentile } from '../row.ts'
import { answerParent } from '../child.ts'
import type { LoadFigures } from './http.ts'

export interface SocketLoad {
  readonly url: string
  /** One socket per token. */
  readonly authorizations: readonly string[]
  readonly inFlight: number
  readonly forMs: number
  readonly query: string
  readonly variables: object
  readonly expect: string
}

async function open(url: string, authorization: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).once('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }))
      socket.once('message', () => resolve())
    })
  })
  return socket
}

async function run({ url, authorizations, inFlight, forMs, query, variables, expect }: SocketLoad): Promise<LoadFigures> {
  const sockets = await Promise.all(authorizations.map((authorization) => open(url, authorization)))
  const payload = JSON.stringify({ query, variables })
  const latencies: number[] = []
  let failed = 0
  let sample: string | null = null
  let ids = 0
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          const sentAt = new Map<string, number>()
          const send = () => {
            const id = String(++ids)
            sentAt.set(id, performance.now())
            socket.send(`{"id":"${id}","type":"subscribe","payload":${payload}}`)
          }
          socket.on('message', (data: Buffer) => {
            const text = data.toString('latin1')
            const id = /"id":"(\d+)"/.exec(text)![1]!
            if (text.includes('"type":"complete"')) return
            latencies.push(performance.now() - sentAt.get(id)!)
            sentAt.delete(id)
            if (!text.includes(expect)) {
              failed++
              sample ??= text.slice(0, 600)
            }
            if (performance.now() - startedAt < forMs) send()
            else if (sentAt.size === 0) resolve()
          })
          for (let n = 0; n < inFlight; n++) send()
        }),
    ),
  )
  const tookMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  for (const socket of sockets) socket.terminate()
  return {
    perSecond: (latencies.length * 1_000) / tookMs,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    failed,
    sample,
    busy: (user + system) / 1_000 / tookMs,
  }
}

answerParent({ run: (question: SocketLoad) => run(question) })
