/**
 * The keys of an identity provider, by URL. Fetched when first needed, again when ten minutes old, and when a token
 * names an unknown key, never twice within the cool-down, whether the last fetch succeeded or not. Keys that were
 * fetched once go on working while the URL is down. Source: threats, row 17.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, type LocalJWKSet } from 'jose'
import type { Log } from '../platform/log.ts'

/** There are no keys to verify with yet: whether the token is good cannot be said. */
export class KeysUnavailable extends Error {}

export interface RemoteKeysOptions {
  readonly url: URL
  readonly log: Log
  readonly cooldownMs?: number
  /** The pause after a failed fetch as long as there are no keys at all. */
  readonly retryMs?: number
  readonly ageMsMax?: number
  readonly timeoutMs?: number
  readonly now?: () => number
}

export function createRemoteKeys(options: RemoteKeysOptions): JWTVerifyGetKey {
  const { url, log, cooldownMs = 30_000, ageMsMax = 600_000, timeoutMs = 5_000, now = () => performance.now() } = options
  const retryMs = Math.min(options.retryMs ?? 1_000, cooldownMs)
  let keys: LocalJWKSet | null = null
  let fetchedAtMs = 0
  let askedAtMs = Number.NEGATIVE_INFINITY
  let pending: Promise<void> | null = null

  const isCool = () => now() - askedAtMs >= (keys === null ? retryMs : cooldownMs)

  /** Never rejects: a failure leaves the keys as they are. */
  async function fetchKeys(): Promise<void> {
    askedAtMs = now()
    try {
      const answer = await fetch(url, {
        headers: { accept: 'application/json, application/jwk-set+json' },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (answer.status !== 200) throw new Error(`status ${answer.status}`)
      const found = (await answer.json()) as JSONWebKeySet
      const next = createLocalJWKSet(found)
      if (found.keys.length === 0) throw new Error('an empty key set')
      keys = next
      fetchedAtMs = now()
    } catch (error) {
      log.warn({ err: error, url: url.href, cached: keys !== null }, 'the JWKS could not be fetched')
    }
  }

  const refresh = (): Promise<void> => {
    pending ??= fetchKeys().finally(() => {
      pending = null
    })
    return pending
  }

  return async (header, token) => {
    if (keys === null && (pending !== null || isCool())) await refresh()
    if (keys === null) throw new KeysUnavailable('The keys of the identity provider could not be fetched.')
    // Old keys serve this token still; the next one sees the new keys.
    if (now() - fetchedAtMs > ageMsMax && isCool()) void refresh()
    try {
      return await keys(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || (pending === null && !isCool())) throw error
      await refresh()
      return await keys(header, token)
    }
  }
}
