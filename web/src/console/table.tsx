/** The tables of the console, and the way through their pages. */
import { For, type JSX, Show } from 'solid-js'

/** A column: its name, whether it holds figures, and whether the name is for readers of the screen alone. */
export interface Column {
  readonly name: string
  readonly isFigure?: boolean
  readonly isHidden?: boolean
}

export const figure = (name: string): Column => ({ name, isFigure: true })
export const ACTIONS: Column = { name: 'Actions', isHidden: true }

/** Scrolls sideways where it must, with the keyboard, too. */
export const Table = (props: {
  label: string
  class?: string
  columns: readonly (Column | string)[]
  children: JSX.Element
}): JSX.Element => (
  <div class={`scroll ${props.class ?? ''}`} role="region" aria-label={props.label} tabIndex={0}>
    <table class="table">
      <thead>
        <tr>
          <For each={props.columns.map((column) => (typeof column === 'string' ? { name: column } : column))}>
            {({ name, isFigure, isHidden }: Column) => (
              <th class={isFigure ? 'end' : undefined}>
                <Show when={isHidden} fallback={name}>
                  <span class="hidden">{name}</span>
                </Show>
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  </div>
)

/** `pages` are the cursors behind which the pages begin, the first one's aside. */
export const Pager = (props: {
  pages: readonly string[]
  onPages: (pages: readonly string[]) => void
  pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null } | undefined
}): JSX.Element => (
  <div class="form-end">
    <button
      type="button"
      class="button slim"
      disabled={props.pages.length === 0}
      onClick={() => props.onPages(props.pages.slice(0, -1))}
    >
      Newer
    </button>
    <button
      type="button"
      class="button slim"
      disabled={!props.pageInfo?.hasNextPage}
      onClick={() => props.onPages([...props.pages, props.pageInfo!.endCursor!])}
    >
      Older
    </button>
  </div>
)
