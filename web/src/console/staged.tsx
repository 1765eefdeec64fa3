/** Moves that wait on stage, and their cancelling. */
import { createSignal, type JSX, Show } from 'solid-js'
import { CancelStagedBumpDocument, StagedBumpsDocument, type StagedBumpsQuery } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { createNow } from '../lib/clock.ts'
import { span } from '../lib/format.ts'
import { createPolled } from './live.ts'
import { Asked, CommandDialog, EachById, Section } from './parts.tsx'
import { ACTIONS, figure, Table } from './table.tsx'
import { phaseLabel } from './phases.ts'

type Staged = NonNullable<StagedBumpsQuery['stagedBumps']>[number]

export function Staged(props: { eventId: string }): JSX.Element {
  const staged = createPolled(
    () => ask(StagedBumpsDocument, { eventId: props.eventId }).then(({ stagedBumps }) => stagedBumps ?? []),
    3_000,
  )
  const [cancelling, setCancelling] = createSignal<Staged | null>(null)
  const now = createNow(1_000)
  return (
    <Section title="On stage">
      <Asked
        fault={staged.fault()}
        isKnown={staged.value() !== null}
        isEmpty={staged.value()?.length === 0}
        empty="Nothing is staged."
      >
        <Table label="On stage" columns={['Project', 'Bump', 'Headline', 'By', figure('In'), ACTIONS]}>
          <EachById each={staged.value() ?? []} idOf={({ project, dueAt }) => `${project.projectId} ${dueAt}`}>
            {(one) => (
              <tr>
                <td>
                  <b>{one().project.ticker}</b>
                </td>
                <td>
                  {phaseLabel(one().bumpType)} {one().multiplier ? `× ${one().multiplier}` : (one().delta ?? '')}
                </td>
                <td class="wrap">{one().headline ?? ''}</td>
                <td>{one().actor?.displayName ?? ''}</td>
                <td class="end num">{span(Date.parse(one().dueAt) - now())}</td>
                <td class="end">
                  <button type="button" class="button slim danger" onClick={() => setCancelling(one())}>
                    Cancel …
                  </button>
                </td>
              </tr>
            )}
          </EachById>
        </Table>
      </Asked>
      <Show when={cancelling()} keyed>
        {(one) => (
          <CommandDialog
            title={`Cancel the bump of ${one.project.ticker}?`}
            confirm="Cancel the bump"
            done={`${one.project.ticker} is open again, without its bump.`}
            isDangerous
            onClose={() => setCancelling(null)}
            send={(idempotencyKey) =>
              ask(CancelStagedBumpDocument, { input: { projectId: one.project.projectId, idempotencyKey } }).then(
                ({ cancelStagedBump }) => cancelStagedBump,
              )
            }
          >
            {() => <p>The price does not move, and the project can be traded again.</p>}
          </CommandDialog>
        )}
      </Show>
    </Section>
  )
}
