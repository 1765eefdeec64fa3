/** Moves of a price: one press on a phase, a preview, a confirmation; now or on stage (halt, wait, bump, reopen). */
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import {
  ApplyInvestmentDocument,
  ApplyPhaseBumpDocument,
  type BumpType,
  CancelStagedBumpDocument,
  PreviewBumpDocument,
  PreviewInvestmentDocument,
  PreviewSeedDocument,
  SaveProjectDocument,
  StagedBumpsDocument,
  type StagedBumpsQuery,
  StagePhaseBumpDocument,
  UpdateSeedDocument,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { createNow } from '../lib/clock.ts'
import { readTyped, toUnits } from '../lib/decimal.ts'
import { price, span } from '../lib/format.ts'
import { Choice } from '../ui/choice.tsx'
import { createPolled } from './live.ts'
import { Asked, CommandDialog, EachById, HeadlineField, Preview, Section, TableBox, TextField } from './parts.tsx'
import type { Organised, Project } from './state.ts'

interface Phase {
  readonly bumpType: BumpType
  readonly label: string
  readonly effect: string
}

const PHASES: readonly Phase[] = [
  { bumpType: 'KICKOFF_HYPE', label: 'Kick-off hype', effect: '+15 %' },
  { bumpType: 'VALIDATION_GOOD', label: 'Validation good', effect: '+10 %' },
  { bumpType: 'VALIDATION_BAD', label: 'Validation bad', effect: '−5 %' },
  { bumpType: 'MVP_SHIPPED', label: 'MVP shipped', effect: '+30 %' },
  { bumpType: 'USER_FEEDBACK_GOOD', label: 'Feedback good', effect: '+10 %' },
  { bumpType: 'USER_FEEDBACK_BAD', label: 'Feedback bad', effect: '−10 %' },
  { bumpType: 'DEMO_QUALIFIER', label: 'Demo qualifier', effect: '+50 %' },
  { bumpType: 'DEMO_WINNER', label: 'Demo winner', effect: '+100 %' },
  { bumpType: 'MULTIPLY', label: 'Multiply …', effect: 'by a factor' },
  { bumpType: 'ADD', label: 'Add …', effect: 'or take off' },
]

export const phaseLabel = (bumpType: string): string =>
  PHASES.find((phase) => phase.bumpType === bumpType)?.label.replace(' …', '') ?? bumpType

type Asking = { readonly kind: 'bump'; readonly phase: Phase } | { readonly kind: 'seed' | 'investment' | 'halt' }

/** A decimal with a sign, as typed; null for what is none. */
export function readSigned(typed: string, decimals: number): string | null {
  const bare = typed.trim().replace(/^−/, '-')
  if (toUnits(bare.replace(/^[+-]/, '') || 'x', decimals) === 0n) return '0'
  const size = readTyped(bare.replace(/^[+-]/, ''), decimals)
  return size === null ? null : bare.startsWith('-') ? `-${size}` : size
}

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
          <input
            class="input"
            type="search"
            placeholder="Find a project"
            aria-label="Find a project"
            value={search()}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
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

type When = 'now' | 'stage'

function BumpDialog(props: { project: Project; phase: Phase; onClose: () => void }): JSX.Element {
  const { projectId, ticker } = props.project
  const { bumpType, label, effect } = props.phase
  const [headline, setHeadline] = createSignal('')
  const [figure, setFigure] = createSignal('')
  const [when, setWhen] = createSignal<When>('now')
  const [waitSeconds, setWaitSeconds] = createSignal('30')
  const needsFigure = bumpType === 'MULTIPLY' || bumpType === 'ADD'
  const value = createMemo(() => (bumpType === 'MULTIPLY' ? readTyped(figure(), 6) : readSigned(figure(), 6)))
  const bump = createMemo(() => {
    if (!needsFigure) return { projectId, bumpType }
    if (value() === null) return null
    return bumpType === 'MULTIPLY' ? { projectId, bumpType, multiplier: value() } : { projectId, bumpType, delta: value() }
  })
  const wait = () => (/^\d{1,3}$/.test(waitSeconds().trim()) ? Number(waitSeconds()) : null)
  const send = async (idempotencyKey: string) => {
    const input = { ...bump()!, headline: headline().trim() || null, idempotencyKey }
    if (when() === 'now') return (await ask(ApplyPhaseBumpDocument, { input })).applyPhaseBump
    return (await ask(StagePhaseBumpDocument, { input: { ...input, waitSeconds: wait()! } })).stagePhaseBump
  }
  return (
    <CommandDialog
      title={`${label.replace(' …', '')} for ${ticker}${needsFigure ? '' : `: ${effect}`}`}
      confirm={when() === 'now' ? 'Move the price' : 'Halt and stage it'}
      done={when() === 'now' ? `${ticker} is moved.` : `${ticker} is on stage.`}
      disabled={bump() === null || (when() === 'stage' && wait() === null)}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <Show when={needsFigure}>
            <TextField
              label={bumpType === 'MULTIPLY' ? 'Factor, 0.01 to 10' : 'Amount to add; below zero takes off'}
              value={figure()}
              onInput={setFigure}
              inputMode="decimal"
              autofocus
              required
              fault={figure() !== '' && value() === null ? 'This is no decimal with at most 6 places.' : null}
            />
          </Show>
          <Preview
            input={bump()}
            ask={() => ask(PreviewBumpDocument, { input: bump()! }).then(({ previewBump }) => previewBump)}
          />
          <HeadlineField
            value={headline()}
            onInput={setHeadline}
            fault={command.faultField() === 'headline' ? command.fault() : null}
          />
          <div class="field">
            <span class="label">When</span>
            <Choice
              label="When"
              value={when()}
              onChange={setWhen}
              options={
                [
                  { value: 'now', label: 'At once' },
                  { value: 'stage', label: 'On stage' },
                ] as const
              }
            />
          </div>
          <Show when={when() === 'stage'}>
            <TextField
              label="Seconds between halt and bump"
              hint="The project is halted now, bumped with its headline then, and reopened. 0 to 600."
              value={waitSeconds()}
              onInput={setWaitSeconds}
              inputMode="numeric"
              fault={wait() === null ? 'This must be a whole number, 0 to 600.' : null}
            />
          </Show>
        </>
      )}
    </CommandDialog>
  )
}

