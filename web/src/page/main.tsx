/** The trading page. */
import { render } from 'solid-js/web'
import { sentenceOf } from '../lib/api.ts'
import { watchConnection } from '../lib/live.ts'
import { finishLogin } from '../lib/oidc.ts'
import { enter, resumeSession } from '../lib/session.ts'
import { eventIdOf, loadSite, type Site } from '../lib/site.ts'
import { applyTheme } from '../ui/theme.ts'
import { toast } from '../ui/toast.tsx'
import { App } from './app.tsx'
import { market, openPage } from './state.ts'
import { watchAlerts } from './watch.ts'
import '../ui/theme.css'
import './page.css'

applyTheme()

async function signIn(site: Site): Promise<void> {
  try {
    const credentials = site.auth.mode === 'oidc' ? await finishLogin(site.auth) : null
    if (credentials) await enter(credentials)
    else await resumeSession()
  } catch (error) {
    toast(sentenceOf(error))
  }
}

async function open(): Promise<void> {
  const site = await loadSite()
  watchConnection()
  const signedIn = signIn(site)
  openPage(site, eventIdOf(site))
  watchAlerts(market)
  const place = document.querySelector('#app')!
  place.textContent = ''
  render(() => <App />, place)
  await signedIn
}

async function openUntilDone(): Promise<void> {
  try {
    await open()
  } catch {
    document.querySelector('#app')!.textContent = 'The server cannot be reached; trying again …'
    setTimeout(() => void openUntilDone(), 2_000)
  }
}

void openUntilDone()
