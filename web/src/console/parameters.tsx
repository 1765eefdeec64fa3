/** The tunables of the market. Which may still change is the server's to say; its refusal stands at the field. */
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { type MarketParametersInput, SaveEventDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { Field, CommandDialog, Section, TextField } from './parts.tsx'
import type { EventState } from './state.ts'

type Name = keyof EventState['parameters']

interface Parameter {
  readonly name: Name
  readonly label: string
  readonly hint: string
  readonly kind: 'decimal' | 'whole' | 'yes-no'
}

const PARAMETERS: readonly Parameter[] = [
  {
    name: 'transactionFeeBps',
    label: 'Fee (bps)',
    hint: '0 to 5,000 hundredths of a percent; from the next trade.',
    kind: 'whole',
  },
  { name: 'initialCash', label: 'Cash at the start', hint: 'Until the first account.', kind: 'decimal' },
  { name: 'investmentToSeedFactor', label: 'Seed per invested unit', hint: '0 to 1, 4 decimals.', kind: 'decimal' },
  {
    name: 'closingWindowSeconds',
    label: 'Closing window (s)',
    hint: 'Final scores are means over it. 0 to 3,600.',
    kind: 'whole',
  },
  { name: 'driftEnabled', label: 'Drift', hint: 'Prices walk a little by themselves.', kind: 'yes-no' },
  { name: 'driftIntervalMs', label: 'Drift interval (ms)', hint: '250 to 3,600,000.', kind: 'whole' },
  { name: 'driftMaxPctPerTick', label: 'Drift noise', hint: '0 to 0.2 per √s.', kind: 'decimal' },
  { name: 'driftMeanReversion', label: 'Drift pull', hint: '0 to 10 per second.', kind: 'decimal' },
  {
    name: 'pricePerShare',
    label: 'Slope per share',
    hint: '0.02 to 100 in steps of 0.02; until the first project.',
    kind: 'decimal',
  },
  { name: 'defaultBasePrice', label: 'Base price', hint: 'At most 1,000; until the first project.', kind: 'decimal' },
  { name: 'minPrice', label: 'Floor', hint: '0.01 to the base price; until the first project.', kind: 'decimal' },
  { name: 'seedToPriceFactor', label: 'Price per seed', hint: '0.000001 to 100; until the first project.', kind: 'decimal' },
]

const UNTIL_FIRST_PROJECT: ReadonlySet<Name> = new Set(['pricePerShare', 'defaultBasePrice', 'minPrice', 'seedToPriceFactor'])

export function Parameters(props: { event: EventState; hasProjects: boolean }): JSX.Element {
  const [edits, setEdits] = createSignal<Partial<Record<Name, string>>>({})
  const [isAsking, setAsking] = createSignal(false)
  const now = (name: Name) => String(props.event.parameters[name])
  const changed = createMemo(() =>
    PARAMETERS.filter(({ name }) => edits()[name] !== undefined && edits()[name]!.trim() !== now(name)),
  )
  const wrong = createMemo(() => changed().find(({ name, kind }) => kind === 'whole' && !/^\d{1,9}$/.test(edits()[name]!.trim())))
  const isOver = () => props.event.status === 'CLOSED'

  const send = (idempotencyKey: string) => {
    const parameters: MarketParametersInput = Object.fromEntries(
      changed().map(({ name, kind }) => {
        const text = edits()[name]!.trim()
        return [name, kind === 'whole' ? Number(text) : kind === 'yes-no' ? text === 'true' : text]
      }),
    )
    return ask(SaveEventDocument, { input: { eventId: props.event.eventId, parameters, idempotencyKey } }).then(
      ({ saveEvent }) => saveEvent,
    )
  }
  return (
    <Section title="Parameters">
      <form class="fields" onSubmit={(event) => (event.preventDefault(), changed().length > 0 && !wrong() && setAsking(true))}>
        <For each={PARAMETERS}>
          {({ name, label, hint, kind }) => (
            <Show
              when={kind === 'yes-no'}
              fallback={
                <TextField
                  label={label}
                  hint={hint}
                  inputMode={kind === 'whole' ? 'numeric' : 'decimal'}
                  value={edits()[name] ?? now(name)}
                  onInput={(value) => setEdits({ ...edits(), [name]: value })}
                  disabled={UNTIL_FIRST_PROJECT.has(name) && props.hasProjects}
                  fault={wrong()?.name === name ? 'This must be a whole number.' : null}
                />
              }
            >
              <Field label={label} hint={hint}>
                {(parts) => (
                  <select
                    {...parts}
                    class="input"
                    onChange={(event) => setEdits({ ...edits(), [name]: event.currentTarget.value })}
                  >
                    <option value="true" selected={(edits()[name] ?? now(name)) === 'true'}>
                      on
                    </option>
                    <option value="false" selected={(edits()[name] ?? now(name)) === 'false'}>
                      off
                    </option>
                  </select>
                )}
              </Field>
            </Show>
          )}
        </For>
        <div class="form-end">
          <span class="spring" />
          <Show when={changed().length > 0}>
            <button type="button" class="button" onClick={() => setEdits({})}>
              Undo
            </button>
          </Show>
          <button type="submit" class="button primary" disabled={changed().length === 0 || wrong() !== undefined || isOver()}>
            Change …
          </button>
        </div>
      </form>
      <Show when={isAsking()}>
        <CommandDialog
          title="Change the parameters?"
          confirm="Change"
          done="The parameters are changed."
          send={send}
          onDone={() => setEdits({})}
          onClose={() => setAsking(false)}
        >
          {() => (
            <ul class="changes">
              <For each={changed()}>
                {({ name, label }) => (
                  <li>
                    <span>{label}</span>{' '}
                    <span class="num">
                      {now(name)} → <b>{edits()[name]}</b>
                    </span>
                  </li>
                )}
              </For>
            </ul>
          )}
        </CommandDialog>
      </Show>
    </Section>
  )
}
