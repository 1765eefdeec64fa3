/** The price chart: line or candles, with a mark where something was announced. Its library is loaded when first shown. */
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, onMount, Show } from 'solid-js'
import { type CandleInterval, CandlesDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { changeBps, micros } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import { onBackAgain } from '../lib/live.ts'
import type { ProjectState } from '../lib/market.ts'
import { readStored, writeStored } from '../lib/stored.ts'
import { Choice } from '../ui/choice.tsx'
import { isDark, theme } from '../ui/theme.ts'
import {
  type Candle,
  type ChartKind,
  type Drawing,
  INTERVALS,
  markerTime,
  movingNews,
  msOf,
  timeOf,
  withMove,
} from './chart-data.ts'
import { market } from './state.ts'

const CANDLES_READ = 300
const AGAIN_MS = 500

const [interval, setIntervalSignal] = createSignal<CandleInterval>(readStored<CandleInterval>('interval', 'ONE_MINUTE'))
const [kind, setKind] = createSignal<ChartKind>(readStored<ChartKind>('chart', 'line'))

export function PriceChart(props: { project: ProjectState }): JSX.Element {
  let place!: HTMLDivElement
  let drawing: Drawing | null = null
  const [candles, setCandles] = createSignal<readonly Candle[]>([])
  const [hovered, setHovered] = createSignal<number | null>(null)
  const projectId = () => props.project.projectId
  const news = createMemo(() => movingNews(market.news(), projectId()))
  let isOver = false
  let readTimer: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<void> {
    const [own, ownInterval] = [projectId(), interval()]
    const from = new Date(Date.now() + market.clockOffsetMs() - CANDLES_READ * msOf(ownInterval)).toISOString()
    const { candles: found } = await ask(CandlesDocument, { projectId: own, interval: ownInterval, from })
    if (isOver || own !== projectId() || ownInterval !== interval()) return
    setCandles(found ?? [])
    drawing?.show(candles(), true)
  }

  const readSoon = () => {
    readTimer ??= setTimeout(() => {
      readTimer = undefined
      void read().catch(() => {})
    }, AGAIN_MS)
  }

  onMount(() => {
    void import('./chart-drawing.ts').then(({ createDrawing }) => {
      if (isOver) return
      drawing = createDrawing(place, { onHover: setHovered })
      drawing.draw(kind(), candles())
      drawing.mark(marks())
    })
    onCleanup(() => {
      isOver = true
      clearTimeout(readTimer)
      drawing?.remove()
    })
  })

  const marks = () =>
    news().flatMap((item) => {
      const time = markerTime(item.at, candles(), msOf(interval()))
      return time === null
        ? []
        : [{ time, changeBps: changeBps(micros(item.priceAfter ?? '0'), micros(item.priceBefore ?? '0')) }]
    })

  onBackAgain(readSoon)
  createEffect(
    on([projectId, interval], ([id], before) => {
      if (before?.[0] !== id) setCandles([])
      void read().catch(readSoon)
    }),
  )
  createEffect(
    on(projectId, (id) => {
      onCleanup(
        market.onMove(id, (move) => {
          if (candles().length === 0) return
          const next = move.missed > 0 ? null : withMove(candles(), move, msOf(interval()))
          if (next === null) return readSoon()
          const isSame = next.length === candles().length
          setCandles(next)
          drawing?.show(next, !isSame && next.length - candles().length > 1)
        }),
      )
    }),
  )
  createEffect(on(kind, (value) => drawing?.draw(value, candles()), { defer: true }))
  createEffect(on([isDark, theme], () => drawing?.paint(), { defer: true }))
  createEffect(on([news, () => candles().length], () => drawing?.mark(marks())))

  const shown = createMemo(() => candles().find(({ openTime }) => timeOf(openTime) === hovered()) ?? candles().at(-1))
  const said = createMemo(() => news().findLast(({ at }) => markerTime(at, candles(), msOf(interval())) === hovered()))
  const summary = () => {
    const [first, last] = [candles()[0], candles().at(-1)]
    return first && last
      ? `Price of ${props.project.name} from ${format.moment(first.openTime)}: ${format.price(first.open)} then, ${format.price(last.close)} now`
      : 'Price chart'
  }

  return (
    <figure class="chart card">
      <div class="chart-tools">
        <Choice
          label="Interval"
          options={INTERVALS}
          value={interval()}
          onChange={(value) => (setIntervalSignal(value), writeStored('interval', value))}
        />
        <Choice
          label="Chart"
          options={[
            { value: 'line', label: 'Line' },
            { value: 'candles', label: 'Candles' },
          ]}
          value={kind()}
          onChange={(value) => (setKind(value), writeStored('chart', value))}
        />
      </div>
      <p class="legend small num" aria-hidden="true">
        <Show when={shown()}>
          {(candle) => (
            <>
              <span>{format.moment(candle().openTime)}</span> <span>O {format.price(candle().open)}</span>{' '}
              <span>H {format.price(candle().high)}</span> <span>L {format.price(candle().low)}</span>{' '}
              <span>C {format.price(candle().close)}</span>
            </>
          )}
        </Show>
        <Show when={said()}>{(item) => <span class="said">{item().headline}</span>}</Show>
      </p>
      <div class="chart-place" role="img" aria-label={summary()} ref={place} data-last={candles().at(-1)?.close} />
    </figure>
  )
}
