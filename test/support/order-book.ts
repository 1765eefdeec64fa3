/** Traders and markets of the order book for specs: wallets that sign, cash to trade with, and orders in two words. */
import { formatScaled } from '../../src/money/decimal.ts'
import { momentOf, type OrderMessage } from '../../src/wallets/typed-data.ts'
import type { AnyData, TestApp } from './app.ts'
import { linkInput, orderMessage, testWallet, type TestWallet } from './wallets.ts'

/** Somebody's door to the exchange. */
export type Door = Pick<TestApp, 'ask' | 'token'>

export interface BookTrader {
  readonly token: string
  readonly id: string
  readonly wallet: TestWallet
}

const USER_ERRORS = 'userErrors { __typename code message path }'

async function accepted(answer: Promise<AnyData>): Promise<AnyData> {
  const [result] = Object.values((await answer) as Record<string, AnyData>)
  if (result.userErrors.length > 0) throw new Error(JSON.stringify(result.userErrors))
  return result
}

/** Lists CXPT-USDC, or another market, and opens it: ticks of 0.01 USDC, lots of 0.001, no fee unless one is asked for. */
export async function openMarket(app: Door, changes: Record<string, unknown> = {}): Promise<string> {
  const token = await app.token('admin@example.com', { admin: true })
  const input = {
    symbol: 'CXPT-USDC',
    tickSize: '0.01',
    lotSize: '0.001',
    minNotional: '0.1',
    referencePrice: '1.5',
    feeBps: 0,
    bandBps: 10_000,
    breakerBps: 10_000,
    ...changes,
  }
  await accepted(
    app.ask(`mutation ($input: SaveMarketInput!) { saveMarket(input: $input) { ${USER_ERRORS} } }`, { input }, { token }),
  )
  await setMarketStatus(app, input.symbol, 'ACTIVE')
  return input.symbol
}

export async function setMarketStatus(app: Door, symbol: string, status: string): Promise<void> {
  const token = await app.token('admin@example.com', { admin: true })
  const source = `mutation ($input: SetMarketStatusInput!) { setMarketStatus(input: $input) { ${USER_ERRORS} } }`
  await accepted(app.ask(source, { input: { symbol, status } }, { token }))
}

/** Someone who signed in, with a linked wallet and what `funds` says, by asset. */
export async function bookTrader(app: Door, name: string, funds: Record<string, string> = {}): Promise<BookTrader> {
  const token = await app.token(`${name}@example.com`)
  const { viewer } = await app.ask('{ viewer { id } }', {}, { token })
  const trader = { token, id: viewer.id, wallet: testWallet(name) }
  const source = `mutation ($input: LinkWalletInput!) { linkWallet(input: $input) { ${USER_ERRORS} } }`
  await accepted(app.ask(source, { input: linkInput(trader.wallet, viewer.id) }, { token }))
  for (const [asset, amount] of Object.entries(funds)) await credit(app, trader, asset, amount)
  return trader
}

export async function credit(app: Door, { id }: Pick<BookTrader, 'id'>, asset: string, amount: string): Promise<void> {
  const token = await app.token('admin@example.com', { admin: true })
  const source = `mutation ($input: CreditBalanceInput!) { creditBalance(input: $input) { ${USER_ERRORS} } }`
  await accepted(app.ask(source, { input: { traderId: id, asset, amount } }, { token }))
}

const NAMES = { LIMIT: 'limit', MARKET: 'market', STOP: 'stop', STOP_LIMIT: 'stopLimit' } as const

/** The input of placeOrder for a signed message: everything that the message says, and the signature. */
export function orderInput(message: OrderMessage, signature: string): Record<string, unknown> {
  const type = message.type as keyof typeof NAMES
  const price = formatScaled(message.price, 6)
  const input = {
    symbol: message.market,
    side: message.side,
    quantity: formatScaled(message.quantity, 8),
    timeInForce: message.timeInForce,
    reduceOnly: message.reduceOnly,
    selfTradePrevention: message.selfTrade,
    ...(message.expiry > 0n ? { expiresAt: momentOf(message.expiry).toISOString() } : {}),
    ...(message.clientOrderId ? { clientOrderId: message.clientOrderId } : {}),
    ...(message.stopPrice > 0n ? { stopPrice: formatScaled(message.stopPrice, 6) } : {}),
    ...(type === 'LIMIT' || type === 'STOP_LIMIT' ? { price, postOnly: message.postOnly } : { worstPrice: price }),
    trader: message.trader,
    salt: message.salt.toString(),
    signature,
  }
  return { [NAMES[type]]: input }
}

/** A signed order as placeOrder takes it; prices and quantities are in the units that are signed. */
export function signedOrder({ wallet }: BookTrader, changes: Partial<OrderMessage> = {}, signer: TestWallet = wallet) {
  const message = orderMessage(wallet.address, changes)
  return orderInput(message, signer.sign('Order', message))
}

export const ORDER_FIELDS =
  'id symbol side type quantity price stopPrice status reason filledQuantity remainingQuantity averagePrice filledNotional fees held heldAsset sequence replacedBy'

export const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { ${ORDER_FIELDS} } userErrors { __typename code message path } }
}`

/** Places a signed order and answers the payload. */
export async function place(app: Door, trader: BookTrader, changes: Partial<OrderMessage> = {}): Promise<AnyData> {
  const { placeOrder } = await app.ask(PLACE, { input: signedOrder(trader, changes) }, { token: trader.token })
  return placeOrder
}

/** Places an order that is taken in. */
export async function placed(app: Door, trader: BookTrader, changes: Partial<OrderMessage> = {}): Promise<AnyData> {
  const { order, userErrors } = await place(app, trader, changes)
  if (!order) throw new Error(JSON.stringify(userErrors))
  return order
}

/** Total, held and available by asset. */
export async function balancesOf(app: Door, { token }: BookTrader): Promise<Record<string, string>> {
  const { balances } = await app.ask('{ balances { asset total held available } }', {}, { token })
  return Object.fromEntries(balances.map((b: AnyData) => [b.asset, `${b.total} − ${b.held} = ${b.available}`]))
}

/** USDC per whole unit and whole units, as they are signed. */
export const usdc = (text: string): bigint => scaled(text, 6)
export const units = (text: string): bigint => scaled(text, 8)

function scaled(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}
