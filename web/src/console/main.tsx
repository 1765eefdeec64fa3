/** The organiser's console. */
import { render } from 'solid-js/web'
import { watchConnection } from '../lib/live.ts'
import { sentenceOf } from '../lib/api.ts'
import { finishLogin } from '../lib/oidc.ts'
import { enter, resumeSession } from '../lib/session.ts'
import { loadSite, type Site } from '../lib/site.ts'
import '../ui/theme.css'
import { applyTheme } from '../ui/theme.ts'
import { Console } from './console.tsx'
import './console.css'

const RETRY_MS = 2_000

/** Held keys repeat; a command does not. */
function ignoreRepeats(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ') && event.target instanceof HTMLButtonElement)
    event.preventDefault()
}

/** Why a login that came back from the provider failed; null where it did not, or none did. */
async function signIn(site: Site): Promise<string | null> {
  try {
    const fresh = site.auth.mode === 'oidc' ? await finishLogin(site.auth) : null
    await (fresh ? enter(fresh) : resumeSession())
    return null
  } catch (error) {
    return sentenceOf(error)
  }
}

async function start(): Promise<void> {
  const site = await loadSite().catch(() => null)
  if (!site) return void setTimeout(() => void start(), RETRY_MS)
  addEventListener('keydown', ignoreRepeats, { capture: true })
  const fault = await signIn(site)
  watchConnection()
  const app = document.getElementById('app')!
  app.replaceChildren()
  render(() => <Console site={site} loginFault={fault} />, app)
}

applyTheme()
void start()
