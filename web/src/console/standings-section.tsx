/** Who stands where; frozen once the event is closed; and everything as files. */
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { type LeaderboardFieldsFragment, LeaderboardUpdatedDocument } from '../generated/graphql.ts'
import { tokenSource } from '../lib/api.ts'
import { moment, money, percent } from '../lib/format.ts'
import { stream } from '../lib/live.ts'
import { Section } from './parts.tsx'
import { figure, Table } from './table.tsx'
import type { Organised } from './state.ts'

const EXPORTS = ['standings', 'trades', 'prices'] as const

export function StandingsSection(props: { organised: Organised }): JSX.Element {
  const [board, setBoard] = createStore<{ now: LeaderboardFieldsFragment | null }>({ now: null })
  const eventId = props.organised.eventId
  onCleanup(
    stream(
      LeaderboardUpdatedDocument,
      () => ({ eventId, top: 100, bottom: 0 }),
      ({ leaderboardUpdated }) => setBoard('now', reconcile(leaderboardUpdated, { key: 'rank' })),
    ),
  )
  return (
    <div class="stack">
      <Exports eventId={eventId} />
      <Section
        title={board.now?.final ? 'Final standings' : 'Standings now'}
        tools={
          <Show when={board.now}>
            {(now) => (
              <span class="quiet small">
                {now().traders} ranked, as of {moment(now().asOf)}
              </span>
            )}
          </Show>
        }
      >
        <Show when={board.now?.final}>
          <p class="good">Frozen at the close: the mean of the liquidation value over the closing window counts.</p>
        </Show>
        <Show when={board.now?.top.length} fallback={<p class="empty">Nobody has traded yet.</p>}>
          <Table
            label="Standings"
            columns={[
              figure('Rank'),
              'Name',
              ...(board.now!.final ? [figure('Score')] : []),
              figure('Liquidation value'),
              figure('Return'),
              figure('Total value'),
              figure('Positions'),
            ]}
          >
            <For each={board.now!.top}>
              {(row) => (
                <tr>
                  <td class="end num">{row.rank}</td>
                  <td class="wrap">
                    <b>{row.trader.displayName}</b>
                  </td>
                  <Show when={board.now!.final}>
                    <td class="end num">
                      <b>{row.score ? money(row.score) : ''}</b>
                    </td>
                  </Show>
                  <td class="end num">{money(row.liquidationValue)}</td>
                  <td class="end num">{percent(row.returnPct)}</td>
                  <td class="end num">{money(row.totalValue)}</td>
                  <td class="end num">{row.positionsCount}</td>
                </tr>
              )}
            </For>
          </Table>
        </Show>
        <Show when={(board.now?.traders ?? 0) > 100}>
          <p class="quiet small">The first hundred; all of them are in standings.csv.</p>
        </Show>
      </Section>
    </div>
  )
}

function Exports(props: { eventId: string }): JSX.Element {
  const [busy, setBusy] = createSignal<string | null>(null)
  const [fault, setFault] = createSignal<string | null>(null)

  /** The token goes in a header, never into an address that a browser remembers. */
  async function download(name: string): Promise<void> {
    if (busy() !== null) return
    setBusy(name)
    setFault(null)
    try {
      const response = await fetch(`/export/${name}.csv?eventId=${encodeURIComponent(props.eventId)}`, {
        headers: { authorization: `Bearer ${tokenSource.current() ?? ''}` },
      })
      if (!response.ok) throw new Error(`The server refused the export (${response.status}).`)
      const address = URL.createObjectURL(await response.blob())
      const link = Object.assign(document.createElement('a'), { href: address, download: `${props.eventId}-${name}.csv` })
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
    } catch (error) {
      setFault(error instanceof TypeError ? 'The server cannot be reached, or the export was cut off.' : (error as Error).message)
    } finally {
      setBusy(null)
    }
  }
  return (
    <Section title="Export">
      <div class="tools">
        <For each={EXPORTS}>
          {(name) => (
            <button type="button" class="button" aria-disabled={busy() !== null} onClick={() => void download(name)}>
              {busy() === name ? 'Loading …' : `${name}.csv`}
            </button>
          )}
        </For>
      </div>
      <div role="alert">
        <Show when={fault()}>{(sentence) => <p class="notice">{sentence()}</p>}</Show>
      </div>
    </Section>
  )
}
