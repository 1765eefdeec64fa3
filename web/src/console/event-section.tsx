/** The event: its status in one press and a confirmation, its clock and name, its parameters, a rehearsal of it. */
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { type EventStatus, SaveEventDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { createNow } from '../lib/clock.ts'
import { moment, span } from '../lib/format.ts'
import { toast } from '../ui/toast.tsx'
import { createCommand } from './command.ts'
import { AnnounceDialog, CloneDialog, STATUS, type Turn, TurnDialog } from './event-dialogs.tsx'
import { Parameters } from './parameters.tsx'
import { Section, TextField } from './parts.tsx'
import type { EventState, Organised } from './state.ts'
import { fromLocal, inMinutes, toLocal } from './times.ts'

const OPEN: Turn = { status: 'OPEN', label: 'Open', says: 'Trading starts now.' }
const REOPEN: Turn = { status: 'OPEN', label: 'Reopen', says: 'Trading goes on.' }
const HALT: Turn = {
  status: 'HALTED',
  label: 'Halt',
  says: 'Nobody can trade until you reopen. Prices stand still.',
  isDangerous: true,
}
const CLOSE: Turn = {
  status: 'CLOSED',
  label: 'Close',
  says: 'Trading ends now, and the standings are frozen.',
  isDangerous: true,
}

const TURNS: Readonly<Record<EventStatus, readonly Turn[]>> = {
  SCHEDULED: [OPEN, HALT],
  OPEN: [HALT, CLOSE],
  HALTED: [REOPEN, CLOSE],
  CLOSED: [{ ...REOPEN, says: 'The standings are no longer final. They are frozen anew at the next close.', isDangerous: true }],
}

export function EventSection(props: { organised: Organised }): JSX.Element {
  const [turn, setTurn] = createSignal<Turn | null>(null)
  const [isCloning, setCloning] = createSignal(false)
  const [isAnnouncing, setAnnouncing] = createSignal(false)
  return (
    <Show when={props.organised.event()} fallback={<p class="empty">…</p>}>
      {(event) => (
        <div class="stack">
          <Section
            title="Status"
            tools={
              <>
                <button type="button" class="button slim" onClick={() => setAnnouncing(true)}>
                  Announce …
                </button>
                <button type="button" class="button slim" onClick={() => setCloning(true)}>
                  Rehearsal …
                </button>
              </>
            }
          >
            <div class="status-row">
              <StatusNow event={event()} />
              <div class="tools">
                <For each={TURNS[event().status]}>
                  {(one) => (
                    <button type="button" class={`button ${one.isDangerous ? 'danger' : 'primary'}`} onClick={() => setTurn(one)}>
                      {one.label} …
                    </button>
                  )}
                </For>
              </div>
            </div>
          </Section>
          <Clock event={event()} />
          <Parameters event={event()} hasProjects={props.organised.projects().length > 0} />
          <Show when={turn()} keyed>
            {(one) => <TurnDialog event={event()} turn={one} onClose={() => setTurn(null)} />}
          </Show>
          <Show when={isAnnouncing()}>
            <AnnounceDialog event={event()} onClose={() => setAnnouncing(false)} />
          </Show>
          <Show when={isCloning()}>
            <CloneDialog event={event()} onClose={() => setCloning(false)} />
          </Show>
        </div>
      )}
    </Show>
  )
}

function StatusNow(props: { event: EventState }): JSX.Element {
  const now = createNow(1_000)
  const until = createMemo(() => {
    const { status, opensAt, closesAt } = props.event
    if (status === 'SCHEDULED' && opensAt) return `opens in ${span(Date.parse(opensAt) - now())}`
    if (status === 'CLOSED') return closesAt ? `since ${moment(closesAt)}` : ''
    return closesAt ? `closes in ${span(Date.parse(closesAt) - now())}` : 'no close is set'
  })
  return (
    <p class="status-now">
      <b class={`status ${props.event.status.toLowerCase()}`}>{STATUS[props.event.status]}</b>{' '}
      <span class="quiet num">{until()}</span>
    </p>
  )
}

/** Fields that nobody edits here follow what the event says, also when another organiser changed it. */
function Clock(props: { event: EventState }): JSX.Element {
  const [edits, setEdits] = createSignal<{ name?: string; opensAt?: string; closesAt?: string }>({})
  const command = createCommand()
  const name = () => edits().name ?? props.event.name
  const opensAt = () => edits().opensAt ?? toLocal(props.event.opensAt)
  const closesAt = () => edits().closesAt ?? toLocal(props.event.closesAt)
  const fault = (field: string) => (command.faultField() === field ? command.fault() : null)
  const isKnownField = () => ['name', 'opensAt', 'closesAt'].includes(command.faultField() ?? '')

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const input = {
      eventId: props.event.eventId,
      ...(edits().name === undefined ? {} : { name: name() }),
      ...(edits().opensAt === undefined ? {} : { opensAt: fromLocal(opensAt()) }),
      ...(edits().closesAt === undefined ? {} : { closesAt: fromLocal(closesAt()) }),
    }
    const sent = edits()
    const done = await command.run((idempotencyKey) =>
      ask(SaveEventDocument, { input: { ...input, idempotencyKey } }).then(({ saveEvent }) => saveEvent),
    )
    if (!done) return
    toast('Name and clock are saved.')
    if (edits() === sent) setEdits({})
  }
  return (
    <Section title="Name and clock">
      <form class="fields" onSubmit={(event) => void save(event)}>
        <TextField
          label="Name"
          value={name()}
          maxLength={80}
          required
          onInput={(value) => setEdits({ ...edits(), name: value })}
          fault={fault('name')}
        />
        <TextField
          label="Opens at"
          hint="Your local time. Empty: by hand."
          type="datetime-local"
          value={opensAt()}
          onInput={(value) => setEdits({ ...edits(), opensAt: value })}
          fault={fault('opensAt')}
        />
        <TextField
          label="Closes at"
          hint="Your local time. Empty: by hand."
          type="datetime-local"
          value={closesAt()}
          onInput={(value) => setEdits({ ...edits(), closesAt: value })}
          fault={fault('closesAt')}
        />
        <div class="form-end">
          <For each={[15, 60, 120]}>
            {(minutes) => (
              <button
                type="button"
                class="button slim"
                disabled={props.event.status === 'CLOSED'}
                onClick={() => setEdits({ ...edits(), closesAt: inMinutes(minutes) })}
              >
                Close in{' '}
                {span(minutes * 60_000)
                  .replace(' 00 min', '')
                  .replace(' 00 s', '')}
              </button>
            )}
          </For>
          <span class="spring" />
          <Switch>
            <Match when={command.fault() && !isKnownField()}>
              <span class="fault" role="alert">
                {command.fault()}
              </span>
            </Match>
          </Switch>
          <Show when={Object.keys(edits()).length > 0}>
            <button type="button" class="button" onClick={() => (setEdits({}), command.clear())}>
              Undo
            </button>
          </Show>
          <button
            type="submit"
            class="button primary"
            disabled={Object.keys(edits()).length === 0}
            aria-disabled={command.busy()}
          >
            Save
          </button>
        </div>
      </form>
    </Section>
  )
}
