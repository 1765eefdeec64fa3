/** The live tape of a project: its newest trades, each once. */
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js'
import { ProjectPageDocument, type ProjectPageQuery, TradeExecutedDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import * as format from '../lib/format.ts'
import { onBackAgain, stream } from '../lib/live.ts'
import { viewer } from '../lib/session.ts'
import { SideAmount } from '../ui/side-amount.tsx'
import { market } from './state.ts'

type Trade = NonNullable<ProjectPageQuery['trades']>['nodes'][number]

const SHOWN_MAX = 30

export function Tape(props: { projectId: string }): JSX.Element {
  const [trades, setTrades] = createSignal<readonly Trade[]>([])
  let cursor: string | null = null

  const add = (fresh: readonly Trade[]) =>
    setTrades((before) => {
      const all = new Map([...before, ...fresh].map((trade) => [trade.id, trade]))
      return [...all.values()].sort((a, b) => b.sequence - a.sequence).slice(0, SHOWN_MAX)
    })

  async function read(projectId: string): Promise<void> {
    const { trades: found } = await ask(ProjectPageDocument, { projectId })
    if (projectId !== props.projectId) return
    cursor ??= found?.nodes[0]?.cursor ?? null
    add(found?.nodes ?? [])
  }

  const follow = (projectId: string) =>
    stream(
      TradeExecutedDocument,
      () => ({ eventId: market.eventId, projectId, after: cursor }),
      ({ tradeExecuted }) => {
        cursor = tradeExecuted.cursor
        add([tradeExecuted])
      },
      {
        onError: ({ code }) => {
          cursor = null
          return code !== 'NOT_FOUND'
        },
      },
    )

  // The stream goes on behind what was read: no trade between the two is lost.
  createEffect(
    on(
      () => props.projectId,
      (projectId) => {
        setTrades([])
        cursor = null
        let end: (() => void) | null = null
        let isOver = false
        const start = () => {
          if (!isOver) end = follow(projectId)
        }
        void read(projectId).then(start, start)
        onCleanup(() => {
          isOver = true
          end?.()
        })
      },
    ),
  )
  onBackAgain(() => void read(props.projectId).catch(() => {}))

  return (
    <section class="card tape" aria-labelledby="tape-title">
      <h2 id="tape-title">Trades</h2>
      <Show when={trades().length > 0} fallback={<p class="empty">Nobody has traded this yet.</p>}>
        <table class="table">
          <thead>
            <tr>
              <th>Time</th>
              <th>Trader</th>
              <th class="end">Shares</th>
              <th class="end">Price</th>
            </tr>
          </thead>
          <tbody>
            <For each={trades()}>
              {(trade) => (
                <tr classList={{ mine: trade.trader.id === viewer()?.id }}>
                  <td class="num quiet small">{format.moment(trade.executedAt)}</td>
                  <td class="name">{trade.trader.displayName}</td>
                  <SideAmount side={trade.side} amount={format.shares(trade.shares)} />
                  <td class="num end">{format.price(trade.price)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </section>
  )
}
