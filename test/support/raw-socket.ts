/** A WebSocket without a client library: what exactly is sent, received and closed. */
import { type ClientOptions, WebSocket } from 'ws'

// biome-ignore lint/suspicious/noExplicitAny: frames of any shape
type Frame = any

export interface RawSocket {
  readonly socket: WebSocket
  readonly frames: Frame[]
  send(frame: object | string): void
  /** The first frame, also of the past, that fits. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>
  readonly closed: Promise<{ code: number; reason: string }>
  close(): void
}

/** Opens a socket; rejects with the HTTP status where the handshake is refused. */
export async function openSocket(
  url: string,
  { protocol = 'graphql-transport-ws', ...options }: ClientOptions & { protocol?: string } = {},
): Promise<RawSocket> {
  const socket = new WebSocket(url, protocol, options)
  const frames: Frame[] = []
  const watchers = new Set<() => void>()
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)))
    const woken = [...watchers]
    watchers.clear()
    for (const watch of woken) watch()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)))
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  return {
    socket,
    frames,
    closed,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async next(fits) {
      for (;;) {
        const found = frames.find(fits)
        if (found) return found
        await new Promise<void>((resolve, reject) => {
          watchers.add(resolve)
          void closed.then(({ code, reason }) => reject(new Error(`closed with ${code} ${reason}`)))
        })
      }
    },
    close: () => socket.close(),
  }
}

/** A socket that is signed in. */
export async function openSignedIn(url: string, token?: string, options?: ClientOptions): Promise<RawSocket> {
  const raw = await openSocket(url, options)
  raw.send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} })
  await raw.next((frame) => frame.type === 'connection_ack')
  return raw
}
