/** GraphQL over HTTP as a careful client does it: a time limit, and nothing assumed of an answer that did not come. */

// biome-ignore lint/suspicious/noExplicitAny: the answer of any document
export type AnyData = any

export type Answer =
  | { readonly kind: 'DATA'; readonly data: AnyData }
  | { readonly kind: 'ERROR'; readonly code: string; readonly message: string; readonly retryAfterMs: number | null }
  /** Nothing, or nothing that can be understood: the request may have been done. */
  | { readonly kind: 'NOTHING'; readonly why: string }

export async function ask(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  { token, timeoutMs = 3_000 }: { token?: string; timeoutMs?: number } = {},
): Promise<Answer> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const body = (await response.json()) as { data?: AnyData; errors?: { message: string; extensions?: AnyData }[] }
    const error = body.errors?.[0]
    if (error) {
      const { code = 'NONE', retryAfterMs = null } = error.extensions ?? {}
      return { kind: 'ERROR', code, message: error.message, retryAfterMs }
    }
    return body.data ? { kind: 'DATA', data: body.data } : { kind: 'NOTHING', why: `HTTP ${response.status}` }
  } catch (error) {
    return { kind: 'NOTHING', why: error instanceof Error ? error.message : String(error) }
  }
}

/** A token of the development issuer, from whichever server gives one. */
export async function signIn(urls: readonly string[], email: string, isAdmin = false): Promise<string> {
  for (let attempt = 0; attempt < 60; attempt++) {
    try {
      const response = await fetch(`${urls[attempt % urls.length]}/dev/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, name: email.split('@')[0], groups: isAdmin ? ['admin'] : [] }),
        signal: AbortSignal.timeout(3_000),
      })
      const { token } = (await response.json()) as { token?: string }
      if (token) return token
    } catch {
      // The next server, in a moment.
    }
    await new Promise((again) => setTimeout(again, 500))
  }
  throw new Error(`Nobody gave ${email} a token for half a minute.`)
}

/** Asks until there is data; for what prepares and ends a run. */
export async function insist(urls: readonly string[], query: string, variables: Record<string, unknown>, token: string) {
  let last: Answer | null = null
  for (let attempt = 0; attempt < 60; attempt++) {
    last = await ask(urls[attempt % urls.length]!, query, variables, { token, timeoutMs: 10_000 })
    if (last.kind === 'DATA') return last.data
    await new Promise((again) => setTimeout(again, 500))
  }
  throw new Error(`No data for half a minute: ${JSON.stringify(last)}`)
}
