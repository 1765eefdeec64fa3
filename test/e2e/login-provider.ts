/** An identity provider as a page meets it: discovery, a login page, and tokens for codes whose verifier fits (PKCE). */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SignJWT } from 'jose'
import { createSigningKey, inSeconds } from '../support/identity-provider.ts'

export const PAGE_CLIENT = 'the-page'

export interface LoginProvider {
  readonly issuer: string
  /** What was asked of the token address, without the secrets. */
  readonly grants: readonly string[]
  stop(): Promise<void>
}

export async function startLoginProvider({ tokenLifeSeconds = 600 } = {}): Promise<LoginProvider> {
  const key = await createSigningKey('login')
  const codes = new Map<string, { challenge: string; redirectUri: string }>()
  const grants: string[] = []
  let issuer = ''
  const json = (response: ServerResponse, status: number, value: unknown) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      .end(JSON.stringify(value))
  const sign = (audience: string) =>
    new SignJWT({ iss: issuer, sub: 'alice', aud: audience, exp: inSeconds(tokenLifeSeconds), name: 'Alice Login' })
      .setProtectedHeader({ alg: key.alg, kid: key.kid })
      .sign(key.privateKey)

  async function answerToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request))
    const grant = form.get('grant_type') ?? ''
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isProven =
      grant === 'refresh_token'
        ? form.get('refresh_token') === 'again'
        : code?.challenge === challenge && code.redirectUri === form.get('redirect_uri')
    if (!isProven || form.get('client_id') !== PAGE_CLIENT) return json(response, 400, { error: 'invalid_grant' })
    grants.push(grant)
    // The access token is for another service; only the ID token names the page.
    json(response, 200, {
      access_token: await sign('another-service'),
      id_token: await sign(PAGE_CLIENT),
      refresh_token: 'again',
      token_type: 'Bearer',
    })
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname === '/.well-known/openid-configuration') {
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
      })
    }
    if (url.pathname === '/.well-known/jwks.json') return json(response, 200, { keys: [key.publicJwk] })
    if (url.pathname === '/token') return void answerToken(request, response)
    const back = new URL(url.searchParams.get('redirect_uri') ?? issuer)
    const code = randomUUID()
    codes.set(code, { challenge: url.searchParams.get('code_challenge') ?? '', redirectUri: back.href })
    back.searchParams.set('code', code)
    back.searchParams.set('state', url.searchParams.get('state') ?? '')
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><title>Login</title><a href="${back.href.replaceAll('&', '&amp;')}">Continue as Alice</a>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    grants,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
