/** How the system is: everything that an organiser looks at before calling an engineer. */
import { Index, type JSX, Show } from 'solid-js'
import { HealthDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { span } from '../lib/format.ts'
import { createPolled } from './live.ts'
import { Asked, Section } from './parts.tsx'
import type { Organised } from './state.ts'

const BUS: Readonly<Record<string, string>> = { LOCAL: 'one server', UP: 'up', DEGRADED: 'degraded' }

export function HealthSection(props: { organised: Organised }): JSX.Element {
  const health = createPolled(
    () => ask(HealthDocument, { eventId: props.organised.eventId }).then((answer) => answer.health),
    2_500,
  )
  const figures = (): [string, string | number, boolean?][] => {
    const now = health.value()
    if (!now) return []
    const { server } = now
    return [
      ['Trades a second', now.tradesPerSecond],
      ['Watchers', now.watchers],
      ['Traders', now.accounts],
      ['Trades', now.trades],
      ['Bus', BUS[server.bus] ?? server.bus, server.bus === 'DEGRADED'],
      ['Database answers in', `${Number(server.databaseMs).toFixed(1)} ms`, Number(server.databaseMs) > 250],
      ['Commands that wait', server.queued, server.queued > 500],
      ['Staged moves', now.stagedBumps],
      ['Memory', `${server.memoryMegabytes} MB`],
      ['Server is up for', span(server.uptimeSeconds * 1000)],
      ['Its batches · trades', `${server.batches} · ${server.trades}`],
      ['Server', server.serverId.slice(0, 8)],
    ]
  }
  return (
    <Section title="System">
      <Asked fault={health.fault()} isKnown={health.value() !== null} isEmpty={false} empty="">
        <dl class="figures">
          <Index each={figures()}>
            {(figure) => (
              <div class={figure()[2] ? 'bad' : ''}>
                <dt>{figure()[0]}</dt>
                <dd class="num">
                  {figure()[1]}
                  <Show when={figure()[2]}>
                    {' '}
                    <span class="small">look into it</span>
                  </Show>
                </dd>
              </div>
            )}
          </Index>
        </dl>
      </Asked>
    </Section>
  )
}
