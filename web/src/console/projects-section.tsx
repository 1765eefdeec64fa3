/** The projects: a form for one, a file for many. */
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { SearchField } from '../ui/search-field.tsx'
import { SaveProjectDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { price, shares } from '../lib/format.ts'
import { ImportProjects } from './import-projects.tsx'
import { CommandDialog, Field, Section, TextField } from './parts.tsx'
import { ACTIONS, figure, Table } from './table.tsx'
import type { Organised, Project } from './state.ts'
import { readSigned } from './typed.ts'

export function ProjectsSection(props: { organised: Organised }): JSX.Element {
  const [editing, setEditing] = createSignal<Project | 'new' | null>(null)
  const [isImporting, setImporting] = createSignal(false)
  const [search, setSearch] = createSignal('')
  const found = createMemo(() => {
    const words = search().trim().toLowerCase()
    return props.organised
      .projects()
      .filter(({ ticker, name, projectId }) => `${ticker} ${name} ${projectId}`.toLowerCase().includes(words))
  })
  return (
    <div class="stack">
      <Show when={isImporting()}>
        <ImportProjects eventId={props.organised.eventId} onClose={() => setImporting(false)} />
      </Show>
      <Section
        title={`Projects (${props.organised.projects().length})`}
        tools={
          <>
            <button type="button" class="button slim" onClick={() => setImporting(true)}>
              Import CSV …
            </button>
            <button type="button" class="button slim primary" onClick={() => setEditing('new')}>
              New project …
            </button>
          </>
        }
      >
        <SearchField label="Find a project" value={search()} onInput={setSearch} />
        <Table
          label="Projects"
          columns={[
            'Ticker',
            'Name',
            figure('Price'),
            figure('Seed'),
            figure('Shares'),
            figure('Holders'),
            figure('Trades'),
            'State',
            ACTIONS,
          ]}
        >
          <For
            each={found()}
            fallback={
              <tr>
                <td colSpan={9} class="empty">
                  No project.
                </td>
              </tr>
            }
          >
            {(project) => (
              <tr>
                <td>
                  <b>{project.ticker}</b>
                </td>
                <td class="wrap">
                  {project.name}
                  <br />
                  <span class="quiet small">{project.projectId}</span>
                </td>
                <td class="end num">{price(project.currentPrice)}</td>
                <td class="end num">{project.seedAmount}</td>
                <td class="end num">{shares(project.netShares)}</td>
                <td class="end num">{project.holdersCount}</td>
                <td class="end num">{project.totalTrades}</td>
                <td>{project.isActive ? 'active' : <b class="down">paused</b>}</td>
                <td class="end">
                  <button
                    type="button"
                    class="button slim"
                    aria-label={`Edit ${project.ticker}`}
                    onClick={() => setEditing(project)}
                  >
                    Edit …
                  </button>
                </td>
              </tr>
            )}
          </For>
        </Table>
      </Section>
      <Show when={editing()} keyed>
        {(one) => (
          <ProjectDialog
            eventId={props.organised.eventId}
            project={one === 'new' ? null : one}
            onClose={() => setEditing(null)}
          />
        )}
      </Show>
    </div>
  )
}

/** Sends only what was edited: two organisers at one project do not undo each other. */
function ProjectDialog(props: { eventId: string; project: Project | null; onClose: () => void }): JSX.Element {
  const before = props.project ? { ...props.project } : null
  const [edits, setEdits] = createSignal<{
    projectId?: string
    ticker?: string
    name?: string
    description?: string
    seedAmount?: string
    isActive?: boolean
  }>({})
  const edit = (change: ReturnType<typeof edits>) => setEdits({ ...edits(), ...change })
  const seed = () =>
    edits().seedAmount === undefined || edits().seedAmount === '' ? undefined : readSigned(edits().seedAmount!, 6)
  const send = (idempotencyKey: string) => {
    const { projectId = before?.projectId ?? '', seedAmount: _typed, ...texts } = edits()
    const input = {
      ...texts,
      ...(seed() === undefined ? {} : { seedAmount: seed() }),
      projectId: projectId.trim(),
      ...(before ? {} : { eventId: props.eventId }),
      idempotencyKey,
    }
    return ask(SaveProjectDocument, { input }).then(({ saveProject }) => saveProject)
  }
  return (
    <CommandDialog
      wide
      title={before ? `Edit ${before.ticker}` : 'New project'}
      confirm={before ? 'Save' : 'List it'}
      done={before ? `${before.ticker} is saved.` : 'The project is listed.'}
      disabled={seed() === null || (before !== null && Object.keys(edits()).length === 0)}
      send={send}
      onClose={props.onClose}
    >
      {(command) => {
        const fault = (field: string) => (command.faultField() === field ? command.fault() : null)
        return (
          <>
            <Show when={before === null}>
              <TextField
                label="Id"
                hint="1 to 64 of A-Z a-z 0-9 . _ ~ -; it cannot change later."
                value={edits().projectId ?? ''}
                maxLength={64}
                required
                autofocus
                onInput={(projectId) => edit({ projectId })}
                fault={fault('projectId')}
              />
            </Show>
            <TextField
              label="Ticker"
              hint="1 to 12 letters or digits."
              value={edits().ticker ?? before?.ticker ?? ''}
              maxLength={12}
              required
              onInput={(ticker) => edit({ ticker })}
              fault={fault('ticker')}
            />
            <TextField
              label="Name"
              value={edits().name ?? before?.name ?? ''}
              maxLength={80}
              onInput={(name) => edit({ name })}
              fault={fault('name')}
            />
            <Field label="Description" fault={fault('description')}>
              {(parts) => (
                <textarea
                  {...parts}
                  class="input"
                  rows={3}
                  maxLength={2000}
                  value={edits().description ?? before?.description ?? ''}
                  onInput={(event) => edit({ description: event.currentTarget.value })}
                />
              )}
            </Field>
            <TextField
              label="Seed"
              hint={before ? 'Another seed moves the price.' : 'Empty: 0. It sets the first price.'}
              inputMode="decimal"
              value={edits().seedAmount ?? before?.seedAmount ?? ''}
              onInput={(seedAmount) => edit({ seedAmount })}
              fault={seed() === null ? 'This is no decimal with at most 6 places.' : fault('seedAmount')}
            />
            <label class="check">
              <input
                type="checkbox"
                checked={edits().isActive ?? before?.isActive ?? true}
                onChange={(event) => edit({ isActive: event.currentTarget.checked })}
              />{' '}
              It can be traded while the event is open
            </label>
          </>
        )
      }}
    </CommandDialog>
  )
}