/** The first and the last step of a staged move, by hand. */
function HaltDialog(props: { project: Project; onClose: () => void }): JSX.Element {
  const { projectId, ticker, isActive } = props.project
  const send = (idempotencyKey: string) =>
    ask(SaveProjectDocument, { input: { projectId, isActive: !isActive, idempotencyKey } }).then(({ saveProject }) => saveProject)
  return (
    <CommandDialog
      title={isActive ? `Halt ${ticker}?` : `Reopen ${ticker}?`}
      confirm={isActive ? 'Halt it' : 'Reopen it'}
      done={isActive ? `${ticker} is halted.` : `${ticker} can be traded again.`}
      isDangerous={isActive}
      send={send}
      onClose={props.onClose}
    >
      {() => (
        <p>
          {isActive
            ? 'Nobody can trade it until you reopen it; you can still move its price.'
            : 'It can be traded while the event is open.'}
        </p>
      )}
    </CommandDialog>
  )
}

function SeedDialog(props: { project: Project; onClose: () => void }): JSX.Element {
  const { projectId, ticker, seedAmount: seedNow } = props.project
  const [mode, setMode] = createSignal<'to' | 'by'>('to')
  const [figure, setFigure] = createSignal('')
  const [headline, setHeadline] = createSignal('')
  const value = createMemo(() => readSigned(figure(), 6))
  const change = createMemo(() =>
    value() === null ? null : mode() === 'to' ? { projectId, seedAmount: value() } : { projectId, seedDelta: value() },
  )
  const send = async (idempotencyKey: string) =>
    (await ask(UpdateSeedDocument, { input: { ...change()!, headline: headline().trim() || null, idempotencyKey } })).updateSeed
  return (
    <CommandDialog
      title={`Seed of ${ticker}`}
      confirm="Change the seed"
      done={`The seed of ${ticker} is changed.`}
      disabled={change() === null}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <p class="quiet">
            It is <span class="num">{seedNow}</span> now.
          </p>
          <Choice
            label="How"
            value={mode()}
            onChange={setMode}
            options={
              [
                { value: 'to', label: 'Set it to' },
                { value: 'by', label: 'Change it by' },
              ] as const
            }
          />
          <TextField
            label={mode() === 'to' ? 'New seed' : 'Change; below zero lowers'}
            value={figure()}
            onInput={setFigure}
            inputMode="decimal"
            autofocus
            required
            fault={figure() !== '' && value() === null ? 'This is no decimal with at most 6 places.' : null}
          />
          <Preview
            input={change()}
            ask={() => ask(PreviewSeedDocument, { input: change()! }).then(({ previewSeed }) => previewSeed)}
          />
          <HeadlineField
            value={headline()}
            onInput={setHeadline}
            fault={command.faultField() === 'headline' ? command.fault() : null}
          />
        </>
      )}
    </CommandDialog>
  )
}

function InvestmentDialog(props: { project: Project; onClose: () => void }): JSX.Element {
  const { projectId, ticker } = props.project
  const [figure, setFigure] = createSignal('')
  const [headline, setHeadline] = createSignal('')
  const amount = createMemo(() => readTyped(figure(), 2))
  const investment = createMemo(() => (amount() === null ? null : { projectId, amount: amount()! }))
  const send = async (idempotencyKey: string) =>
    (await ask(ApplyInvestmentDocument, { input: { ...investment()!, headline: headline().trim() || null, idempotencyKey } }))
      .applyInvestment
  return (
    <CommandDialog
      title={`Investment in ${ticker}`}
      confirm="Record the investment"
      done={`The investment in ${ticker} is recorded.`}
      disabled={investment() === null}
      send={send}
      onClose={props.onClose}
    >
      {(command) => (
        <>
          <TextField
            label="Amount"
            hint="A real investment; it raises the seed."
            value={figure()}
            onInput={setFigure}
            inputMode="decimal"
            autofocus
            required
            fault={figure() !== '' && amount() === null ? 'This is no amount above 0 with at most 2 places.' : null}
          />
          <Preview
            input={investment()}
            ask={() =>
              ask(PreviewInvestmentDocument, { input: investment()! }).then(({ previewInvestment }) => previewInvestment)
            }
          />
          <HeadlineField
            value={headline()}
            onInput={setHeadline}
            fault={command.faultField() === 'headline' ? command.fault() : null}
          />
        </>
      )}
    </CommandDialog>
  )
}

type Staged = NonNullable<StagedBumpsQuery['stagedBumps']>[number]

function Staged(props: { eventId: string }): JSX.Element {
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
        <TableBox label="On stage">
          <table class="table">
            <thead>
              <tr>
                <th>Project</th>
                <th>Bump</th>
                <th>Headline</th>
                <th>By</th>
                <th class="end">In</th>
                <th>
                  <span class="hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
        </TableBox>
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
