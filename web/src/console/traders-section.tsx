/** The people: names, freezing, ranking, grants of cash, and accounts that seem to trade only into each other. */
import { createSignal, type JSX, Show } from 'solid-js'
import {
  GrantCashDocument,
  ModerateTraderDocument,
  SuspiciousPairsDocument,
  TradersDocument,
  type TradersQuery,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { readTyped } from '../lib/decimal.ts'
import { moment, money, signedMoney } from '../lib/format.ts'
import { createPolled } from './live.ts'
import { Asked, CommandDialog, EachById, HeadlineField, Section, TableBox, TextField } from './parts.tsx'
import type { Organised } from './state.ts'

type Account = NonNullable<TradersQuery['traders']>['nodes'][number]

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
        <input
          class="input"
          type="search"
          placeholder="Find a name"
          aria-label="Find a name"
          value={search()}
          onInput={(event) => (setPages([]), setSearch(event.currentTarget.value))}
        />
        <Asked
          fault={traders.fault()}
          isKnown={traders.value() !== null}
          isEmpty={traders.value()?.nodes.length === 0}
          empty={search() ? 'Nobody of this name.' : 'Nobody has joined yet.'}
        >
          <TableBox label="Traders">
            <table class="table">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Joined</th>
                  <th class="end">Cash</th>
                  <th class="end">Granted</th>
                  <th class="end">Realised</th>
                  <th class="end">Trades</th>
                  <th>State</th>
                  <th>
                    <span class="hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
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
              </tbody>
            </table>
          </TableBox>
          <div class="form-end">
            <button
              type="button"
              class="button slim"
              disabled={pages().length === 0}
              onClick={() => setPages(pages().slice(0, -1))}
            >
              Newer
            </button>
            <button
              type="button"
              class="button slim"
              disabled={!traders.value()?.pageInfo.hasNextPage}
              onClick={() => setPages([...pages(), traders.value()!.pageInfo.endCursor!])}
            >
              Older
            </button>
          </div>
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

function ModerateDialog(props: { eventId: string; account: Account; onClose: () => void }): JSX.Element {
  const { trader, frozen, ranked } = props.account
  const [edits, setEdits] = createSignal<{ displayName?: string; frozen?: boolean; ranked?: boolean }>({})
  const send = (idempotencyKey: string) =>
    ask(ModerateTraderDocument, { input: { eventId: props.eventId, traderId: trader.id, ...edits(), idempotencyKey } }).then(
      ({ moderateTrader }) => moderateTrader,
    )
  return (
    <CommandDialog
      title={`Moderate ${trader.displayName}`}
      confirm="Apply"
      done="Done, and written to the log."
      disabled={Object.keys(edits()).length === 0}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <TextField
            label="Name that others see, in every event"
            maxLength={32}
            value={edits().displayName ?? trader.displayName}
            onInput={(displayName) => setEdits({ ...edits(), displayName })}
            fault={command.faultField() === 'displayName' ? command.fault() : null}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={edits().frozen ?? frozen}
              onChange={(event) => setEdits({ ...edits(), frozen: event.currentTarget.checked })}
            />{' '}
            Frozen: cannot trade in this event
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={edits().ranked ?? ranked}
              onChange={(event) => setEdits({ ...edits(), ranked: event.currentTarget.checked })}
            />{' '}
            Ranked: stands on the leaderboard
          </label>
        </>
      )}
    </CommandDialog>
  )
}

function GrantDialog(props: { eventId: string; account: Account | null; onClose: () => void }): JSX.Element {
  const [figure, setFigure] = createSignal('')
  const [headline, setHeadline] = createSignal('')
  const amount = () => readTyped(figure(), 6)
  const send = (idempotencyKey: string) =>
    ask(GrantCashDocument, {
      input: {
        eventId: props.eventId,
        ...(props.account ? { traderId: props.account.trader.id } : {}),
        amount: amount()!,
        headline: headline().trim() || null,
        idempotencyKey,
      },
    }).then(({ grantCash }) => grantCash)
  return (
    <CommandDialog
      title={props.account ? `Grant cash to ${props.account.trader.displayName}` : 'Grant cash to everyone'}
      confirm="Grant"
      done="The cash is granted."
      disabled={amount() === null}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <p class="quiet">
            {props.account ? '' : 'Everyone who has an account now gets it. '}It raises cash and starting balance alike, so
            nobody's profit or rank moves.
          </p>
          <TextField
            label="Amount"
            value={figure()}
            onInput={setFigure}
            inputMode="decimal"
            autofocus
            required
            fault={
              figure() !== '' && amount() === null
                ? 'This is no amount above 0.'
                : command.faultField() === 'amount'
                  ? command.fault()
                  : null
            }
          />
          <HeadlineField
            value={headline()}
            onInput={setHeadline}
            hint={props.account ? 'Empty: nothing is published.' : 'Empty: the server writes one.'}
            fault={command.faultField() === 'headline' ? command.fault() : null}
          />
        </>
      )}
    </CommandDialog>
  )
}

function Suspicious(props: { eventId: string }): JSX.Element {
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
        <TableBox label="Pairs">
          <table class="table">
            <thead>
              <tr>
                <th>Winner</th>
                <th>Other</th>
                <th class="end">Contacts</th>
                <th class="end">Share of the winner's trades</th>
                <th class="end">Of the other's</th>
                <th class="end">Won</th>
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
        </TableBox>
      </Asked>
    </Section>
  )
}
