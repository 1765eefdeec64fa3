/** Moves of a price: one press on a phase, a preview, a confirmation; now or on stage (halt, wait, bump, reopen). */
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { SearchField } from '../ui/search-field.tsx'
import { price } from '../lib/format.ts'
import { BumpDialog, HaltDialog, InvestmentDialog, SeedDialog } from './move-dialogs.tsx'
import { Section } from './parts.tsx'
import { type Phase, PHASES } from './phases.ts'
import { Staged } from './staged.tsx'
import type { Organised } from './state.ts'

type Asking = { readonly kind: 'bump'; readonly phase: Phase } | { readonly kind: 'seed' | 'investment' | 'halt' }

export function MovesSection(props: { organised: Organised }): JSX.Element {
  const [search, setSearch] = createSignal('')
  const [chosenId, setChosenId] = createSignal<string | null>(null)
  const [asking, setAsking] = createSignal<Asking | null>(null)
  const found = createMemo(() => {
    const words = search().trim().toLowerCase()
    return props.organised.projects().filter(({ ticker, name }) => `${ticker} ${name}`.toLowerCase().includes(words))
  })
  const chosen = () => props.organised.project(chosenId() ?? '')
  const isOver = () => props.organised.event()?.status === 'CLOSED'
  return (
    <div class="stack">
      <Show when={isOver()}>
        <p class="notice">The event is closed: prices are final.</p>
      </Show>
      <div class="two">
        <Section title="Project">
          <SearchField label="Find a project" value={search()} onInput={setSearch} />
          <ul class="pick" aria-label="Projects">
            <For each={found()} fallback={<li class="empty">No project.</li>}>
              {(project) => (
                <li>
                  <button
                    type="button"
                    aria-pressed={project.projectId === chosenId()}
                    onClick={() => setChosenId(project.projectId)}
                  >
                    <b>{project.ticker}</b>
                    <span class="pick-name">{project.name}</span>
                    <span class="num">{price(project.currentPrice)}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Section>
        <Section title={chosen() ? `Move ${chosen()!.ticker}` : 'Move'}>
          <Show when={chosen()} fallback={<p class="empty">Choose a project.</p>}>
            {(project) => (
              <>
                <p class="chosen">
                  <b>{project().name}</b> <span class="num">{price(project().currentPrice)}</span>{' '}
                  <span class="quiet small num">seed {project().seedAmount}</span>{' '}
                  <Show when={!project().isActive}>
                    <b class="status halted">halted</b>
                  </Show>
                </p>
                <div class="phases" role="group" aria-label="Phase bumps">
                  <For each={PHASES}>
                    {(phase) => (
                      <button type="button" class="phase" disabled={isOver()} onClick={() => setAsking({ kind: 'bump', phase })}>
                        <span>{phase.label}</span>{' '}
                        <small class={phase.effect.startsWith('+') ? 'up' : phase.effect.startsWith('−') ? 'down' : 'quiet'}>
                          {phase.effect}
                        </small>
                      </button>
                    )}
                  </For>
                </div>
                <div class="tools">
                  <button type="button" class="button" disabled={isOver()} onClick={() => setAsking({ kind: 'seed' })}>
                    Change seed …
                  </button>
                  <button type="button" class="button" disabled={isOver()} onClick={() => setAsking({ kind: 'investment' })}>
                    Investment …
                  </button>
                  <button type="button" class="button" disabled={isOver()} onClick={() => setAsking({ kind: 'halt' })}>
                    {project().isActive ? 'Halt' : 'Reopen'} …
                  </button>
                </div>
              </>
            )}
          </Show>
        </Section>
      </div>
      <Staged eventId={props.organised.eventId} />
      <Show when={chosen() && asking()} keyed>
        {(one) => {
          const project = chosen()!
          const close = () => setAsking(null)
          if (one.kind === 'halt') return <HaltDialog project={project} onClose={close} />
          if (one.kind === 'bump') return <BumpDialog project={project} phase={one.phase} onClose={close} />
          return one.kind === 'seed' ? (
            <SeedDialog project={project} onClose={close} />
          ) : (
            <InvestmentDialog project={project} onClose={close} />
          )
        }}
      </Show>
    </div>
  )
}
