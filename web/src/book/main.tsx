/** The pages of the order book. */
import { createEffect, createRoot } from 'solid-js'
import { render } from 'solid-js/web'
import { sentenceOf } from '../lib/api.ts'
import { watchConnection } from '../lib/live.ts'
import { finishLogin } from '../lib/oidc.ts'
import { enter, resumeSession, viewer } from '../lib/session.ts'
import { loadSite } from '../lib/site.ts'
import { applyTheme } from '../ui/theme.ts'
import { toast } from '../ui/toast.tsx'
import { BookApp } from './book.tsx'
import { followSwitch } from './dead-mans-switch.ts'
import { followOwn } from './own.ts'
import { loadSigner } from './signing.ts'
import '../ui/theme.css'
import '../page/page.css'
import './book.css'

applyTheme()

async function signIn(): Promise<void> {
  try {
    const { auth } = await loadSite()
    const credentials = auth.mode === 'oidc' ? await finishLogin(auth) : null
    if (credentials) await enter(credentials)
    else await resumeSession()
  } catch (error) {
    toast(sentenceOf(error))
  }
}

watchConnection()
followOwn()
followSwitch()
createRoot(() =>
  createEffect(() => {
    viewer()
    void loadSigner().catch((error: unknown) => toast(sentenceOf(error)))
  }),
)
const place = document.querySelector('#app')!
place.textContent = ''
render(() => <BookApp />, place)
void signIn()
