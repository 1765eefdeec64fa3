/** Pairs of accounts that seem to trade only into each other. */
import type { JSX } from 'solid-js'
import { SuspiciousPairsDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { money } from '../lib/format.ts'
import { createPolled } from './live.ts'
import { Asked, EachById, Section } from './parts.tsx'
import { figure, Table } from './table.tsx'

export function Suspicious(props: { eventId: string }): JSX.Element {
  const pairs = createPolled(
    () =>
      ask(SuspiciousPairsDocument, { eventId: props.eventId, first: 50 }).then(({ suspiciousPairs }) => suspiciousPairs ?? []),
    20_000,
  )
  return (
    <Section title="Accounts that trade into each other">
      <p class="quiet">
        Pairs that keep taking the other side of each other's trades within five minutes, one of them hardly doing anything else.
        A hint, not a proof.
      </p>
      <Asked
        fault={pairs.fault()}
        isKnown={pairs.value() !== null}
        isEmpty={pairs.value()?.length === 0}
        empty="Nobody stands out."
      >
        <Table
          label="Pairs"
          columns={[
            'Winner',
            'Other',
            figure('Contacts'),
            figure("Share of the winner's trades"),
            figure("Of the other's"),
            figure('Won'),
          ]}
        >
          <EachById each={pairs.value() ?? []} idOf={({ trader, other }) => `${trader.id} ${other.id}`}>
            {(pair) => (
              <tr>
                <td class="wrap">
                  <b>{pair().trader.displayName}</b>
                </td>
                <td class="wrap">{pair().other.displayName}</td>
                <td class="end num">{pair().contacts}</td>
                <td class="end num">
                  {pair().sharePct} % of {pair().trades}
                </td>
                <td class="end num">
                  {pair().otherSharePct} % of {pair().otherTrades}
                </td>
                <td class="end num">{money(pair().gain)}</td>
              </tr>
            )}
          </EachById>
        </Table>
      </Asked>
    </Section>
  )
}
