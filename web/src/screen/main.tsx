import { render } from 'solid-js/web'
import { watchConnection } from '../lib/live.ts'
import { eventIdOf, loadSite } from '../lib/site.ts'
import { Screen } from './screen.tsx'
import './screen.css'

const RETRY_MS = 3_000

/** A screen that is switched on before the server waits for it. */
async function start(): Promise<void> {
  const site = await loadSite().catch(() => null)
  if (!site) return void setTimeout(() => void start(), RETRY_MS)
  watchConnection()
  render(() => <Screen eventId={eventIdOf(site)} />, document.getElementById('app')!)
}

void start()
