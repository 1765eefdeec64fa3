/** Recorded traders of the order book: what each of them does next, until the run is over. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelAll, cancelOne, placeOne, replaceOne, setSwitch } from './book-actions.ts'
import type { BookTrader, OrderLog, Trading } from './book-market.ts'

export function startBookWriters(urls: readonly string[], traders: readonly BookTrader[]) {
  const log: OrderLog = { intents: [], ended: new Map(), counts: { cancels: 0, replaces: 0 }, complaints: [] }
  const state = { isOver: false, giveUpMs: Number.POSITIVE_INFINITY }
  const trading = { urls, log, state }
  const running = traders.map(async (trader, index) => {
    for (let at = index; !state.isOver; at++) {
      await act(trading, trader, at)
      await sleep(randomInt(20, 60))
    }
    if (trader.hasSwitch) await setSwitch(trading, trader, 0)
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

async function act(trading: Trading, trader: BookTrader, at: number): Promise<void> {
  const chance = randomInt(20)
  const some = [...trader.open.values()][randomInt(trader.open.size + 1)]
  if (trader.hasSwitch && chance < 3) await setSwitch(trading, trader, at)
  else if (chance < 13 || !some) await placeOne(trading, trader, at)
  else if (chance < 16) await replaceOne(trading, trader, some, at)
  else if (chance < 19) await cancelOne(trading, trader, some, at)
  else await cancelAll(trading, trader, at)
}
