/** Whether board and view fit beside each other. */
import { type Accessor, createSignal, onCleanup } from 'solid-js'

export function createRoomy(): Accessor<boolean> {
  const query = matchMedia('(min-width: 1000px)')
  const [isRoomy, setRoomy] = createSignal(query.matches)
  const change = () => setRoomy(query.matches)
  query.addEventListener('change', change)
  onCleanup(() => query.removeEventListener('change', change))
  return isRoomy
}
