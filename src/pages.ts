/** Everything of the door that is not GraphQL: pages, health, metrics, the printed schema, the issuers' addresses. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type GraphQLSchema, isAbstractType, lexicographicSortSchema, printSchema } from 'graphql'
import type { DoorConfig } from './app.ts'
import { GRAPHIQL_CSP, graphiqlPage } from './graphql/graphiql.ts'
import {
  addressOf,
  checkOrigin,
  corsHeaders,
  headerOf,
  originOf,
  PREFLIGHT_HEADERS,
  readBody,
  RequestRefused,
} from './graphql/request.ts'
import type { Identity } from './identity/identity.http.ts'
import type { Deps } from './platform/deps.ts'
import { createReadiness, probesOf } from './readiness.ts'
import type { Web } from './web.ts'

export interface PagesOptions {
  readonly deps: Deps
  readonly schema: GraphQLSchema
  readonly config: DoorConfig
  readonly identity: Pick<Identity, 'handle'>
  readonly isDraining: () => boolean
  /** The built pages; without them `/` lists the addresses. */
  readonly web?: Web | null
}

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>
  /** A browser that looks at /graphql is shown GraphiQL. */
  wantsGraphiql(request: IncomingMessage): boolean
  isKnown(path: string): boolean
}

type Page = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

export function createPages({ deps, schema, config, identity, isDraining, web = null }: PagesOptions): Pages {
  const probes = probesOf(createReadiness(deps, isDraining))
  const shown: Record<string, Page> = {
    '/': (_request, response) =>
      send(response, 200, HTML, landing(config.profile === 'public'), { 'content-security-policy': LANDING_CSP }),
    '/health': (_request, response) => probes['/health'](response),
    '/ready': (_request, response) => probes['/ready'](response),
    '/metrics': (_request, response) => probes['/metrics'](response),
  }
  if (config.profile === 'public') {
    const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`
    const possibleTypes = JSON.stringify({ possibleTypes: possibleTypesOf(schema) }, null, 2)
    shown['/graphiql'] = async (request, response) => {
      const { body, headers } = await graphiqlPage(/\bgzip\b/.test(headerOf(request, 'accept-encoding') ?? ''))
      response
        .writeHead(200, { 'content-type': HTML, 'content-security-policy': GRAPHIQL_CSP, vary: 'accept-encoding', ...headers })
        .end(body)
    }
    shown['/schema.graphql'] = (_request, response) => send(response, 200, 'text/plain; charset=utf-8', sdl)
    shown['/possible-types.json'] = (_request, response) => send(response, 200, JSON_TYPE, possibleTypes)
  }

  /** Whether the issuers answered. A page of another origin may not make a browser ask them. */
  async function identityAnswered(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    if (request.method === 'POST') checkOrigin(request, config)
    for (const [name, value] of Object.entries(corsHeaders(request, config))) response.setHeader(name, value)
    if (request.method === 'OPTIONS' && originOf(request, config) === 'listed') {
      response.writeHead(204, PREFLIGHT_HEADERS).end()
      return true
    }
    const answer = await identity.handle({
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: () => readBody(request, config.maxBodyBytes),
      remoteAddress: request.socket.remoteAddress ?? '',
      clientAddress: addressOf(request, config.trustedProxies),
    })
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body)
    return answer !== null
  }

  return {
    isKnown: (path) => path === '/graphql' || Object.hasOwn(shown, path) || (web?.isKnown(path) ?? false),
    wantsGraphiql: (request) =>
      config.profile === 'public' && request.method === 'GET' && (headerOf(request, 'accept') ?? '').includes('text/html'),
    async handle(request, response, path) {
      if (path !== '/graphql' && (await web?.handle(request, response, path))) return
      const page = path === '/graphql' ? shown['/graphiql'] : Object.hasOwn(shown, path) ? shown[path] : undefined
      try {
        if (!page && (await identityAnswered(request, response, path))) return
      } catch (error) {
        if (!(error instanceof RequestRefused)) throw error
        return sendJson(response, error.status, { errors: [error.error] }, error.headers)
      }
      if (!page)
        return sendJson(response, 404, { errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND' } }] })
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return sendJson(
          response,
          405,
          { errors: [{ message: 'The method must be GET.', extensions: { code: 'BAD_REQUEST' } }] },
          { allow: 'GET, HEAD' },
        )
      }
      await page(request, response)
    },
  }
}

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'
const LANDING_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

const send = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': type, ...headers }).end(body)
}

const sendJson = (response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void =>
  send(response, status, JSON_TYPE, JSON.stringify(value), { 'cache-control': 'no-store', ...headers })

/** For clients that match fragments on interfaces, like Apollo Client. */
const possibleTypesOf = (schema: GraphQLSchema): Record<string, string[]> =>
  Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter((type) => isAbstractType(type))
      .map((type) => [type.name, schema.getPossibleTypes(type).map((possible) => possible.name)]),
  )

const link = (href: string, text: string): string => `<li><a href="${href}">${href}</a> — ${text}</li>`

const landing = (isPublic: boolean): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>BTX Exchange</title>
<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem;color:#123}li{margin:.3rem 0}</style>
<h1>BTX Exchange</h1><p>The market speaks GraphQL at <code>/graphql</code>: POST, GET, server-sent events and WebSocket (graphql-transport-ws).</p>
<ul>${isPublic ? link('/graphiql', 'try it: examples are in the tabs') + link('/schema.graphql', 'the schema') + link('/possible-types.json', 'for clients that match fragments on interfaces') : ''}
${link('/health', 'alive')}${link('/ready', 'ready to serve')}${link('/metrics', 'numbers for Prometheus')}</ul></html>
`
