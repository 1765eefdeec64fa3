/**
 * What traders of the order book do. Each message is signed once and sent, on one server after the other or on all at once,
 * until it is known what became of it: the same signed message twice is one order and one cancel, so that no key is needed.
 */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OrderMessage } from '../../src/wallets/typed-data.ts'
import { ORDER_FIELDS, orderInput } from '../support/order-book.ts'
import { freshSalt, inSeconds, orderMessage } from '../support/wallets.ts'
import { type AnyData, ask, signIn } from './asking.ts'
import { type BookTrader, type OrderIntent, SYMBOL, type Trading } from './book-market.ts'

const ERRORS = 'userErrors { code message }'
const ORDER = `order { ${ORDER_FIELDS} }`
const PLACE = `mutation ($input: PlaceOrderInput!) { result: placeOrder(input: $input) { ${ORDER} ${ERRORS} } }`
const REPLACE = `mutation ($input: ReplaceOrderInput!) { result: replaceOrder(input: $input) { ${ORDER} ${ERRORS} } }`
const CANCEL = `mutation ($input: CancelOrderInput!) { result: cancelOrder(input: $input) { ${ORDER} ${ERRORS} } }`
const CANCEL_ALL = `mutation ($input: CancelOrdersInput!) { result: cancelOrders(input: $input) { ${ERRORS} } }`
const SWITCH = `mutation ($input: DeadMansSwitchInput!) { result: setDeadMansSwitch(input: $input) { ${ERRORS} } }`
const RETRYABLE = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED']
const TIMEOUT_MS = 5_000
const ALL_AT_ONCE_ONE_IN = 6
export const SWITCH_SECONDS = 5

export const placeOne = (trading: Trading, trader: BookTrader, at: number): Promise<void> =>
  settle(trading, trader, { timeInForce: randomInt(4) === 0 ? 'IOC' : 'GTC' }, null, at)

/** A replace is refused where the old order has ended, and REJECTED where it ends before the matcher comes to it. */
export async function replaceOne(trading: Trading, trader: BookTrader, old: OrderIntent, at: number): Promise<void> {
  await settle(trading, trader, { side: old.side, replaces: old.id as OrderMessage['replaces'] }, old.id!, at)
  trading.log.counts.replaces++
}

/** One order, until it is known what became of it. */
async function settle(
  trading: Trading,
  trader: BookTrader,
  changes: Partial<OrderMessage>,
  replaced: string | null,
  at: number,
): Promise<void> {
  const { log } = trading
  const [price, lots] = [randomInt(145, 156), randomInt(10, 5_000)]
  const message = orderMessage(trader.wallet.address, {
    side: randomInt(2) === 0 ? 'BUY' : 'SELL',
    price: BigInt(price) * 10_000n,
    quantity: BigInt(lots) * 100_000n,
    selfTrade: 'EXPIRE_MAKER',
    ...changes,
  })
  const order = orderInput(message, trader.wallet.sign('Order', message))
  const side = message.side as OrderIntent['side']
  const intent: OrderIntent = { salt: message.salt, side, price, lots, outcome: 'UNKNOWN', id: null, attempts: 0 }
  log.intents.push(intent)
  const [document, input] = replaced === null ? [PLACE, order] : [REPLACE, { orderId: replaced, order }]
  const { results, attempts } = await untilKnown(trading, trader, document, input, at)
  intent.attempts = attempts
  for (const result of results) {
    intent.outcome = result.order ? 'TAKEN IN' : 'REFUSED'
    if (intent.id !== null && intent.id !== result.order?.id)
      log.complaints.push(`${intent.id} was also ${JSON.stringify(result)}`)
    intent.id = result.order?.id ?? null
    if (!result.order && (replaced === null || result.userErrors[0]?.code !== 'ORDER_NOT_OPEN'))
      log.complaints.push(`an order was refused: ${JSON.stringify(result.userErrors)}`)
  }
  if (intent.id !== null) trader.open.set(intent.id, intent)
  if (replaced !== null && intent.outcome === 'REFUSED') hasEnded(trading, trader, replaced, 'replaceOrder, which was refused')
}

