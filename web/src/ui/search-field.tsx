import type { JSX } from 'solid-js'

/** A field that finds as it is typed in. */
export const SearchField = (props: { label: string; value: string; onInput: (value: string) => void }): JSX.Element => (
  <input
    class="input"
    type="search"
    placeholder={props.label}
    aria-label={props.label}
    value={props.value}
    onInput={(event) => props.onInput(event.currentTarget.value)}
  />
)
