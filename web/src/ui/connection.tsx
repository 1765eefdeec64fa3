/** How the page hears of the market. */
import type { JSX } from 'solid-js'
import { connection } from '../lib/live.ts'

const CONNECTIONS = { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting', offline: 'Offline' } as const

export const Connection = (): JSX.Element => (
  <p class={`connection ${connection()}`} role="status" aria-live="polite" data-testid="connection">
    <span class="dot" aria-hidden="true" /> {CONNECTIONS[connection()]}
  </p>
)
