/** Commands per second of the pure book, against another order book in JavaScript on the same stream; the books end the same. */
import { OrderBook as Peer, Side } from 'nodejs-order-book'
import { type InboxCommand, MarketBook } from '../../src/matching/market-book.ts'
import type { BookCommand, Order } from '../../src/matching/order.ts'
import { OrderBook } from '../../src/matching/order-book.ts'
import { type Extent, median, progress, ratioOf, type Row, whole } from '../row.ts'

const COMMANDS = 300_000
/** A book is never measured below so many resting orders. */
const RESTING_MIN = 500
const OWNERS = 1_000

/** Two of five commands cancel, a quarter of the orders takes, the others rest within fifty ticks of a price that wanders. */
function stream(size: number): BookCommand[] {
  let seed = 12_345
  const chance = (limit: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((seed / 2 ** 32) * limit)
  }
  const commands: BookCommand[] = []
  const resting: string[] = []
  let middle = 10_000
  for (let index = 0; index < size; index++) {
    if (index % 50 === 0) middle += chance(3) - 1
    if (chance(100) < 40 && resting.length > RESTING_MIN) {
      const place = chance(resting.length)
      const id = resting[place]!
      resting[place] = resting.at(-1)!
      resting.pop()
      commands.push({ kind: 'CANCEL', id, reason: 'REQUESTED' })
      continue
    }
    const takes = chance(4) === 0
    const [side, sign] = chance(2) === 0 ? (['BUY', 1] as const) : (['SELL', -1] as const)
    const price = middle + sign * (takes ? 5 : -1 - chance(50))
    const id = `order ${index}`
    if (!takes) resting.push(id)
    commands.push({ kind: 'PLACE', order: limitOrder(id, side, price, 1 + chance(20), takes, `owner ${chance(OWNERS)}`) })
  }
  return commands
}

const limitOrder = (id: string, side: Order['side'], price: number, quantity: number, takes: boolean, owner: string): Order => ({
  id,
  owner,
  side,
  type: 'LIMIT',
  quantity,
  price,
  stop: null,
  timeInForce: takes ? 'IOC' : 'GTC',
  postOnly: false,
  reduceOnly: false,
  selfTrade: 'NONE',
})

interface Ran {
  readonly perSecond: number
  /** Prices and lots of both sides, best first. */
  readonly depth: string
}

/** Runs `apply` over everything that was prepared; only that is measured. */
function timed<Command>(commands: readonly Command[], apply: (command: Command) => void, depth: () => unknown): Ran {
  const startedMs = performance.now()
  for (const command of commands) apply(command)
  return { perSecond: (commands.length * 1_000) / (performance.now() - startedMs), depth: JSON.stringify(depth()) }
}

const depthOf = (book: Pick<OrderBook, 'depth'>) =>
  (['SELL', 'BUY'] as const).map((side) => book.depth(side, COMMANDS).map(({ price, quantity }) => [price, quantity]))

function runBook(commands: readonly BookCommand[]): Ran {
  const book = new OrderBook()
  return timed(
    commands,
    (command) => book.apply(command),
    () => depthOf(book),
  )
}

function runMarket(commands: readonly BookCommand[]): Ran {
  const rules = { feeBps: 50, bandBps: 10_000, breakerBps: 10_000, breakerWindowMs: 60_000, referencePrice: 10_000 }
  const grid = { tickSizeMicros: 10_000n, lotSizeUnits: 10_000n, minNotionalMicros: 0n }
  const book = new MarketBook()
  book.apply({ kind: 'MARKET', rules: { status: 'ACTIVE', ...grid, ...rules }, number: 1, atMs: 0 })
  const numbered = commands.map((command, index): InboxCommand => ({ ...command, number: index + 2, atMs: index }))
  return timed(
    numbered,
    (command) => book.apply(command),
    () => depthOf(book),
  )
}

type PeerOrder = Parameters<Peer['limit']>[0]

function runPeer(commands: readonly BookCommand[]): Ran {
  const book = new Peer()
  const prepared = commands.map((command) => {
    if (command.kind !== 'PLACE') return (command as { id: string }).id
    const { id, side, quantity: size, price, timeInForce } = command.order
    // Its names of the times in force are an enum that it does not export.
    return { id, side: side === 'BUY' ? Side.BUY : Side.SELL, size, price, timeInForce } as unknown as PeerOrder
  })
  const apply = (command: (typeof prepared)[number]) => {
    if (typeof command === 'string') book.cancel(command)
    else book.limit(command)
  }
  return timed(prepared, apply, () => {
    const [asks, bids] = book.depth()
    return [asks, bids].map((side, index) => side.toSorted((a, b) => (index === 0 ? a[0] - b[0] : b[0] - a[0])))
  })
}

export async function bookRows({ rounds, isFull }: Extent): Promise<Row[]> {
  const commands = stream(isFull ? 10 * COMMANDS : COMMANDS)
  const runs = { ours: [] as Ran[], market: [] as Ran[], theirs: [] as Ran[] }
  for (let round = 0; round <= rounds + 2; round++) {
    progress(`order book: ${round < 3 ? 'warming up' : `round ${round - 2} of ${rounds}`}`)
    runs.theirs.push(runPeer(commands))
    runs.ours.push(runBook(commands))
    runs.market.push(runMarket(commands))
  }
  const depths = new Set(Object.values(runs).flatMap((each) => each.map(({ depth }) => depth)))
  if (depths.size !== 1) throw new Error('the books do not end the same')
  const measured = (each: readonly Ran[]) => each.slice(3).map(({ perSecond }) => perSecond)
  const row = (path: string, ours: readonly number[], target: string): Row => ({
    path,
    ours: `${whole(median(ours))}/s`,
    peer: `nodejs-order-book: ${whole(median(measured(runs.theirs)))}/s; exchange-core's README, on its machine: 1,000,000/s and more`,
    ratio: ratioOf(ours, measured(runs.theirs)),
    target,
  })
  return [
    row('order book, pure, commands', measured(runs.ours), '≥ 5 ×'),
    row("order book with its market's rules, commands", measured(runs.market), '–'),
  ]
}
