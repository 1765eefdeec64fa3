/**
 * Recorded subscribers of priceUpdated and tradeExecuted. They go on with `after` on the next server whenever a link ends
 * or says nothing for a while, and log every message they were given.
 */
import { randomInt } from 'node:crypto'
import { WebSocket } from 'ws'
import type { AnyData } from './asking.ts'
import type { Market } from './market.ts'

export interface PriceMessage {
  readonly projectId: string
  readonly kind: 'SNAPSHOT' | 'CHANGE'
  readonly sequence: number
  readonly missed: number
  readonly currentPrice: string
  readonly netShares: string
}

export interface TapeMessage {
  readonly sequence: number
  readonly shares: string
  readonly side: 'BUY' | 'SELL'
  readonly price: string
  readonly project: { readonly projectId: string }
  readonly atMs: number
}

interface Level {
  readonly price: string
  readonly quantity: string
}

export interface BookMessage {
  readonly kind: 'SNAPSHOT' | 'DELTA' | 'HEARTBEAT'
  readonly sequence: string
  readonly previousSequence: string | null
  readonly missed: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
  readonly trades: readonly (Level & { readonly tradeNumber: string })[]
}

export interface TraderMessage {
  readonly kind: 'SNAPSHOT' | 'DELTA'
  readonly orders: readonly { readonly id: string; readonly status: string }[]
  readonly fills: readonly { readonly tradeNumber: string; readonly liquidity: string }[]
  readonly balances: readonly { readonly asset: string; readonly total: string; readonly held: string }[]
}

export interface Reader<Message> {
  readonly name: string
  readonly messages: Message[]
  readonly reconnects: number
  readonly complaints: string[]
  /** Close codes it has seen, by how often. */
  readonly codes: Map<number, number>
  readonly isOpen: boolean
  stop(): void
}

const PRICES = `subscription ($eventId: ID!, $after: Cursor, $throttleMs: Int) {
  message: priceUpdated(eventId: $eventId, after: $after, throttleMs: $throttleMs) {
  projectId kind sequence missed currentPrice netShares cursor } }`
export const TAPE = `subscription ($eventId: ID!, $after: Cursor) { message: tradeExecuted(eventId: $eventId, after: $after) {
  sequence shares side price cursor project { projectId } } }`
const BOOK = `subscription ($symbol: ID!, $after: Cursor) { message: marketUpdated(symbol: $symbol, after: $after) {
  kind sequence previousSequence missed cursor bids { price quantity } asks { price quantity }
  trades { tradeNumber price quantity } } }`
const TRADER = `subscription ($after: Cursor) { message: traderUpdated(after: $after) {
  kind cursor orders { id status } fills { tradeNumber liquidity } balances { asset total held } } }`
const SILENCE_MAX_MS = 5_000
const PINGS_PER_SILENCE = 5
const HANDSHAKE_MAX_MS = 3_000
/** A thousand that share their processors with the servers are patient: they would all come back at once. */
const CROWD_PATIENCE_MS = 20_000
/** A stream that is complete before its socket is closed says so because the server drains. */
const ENDING_MAX_MS = 3_000
const AGAIN_MS = 150

export const readPrices = (urls: readonly string[], market: Market, first: number): Reader<PriceMessage> =>
  read({
    name: `prices-${first}`,
    urls,
    first,
    query: PRICES,
    variables: { eventId: market.eventId },
    keep: (message) => message,
  })

/** Behind the market's first trade, so that nothing of the load may be absent. */
export const readTape = (urls: readonly string[], market: Market, first: number): Reader<TapeMessage> =>
  read({
    name: `tape-${first}`,
    urls,
    first,
    query: TAPE,
    variables: { eventId: market.eventId },
    begin: market.firstCursor,
    keep: (message) => ({ ...message, atMs: performance.now() }),
  })

export const readBook = (urls: readonly string[], symbol: string, first: number): Reader<BookMessage> =>
  read({ name: `book-${first}`, urls, first, query: BOOK, variables: { symbol }, keep: (message) => message })

