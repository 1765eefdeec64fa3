/** The door of the console, in each of the server's modes. */
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { joinForDevelopment, joinWithSecret, leave, sessionEnded, viewer } from '../lib/session.ts'
import { sentenceOf } from '../lib/api.ts'
import { startLogin } from '../lib/oidc.ts'
import type { Site } from '../lib/site.ts'
import { TextField } from './parts.tsx'

export function SignIn(props: { site: Site; loginFault: string | null }): JSX.Element {
  const [name, setName] = createSignal('')
  const [secret, setSecret] = createSignal('')
  const [fault, setFault] = createSignal(props.loginFault)
  const [busy, setBusy] = createSignal(false)

  async function enter(how: () => Promise<void>): Promise<void> {
    if (busy()) return
    setBusy(true)
    setFault(null)
    await how().catch((error: unknown) => setFault(sentenceOf(error)))
    setBusy(false)
  }
  const { auth, adminGroup } = props.site
  const email = () =>
    `${
      name()
        .trim()
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-') || 'organiser'
    }@organiser.example`
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void enter(() =>
      auth.mode === 'dev'
        ? joinForDevelopment({ email: email(), name: name().trim(), groups: [adminGroup] })
        : joinWithSecret(secret().trim(), name().trim()),
    )
  }
  return (
    <main class="gate card">
      <h1>Organiser's console</h1>
      <Show when={viewer()}>
        {(who) => (
          <>
            <p class="notice">You are signed in as {who().displayName}, who is no organiser.</p>
            <button type="button" class="button" onClick={leave}>
              Sign out
            </button>
          </>
        )}
      </Show>
      <Show when={sessionEnded() && !viewer()}>
        <p class="notice">Your session ended. Sign in again.</p>
      </Show>
      <Show when={!viewer()}>
        <Switch>
          <Match when={auth.mode === 'oidc' && auth} keyed>
            {(provider) => (
              <button type="button" class="button primary" onClick={() => void enter(() => startLogin(provider))}>
                Sign in
              </button>
            )}
          </Match>
          <Match when={auth.mode !== 'oidc'}>
            <form class="stack" onSubmit={submit}>
              <TextField
                label="Your name, as it stands in the log"
                value={name()}
                onInput={setName}
                maxLength={32}
                required
                autofocus
              />
              <Show when={auth.mode === 'guest'}>
                <TextField
                  label="Secret of the organisers"
                  hint="The server printed it at its first start."
                  type="password"
                  value={secret()}
                  onInput={setSecret}
                  required
                />
              </Show>
              <button type="submit" class="button primary" aria-disabled={busy()}>
                Enter
              </button>
            </form>
          </Match>
        </Switch>
      </Show>
      <div role="alert">
        <Show when={fault()}>{(sentence) => <p class="notice">{sentence()}</p>}</Show>
      </div>
      <p class="small">
        <a href="/">To the market</a>
      </p>
    </main>
  )
}
