/** One of a few, side by side. */
import { For, type JSX } from 'solid-js'

export interface Option<Value> {
  readonly value: Value
  readonly label: string
  readonly title?: string
}

export const Choice = <Value extends string | number>(props: {
  label: string
  options: readonly Option<Value>[]
  value: Value
  onChange: (value: Value) => void
}): JSX.Element => (
  <div class="choice" role="group" aria-label={props.label}>
    <For each={props.options}>
      {(option) => (
        <button
          type="button"
          aria-pressed={props.value === option.value}
          title={option.title}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      )}
    </For>
  </div>
)

/** Of an order. */
export const SideChoice = (props: { value: 'BUY' | 'SELL'; onChange: (side: 'BUY' | 'SELL') => void }): JSX.Element => (
  <Choice
    label="Side"
    value={props.value}
    onChange={props.onChange}
    options={[
      { value: 'BUY', label: 'Buy' },
      { value: 'SELL', label: 'Sell' },
    ]}
  />
)
