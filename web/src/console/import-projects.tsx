/**
 * Projects from a file: read, checked line by line here, tried as a whole by the server, shown, and only then saved; all of
 * them in one command, or none.
 */
import { createMemo, createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { ImportProjectsDocument, PreviewImportDocument, type PreviewImportQuery } from '../generated/graphql.ts'
import { ApiError, ask, sentenceOf } from '../lib/api.ts'
import { price } from '../lib/format.ts'
import type { CsvFault } from './csv.ts'
import { CommandDialog, Section } from './parts.tsx'
import { figure, Table } from './table.tsx'
import { FILE_BYTES_MAX, type ProjectFile, type ProjectRow, readProjectFile } from './project-rows.ts'

type Tried = NonNullable<PreviewImportQuery['previewProjects']>[number]

const EXAMPLE = 'projectId,ticker,name,description,seedAmount\nsun-ferry,SUN,Sun Ferry,"Solar boats, by the hour",5\n'
const ROWS_SHOWN = 200
const CHECK_SOON_MS = 300
const IMPORT_TIMEOUT_MS = 30_000

export function ImportProjects(props: { eventId: string; onClose: () => void }): JSX.Element {
  const [text, setText] = createSignal('')
  const [fileName, setFileName] = createSignal<string | null>(null)
  const [file, setFile] = createSignal<ProjectFile | null>(null)
  const [tried, setTried] = createSignal<readonly Tried[] | null>(null)
  const [fault, setFault] = createSignal<string | null>(null)
  const [isConfirming, setConfirming] = createSignal(false)
  let asked = 0
  let soon: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(soon))

  const faults = createMemo<readonly CsvFault[]>(() => {
    const rows = file()?.rows ?? []
    const refused = (tried() ?? []).flatMap(({ userErrors: [error] }, index) =>
      error && rows[index] ? [{ line: rows[index].line, message: error.message }] : [],
    )
    return [...(file()?.faults ?? []), ...refused].sort((a, b) => a.line - b.line)
  })
  const isReady = () => file() !== null && tried()?.length === file()!.rows.length && faults().length === 0

  /** A browser may tell of a paste line by line: what is checked is what it comes to. */
  function typed(content: string): void {
    setText(content)
    setFileName(null)
    forget()
    clearTimeout(soon)
    soon = setTimeout(() => void check(content), CHECK_SOON_MS)
  }
  function forget(): number {
    setFile(null)
    setTried(null)
    setFault(null)
    return ++asked
  }
  async function check(content: string): Promise<void> {
    const own = forget()
    if (new Blob([content]).size > FILE_BYTES_MAX) {
      return void setFault('The file is larger than 1 MB: that is no list of projects.')
    }
    const read = content.trim() === '' ? null : readProjectFile(content, props.eventId)
    setFile(read)
    if (!read || read.rows.length === 0) return
    try {
      const { previewProjects } = await ask(
        PreviewImportDocument,
        { inputs: read.rows.map(({ input }) => input) },
        { timeoutMs: IMPORT_TIMEOUT_MS },
      )
      if (own === asked) setTried(previewProjects ?? [])
    } catch (error) {
      if (own === asked) setFault(importSentence(error))
    }
  }
  async function choose(chosen: File | undefined): Promise<void> {
    if (!chosen) return
    clearTimeout(soon)
    const own = forget()
    setText('')
    setFileName(chosen.name)
    if (chosen.size > FILE_BYTES_MAX) return void setFault('The file is larger than 1 MB: that is no list of projects.')
    const content = new TextDecoder().decode(await chosen.arrayBuffer())
    if (own !== asked) return
    setText(content)
    await check(content)
  }
  const send = (idempotencyKey: string) =>
    ask(
      ImportProjectsDocument,
      { inputs: file()!.rows.map(({ input }) => input), idempotencyKey },
      { timeoutMs: IMPORT_TIMEOUT_MS },
    ).then(
      ({ saveProjects }) => ({
        userErrors: saveProjects.userErrors.map(({ message, path }) => ({
          path,
          message: withLine(message, path, file()!.rows),
        })),
      }),
      (error: unknown) =>
        Promise.reject(error instanceof ApiError && !error.isPassing ? new ApiError(error.code, importSentence(error)) : error),
    )

  return (
    <Section
      title="Import projects"
      tools={
        <button type="button" class="button slim" onClick={props.onClose}>
          Close
        </button>
      }
    >
      <p class="quiet">
        One project a line; the first line names the columns: projectId, ticker, name, description, seedAmount, isActive. A
        projectId that exists already is changed. Nothing is saved before you confirm, and then all lines or none.
      </p>
      <div class="import-input">
        <label class="button file">
          {fileName() ?? 'Choose a file …'}
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            onChange={(event) => {
              void choose(event.currentTarget.files?.[0])
              event.currentTarget.value = ''
            }}
          />
        </label>
        <span class="quiet">or paste the lines:</span>
      </div>
      <textarea
        class="input mono"
        rows={6}
        aria-label="Lines of the file"
        placeholder={EXAMPLE}
        spellcheck={false}
        value={text()}
        onInput={(event) => typed(event.currentTarget.value)}
      />
      <div role="status">
        <Show when={fault()}>{(sentence) => <p class="notice">{sentence()}</p>}</Show>
        <Show when={file() && faults().length > 0}>
          <p class="notice">
            {faults().length} {faults().length === 1 ? 'fault' : 'faults'}: nothing can be imported until the file is right.
          </p>
        </Show>
        <Show when={isReady()}>
          <p class="good">
            {file()!.rows.length} {file()!.rows.length === 1 ? 'project is' : 'projects are'} ready.
          </p>
        </Show>
      </div>
      <Show when={faults().length > 0}>
        <ul class="line-faults" aria-label="Faults by line">
          <For each={faults().slice(0, ROWS_SHOWN)}>
            {({ line, message }) => (
              <li>
                <b class="num">Line {line}</b> <span>{message}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={file()?.rows.length}>
        <PreviewTable rows={file()!.rows} tried={tried()} />
      </Show>
      <div class="form-end">
        <span class="spring" />
        <button type="button" class="button primary" disabled={!isReady()} onClick={() => setConfirming(true)}>
          Import {file()?.rows.length || ''} …
        </button>
      </div>
      <Show when={isConfirming()}>
        <CommandDialog
          title={`Import ${file()?.rows.length} projects?`}
          confirm="Import all"
          done="The projects are imported."
          send={send}
          onDone={() => {
            setText('')
            setFileName(null)
            setFile(null)
            setTried(null)
          }}
          onClose={() => setConfirming(false)}
        >
          {() => (
            <p>
              {countOf(tried() ?? [], true)} new, {countOf(tried() ?? [], false)} changed. All of them, or none.
            </p>
          )}
        </CommandDialog>
      </Show>
    </Section>
  )
}

const countOf = (tried: readonly Tried[], isNew: boolean): number => tried.filter((row) => row.isNew === isNew).length

function PreviewTable(props: { rows: readonly ProjectRow[]; tried: readonly Tried[] | null }): JSX.Element {
  return (
    <>
      <Table
        class="tall"
        label="Preview"
        columns={[figure('Line'), 'Project', 'Ticker', 'Name', figure('Seed'), figure('Price'), 'What happens']}
      >
        <For each={props.rows.slice(0, ROWS_SHOWN)}>
          {({ line, input }, index) => {
            const tried = () => props.tried?.[index()]
            return (
              <tr class={tried()?.userErrors.length ? 'bad' : ''}>
                <td class="end num">{line}</td>
                <td>{input.projectId}</td>
                <td>{input.ticker?.toUpperCase() ?? ''}</td>
                <td class="wrap">{input.name ?? ''}</td>
                <td class="end num">{input.seedAmount ?? ''}</td>
                <td class="end num">{tried()?.priceAfter ? price(tried()!.priceAfter!) : ''}</td>
                <td>
                  {tried() ? (
                    tried()!.userErrors.length ? (
                      <b class="down">refused</b>
                    ) : tried()!.isNew ? (
                      'new'
                    ) : (
                      changeText(tried()!)
                    )
                  ) : (
                    '…'
                  )}
                </td>
              </tr>
            )
          }}
        </For>
      </Table>
      <Show when={props.rows.length > ROWS_SHOWN}>
        <p class="quiet small">and {props.rows.length - ROWS_SHOWN} more lines</p>
      </Show>
    </>
  )
}

const changeText = ({ priceBefore, priceAfter }: Tried): string =>
  priceBefore === priceAfter ? 'text changed' : `price moves from ${price(priceBefore ?? '0')}`

/** The server counts rows; people count lines of their file. */
function withLine(message: string, path: readonly string[], rows: readonly ProjectRow[]): string {
  const row = path[0] === 'inputs' ? rows[Number(path[1])] : undefined
  return row ? `Line ${row.line}: ${message}` : message
}

function importSentence(error: unknown): string {
  if (error instanceof ApiError && error.code === 'BAD_REQUEST')
    return 'The file is too large for one command: import it in two parts, or with shorter descriptions. Nothing was imported.'
  return sentenceOf(error)
}