export async function cancelOne(trading: Trading, trader: BookTrader, { id }: OrderIntent, at: number): Promise<void> {
  const message = { trader: trader.wallet.address, market: SYMBOL, orderId: id as OrderMessage['replaces'], clientOrderId: '' }
  const signature = trader.wallet.sign('CancelOrder', message)
  const input = { trader: message.trader, symbol: SYMBOL, orderId: id, signature }
  const { results } = await untilKnown(trading, trader, CANCEL, input, at)
  for (const { userErrors } of results) {
    if (userErrors.length > 0 && userErrors[0].code !== 'ORDER_NOT_OPEN')
      trading.log.complaints.push(`a cancel was refused: ${JSON.stringify(userErrors)}`)
    hasEnded(trading, trader, id!, 'cancelOrder')
  }
  trading.log.counts.cancels++
}

export async function cancelAll(trading: Trading, trader: BookTrader, at: number): Promise<void> {
  const before = [...trader.open.keys()]
  const { expiry, expiresAt } = inSeconds(3_600)
  const message = { trader: trader.wallet.address, market: SYMBOL, side: '', expiry, salt: freshSalt() }
  const signature = trader.wallet.sign('CancelOrders', message)
  const input = { trader: message.trader, symbol: SYMBOL, expiresAt, salt: `${message.salt}`, signature }
  const { results } = await untilKnown(trading, trader, CANCEL_ALL, input, at)
  for (const { userErrors } of results) {
    if (userErrors.length > 0 && userErrors[0].code !== 'SIGNATURE_REUSED')
      trading.log.complaints.push(`a cancel of all was refused: ${JSON.stringify(userErrors)}`)
    for (const id of before) hasEnded(trading, trader, id, 'cancelOrders')
  }
  trading.log.counts.cancels++
}

/** Where the servers are away for longer than it stands, it cancels everything: later cancels find orders that have ended. */
export async function setSwitch(trading: Trading, trader: BookTrader, at: number): Promise<void> {
  const { results } = await untilKnown(trading, trader, SWITCH, { seconds: SWITCH_SECONDS }, at)
  for (const { userErrors } of results)
    if (userErrors.length > 0) trading.log.complaints.push(`a dead man's switch was refused: ${JSON.stringify(userErrors)}`)
}

function hasEnded({ log }: Trading, trader: BookTrader, id: string, how: string): void {
  trader.open.delete(id)
  log.ended.set(id, how)
}

/** Every answer of the first attempt that had one; none where time was over before. */
async function untilKnown(trading: Trading, trader: BookTrader, document: string, input: object, first: number) {
  const { urls, state } = trading
  let attempts = 0
  for (let at = first; performance.now() < state.giveUpMs; at++) {
    const asked = randomInt(ALL_AT_ONCE_ONE_IN) === 0 ? urls : [urls[at % urls.length]!]
    attempts += asked.length
    const answers = await Promise.all(asked.map((url) => attempt(trading, url, trader, document, input)))
    const results = answers.filter((answer) => answer !== null)
    if (results.length > 0) return { results, attempts }
    await sleep(50 + randomInt(100))
  }
  return { results: [], attempts }
}

async function attempt(
  { urls, log }: Trading,
  url: string,
  trader: BookTrader,
  document: string,
  input: object,
): Promise<AnyData> {
  const answer = await ask(url, document, { input }, { token: trader.token, timeoutMs: TIMEOUT_MS })
  if (answer.kind === 'DATA') return answer.data.result
  if (answer.kind === 'NOTHING') return null
  if (!RETRYABLE.includes(answer.code)) log.complaints.push(`a trader was shown ${answer.code}: ${answer.message}`)
  if (answer.code === 'UNAUTHENTICATED') trader.token = await signIn(urls, trader.name)
  return null
}
