/** Who did what, newest first; a mistaken move is taken back by an opposite one that stands here, too. */
import { createSignal, For, type JSX, Show } from 'solid-js'
import {
  AuditLogDocument,
  type AuditLogQuery,
  CompensateMoveDocument,
  PreviewCompensationDocument,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { moment } from '../lib/format.ts'
import { createPolled } from './live.ts'
import { Asked, CommandDialog, EachById, HeadlineField, MoveFigures, Preview, Section } from './parts.tsx'
import { Pager } from './table.tsx'
import type { Organised } from './state.ts'

type Entry = NonNullable<AuditLogQuery['auditLog']>['nodes'][number]

const PAGE = 50

/** Actions as people say them, before the ticker; one that is new is shown by its name. */
const SPOKEN: Readonly<Record<string, string>> = {
  applyPhaseBump: 'bumped',
  updateSeed: 'changed the seed of',
  applyInvestment: 'recorded an investment in',
  stagePhaseBump: 'staged a bump of',
  cancelStagedBump: 'cancelled the staged bump of',
  compensateMove: 'took back a move of',
  saveProject: 'saved',
  saveEvent: 'changed the event',
  clock: 'turned the event',
  moderateTrader: 'moderated a trader',
  grantCash: 'granted cash',
  cloneEvent: 'made this rehearsal',
}
const spoken = (action: string): string => SPOKEN[action] ?? action

const moveOf = ({ priceBefore, priceAfter }: Entry) =>
  priceBefore !== null && priceAfter !== null && priceBefore !== priceAfter ? { priceBefore, priceAfter } : null
/** Without the price, which stands above already. */
const changesOf = ({ changes }: Entry) => changes.filter(({ field }) => field !== 'currentPrice')

export function AuditSection(props: { organised: Organised }): JSX.Element {
  const [pages, setPages] = createSignal<readonly string[]>([])
  const [taken, setTaken] = createSignal<Entry | null>(null)
  const log = createPolled(
    () =>
      ask(AuditLogDocument, { eventId: props.organised.eventId, first: PAGE, after: pages().at(-1) ?? null }).then(
        ({ auditLog }) => auditLog,
      ),
    4_000,
  )
  const tickerOf = (entry: Entry) =>
    entry.project ? (props.organised.project(entry.project.projectId)?.ticker ?? entry.project.projectId) : ''
  return (
    <Section title="Log">
      <Asked
        fault={log.fault()}
        isKnown={log.value() !== null}
        isEmpty={log.value()?.nodes.length === 0}
        empty="Nothing has been done yet."
      >
        <ol class="log">
          <EachById each={log.value()?.nodes ?? []} idOf={({ id }) => id}>
            {(entry) => (
              <li>
                <div class="log-body">
                  <p class="log-head">
                    <time class="num" datetime={entry().at}>
                      {moment(entry().at)}
                    </time>{' '}
                    <b>{entry().actor?.displayName ?? 'the clock'}</b> <span>{spoken(entry().action)}</span>{' '}
                    <b>{tickerOf(entry())}</b>
                  </p>
                  <Show when={entry().headline}>{(headline) => <p class="log-headline">{headline()}</p>}</Show>
                  <Show when={moveOf(entry())}>
                    {(move) => (
                      <p>
                        <MoveFigures move={move()} />
                      </p>
                    )}
                  </Show>
                  <Show when={changesOf(entry()).length > 0}>
                    <ul class="log-changes">
                      <For each={changesOf(entry())}>
                        {({ field, before, after }) => (
                          <li>
                            <span class="quiet">{field}</span> {before !== null && <span>{before} → </span>}
                            {after ?? '–'}
                          </li>
                        )}
                      </For>
                    </ul>
                  </Show>
                  <Show when={entry().compensates}>
                    <p class="quiet small">takes an earlier move back</p>
                  </Show>
                  <Show when={entry().compensatedBy}>
                    <p class="quiet small">was taken back</p>
                  </Show>
                </div>
                <Show when={entry().compensable}>
                  <button
                    type="button"
                    class="button slim danger"
                    aria-label={`Take back the move of ${tickerOf(entry())}`}
                    onClick={() => setTaken(entry())}
                  >
                    Take back …
                  </button>
                </Show>
              </li>
            )}
          </EachById>
        </ol>
        <Pager pages={pages()} onPages={setPages} pageInfo={log.value()?.pageInfo} />
      </Asked>
      <Show when={taken()} keyed>
        {(entry) => <TakeBackDialog entry={entry} ticker={tickerOf(entry)} onClose={() => setTaken(null)} />}
      </Show>
    </Section>
  )
}

function TakeBackDialog(props: { entry: Entry; ticker: string; onClose: () => void }): JSX.Element {
  const [headline, setHeadline] = createSignal('')
  const auditId = props.entry.id
  return (
    <CommandDialog
      title={`Take the move of ${props.ticker} back?`}
      confirm="Take it back"
      done="The move is taken back."
      isDangerous
      onClose={props.onClose}
      send={(idempotencyKey) =>
        ask(CompensateMoveDocument, { input: { auditId, headline: headline().trim() || null, idempotencyKey } }).then(
          ({ compensateMove }) => compensateMove,
        )
      }
    >
      {(command) => (
        <>
          <p class="quiet">An opposite move from where the price is now. Trades that were made meanwhile stay.</p>
          <Preview
            input={auditId}
            ask={() => ask(PreviewCompensationDocument, { auditId }).then(({ previewCompensation }) => previewCompensation)}
          />
          <HeadlineField value={headline()} onInput={setHeadline} command={command} />
        </>
      )}
    </CommandDialog>
  )
}
