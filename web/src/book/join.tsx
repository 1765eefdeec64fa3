/** Joining from the order book: a nickname where the server issues tokens, the identity provider's page otherwise. */
import { createResource, createSignal, type JSX, Show } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import { startLogin } from '../lib/oidc.ts'
import { joinAs } from '../lib/session.ts'
import { loadSite } from '../lib/site.ts'
import { readStored, writeStored } from '../lib/stored.ts'
import { Dialog } from '../ui/dialog.tsx'

export function JoinBook(props: { onClose: () => void }): JSX.Element {
  const [site] = createResource(loadSite)
  const [name, setName] = createSignal(readStored('nickname', ''))
  const [fault, setFault] = createSignal<string | null>(null)
  async function join(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    try {
      const { auth } = await loadSite()
      if (auth.mode === 'oidc') return await startLogin(auth)
      if (name().trim() === '') return void setFault('Please choose a nickname.')
      await joinAs(name().trim())
      writeStored('nickname', name().trim())
      props.onClose()
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }
  return (
    <Dialog title="Join" onClose={() => props.onClose()}>
      <form onSubmit={(event) => void join(event)} novalidate>
        <Show
          when={site.latest?.auth.mode !== 'oidc'}
          fallback={<p class="quiet small">You sign in on the page of the organiser's identity provider and come back here.</p>}
        >
          <div class="field">
            <label for="nickname">Nickname, as others see it</label>
            <input
              id="nickname"
              class="input"
              autocomplete="nickname"
              maxlength={32}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
        </Show>
        <p class="fault" role="alert">
          {fault()}
        </p>
        <div class="actions">
          <button type="button" class="button plain" onClick={() => props.onClose()}>
            Not now
          </button>
          <button type="submit" class="button primary">
            Join
          </button>
        </div>
      </form>
    </Dialog>
  )
}
