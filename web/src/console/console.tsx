/** The frame of the console: who, which event, its state, and the sections. */
import { createMemo, createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { EventsDocument, SaveEventDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { connection } from '../lib/live.ts'
import { leave, token, viewer } from '../lib/session.ts'
import { eventIdOf, type Site } from '../lib/site.ts'
import { Toasts } from '../ui/toast.tsx'
import { isDark, setTheme } from '../ui/theme.ts'
import { AuditSection } from './audit-section.tsx'
import { STATUS } from './event-dialogs.tsx'
import { EventSection } from './event-section.tsx'
import { HealthSection } from './health-section.tsx'
import { createPolled } from './live.ts'
import { MovesSection } from './moves-section.tsx'
import { CommandDialog, EachById, TextField } from './parts.tsx'
import { ProjectsSection } from './projects-section.tsx'
import { SignIn } from './sign-in.tsx'
import { StandingsSection } from './standings-section.tsx'
import { createOrganised, type Organised } from './state.ts'
import { TradersSection } from './traders-section.tsx'

const SECTIONS = [
  { name: 'event', label: 'Event', component: EventSection },
  { name: 'moves', label: 'Moves', component: MovesSection },
  { name: 'projects', label: 'Projects', component: ProjectsSection },
  { name: 'traders', label: 'Traders', component: TradersSection },
  { name: 'standings', label: 'Standings', component: StandingsSection },
  { name: 'log', label: 'Log', component: AuditSection },
  { name: 'system', label: 'System', component: HealthSection },
] as const

export function Console(props: { site: Site; loginFault: string | null }): JSX.Element {
  const isOrganiser = createMemo(() => token() !== null && (viewer()?.roles.includes(props.site.adminGroup) ?? false))
  return (
    <>
      <Show when={isOrganiser()} fallback={<SignIn site={props.site} loginFault={props.loginFault} />}>
        <Desk eventId={eventIdOf(props.site)} />
      </Show>
      <Toasts />
    </>
  )
}

function Desk(props: { eventId: string }): JSX.Element {
  const organised = createOrganised(props.eventId)
  const [hash, setHash] = createSignal(location.hash)
  const follow = () => setHash(location.hash)
  addEventListener('hashchange', follow)
  onCleanup(() => removeEventListener('hashchange', follow))
  const section = createMemo(() => SECTIONS.find(({ name }) => `#${name}` === hash()) ?? SECTIONS[0])
  return (
    <div class="desk">
      <Header organised={organised} />
      <nav aria-label="Sections">
        <For each={SECTIONS}>
          {({ name, label }) => (
            <a href={`#${name}`} aria-current={section().name === name ? 'page' : undefined}>
              {label}
            </a>
          )}
        </For>
      </nav>
      <main>
        <h1 class="hidden">{section().label}</h1>
        <Show
          when={!organised.isMissing()}
          fallback={<p class="empty">There is no event "{props.eventId}". Choose one above, or make it.</p>}
        >
          <Show when={section()} keyed>
            {({ component: Component }) => <Component organised={organised} />}
          </Show>
        </Show>
      </main>
    </div>
  )
}

const CONNECTION = {
  connecting: 'Connecting …',
  live: 'Live',
  reconnecting: 'Reconnecting: what is shown may be old',
  offline: 'Offline: what is shown is old',
} as const

function Header(props: { organised: Organised }): JSX.Element {
  const events = createPolled(() => ask(EventsDocument, { first: 100 }).then((answer) => answer.events?.nodes ?? []), 15_000)
  const [isMaking, setMaking] = createSignal(false)
  const go = (eventId: string) => location.assign(`?event=${encodeURIComponent(eventId)}${location.hash}`)
  const others = () => (events.value() ?? []).filter(({ eventId }) => eventId !== props.organised.eventId)
  return (
    <header class="top">
      <select
        class="input"
        aria-label="Event"
        onChange={(event) => (
          event.currentTarget.value === '' ? setMaking(true) : go(event.currentTarget.value),
          (event.currentTarget.value = props.organised.eventId)
        )}
      >
        <option value={props.organised.eventId} selected>
          {props.organised.event()?.name ?? props.organised.eventId}
        </option>
        <EachById each={others()} idOf={({ eventId }) => eventId}>
          {(other) => <option value={other().eventId}>{other().name}</option>}
        </EachById>
        <option value="">New event …</option>
      </select>
      <Show when={props.organised.event()}>
        {(event) => <b class={`status ${event().status.toLowerCase()}`}>{STATUS[event().status]}</b>}
      </Show>
      <span class={`wire ${connection()}`} role="status">
        {CONNECTION[connection()]}
      </span>
      <span class="spring" />
      <a
        class="button slim plain"
        href={`/screen?event=${encodeURIComponent(props.organised.eventId)}`}
        target="_blank"
        rel="noreferrer"
      >
        Big screen
      </a>
      <a
        class="button slim plain"
        href={`/?event=${encodeURIComponent(props.organised.eventId)}`}
        target="_blank"
        rel="noreferrer"
      >
        Market
      </a>
      <button
        type="button"
        class="button slim plain"
        aria-label={isDark() ? 'Light colours' : 'Dark colours'}
        onClick={() => setTheme(isDark() ? 'light' : 'dark')}
      >
        {isDark() ? '☀' : '☾'}
      </button>
      <span class="who">{viewer()?.displayName}</span>
      <button type="button" class="button slim" onClick={leave}>
        Sign out
      </button>
      <Show when={isMaking()}>
        <NewEventDialog onClose={() => setMaking(false)} onDone={go} />
      </Show>
    </header>
  )
}

function NewEventDialog(props: { onClose: () => void; onDone: (eventId: string) => void }): JSX.Element {
  const [eventId, setEventId] = createSignal('')
  const [name, setName] = createSignal('')
  const send = (idempotencyKey: string) =>
    ask(SaveEventDocument, { input: { eventId: eventId().trim(), name: name().trim() || null, idempotencyKey } }).then(
      ({ saveEvent }) => saveEvent,
    )
  return (
    <CommandDialog
      title="New event"
      confirm="Make it"
      done="The event is made; it is not open yet."
      send={send}
      onDone={() => props.onDone(eventId().trim())}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <TextField
            label="Id"
            hint="1 to 64 of A-Z a-z 0-9 . _ ~ -; it cannot change later."
            value={eventId()}
            onInput={setEventId}
            required
            maxLength={64}
            autofocus
            fault={command.faultField() === 'eventId' ? command.fault() : null}
          />
          <TextField
            label="Name"
            value={name()}
            onInput={setName}
            maxLength={80}
            fault={command.faultField() === 'name' ? command.fault() : null}
          />
        </>
      )}
    </CommandDialog>
  )
}
