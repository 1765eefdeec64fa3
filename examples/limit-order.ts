// Signs a limit order with viem, places it and follows it to its end.
// npx node examples/limit-order.ts [http://localhost:4000] [you@example.com] [BUY or SELL] [price] [quantity] [market]
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { createClient } from 'graphql-ws'
import { parseUnits, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import * as api from './generated/graphql.ts'
import { join, socketUrl, url } from './join.ts'

const [, , , , side = 'BUY', price = '1.25', quantity = '10', symbol = 'CXPT-USDC'] = process.argv
if (side !== 'BUY' && side !== 'SELL') throw new Error('The third argument is BUY or SELL.')
const authorization = `Bearer ${await join()}`

async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const body = JSON.stringify({ query: print(document), variables })
  const headers = { 'content-type': 'application/json', authorization }
  const { data, errors } = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as {
    data: Data
    errors?: { message: string }[]
  }
  if (errors) throw new Error(errors[0]!.message)
  return data
}

const { viewer, signingDomain } = await ask(api.SigningSetupDocument, {})
const { types: text, verifyingContract, ...rest } = signingDomain
const domain = { ...rest, verifyingContract: verifyingContract as `0x${string}` }
const types = JSON.parse(text) as Record<string, { name: string; type: string }[]>
// A wallet that is forgotten when the program ends; keep the key where you want to trade again.
const account = privateKeyToAccount((process.env.PRIVATE_KEY as `0x${string}` | undefined) ?? generatePrivateKey())
const newSalt = () => BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)

const expiry = BigInt(Math.floor(Date.now() / 1000) + 600)
const link = { wallet: account.address, account: viewer!.id, expiry, salt: newSalt() }
const { linkWallet } = await ask(api.LinkWalletDocument, {
  input: {
    wallet: link.wallet,
    expiresAt: new Date(Number(expiry) * 1000).toISOString(),
    salt: link.salt.toString(),
    signature: await account.signTypedData({ domain, types, primaryType: 'LinkWallet', message: link }),
  },
})
if (linkWallet.userErrors.length > 0) throw new Error(linkWallet.userErrors[0]!.message)

const salt = newSalt()
const signature = await account.signTypedData({
  domain,
  types,
  primaryType: 'Order',
  message: {
    trader: account.address,
    market: symbol,
    side,
    type: 'LIMIT',
    price: parseUnits(price, 6),
    stopPrice: 0n,
    quantity: parseUnits(quantity, 8),
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    selfTrade: 'EXPIRE_TAKER',
    expiry: 0n,
    clientOrderId: '',
    replaces: zeroHash,
    salt,
  },
})

// The stream is open before the order is placed, so that nothing of it is missed.
const client = createClient({
  url: socketUrl,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  connectionParams: { authorization },
})
const moves = client.iterate<api.OrderMovesSubscription>({ query: print(api.OrderMovesDocument) })
await moves.next()
const input = { symbol, side, price, quantity, trader: account.address, salt: salt.toString(), signature } as const
const { placeOrder } = await ask(api.PlaceLimitOrderDocument, { input })
if (!placeOrder.order) throw new Error(placeOrder.userErrors[0]!.message)
const { id } = placeOrder.order

// The stream tells every state in its order; the answer above is one of them.
for (let over = false; !over; ) {
  const { value, done } = await moves.next()
  if (done) break
  const order = value.data?.traderUpdated.orders.find((one) => one.id === id)
  if (!order || order.status === 'PENDING') continue
  const { status, reason, filledQuantity } = order
  console.log(`${id.slice(0, 10)}… ${status}${reason ? ` (${reason})` : ''}, ${filledQuantity} of ${quantity} filled`)
  over = !['OPEN', 'PARTIALLY_FILLED'].includes(status)
}
await client.dispose()