/** A trader's own side of the order book. */
export const readTrader = (urls: readonly string[], token: string, first: number): Reader<TraderMessage> =>
  read({ name: `trader-${first}`, urls, first, query: TRADER, variables: {}, token, keep: (message) => message })

/**
 * One of a crowd: keeps nothing but what broke the chain of a project, and where each has come to. After a cut it is
 * on any of the servers, as behind a balancer. With `throttleMs` it is told of a project no more often than that.
 */
export function followPrices(urls: readonly string[], market: Market, first: number, throttleMs = 0) {
  const last = new Map<string, number>()
  const keep = (message: PriceMessage) => {
    const before = last.get(message.projectId)
    last.set(message.projectId, message.sequence)
    return before === undefined || message.sequence === before + 1 + message.missed ? null : message
  }
  const variables = { eventId: market.eventId, throttleMs }
  const subject = { name: `crowd-${first}`, urls, first, query: PRICES, variables, patienceMs: CROWD_PATIENCE_MS }
  return { reader: read<PriceMessage>({ ...subject, keep }), last }
}

interface Subject<Message> {
  readonly name: string
  readonly urls: readonly string[]
  /** Which of them it asks first. */
  readonly first: number
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly token?: string
  /** A cursor; without one it begins with what is there. */
  readonly begin?: string
  /** How long it waits for a handshake or a word, and goes anywhere then; the others go to the next server after a few seconds. */
  readonly patienceMs?: number
  /** null: not to be kept. */
  keep(message: AnyData): Message | null
}

function read<Message>(subject: Subject<Message>): Reader<Message> {
  const { name, urls, first, query, variables, token, begin = null, patienceMs, keep } = subject
  const silenceMaxMs = patienceMs ?? SILENCE_MAX_MS
  const hello = JSON.stringify({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} })
  let after: string | null = begin
  let at = first
  let isOver = false
  let socket: WebSocket | null = null
  let lastOpenMs = 0
  const reader = {
    name,
    messages: [] as Message[],
    reconnects: 0,
    complaints: [] as string[],
    codes: new Map<number, number>(),
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN && lastOpenMs > 0
    },
    stop() {
      isOver = true
      socket?.terminate()
    },
  }

  function take(frame: AnyData): void {
    const ending = socket!
    if (frame.type === 'connection_ack') {
      socket!.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { ...variables, after } } }))
      lastOpenMs = performance.now()
    } else if (frame.type === 'next') {
      const message = frame.payload?.data?.message
      if (message) {
        after = message.cursor
        const kept = keep(message)
        if (kept !== null) reader.messages.push(kept)
      } else socket!.terminate()
    } else if (frame.type === 'error') {
      const code = frame.payload?.[0]?.extensions?.code
      if (code !== 'SERVICE_UNAVAILABLE') reader.complaints.push(`${name} was shown ${JSON.stringify(frame.payload)}`)
      socket!.terminate()
    } else if (frame.type === 'complete') setTimeout(() => ending.terminate(), ENDING_MAX_MS)
  }

  function connect(): void {
    if (isOver) return
    const own = new WebSocket(`${urls[at % urls.length]!.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      handshakeTimeout: patienceMs ?? HANDSHAKE_MAX_MS,
    })
    socket = own
    let heardMs = performance.now()
    const watch = setInterval(() => {
      if (performance.now() - heardMs > silenceMaxMs) own.terminate()
      else if (own.readyState === WebSocket.OPEN) own.send('{"type":"ping"}')
    }, silenceMaxMs / PINGS_PER_SILENCE)
    own.on('open', () => own.send(hello))
    own.on('message', (data) => {
      heardMs = performance.now()
      if (own === socket && !isOver) take(JSON.parse(String(data)))
    })
    own.on('error', () => undefined)
    own.on('close', (code) => {
      clearInterval(watch)
      lastOpenMs = 0
      if (isOver) return
      reader.codes.set(code, (reader.codes.get(code) ?? 0) + 1)
      reader.reconnects++
      at = patienceMs === undefined ? at + 1 : randomInt(urls.length)
      setTimeout(connect, AGAIN_MS * (0.5 + Math.random()))
    })
  }
  connect()
  return reader
}
