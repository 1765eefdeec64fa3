/** The WebSocket half of the door: who may open a socket, how many, for how long, and how all are closed. */
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Duplex } from 'node:stream'
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { counter, gauge } from '../platform/metrics.ts'
import { checkEveryMs } from './backlog.ts'
import type { ConnectionCounts } from './connection-counts.ts'
import { addressOf, originOf, type OriginRules } from './request.ts'
import { createConnection, type SocketState } from './ws-connection.ts'
import { holdIntake } from './ws-intake.ts'
import { createSessionWork, type WsParts } from './ws-operations.ts'
import { Session } from './ws-session.ts'

export interface SocketLimits extends OriginRules {
  readonly maxBodyBytes: number
  readonly maxSubscriptionsPerSocket: number
  readonly slowReaderMs: number
}

/** What is spoken on the sockets of a path; answers what to do when one has closed. */
export type Speak = (socket: WebSocket, state: SocketState) => () => void

export interface SocketDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Closes every socket, spread over `spreadMs`, so that not all clients come back at once. */
  drain(spreadMs: number): Promise<void>
  readonly size: number
}

const refused = counter('websocket_refused_total', 'WebSockets refused at the handshake, by HTTP status.')
const closed = counter('websocket_closed_total', 'WebSockets closed, by close code.')

/** Of one message. */
const FRAGMENTS_MAX = 128

const STATUS_TEXT: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
}

/** GraphQL is spoken at /graphql, something else at the `others`. */
export function createSocketDoor(
  parts: Omit<WsParts, 'maxSubscriptionsPerSocket' | 'enter'>,
  limits: SocketLimits,
  { addresses, users }: ConnectionCounts,
  others: ReadonlyMap<string, Speak> = new Map(),
): SocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxBodyBytes,
    // Each that waits for its message holds on to more memory than it has bytes.
    maxFragments: FRAGMENTS_MAX,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  })
  const states = new Map<WebSocket, SocketState>()
  let draining = false

  const work = createSessionWork({
    ...parts,
    maxSubscriptionsPerSocket: limits.maxSubscriptionsPerSocket,
    enter: (state) => {
      state.entered = state.viewer !== null && users.enter(state.viewer.userId)
      return state.entered || state.viewer === null
    },
  })

  const checks = setInterval(() => {
    const now = performance.now()
    for (const { connection } of states.values()) connection.check(now)
  }, checkEveryMs(limits.slowReaderMs)).unref()
  const unregister = gauge('websockets', 'Open WebSockets.', () => states.size)

  const speakGraphql: Speak = (socket, state) => {
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      state.connection.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable')
      return () => undefined
    }
    const session = new Session(state, work)
    socket.on('message', (data) => {
      session.take(String(data)).catch((error: unknown) => {
        parts.log.error({ err: error }, 'a message on a socket failed')
        state.connection.close(1011, 'Unexpected error.')
      })
    })
    return () => session.end()
  }
  const tongues = new Map<string, Speak>([['/graphql', speakGraphql], ...others])

  function opened(socket: WebSocket, wire: Duplex, address: string, speak: Speak): void {
    const connection = createConnection(socket, wire, limits.slowReaderMs)
    const state: SocketState = {
      connection,
      address,
      viewer: null,
      closed: false,
      entered: false,
      unfollow: () => undefined,
    }
    states.set(socket, state)
    holdIntake(socket)
    const end = speak(socket, state)
    // A frame that is too large or broken: ws itself closes with 1009 or 1002.
    socket.on('error', (error) => parts.log.debug({ err: error }, 'a socket failed'))
    socket.once('close', (code) => {
      state.unfollow()
      closed.add({ code })
      state.closed = true
      states.delete(socket)
      addresses.leave(address)
      if (state.entered) users.leave(state.viewer!.userId)
      end()
    })
  }

  return {
    get size() {
      return states.size
    },
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      const refuse = (status: number) => {
        refused.add({ status })
        socket.end(`HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      }
      if (draining) return refuse(503)
      const speak = tongues.get((request.url ?? '').split('?')[0]!)
      if (!speak) return refuse(404)
      if (originOf(request, limits) === 'foreign') return refuse(403)
      const address = addressOf(request, limits.trustedProxies)
      if (!addresses.enter(address)) return refuse(429)
      let taken = false
      socket.once('close', () => {
        if (!taken) addresses.leave(address)
      })
      server.handleUpgrade(request, socket, head, (webSocket) => {
        taken = true
        opened(webSocket, socket, address, speak)
      })
    },
    async drain(spreadMs) {
      draining = true
      const all = [...states.values()]
      const pauseMs = 50
      const perStep = Math.max(1, Math.ceil((all.length * pauseMs) / Math.max(pauseMs, spreadMs)))
      for (let from = 0; from < all.length; from += perStep) {
        for (const { connection } of all.slice(from, from + perStep)) connection.close(1012, 'The server restarts.')
        if (from + perStep < all.length) await sleep(pauseMs)
      }
      clearInterval(checks)
      unregister()
      server.close()
    },
  }
}
