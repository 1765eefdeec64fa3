/** Which wallet signs, and how it comes to be linked. */
import { createSignal, For, type JSX, Show } from 'solid-js'
import { sentenceOf } from '../lib/api.ts'
import { token } from '../lib/session.ts'
import { loadSite } from '../lib/site.ts'
import * as format from '../lib/format.ts'
import { toast } from '../ui/toast.tsx'
import { shortAddress } from './figures.ts'
import {
  hasBrowserWallet,
  isOwnKey,
  linkBrowserWallet,
  linkDeviceWallet,
  revokeSessionKey,
  type SessionKey,
  sessionKeys,
  signer,
  startSession,
} from './signing.ts'

const [isDevelopment, setDevelopment] = createSignal(false)
void loadSite()
  .then(({ auth }) => setDevelopment(auth.mode === 'dev'))
  .catch(() => {})

export function WalletCard(props: { onJoin: () => void }): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)
  const [fault, setFault] = createSignal<string | null>(null)
  async function run(work: () => Promise<void>, said: string): Promise<void> {
    if (isBusy()) return
    setBusy(true)
    setFault(null)
    try {
      await work()
      toast(said)
    } catch (error) {
      setFault(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }
  const asks = () => signer() !== null && !signer()!.isKept
  return (
    <section class="card wallet" aria-labelledby="wallet-title">
      <h2 id="wallet-title">Wallet</h2>
      <Show
        when={token() !== null}
        fallback={
          <p>
            <button type="button" class="button slim" onClick={() => props.onJoin()}>
              Join
            </button>{' '}
            <span class="small quiet">to trade with signed orders.</span>
          </p>
        }
      >
        <Show when={signer()}>
          {(by) => (
            <p class="small" data-testid="wallet">
              <span class="num">{shortAddress(by().wallet)}</span>{' '}
              <span class="quiet">{by().isKept ? 'signs on this device' : 'asks for each order'}</span>
            </p>
          )}
        </Show>
        <div class="wallet-ways">
          <Show when={asks()}>
            <button
              type="button"
              class="button slim"
              aria-disabled={isBusy()}
              onClick={() => void run(() => startSession(signer()!), 'Orders are signed on this device for a day.')}
            >
              Sign on this device for a day
            </button>
          </Show>
          <Show when={!signer()}>
            <Show when={hasBrowserWallet()}>
              <button
                type="button"
                class="button slim primary"
                aria-disabled={isBusy()}
                onClick={() => void run(linkBrowserWallet, 'The wallet is linked.')}
              >
                Link a browser wallet
              </button>
            </Show>
            <Show when={isDevelopment()}>
              <button
                type="button"
                class="button slim"
                aria-disabled={isBusy()}
                onClick={() => void run(linkDeviceWallet, 'A key of this device is your wallet now.')}
              >
                Use a key of this device
              </button>
            </Show>
            <Show when={!hasBrowserWallet() && !isDevelopment()}>
              <p class="small quiet">Orders are signed by a wallet: install one in this browser, then come back.</p>
            </Show>
          </Show>
        </div>
        <Show when={sessionKeys().length > 0}>
          <SessionKeys isBusy={isBusy()} onRevoke={(key) => void run(() => revokeSessionKey(key), 'The key signs no more.')} />
        </Show>
        <p class="fault" role="alert">
          {fault()}
        </p>
      </Show>
    </section>
  )
}

/** Who may sign beside the wallet, here and on other devices. */
const SessionKeys = (props: { isBusy: boolean; onRevoke: (key: SessionKey) => void }): JSX.Element => (
  <ul class="keys" aria-label="Keys that sign for the wallet" data-testid="keys">
    <For each={sessionKeys()}>
      {(key) => (
        <li class="small">
          <span>
            <span class="num">{shortAddress(key.address)}</span>{' '}
            <span class="quiet">
              {isOwnKey(key) ? 'this device' : 'another device'}, until {format.moment(key.expiresAt)}
            </span>
          </span>
          <button
            type="button"
            class="button plain slim"
            aria-label={`Revoke ${shortAddress(key.address)}`}
            aria-disabled={props.isBusy}
            onClick={() => props.onRevoke(key)}
          >
            Revoke
          </button>
        </li>
      )}
    </For>
  </ul>
)
