/** Joining: a nickname where the server issues tokens, the identity provider's page otherwise. */
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import { startLogin } from '../lib/oidc.ts'
import { joinAs } from '../lib/session.ts'
import { readStored, writeStored } from '../lib/stored.ts'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { isJoining, market, setJoining, site } from './state.ts'
import * as format from '../lib/format.ts'

const NAME_MAX = 32

export function JoinDialog(): JSX.Element {
  const [name, setName] = createSignal(readStored('nickname', ''))
  const [fault, setFault] = createSignal<string | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  const cash = () => market.event()?.parameters.initialCash

  async function join(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (isBusy()) return
    setBusy(true)
    setFault(null)
    try {
      if (site.auth.mode === 'oidc') return await startLogin(site.auth)
      if (name().trim() === '') return void setFault('Please choose a nickname.')
      await joinAs(name().trim())
      writeStored('nickname', name().trim())
      setJoining(false)
      toast(`Welcome, ${name().trim()}. You have ${cash() ? format.money(cash()!) : 'cash'} to trade with.`)
    } catch (error) {
      setFault(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Show when={isJoining()}>
      <Dialog title="Join the market" onClose={() => setJoining(false)}>
        <form onSubmit={(event) => void join(event)} novalidate>
          <p class="quiet">
            You start with <strong>{cash() ? format.money(cash()!) : 'virtual cash'}</strong> of virtual cash. Looking around
            needs no name.
          </p>
          <Switch>
            <Match when={site.auth.mode === 'oidc'}>
              <p class="quiet small">You sign in on the page of the organiser's identity provider and come back here.</p>
            </Match>
            <Match when={true}>
              <div class="field">
                <label for="nickname">Nickname, as others see it</label>
                <input
                  id="nickname"
                  class="input"
                  type="text"
                  autocomplete="nickname"
                  maxlength={NAME_MAX}
                  value={name()}
                  autofocus
                  aria-invalid={fault() ? 'true' : undefined}
                  aria-describedby="join-fault"
                  onInput={(event) => setName(event.currentTarget.value)}
                />
              </div>
            </Match>
          </Switch>
          <p class="fault" id="join-fault" role="alert">
            {fault()}
          </p>
          <div class="actions">
            <button type="button" class="button plain" onClick={() => setJoining(false)}>
              Not now
            </button>
            <button type="submit" class="button primary" aria-disabled={isBusy()}>
              {site.auth.mode === 'oidc' ? 'Sign in' : 'Join'}
            </button>
          </div>
        </form>
      </Dialog>
    </Show>
  )
}
