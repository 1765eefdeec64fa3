/** The people: names, freezing, ranking, grants of cash, and accounts that seem to trade only into each other. */
import { createSignal, type JSX, Show } from 'solid-js'
import { SearchField } from '../ui/search-field.tsx'
import { TradersDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { money, moment, signedMoney } from '../lib/format.ts'
import { createPolled } from './live.ts'
import { Asked, EachById, Section } from './parts.tsx'
import { ACTIONS, figure, Pager, Table } from './table.tsx'
import type { Organised } from './state.ts'
import { Suspicious } from './suspicious.tsx'
import { type Account, GrantDialog, ModerateDialog } from './trader-dialogs.tsx'

const PAGE = 50

export function TradersSection(props: { organised: Organised }): JSX.Element {
  const [search, setSearch] = createSignal('')
  const [pages, setPages] = createSignal<readonly string[]>([])
  const [moderated, setModerated] = createSignal<Account | null>(null)
  const [granted, setGranted] = createSignal<Account | 'all' | null>(null)
  const eventId = () => props.organised.eventId
  const traders = createPolled(
    () =>
      ask(TradersDocument, {
        eventId: eventId(),
        search: search().trim() || null,
        first: PAGE,
        after: pages().at(-1) ?? null,
      }).then(({ traders: found }) => found),
    5_000,
  )
  return (
    <div class="stack">
      <Section
        title={`Traders${traders.value() ? ` (${traders.value()!.totalCount})` : ''}`}
        tools={
          <button type="button" class="button slim" onClick={() => setGranted('all')}>
            Grant cash to all …
          </button>
        }
      >
        <SearchField label="Find a name" value={search()} onInput={(value) => (setPages([]), setSearch(value))} />
        <Asked
          fault={traders.fault()}
          isKnown={traders.value() !== null}
          isEmpty={traders.value()?.nodes.length === 0}
          empty={search() ? 'Nobody of this name.' : 'Nobody has joined yet.'}
        >
          <Table
            label="Traders"
            columns={[
              'Name',
              'Joined',
              figure('Cash'),
              figure('Granted'),
              figure('Realised'),
              figure('Trades'),
              'State',
              ACTIONS,
            ]}
          >
            <EachById each={traders.value()?.nodes ?? []} idOf={({ trader }) => trader.id}>
              {(account) => (
                <tr>
                  <td class="wrap">
                    <b>{account().trader.displayName}</b>
                  </td>
                  <td class="num">{moment(account().joinedAt)}</td>
                  <td class="end num">{money(account().cashBalance)}</td>
                  <td class="end num">{account().grantedCash === '0' ? '' : money(account().grantedCash)}</td>
                  <td class="end num">{signedMoney(account().realisedPnl)}</td>
                  <td class="end num">{account().tradeCount}</td>
                  <td>
                    {account().frozen ? (
                      <b class="down">frozen</b>
                    ) : account().ranked ? (
                      'ranked'
                    ) : (
                      <span class="quiet">unranked</span>
                    )}
                  </td>
                  <td class="end">
                    <div class="row-tools">
                      <button
                        type="button"
                        class="button slim"
                        aria-label={`Moderate ${account().trader.displayName}`}
                        onClick={() => setModerated(account())}
                      >
                        Moderate …
                      </button>
                      <button
                        type="button"
                        class="button slim"
                        aria-label={`Grant cash to ${account().trader.displayName}`}
                        onClick={() => setGranted(account())}
                      >
                        Grant …
                      </button>
                    </div>
                  </td>
                </tr>
              )}
            </EachById>
          </Table>
          <Pager pages={pages()} onPages={setPages} pageInfo={traders.value()?.pageInfo} />
        </Asked>
      </Section>
      <Suspicious eventId={eventId()} />
      <Show when={moderated()} keyed>
        {(account) => <ModerateDialog eventId={eventId()} account={account} onClose={() => setModerated(null)} />}
      </Show>
      <Show when={granted()} keyed>
        {(who) => <GrantDialog eventId={eventId()} account={who === 'all' ? null : who} onClose={() => setGranted(null)} />}
      </Show>
    </div>
  )
}
