/** A modal dialog of the browser's own: focus stays inside, Escape closes, focus returns to where it was. */
import { type JSX, onMount } from 'solid-js'

export function Dialog(props: { title: string; onClose: () => void; children: JSX.Element; class?: string }): JSX.Element {
  let element!: HTMLDialogElement
  const titleId = `dialog-${Math.random().toString(36).slice(2)}`
  onMount(() => element.showModal())
  return (
    <dialog
      ref={element}
      class={`dialog ${props.class ?? ''}`}
      aria-labelledby={titleId}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === element && element.close()}
    >
      <h2 id={titleId}>{props.title}</h2>
      {props.children}
    </dialog>
  )
}
