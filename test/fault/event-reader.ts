/** A recorded subscriber of tradeExecuted over server-sent events; like the readers over WebSockets it goes on with `after`. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Market } from './market.ts'
import { type Reader, TAPE, type TapeMessage } from './readers.ts'

/** A comment comes each 12 s. */
const SILENCE_MAX_MS = 15_000
const AGAIN_MS = 150

export function readTapeAsEvents(urls: readonly string[], market: Market, first: number): Reader<TapeMessage> {
  let after = market.firstCursor
  let isOver = false
  let isOpen = false
  let current = new AbortController()
  const reader = {
    name: `events-${first}`,
    messages: [] as TapeMessage[],
    reconnects: 0,
    complaints: [] as string[],
    codes: new Map<number, number>(),
    get isOpen() {
      return isOpen
    },
    stop() {
      isOver = true
      current.abort()
    },
  }

  function take(block: string): void {
    const line = block.split('\n').find((text) => text.startsWith('data: '))
    if (!line) return
    const { data, errors } = JSON.parse(line.slice('data: '.length))
    const code = errors?.[0]?.extensions?.code
    if (errors && code !== 'SERVICE_UNAVAILABLE') reader.complaints.push(`${reader.name} was shown ${JSON.stringify(errors)}`)
    if (!data?.message) return
    after = data.message.cursor
    reader.messages.push({ ...data.message, atMs: performance.now() })
  }

  /** Until the stream ends, fails or is silent. */
  async function follow(url: string): Promise<void> {
    const own = new AbortController()
    current = own
    let watch = setTimeout(() => own.abort(), SILENCE_MAX_MS)
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query: TAPE, variables: { eventId: market.eventId, after } }),
        signal: own.signal,
      })
      isOpen = response.ok
      let text = ''
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        clearTimeout(watch)
        watch = setTimeout(() => own.abort(), SILENCE_MAX_MS)
        const blocks = (text + chunk).split('\n\n')
        text = blocks.pop()!
        for (const block of blocks) take(block)
      }
    } finally {
      clearTimeout(watch)
      own.abort()
      isOpen = false
    }
  }

  async function run(): Promise<void> {
    for (let at = first; !isOver; at++) {
      await follow(urls[at % urls.length]!).catch(() => undefined)
      reader.reconnects++
      await sleep(AGAIN_MS)
    }
  }
  void run()
  return reader
}
