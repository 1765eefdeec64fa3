import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

export const PROVIDER_AUDIENCE = 'btx'

export interface SigningKey {
  readonly kid: string
  readonly alg: 'RS256' | 'ES256' | 'RS512'
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

export async function createSigningKey(kid: string, alg: SigningKey['alg'] = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds

/** An OpenID provider as far as a verifier sees one: a key set over HTTP that counts who asks, and tokens. */
export class IdentityProvider {
  readonly keys: SigningKey[] = []
  /** What the key set's address answers; null hangs up. */
  answer: (() => { status: number; body: string }) | null = () => ({
    status: 200,
    body: JSON.stringify({ keys: this.keys.map((key) => key.publicJwk) }),
  })
  fetches = 0
  #server: Server = createServer((_request, response) => {
    this.fetches++
    const answer = this.answer?.()
    if (!answer) return void response.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })

  static async start(...algorithms: SigningKey['alg'][]): Promise<IdentityProvider> {
    const provider = new IdentityProvider()
    for (const [index, alg] of (algorithms.length ? algorithms : (['ES256'] as const)).entries()) {
      provider.keys.push(await createSigningKey(`key-${index + 1}`, alg))
    }
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve))
    return provider
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What a server is configured with to trust this provider. */
  get auth() {
    return {
      mode: 'oidc',
      issuer: this.issuer,
      jwksUrl: `${this.issuer}/.well-known/jwks.json`,
      audience: PROVIDER_AUDIENCE,
      clientId: null,
    } as const
  }

  /** A token that is good for ten minutes, unless `claims` says otherwise; undefined takes a claim away. */
  sign(
    claims: Record<string, unknown> = {},
    key: SigningKey = this.keys[0]!,
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const payload = { iss: this.issuer, aud: PROVIDER_AUDIENCE, sub: 'alice', exp: inSeconds(600), ...claims } as JWTPayload
    return new SignJWT(payload).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
