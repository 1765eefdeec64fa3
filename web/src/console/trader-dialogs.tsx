/** What organisers do to one trader, and the grant to one or all. */
import { createSignal, type JSX } from 'solid-js'
import { GrantCashDocument, ModerateTraderDocument, type TradersQuery } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { readTyped } from '../lib/decimal.ts'
import { CommandDialog, HeadlineField, TextField } from './parts.tsx'

export type Account = NonNullable<TradersQuery['traders']>['nodes'][number]

export function ModerateDialog(props: { eventId: string; account: Account; onClose: () => void }): JSX.Element {
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

export function GrantDialog(props: { eventId: string; account: Account | null; onClose: () => void }): JSX.Element {
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
            command={command}
          />
        </>
      )}
    </CommandDialog>
  )
}
