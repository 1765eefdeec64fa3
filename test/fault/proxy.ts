/** A TCP proxy of our own, for links that are slow, thin, silent or cut. */
import { createConnection, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a link may be asked about each chunk from the client: let it through, or cut the link after n bytes of answer. */
export type Tap = (chunk: Buffer) => { readonly cutAfterBytes: number; readonly isForwarded: boolean } | null

export interface Proxy {
  readonly port: number
  /** How many links are open. */
  readonly links: number
  /** How many links a tap has cut. */
  readonly cuts: number
  /** What every chunk waits in each direction. */
  delayMs: number
  /** 0: no limit. */
  bytesPerSecond: number
  /** Nothing passes in either direction, and nobody is told. */
  isSilent: boolean
  /** New links are closed at once. */
  isClosed: boolean
  tap: Tap | null
  /** Ends what is open: with a reset, or only the client's half (the server is told nothing). */
  cut(how: 'reset' | 'half', share?: number): void
  stop(): Promise<void>
}

interface Link {
  readonly client: Socket
  readonly server: Socket
  /** The server is not to hear that the client is gone. */
  isHalf: boolean
}

const LOOK_EVERY_MS = 50

export async function startProxy(targetPort: () => number): Promise<Proxy> {
  const links = new Set<Link>()
  const listener = createServer({ allowHalfOpen: true }, (client) => open(client))
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve)
  })
  const address = listener.address()
  const proxy = {
    port: typeof address === 'object' && address ? address.port : 0,
    delayMs: 0,
    bytesPerSecond: 0,
    isSilent: false,
    isClosed: false,
    tap: null as Tap | null,
    cuts: 0,
    get links() {
      return links.size
    },
    cut(how: 'reset' | 'half', share = 1) {
      for (const link of links) {
        if (Math.random() >= share) continue
        const { client, server } = link
        link.isHalf = how === 'half'
        client.resetAndDestroy()
        if (how === 'reset') server.resetAndDestroy()
      }
    },
    async stop() {
      proxy.cut('reset')
      await new Promise((resolve) => {
        listener.close(resolve)
      })
    },
  }

  function open(client: Socket): void {
    client.on('error', () => undefined)
    if (proxy.isClosed) {
      client.resetAndDestroy()
      return
    }
    const server = createConnection({ port: targetPort(), host: '127.0.0.1', allowHalfOpen: true })
    const link: Link = { client, server, isHalf: false }
    links.add(link)
    const forget = () => {
      if (client.destroyed && server.destroyed) links.delete(link)
    }
    client.setNoDelay(true).on('close', forget)
    server
      .setNoDelay(true)
      .on('error', () => client.resetAndDestroy())
      .on('close', forget)
    const left = { bytes: Number.POSITIVE_INFINITY }
    pass(link, client, server, (chunk) => {
      const cut = proxy.tap?.(chunk) ?? null
      if (!cut) return chunk
      proxy.cuts++
      left.bytes = cut.cutAfterBytes
      if (cut.isForwarded) return chunk
      client.resetAndDestroy()
      server.resetAndDestroy()
      return null
    })
    pass(link, server, client, (chunk) => {
      if (chunk.length < left.bytes) {
        left.bytes -= chunk.length
        return chunk
      }
      const rest = chunk.subarray(0, left.bytes)
      setImmediate(() => {
        client.resetAndDestroy()
        server.resetAndDestroy()
      })
      return rest
    })
  }

  /** In order; what waits for its turn holds back the side that sends. */
  function pass(link: Link, from: Socket, to: Socket, look: (chunk: Buffer) => Buffer | null): void {
    let turn = Promise.resolve()
    const enqueue = (task: () => void, bytes: number) => {
      if (turnIsFree()) {
        task()
        return
      }
      from.pause()
      turn = turn.then(async () => {
        while (proxy.isSilent && !from.destroyed) await sleep(LOOK_EVERY_MS)
        const waitMs = proxy.delayMs + (proxy.bytesPerSecond > 0 ? (bytes / proxy.bytesPerSecond) * 1_000 : 0)
        if (waitMs > 0) await sleep(waitMs)
        task()
        from.resume()
      })
    }
    const turnIsFree = () => !proxy.isSilent && proxy.delayMs === 0 && proxy.bytesPerSecond === 0 && !from.isPaused()
    from.on('data', (chunk: Buffer) =>
      enqueue(() => {
        const forwarded = to.destroyed ? null : look(chunk)
        if (forwarded && forwarded.length > 0) to.write(forwarded)
      }, chunk.length),
    )
    from.on('end', () => enqueue(() => to.end(), 0))
    // A server that dies takes its clients' links along; a client that vanishes is not told of.
    from.on('close', () => {
      if (!proxy.isSilent && !link.isHalf) to.destroySoon()
    })
  }

  return proxy
}
