/** The market of the order book that runs use, its traders, and what they log. */
import { randomUUID } from 'node:crypto'
import { linkInput, testWallet, type TestWallet } from '../support/wallets.ts'
import { insist, signIn } from './asking.ts'

export const SYMBOL = 'CXPT-USDC'

/** An order that was signed once, however often it was sent. */
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
  /** Orders of which it was acknowledged that they are cancelled, or had ended before, and by what. */
  readonly ended: Map<string, string>
  /** Cancels and replaces of which an outcome was learned. */
  readonly counts: { cancels: number; replaces: number }
  readonly complaints: string[]
}

export interface BookTrader {
  token: string
  readonly name: string
  readonly wallet: TestWallet
  /** Of orders that were taken in and not known to have ended. */
  readonly open: Map<string, OrderIntent>
  /** Renews a dead man's switch, and falls silent when the run is over. */
  readonly hasSwitch: boolean
}

/** What the traders of one run share. */
export interface Trading {
  readonly urls: readonly string[]
  readonly log: OrderLog
  readonly state: { isOver: boolean; giveUpMs: number }
}

const ERRORS = 'userErrors { code message }'
const SAVE_MARKET = `mutation ($input: SaveMarketInput!) { result: saveMarket(input: $input) { ${ERRORS} } }`
const SET_STATUS = `mutation ($input: SetMarketStatusInput!) { result: setMarketStatus(input: $input) { ${ERRORS} } }`
const LINK = `mutation ($input: LinkWalletInput!) { result: linkWallet(input: $input) { ${ERRORS} } }`
const CREDIT = `mutation ($input: CreditBalanceInput!) { result: creditBalance(input: $input) { ${ERRORS} } }`
const RULES = { tickSize: '0.01', lotSize: '0.001', minNotional: '0.01', referencePrice: '1.5' }
const TRADERS = 4

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
    traders.push({ token, name, wallet, open: new Map(), hasSwitch: index === 0 })
  }
  return traders
}
