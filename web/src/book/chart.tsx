/** The candles of a market, carried on by its trades. The charting library is loaded when first shown. */
import { createEffect, createSignal, type JSX, on, onCleanup, onMount } from 'solid-js'
import { BookCandlesDocument, type CandleInterval } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { onBackAgain } from '../lib/live.ts'
import { readStored, writeStored } from '../lib/stored.ts'
import { type Candle, type Drawing, INTERVALS, msOf, withMove } from '../page/chart-data.ts'
import { Choice } from '../ui/choice.tsx'
import { isDark, theme } from '../ui/theme.ts'
import type { Feed } from './feed.ts'

const CANDLES_READ = 300
/** The minute is the smallest that a book keeps. */
const OFFERED = INTERVALS.filter(({ ms }) => ms >= 60_000)

const [interval, setIntervalSignal] = createSignal<CandleInterval>(readStored<CandleInterval>('book.interval', 'ONE_MINUTE'))

export function BookChart(props: { symbol: string; feed: Feed }): JSX.Element {
  let place!: HTMLDivElement
  let drawing: Drawing | null = null
  let isOver = false
  const [candles, setCandles] = createSignal<readonly Candle[]>([])

  async function read(): Promise<void> {
    const [own, ownInterval] = [props.symbol, interval()]
    const from = new Date(Date.now() - CANDLES_READ * msOf(ownInterval)).toISOString()
    const { marketCandles } = await ask(BookCandlesDocument, { symbol: own, interval: ownInterval, from })
    if (isOver || own !== props.symbol || ownInterval !== interval()) return
    setCandles(marketCandles)
    drawing?.show(marketCandles, true)
  }

  onMount(() => {
    void import('../page/chart-drawing.ts').then(({ createDrawing }) => {
      if (isOver) return
      drawing = createDrawing(place, { onHover: () => {} })
      drawing.draw('candles', candles())
    })
    onCleanup(() => {
      isOver = true
      drawing?.remove()
    })
  })
  onCleanup(
    props.feed.onTrade(({ price, at }) => {
      const next = withMove(candles(), { currentPrice: price, updatedAt: at }, msOf(interval()))
      if (next === null) return
      const grown = next.length - candles().length
      setCandles(next)
      drawing?.show(next, grown > 1)
    }),
  )
  onBackAgain(() => void read().catch(() => {}))
  createEffect(on([() => props.symbol, interval], () => void read().catch(() => {})))
  createEffect(on([isDark, theme], () => drawing?.paint(), { defer: true }))

  return (
    <figure class="chart card">
      <div class="chart-tools">
        <Choice
          label="Interval"
          options={OFFERED}
          value={interval()}
          onChange={(value) => (setIntervalSignal(value), writeStored('book.interval', value))}
        />
      </div>
      <div
        class="chart-place"
        role="img"
        aria-label={`Candles of ${props.symbol}; the last price is ${candles().at(-1)?.close ?? 'none'}`}
        ref={place}
        data-last={candles().at(-1)?.close}
      />
    </figure>
  )
}
