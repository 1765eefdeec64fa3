/** What is asked before the event turns, before everyone reads something, before a rehearsal is made. */
import { createSignal, type JSX, Show } from 'solid-js'
import { CloneEventDocument, type EventStatus, SaveEventDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { CommandDialog, HeadlineField, TextField } from './parts.tsx'
import type { EventState } from './state.ts'
import { fromLocal, inMinutes } from './times.ts'

export const STATUS: Readonly<Record<EventStatus, string>> = {
  SCHEDULED: 'Scheduled',
  OPEN: 'Open',
  HALTED: 'Halted',
  CLOSED: 'Closed',
}

export interface Turn {
  readonly status: EventStatus
  readonly label: string
  readonly says: string
  readonly isDangerous?: boolean
}

export function TurnDialog(props: { event: EventState; turn: Turn; onClose: () => void }): JSX.Element {
  const [headline, setHeadline] = createSignal('')
  const isReopening = props.event.status === 'CLOSED'
  const [closesAt, setClosesAt] = createSignal(isReopening ? inMinutes(60) : '')
  const send = (idempotencyKey: string) => {
    const input = { eventId: props.event.eventId, status: props.turn.status, headline: headline().trim() || null, idempotencyKey }
    return ask(SaveEventDocument, { input: isReopening ? { ...input, closesAt: fromLocal(closesAt()) } : input }).then(
      ({ saveEvent }) => saveEvent,
    )
  }
  return (
    <CommandDialog
      title={`${props.turn.label} ${props.event.name}?`}
      confirm={props.turn.label}
      done={`${props.event.name} is ${STATUS[props.turn.status].toLowerCase()}.`}
      isDangerous={props.turn.isDangerous}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <p>{props.turn.says}</p>
          <HeadlineField value={headline()} onInput={setHeadline} command={command} />
          <Show when={isReopening}>
            <TextField label="Closes at (empty: by hand)" type="datetime-local" value={closesAt()} onInput={setClosesAt} />
          </Show>
        </>
      )}
    </CommandDialog>
  )
}

export function AnnounceDialog(props: { event: EventState; onClose: () => void }): JSX.Element {
  const [headline, setHeadline] = createSignal('')
  const send = (idempotencyKey: string) =>
    ask(SaveEventDocument, { input: { eventId: props.event.eventId, headline: headline().trim(), idempotencyKey } }).then(
      ({ saveEvent }) => saveEvent,
    )
  return (
    <CommandDialog
      title="An announcement"
      confirm="Announce"
      done="It is announced."
      disabled={headline().trim() === ''}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <HeadlineField
          value={headline()}
          onInput={setHeadline}
          hint="On the big screen and in everyone's news; no price moves."
          command={command}
        />
      )}
    </CommandDialog>
  )
}

export function CloneDialog(props: { event: EventState; onClose: () => void }): JSX.Element {
  const [newEventId, setNewEventId] = createSignal(`${props.event.eventId.slice(0, 50)}-rehearsal`)
  const [name, setName] = createSignal('')
  const [clonedId, setClonedId] = createSignal<string | null>(null)
  const send = (idempotencyKey: string) =>
    ask(CloneEventDocument, {
      input: { eventId: props.event.eventId, newEventId: newEventId().trim(), name: name().trim() || null, idempotencyKey },
    }).then(({ cloneEvent }) => (setClonedId(cloneEvent.event?.eventId ?? null), cloneEvent))
  return (
    <CommandDialog
      title="A rehearsal"
      confirm="Make the rehearsal"
      done="The rehearsal is ready."
      send={send}
      onClose={props.onClose}
      onDone={() => clonedId() && location.assign(`?event=${encodeURIComponent(clonedId()!)}#event`)}
    >
      {(command) => (
        <>
          <p>
            A fresh event with the same parameters and projects, each at the price of its seed; no trades, no accounts. What
            happens there does not touch {props.event.name}.
          </p>
          <TextField
            label="Id of the rehearsal"
            value={newEventId()}
            onInput={setNewEventId}
            required
            maxLength={64}
            fault={command.faultField() === 'newEventId' ? command.fault() : null}
          />
          <TextField
            label="Name"
            value={name()}
            onInput={setName}
            placeholder={`${props.event.name} (rehearsal)`}
            maxLength={80}
            fault={command.faultField() === 'name' ? command.fault() : null}
          />
        </>
      )}
    </CommandDialog>
  )
}
