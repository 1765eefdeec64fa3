/** The wallet of a bot and the session key that signs for it, linked through the public API. */
import { randomBytes } from 'node:crypto'
import { formatUnits, keccak256, parseUnits, stringToHex, type TypedData, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { Advice, type Api } from './api.ts'
import { BookBotKeyDocument, BookBotLinkDocument, BookBotSetupDocument, type BookBotSetupQuery } from './generated/graphql.ts'

const LINK_MS = 600_000
const SESSION_MS = 7 * 24 * 3_600_000
const PRICE_DECIMALS = 6
const QUANTITY_DECIMALS = 8

export interface Order {
  readonly type: 'LIMIT' | 'MARKET'
  readonly side: 'BUY' | 'SELL'
  /** Put on the market's grid: the limit, or the worst price. */
  readonly price: number
  readonly quantity: number
}

export interface BookWallet {
  readonly token: string
  readonly market: NonNullable<BookBotSetupQuery['market']>
  /** The order as placeOrder takes it. Only a limit order is post-only. */
  order(order: Order): Promise<Record<string, Record<string, unknown>>>
  cancel(orderId: string): Promise<{ orderId: string; symbol: string; trader: string; signature: string }>
}

const salt = (): bigint => BigInt(`0x${randomBytes(16).toString('hex')}`)

/** The nearest multiple of a step, at least one. Bots think in floats; what they sign is exact. */
function onGrid(value: number, step: string, decimals: number): bigint {
  const size = parseUnits(step, decimals)
  const steps = BigInt(Math.round(value / Number(step)))
  return (steps > 0n ? steps : 1n) * size
}

const moment = (ms: number) => {
  const expiry = Math.floor((Date.now() + ms) / 1000)
  return { expiry: BigInt(expiry), expiresAt: new Date(expiry * 1000).toISOString() }
}

function agreed(name: string, userErrors: readonly { readonly message: string }[]): void {
  if (userErrors.length > 0) throw new Advice(`A bot may not ${name}: ${userErrors[0]!.message}`)
}

export async function openWallet(api: Api, token: string, symbol: string): Promise<BookWallet> {
  const { viewer, signingDomain, market } = await api.ask(BookBotSetupDocument, { symbol }, token)
  if (!market || !viewer) throw new Advice(`There is no market "${symbol}": name others with --markets.`)
  const { types: text, verifyingContract, ...rest } = signingDomain
  const domain = { ...rest, verifyingContract: verifyingContract as `0x${string}` }
  const types = JSON.parse(text) as TypedData
  // The same account has the same wallet again, whenever the bots come back. It is worth nothing, and no secret.
  const wallet = privateKeyToAccount(keccak256(stringToHex(`the wallet of the bot ${viewer.id}`)))
  const key = privateKeyToAccount(generatePrivateKey())
  const sign = (by: typeof key, primaryType: string, message: Record<string, unknown>) =>
    by.signTypedData({ domain, types, primaryType, message })
  const trader = wallet.address

  const link = { wallet: trader, salt: salt(), ...moment(LINK_MS) }
  const linkSignature = await sign(wallet, 'LinkWallet', { ...link, account: viewer.id })
  const { linkWallet } = await api.ask(
    BookBotLinkDocument,
    { input: { wallet: trader, salt: String(link.salt), expiresAt: link.expiresAt, signature: linkSignature } },
    token,
  )
  agreed('link its wallet', linkWallet.userErrors)
  const terms = { wallet: trader, key: key.address, scope: 'TRADE', salt: salt(), ...moment(SESSION_MS) } as const
  const { expiry: _, ...named } = terms
  const signature = await sign(wallet, 'SessionKey', terms)
  const input = { ...named, salt: String(terms.salt), signature }
  agreed('sign by a key', (await api.ask(BookBotKeyDocument, { input }, token)).authoriseSessionKey.userErrors)

  return {
    token,
    market,
    async order({ type, side, price, quantity }) {
      const [micros, units] = [
        onGrid(price, market.tickSize, PRICE_DECIMALS),
        onGrid(quantity, market.lotSize, QUANTITY_DECIMALS),
      ]
      const isLimit = type === 'LIMIT'
      const own = { trader, side, timeInForce: isLimit ? 'GTC' : 'IOC', salt: salt() }
      const none = {
        stopPrice: 0n,
        reduceOnly: false,
        selfTrade: 'EXPIRE_TAKER',
        expiry: 0n,
        clientOrderId: '',
        replaces: zeroHash,
      }
      const message = { ...own, ...none, market: symbol, type, price: micros, quantity: units, postOnly: isLimit }
      const said = { ...own, symbol, salt: String(own.salt), quantity: formatUnits(units, QUANTITY_DECIMALS) }
      const written = formatUnits(micros, PRICE_DECIMALS)
      const priced = isLimit ? { price: written, postOnly: true } : { worstPrice: written }
      return { [isLimit ? 'limit' : 'market']: { ...said, ...priced, signature: await sign(key, 'Order', message) } }
    },
    async cancel(orderId) {
      const message = { trader, market: symbol, orderId, clientOrderId: '' }
      return { orderId, symbol, trader, signature: await sign(key, 'CancelOrder', message) }
    },
  }
}
