/**
 * A signed order over HTTP until its fill is durable: signature, intake, inbox, matcher, ledger and the answer. Server, Postgres
 * and the load share the machine's cores. The rate rises until 95 of 100 orders no longer take less than 100 ms.
 */
import { bookTrader, type Door, openMarket as openBookMarket, placed, units, usdc } from '../../test/support/order-book.ts'
import { Child } from '../child.ts'
import type { OrderFigures, OrderLoad } from '../load/orders.ts'
import { openMarket } from '../market.ts'
import { type Extent, progress, type Row, tenths, whole } from '../row.ts'

const TAKERS = 64
const CONNECTIONS = 256
const P95_MAX_MS = 100
const RATE_FIRST = 200
const RISE = 1.25
const RATE_MAX = 20_000

/** The door of a server elsewhere, for what sets the stage. */
function doorOf(url: string): Door {
  const post = async (path: string, body: object, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
    return await (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  return {
    async token(email, { admin = false } = {}) {
      const { token } = (await post('/dev/token', { email, name: email, groups: admin ? ['admin'] : [] })) as { token: string }
      return token
    },
    async ask(query, variables, as) {
      const { data, errors } = (await post('/graphql', { query, variables }, as?.token)) as { data: never; errors?: unknown }
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
  }
}

/** Takers with cash, and one offer that is deep enough for all of them. */
async function setStage(door: Door): Promise<OrderLoad['takers']> {
  await openBookMarket(door, { feeBps: 50, minNotional: '0' })
  const maker = await bookTrader(door, 'maker', { CXPT: '100000000' })
  await placed(door, maker, { side: 'SELL', price: usdc('1.5'), quantity: units('90000000') })
  const names = Array.from({ length: TAKERS }, (_, n) => `taker ${n}`.replace(' ', '-'))
  return await Promise.all(
    names.map(async (name) => ({ name, token: (await bookTrader(door, name, { USDC: '10000000' })).token })),
  )
}

export async function orderRows({ roundMs }: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: 1, traders: 1 })
  const server = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: [] })
  const orders = await Child.start('load/orders.ts')
  const url = await server.ask<string>({ kind: 'url' })
  const load = { url, connections: CONNECTIONS, takers: await setStage(doorOf(url)), price: '1.5', forMs: roundMs }
  const at = async (perSecond: number): Promise<OrderFigures> => {
    const figures = await orders.ask<OrderFigures>({ kind: 'run', ...load, perSecond })
    progress(
      `signed orders, ${perSecond}/s: p50 ${tenths(figures.p50)} ms, p95 ${tenths(figures.p95)} ms, failed ${figures.failed}`,
    )
    return figures
  }
  for (const rate of [50, RATE_FIRST]) await at(rate)
  const quiet = await at(50)
  let [best, held] = [50, quiet]
  for (let rate = RATE_FIRST; rate < RATE_MAX; rate = Math.round(rate * RISE)) {
    const figures = await at(rate)
    if (figures.p95 >= P95_MAX_MS || figures.failed > 0) break
    ;[best, held] = [rate, figures]
  }
  for (const child of [orders, server]) await child.stop()
  await market.stop()
  if (held.failed > 0) throw new Error(`an order of the bench was not filled: ${held.sample}`)
  const text = ({ p50, p95 }: OrderFigures) => `p50 ${tenths(p50)} ms, p95 ${tenths(p95)} ms`
  return [
    {
      path: 'signed order over HTTP to its durable fill: the highest rate held',
      ours: `${whole(best)}/s: ${text(held)}`,
      peer: `at 50/s: ${text(quiet)}`,
      ratio: '',
      target: `p95 < ${P95_MAX_MS} ms`,
    },
  ]
}
