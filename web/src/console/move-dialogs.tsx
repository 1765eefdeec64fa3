/** What is asked before a price moves: figures, a headline, a preview of the price, a confirmation. */
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import {
  ApplyInvestmentDocument,
  ApplyPhaseBumpDocument,
  PreviewBumpDocument,
  PreviewInvestmentDocument,
  PreviewSeedDocument,
  SaveProjectDocument,
  StagePhaseBumpDocument,
  UpdateSeedDocument,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { readTyped } from '../lib/decimal.ts'
import { Choice } from '../ui/choice.tsx'
import { CommandDialog, HeadlineField, Preview, TextField } from './parts.tsx'
import type { Phase } from './phases.ts'
import type { Project } from './state.ts'
import { readSigned } from './typed.ts'

type When = 'now' | 'stage'

export function BumpDialog(props: { project: Project; phase: Phase; onClose: () => void }): JSX.Element {
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
          <HeadlineField value={headline()} onInput={setHeadline} command={command} />
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
export function HaltDialog(props: { project: Project; onClose: () => void }): JSX.Element {
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

export function SeedDialog(props: { project: Project; onClose: () => void }): JSX.Element {
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
          <HeadlineField value={headline()} onInput={setHeadline} command={command} />
        </>
      )}
    </CommandDialog>
  )
}

export function InvestmentDialog(props: { project: Project; onClose: () => void }): JSX.Element {
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
          <HeadlineField value={headline()} onInput={setHeadline} command={command} />
        </>
      )}
    </CommandDialog>
  )
}
