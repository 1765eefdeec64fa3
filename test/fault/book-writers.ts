/**
 * Recorded traders of the order book: each order is signed once and sent, on one server after the other, until it is known
 * what became of it. The same signed message twice is one order, so that no key is needed.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { orderInput, ORDER_FIELDS } from '../support/order-book.ts'
import { linkInput, orderMessage, testWallet, type TestWallet } from '../support/wallets.ts'
import { type AnyData, ask, insist, signIn } from './asking.ts'

export const SYMBOL = 'CXPT-USDC'

export interface OrderIntent {
  readonly salt: bigint
  readonly side: 'BUY' | 'SELL'
  /** Ticks of 0.01 USDC, lots of 0.001. */
  readonly price: number
  readonly lots: number
  outcome: 'UNKNOWN' | 'TAKEN IN' | 'REFUSED'
  id: string | null
  attempts: number
}

export interface OrderLog {
  readonly intents: OrderIntent[]
  readonly complaints: string[]
}

interface BookTrader {
  token: string
  readonly name: string
  readonly wallet: TestWallet
}

const ERRORS = 'userErrors { code message }'
const PLACE = `mutation ($input: PlaceOrderInput!) { result: placeOrder(input: $input) { order { ${ORDER_FIELDS} } ${ERRORS} } }`
const SAVE_MARKET = `mutation ($input: SaveMarketInput!) { result: saveMarket(input: $input) { ${ERRORS} } }`
const SET_STATUS = `mutation ($input: SetMarketStatusInput!) { result: setMarketStatus(input: $input) { ${ERRORS} } }`
const LINK = `mutation ($input: LinkWalletInput!) { result: linkWallet(input: $input) { ${ERRORS} } }`
const CREDIT = `mutation ($input: CreditBalanceInput!) { result: creditBalance(input: $input) { ${ERRORS} } }`
const RULES = { tickSize: '0.01', lotSize: '0.001', minNotional: '0.01', referencePrice: '1.5' }
const TRADERS = 4
const RETRYABLE = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED']

/** Lists and opens the market, and gives its traders more than they can spend. */
export async function openBook(urls: readonly string[]): Promise<BookTrader[]> {
  const admin = await signIn(urls, 'organiser@example.com', true)
  const say = async (query: string, input: object, token = admin) => {
    const { result } = await insist(urls, query, { input }, token)
    if (result.userErrors.length > 0) throw new Error(JSON.stringify(result.userErrors))
  }
  const keyed = (input: object) => ({ ...input, idempotencyKey: randomUUID() })
  await say(SAVE_MARKET, keyed({ symbol: SYMBOL, ...RULES, feeBps: 25, bandBps: 10_000, breakerBps: 10_000 }))
  await say(SET_STATUS, keyed({ symbol: SYMBOL, status: 'ACTIVE' }))
  const traders: BookTrader[] = []
  for (let index = 0; index < TRADERS; index++) {
    const name = `book-${index}@example.com`
    const token = await signIn(urls, name)
    const { viewer } = await insist(urls, '{ viewer { id } }', {}, token)
    const wallet = testWallet(name)
    await say(LINK, linkInput(wallet, viewer.id), token)
    for (const asset of ['USDC', 'CXPT']) await say(CREDIT, keyed({ traderId: viewer.id, asset, amount: '1000000' }))
    traders.push({ token, name, wallet })
  }
  return traders
}

export function startBookWriters(urls: readonly string[], traders: readonly BookTrader[]) {
  const log: OrderLog = { intents: [], complaints: [] }
  const state = { isOver: false, giveUpMs: Number.POSITIVE_INFINITY }
  const running = traders.map(async (trader, index) => {
    for (let at = index; !state.isOver; at++) {
      await settle(urls, trader, log, state, at)
      await sleep(randomInt(20, 60))
    }
  })
  return {
    log,
    async stop(withinMs: number): Promise<void> {
      state.isOver = true
      state.giveUpMs = performance.now() + withinMs
      await Promise.all(running)
    },
  }
}

/** One order, until it is known; one in six is sent to all servers at the same moment. */
async function settle(urls: readonly string[], trader: BookTrader, log: OrderLog, state: { giveUpMs: number }, first: number) {
  const { wallet } = trader
  const [price, lots] = [randomInt(145, 156), randomInt(10, 5_000)]
  const side = randomInt(2) === 0 ? 'BUY' : 'SELL'
  const message = orderMessage(wallet.address, {
    side,
    price: BigInt(price) * 10_000n,
    quantity: BigInt(lots) * 100_000n,
    timeInForce: randomInt(4) === 0 ? 'IOC' : 'GTC',
    selfTrade: 'EXPIRE_MAKER',
  })
  const input = orderInput(message, wallet.sign('Order', message))
  const intent: OrderIntent = { salt: message.salt, side, price, lots, outcome: 'UNKNOWN', id: null, attempts: 0 }
  log.intents.push(intent)
  for (let at = first; intent.outcome === 'UNKNOWN' && performance.now() < state.giveUpMs; at++) {
    const asked = randomInt(6) === 0 ? urls : [urls[at % urls.length]!]
    const answers = await Promise.all(asked.map((url) => attempt(urls, url, trader, input, log, intent)))
    for (const result of answers.filter((answer) => answer !== null)) {
      intent.outcome = result.order ? 'TAKEN IN' : 'REFUSED'
      if (intent.id !== null && intent.id !== result.order?.id)
        log.complaints.push(`${intent.id} was also ${JSON.stringify(result)}`)
      intent.id = result.order?.id ?? null
      if (!result.order) log.complaints.push(`an order was refused: ${JSON.stringify(result.userErrors)}`)
    }
    if (intent.outcome === 'UNKNOWN') await sleep(50 + randomInt(100))
  }
}

async function attempt(
  urls: readonly string[],
  url: string,
  trader: BookTrader,
  input: object,
  log: OrderLog,
  intent: OrderIntent,
): Promise<AnyData> {
  intent.attempts++
  const answer = await ask(url, PLACE, { input }, { token: trader.token, timeoutMs: 5_000 })
  if (answer.kind === 'DATA') return answer.data.result
  if (answer.kind === 'NOTHING') return null
  if (!RETRYABLE.includes(answer.code)) log.complaints.push(`placeOrder was shown ${answer.code}: ${answer.message}`)
  if (answer.code === 'UNAUTHENTICATED') trader.token = await signIn(urls, trader.name)
  return null
}
