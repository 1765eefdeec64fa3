/** The only file that knows the charting library. Coordinates are floats; every figure beside them is exact. */
import {
  AreaSeries,
  CandlestickSeries,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import * as format from '../lib/format.ts'
import { type Candle, type ChartKind, type Drawing, type Mark, pixelsOf } from './chart-data.ts'

type Series = ISeriesApi<'Candlestick'> | ISeriesApi<'Area'>

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false })
const clockSeconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const local = (time: Time, how: Intl.DateTimeFormat): string => how.format(new Date(Number(time) * 1000))
const priceText = (value: number): string => value.toFixed(value < 10 ? 3 : 2)

export function createDrawing(place: HTMLElement, { onHover }: { onHover: (time: number | null) => void }): Drawing {
  const chart: IChartApi = createChart(place, {
    autoSize: true,
    layout: { attributionLogo: false, fontFamily: getComputedStyle(place).fontFamily, fontSize: 12 },
    localization: { timeFormatter: (time: Time) => local(time, clockSeconds), priceFormatter: priceText },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      borderVisible: false,
      rightOffset: 4,
      tickMarkFormatter: (time: Time, type: number) => local(time, type <= 2 ? day : type === 4 ? clockSeconds : clock),
    },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.14, bottom: 0.08 } },
    crosshair: { mode: CrosshairMode.Magnet },
    handleScroll: { vertTouchDrag: false },
  })
  let series: Series | null = null
  let markers: ISeriesMarkersPluginApi<Time> | null = null
  let kind: ChartKind = 'line'
  let marked: readonly Mark[] = []
  chart.subscribeCrosshairMove(({ time }) => onHover(time === undefined ? null : Number(time)))

  const point = (candle: Candle) => {
    const pixels = pixelsOf(candle)
    const time = pixels.time as UTCTimestamp
    return kind === 'line' ? { time, value: pixels.close } : { ...pixels, time }
  }
  const setAll = (candles: readonly Candle[]) => (series as ISeriesApi<'Area'> | null)?.setData(candles.map(point) as never)

  function colours() {
    const style = getComputedStyle(document.documentElement)
    const of = (name: string) => style.getPropertyValue(name).trim()
    return {
      ink: of('--ink-2'),
      line: of('--line'),
      up: of('--up'),
      down: of('--down'),
      accent: of('--accent'),
      card: of('--card'),
    }
  }

  function paint(): void {
    const { ink, line, up, down, accent, card } = colours()
    chart.applyOptions({
      layout: { background: { color: card }, textColor: ink },
      grid: { vertLines: { visible: false }, horzLines: { color: line } },
      crosshair: {
        vertLine: { color: ink, labelBackgroundColor: accent },
        horzLine: { color: ink, labelBackgroundColor: accent },
      },
    })
    series?.applyOptions(
      (kind === 'line'
        ? { lineColor: accent, lineWidth: 2, topColor: `${accent}33`, bottomColor: `${accent}00`, priceLineColor: accent }
        : {
            upColor: up,
            downColor: down,
            borderUpColor: up,
            borderDownColor: down,
            wickUpColor: up,
            wickDownColor: down,
          }) as never,
    )
    mark(marked)
  }

  function mark(marks: readonly Mark[]): void {
    marked = marks
    const { up, down } = colours()
    markers?.setMarkers(
      marks.map(({ time, changeBps }) => ({
        time: time as UTCTimestamp,
        position: changeBps >= 0n ? 'belowBar' : 'aboveBar',
        shape: changeBps >= 0n ? 'arrowUp' : 'arrowDown',
        color: changeBps >= 0n ? up : down,
        text: format.percentBps(changeBps),
        size: 1.2,
      })),
    )
  }

  return {
    mark,
    paint,
    draw(wanted, candles) {
      if (series) chart.removeSeries(series as never)
      kind = wanted
      series = kind === 'line' ? chart.addSeries(AreaSeries, {}) : chart.addSeries(CandlestickSeries, {})
      markers = createSeriesMarkers(series as ISeriesApi<'Area'>, [])
      setAll(candles)
      paint()
    },
    show(candles, isWhole) {
      const last = candles.at(-1)
      if (isWhole || !last) setAll(candles)
      else (series as ISeriesApi<'Area'> | null)?.update(point(last) as never)
    },
    remove: () => chart.remove(),
  }
}
