/** What all sections of the console are made of: fields, the dialog that asks before anything is done, the preview of a price. */
import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  onCleanup,
  onMount,
  Show,
} from 'solid-js'
import { changeBps, micros } from '../lib/decimal.ts'
import { ARROW, directionOf, exactMoney, percentBps } from '../lib/format.ts'
import { toast } from '../ui/toast.tsx'
import { type Command, createCommand, type Outcome } from './command.ts'

/** Presses that come so soon after a dialog opened were meant for what was there before. */
const HASTY_MS = 350

export interface FieldParts {
  readonly id: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: boolean
}

export function Field(props: {
  label: string
  hint?: string
  fault?: string | null
  children: (parts: FieldParts) => JSX.Element
}): JSX.Element {
  const id = createUniqueId()
  const parts: FieldParts = {
    id,
    get 'aria-describedby'() {
      return props.hint || props.fault ? `${id}-more` : undefined
    },
    get 'aria-invalid'() {
      return props.fault ? true : undefined
    },
  }
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children(parts)}
      <Show when={props.hint || props.fault}>
        <p id={`${id}-more`} class={props.fault ? 'fault' : 'quiet small'}>
          {props.fault || props.hint}
        </p>
      </Show>
    </div>
  )
}

export function TextField(props: {
  label: string
  value: string
  onInput: (value: string) => void
  hint?: string
  fault?: string | null
  type?: string
  maxLength?: number
  required?: boolean
  inputMode?: 'decimal' | 'numeric' | 'text'
  placeholder?: string
  autofocus?: boolean
  disabled?: boolean
}): JSX.Element {
  return (
    <Field label={props.label} hint={props.hint} fault={props.fault}>
      {(parts) => (
        <input
          {...parts}
          class="input"
          type={props.type ?? 'text'}
          value={props.value}
          maxLength={props.maxLength}
          required={props.required}
          inputMode={props.inputMode}
          placeholder={props.placeholder}
          autofocus={props.autofocus}
          disabled={props.disabled}
          autocomplete="off"
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

export function HeadlineField(props: {
  value: string
  onInput: (value: string) => void
  hint?: string
  /** Says what is wrong with it. */
  command: Command
}): JSX.Element {
  return (
    <TextField
      label="Headline, read by everyone"
      maxLength={200}
      value={props.value}
      onInput={props.onInput}
      hint={props.hint ?? 'Empty: the server writes one.'}
      fault={props.command.faultField() === 'headline' ? props.command.fault() : null}
    />
  )
}

/** A dialog that closes by its buttons and Escape alone: a slip beside it loses nothing that was typed. */
export function CommandDialog(props: {
  title: string
  confirm: string
  done: string
  isDangerous?: boolean
  disabled?: boolean
  send: (idempotencyKey: string) => Promise<Outcome>
  onClose: () => void
  onDone?: () => void
  wide?: boolean
  children?: (command: Command) => JSX.Element
}): JSX.Element {
  let element!: HTMLDialogElement
  const titleId = createUniqueId()
  const command = createCommand()
  const [isFresh, setIsFresh] = createSignal(true)
  const settled = setTimeout(() => setIsFresh(false), HASTY_MS)
  onMount(() => element.showModal())
  onCleanup(() => clearTimeout(settled))

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (props.disabled || isFresh()) return
    if (!(await command.run(props.send))) return
    toast(props.done)
    props.onDone?.()
    element.close()
  }
  return (
    <dialog ref={element} class={`dialog ${props.wide ? 'wide' : ''}`} aria-labelledby={titleId} onClose={() => props.onClose()}>
      <h2 id={titleId}>{props.title}</h2>
      <form onSubmit={(event) => void submit(event)}>
        {props.children?.(command)}
        <div role="alert">{command.fault() && <p class="notice">{command.fault()}</p>}</div>
        <div class="actions">
          <button type="button" class="button" onClick={() => element.close()}>
            Cancel
          </button>
          <button
            type="submit"
            class={`button primary ${props.isDangerous ? 'danger' : ''}`}
            disabled={props.disabled || isFresh()}
            aria-disabled={command.busy()}
          >
            {command.busy() ? 'Sending …' : props.confirm}
          </button>
        </div>
      </form>
    </dialog>
  )
}

export interface Move {
  readonly priceBefore: string
  readonly priceAfter: string
}

export function MoveFigures(props: { move: Move }): JSX.Element {
  const before = () => micros(props.move.priceBefore)
  const after = () => micros(props.move.priceAfter)
  const direction = () => directionOf(after() - before())
  return (
    <span class="num">
      {exactMoney(before())} → <b>{exactMoney(after())}</b>{' '}
      <span class={direction()}>
        <span aria-hidden="true">{ARROW[direction()]}</span> {percentBps(changeBps(after(), before()))}
      </span>
    </span>
  )
}

const PREVIEW_SOON_MS = 200
const PREVIEW_EVERY_MS = 2_500

/** What a move would do now, asked again as the market moves; null input: nothing to ask. */
export function Preview(props: { input: unknown; ask: () => Promise<Move | null> }): JSX.Element {
  const [move, setMove] = createSignal<Move | null>(null)
  const [fault, setFault] = createSignal<string | null>(null)
  let asked = 0
  const run = () => {
    const own = ++asked
    props.ask().then(
      (answer) => own === asked && (setMove(() => answer), setFault(null)),
      (error: unknown) => own === asked && (setMove(null), setFault(error instanceof Error ? error.message : String(error))),
    )
  }
  createEffect(() => {
    void JSON.stringify(props.input)
    if (props.input === null) {
      asked++
      return setMove(null)
    }
    const soon = setTimeout(run, PREVIEW_SOON_MS)
    onCleanup(() => clearTimeout(soon))
  })
  const timer = setInterval(() => props.input !== null && run(), PREVIEW_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <div class="preview" aria-live="polite">
      <span class="quiet small">Price</span>
      <Show
        when={fault()}
        fallback={
          <Show when={move()} fallback={<span class="quiet">…</span>}>
            {(known) => <MoveFigures move={known()} />}
          </Show>
        }
      >
        {(sentence) => <span class="fault">{sentence()}</span>}
      </Show>
    </div>
  )
}

/** Rows that are told apart by their ids: one that is asked for again stays the same row, with the focus in it. */
export function EachById<Row>(props: {
  each: readonly Row[]
  idOf: (row: Row) => string
  children: (row: Accessor<Row>) => JSX.Element
}): JSX.Element {
  const byId = createMemo(() => new Map(props.each.map((row) => [props.idOf(row), row])))
  const ids = createMemo(() => Array.from(byId().keys()))
  const rowOf = (id: string, first: Row): Accessor<Row> => createMemo((before) => byId().get(id) ?? before, first)
  return <For each={ids()}>{(id) => props.children(rowOf(id, byId().get(id)!))}</For>
}

/** A list that is asked for: its fault above it, a sentence where it is empty. */
export function Asked(props: {
  fault: string | null
  isEmpty: boolean
  isKnown: boolean
  empty: string
  children: JSX.Element
}): JSX.Element {
  return (
    <>
      <Show when={props.fault}>
        {(sentence) => (
          <p class="notice" role="status">
            {sentence()} What is shown may be old.
          </p>
        )}
      </Show>
      <Show
        when={props.isKnown}
        fallback={
          <Show when={!props.fault}>
            <p class="empty">…</p>
          </Show>
        }
      >
        <Show when={!props.isEmpty} fallback={<p class="empty">{props.empty}</p>}>
          {props.children}
        </Show>
      </Show>
    </>
  )
}

export function Section(props: { title: string; tools?: JSX.Element; children: JSX.Element; class?: string }): JSX.Element {
  const id = createUniqueId()
  return (
    <section class={`card section ${props.class ?? ''}`} aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{props.title}</h2>
        <div class="tools">{props.tools}</div>
      </div>
      {props.children}
    </section>
  )
}
