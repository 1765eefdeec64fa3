/** The book as a ladder: offers above, bids below, the best in the middle; and its depth as a picture. */
import { createMemo, For, type JSX, Show } from 'solid-js'
import { fromUnits } from '../lib/decimal.ts'
import type { Feed } from './feed.ts'
import { midOf, placesOf, priceMicros, QUANTITY_DECIMALS, type Rung, spreadOf, withPlaces } from './figures.ts'

const SHOWN = 10

interface Grid {
  readonly tickSize: string
  readonly lotSize: string
}

export function Ladder(props: { feed: Feed; grid: Grid; onPick: (price: string) => void }): JSX.Element {
  const places = () => placesOf(props.grid.tickSize)
  const lots = () => placesOf(props.grid.lotSize)
  const asks = createMemo(() => props.feed.asks().slice(0, SHOWN))
  const bids = createMemo(() => props.feed.bids().slice(0, SHOWN))
  const most = createMemo(() => [asks().at(-1)?.total ?? 0n, bids().at(-1)?.total ?? 0n].reduce((a, b) => (a > b ? a : b), 1n))
  const row = (rung: Rung, side: 'ask' | 'bid') => (
    <tr class={`rung ${side}`} style={{ '--part': `${(Number(rung.total) / Number(most())) * 100}%` }}>
      <td class="num">
        <button type="button" class="pick" title="Take this price to the ticket" onClick={() => props.onPick(rung.price)}>
          {withPlaces(rung.price, places())}
        </button>
      </td>
      <td class="num end">{withPlaces(rung.quantity, lots())}</td>
      <td class="num end quiet">{withPlaces(fromUnits(rung.total, QUANTITY_DECIMALS), lots())}</td>
    </tr>
  )
  return (
    <section class="card ladder" aria-labelledby="ladder-title">
      <h2 id="ladder-title">Book</h2>
      <table class="table" data-testid="ladder">
        <thead>
          <tr>
            <th>Price</th>
            <th class="end">Quantity</th>
            <th class="end">Sum</th>
          </tr>
        </thead>
        <tbody class="asks" aria-label="Offers">
          <For each={asks().toReversed()}>{(rung) => row(rung, 'ask')}</For>
        </tbody>
        <tbody>
          <tr class="spread">
            <td colspan="3" class="num small quiet">
              <Show when={spreadOf(bids()[0], asks()[0])} fallback="One side is empty">
                {(spread) => <>Spread {withPlaces(spread(), places())}</>}
              </Show>
            </td>
          </tr>
        </tbody>
        <tbody class="bids" aria-label="Bids">
          <For each={bids()}>{(rung) => row(rung, 'bid')}</For>
        </tbody>
      </table>
    </section>
  )
}

const [WIDTH, HEIGHT] = [600, 160]
/** How far from the middle the picture reaches, in hundredths of a percent. */
const REACH_BPS = 500n

export function DepthChart(props: { feed: Feed; grid: Grid }): JSX.Element {
  const picture = createMemo(() => {
    const [bids, asks] = [props.feed.bids(), props.feed.asks()]
    const mid = midOf(bids[0], asks[0])
    if (mid === null) return null
    const reach = (mid * REACH_BPS) / 10_000n || 1n
    const within = (rungs: readonly Rung[]) =>
      rungs.filter(({ price }) => {
        const distance = priceMicros(price) - mid
        return distance <= reach && -distance <= reach
      })
    const [near, far] = [within(bids), within(asks)]
    const most = Math.max(Number(near.at(-1)?.total ?? 0n), Number(far.at(-1)?.total ?? 0n), 1)
    const x = (price: string) => (Number(priceMicros(price) - mid + reach) / Number(2n * reach)) * WIDTH
    const y = (total: bigint) => HEIGHT - (Number(total) / most) * (HEIGHT - 8)
    const path = (rungs: readonly Rung[], end: number) => {
      const steps = rungs.map(({ price, total }) => `H${x(price).toFixed(1)}V${y(total).toFixed(1)}`)
      return rungs.length === 0 ? '' : `M${x(rungs[0]!.price).toFixed(1)} ${HEIGHT}${steps.join('')}H${end}V${HEIGHT}Z`
    }
    const sum = (rungs: readonly Rung[]) => fromUnits(rungs.at(-1)?.total ?? 0n, QUANTITY_DECIMALS)
    return { bids: path(near, 0), asks: path(far, WIDTH), bought: sum(near), offered: sum(far) }
  })
  return (
    <figure class="card depth">
      <figcaption>Depth within 5 % of the middle</figcaption>
      <Show when={picture()} fallback={<p class="empty">There is nothing on one of the sides.</p>}>
        {(drawn) => (
          <>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`${drawn().bought} bid and ${drawn().offered} offered within five percent of the middle`}
            >
              <path class="bids" d={drawn().bids} />
              <path class="asks" d={drawn().asks} />
            </svg>
            <p class="small quiet num depth-sums">
              <span>{withPlaces(drawn().bought, 0)} bid</span> <span>{withPlaces(drawn().offered, 0)} offered</span>
            </p>
          </>
        )}
      </Show>
    </figure>
  )
}
