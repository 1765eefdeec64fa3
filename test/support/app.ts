/** A whole server for one spec: real HTTP and WebSocket on a free port, an own database, the development issuer. */
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import { type Client, createClient, type ClientOptions } from 'graphql-ws'
import { afterAll } from 'vitest'
import { WebSocket } from 'ws'
import { type App, buildApp, type DoorConfig } from '../../src/app.ts'
import type { Role } from '../../src/config.ts'
import type { Services } from '../../src/graphql/context.ts'
import { createIdentity, type Identity } from '../../src/identity/identity.http.ts'
import type { SharedBuckets } from '../../src/platform/buckets-redis.ts'
import type { Welcome } from '../../src/ledger/credit.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { startServices } from '../../src/services.ts'
import type { Web } from '../../src/web.ts'
import { createTestDeps } from './database.ts'

export interface TestAppOptions {
  readonly schema?: GraphQLSchema
  readonly config?: Partial<DoorConfig>
  readonly deps?: Partial<Deps>
  readonly identity?: Partial<Identity>
  /** The built pages. */
  readonly web?: Web | null
  readonly buckets?: SharedBuckets | null
  readonly role?: Role
  /** What newcomers of the order book are given; nothing where absent. */
  readonly welcome?: Welcome
}

export interface Answered<Data> {
  readonly status: number
  readonly headers: Headers
  readonly data: Data
  readonly errors: NonNullable<ExecutionResult['errors']> | undefined
  readonly extensions: { cost?: { requested: number; actual: number } } | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: the answer of any document
export type AnyData = any

export interface TestApp {
  readonly app: App
  readonly deps: Deps
  readonly services: Services
  readonly url: string
  readonly wsUrl: string
  /** A token of the development issuer: the same person for the same address. */
  token(email: string, as?: { admin?: boolean; name?: string }): Promise<string>
  gql<Data = AnyData>(
    query: string,
    variables?: Record<string, unknown> | null,
    as?: { token?: string; headers?: Record<string, string> },
  ): Promise<Answered<Data>>
  /** The data; throws where there is any error. */
  ask<Data = AnyData>(query: string, variables?: Record<string, unknown> | null, as?: { token?: string }): Promise<Data>
  /** A client of graphql-ws; ended with the app. */
  client(options?: { token?: string } & Partial<ClientOptions>): Client
  /** All values of a subscription until `count` have come. */
  take<Data = AnyData>(client: Client, count: number, query: string, variables?: Record<string, unknown>): Promise<Data[]>
  stop(): Promise<void>
}

const CONFIG: DoorConfig = {
  port: 0,
  host: '127.0.0.1',
  profile: 'public',
  trustedDocuments: null,
  allowedOrigins: [],
  trustedProxies: 0,
  maxBodyBytes: 100_000,
  maxSubscriptionsPerSocket: 100,
  maxSocketsPerAddress: 5_000,
  rateLimitPoints: 1_000_000,
  rateLimitPerSecond: 1_000_000,
  maxSocketsPerUser: 20,
  slowReaderMs: 30_000,
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const deps = await createTestDeps(options.deps)
  const identity = {
    ...(await createIdentity(deps, { auth: { mode: 'dev' }, groupsClaim: 'cognito:groups', adminGroup: 'admin' })),
    ...options.identity,
  }
  const { services, stop: stopServices } = startServices(deps, options.role, undefined, options.welcome)
  const app = buildApp({
    deps,
    config: { ...CONFIG, ...options.config },
    identity,
    services,
    schema: options.schema,
    web: options.web,
    buckets: options.buckets,
  })
  const { port } = await app.listen()
  const url = `http://127.0.0.1:${port}`
  const clients: Client[] = []
  let stopped = false

  const testApp: TestApp = {
    app,
    deps,
    services,
    url,
    wsUrl: `ws://127.0.0.1:${port}/graphql`,
    async token(email, { admin = false, name } = {}) {
      const response = await fetch(`${url}/dev/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, name: name ?? email.split('@')[0], groups: admin ? ['admin'] : [] }),
      })
      const { token } = (await response.json()) as { token?: string }
      if (!token) throw new Error(`no token for ${email}: ${response.status}`)
      return token
    },
    async gql(query, variables = null, { token, headers = {} } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        body: JSON.stringify({ query, variables }),
      })
      return { status: response.status, headers: response.headers, ...((await response.json()) as object) } as never
    },
    async ask(query, variables, as) {
      const { data, errors } = await testApp.gql(query, variables, as)
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    client({ token, ...more } = {}) {
      const client = createClient({
        url: testApp.wsUrl,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: token ? { authorization: `Bearer ${token}` } : {},
        ...more,
      })
      clients.push(client)
      return client
    },
    async take(client, count, query, variables) {
      const values: never[] = []
      for await (const { data, errors } of client.iterate<never>({ query, variables })) {
        if (errors) throw new Error(JSON.stringify(errors))
        values.push(data as never)
        if (values.length >= count) break
      }
      return values
    },
    async stop() {
      if (stopped) return
      stopped = true
      for (const client of clients) await client.dispose()
      await app.drain()
      await stopServices()
      identity.close()
      await deps.bus.close()
    },
  }
  afterAll(testApp.stop)
  return testApp
}
