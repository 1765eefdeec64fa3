/**
 * The pages of web/dist and what they need to know: files that the build wrote, each by its name and no other, under a
 * policy that runs no script but ours; and /config.json. Where nothing was built there are no pages.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Config } from './config.ts'
import { readTrustedDocuments, runsTrustedOnly, type TrustedDocuments } from './graphql/trusted-documents.ts'
import { createDiscovery, type Discovery } from './web-login.ts'

const WEB_DIST = fileURLToPath(new URL('../web/dist', import.meta.url))

export type WebConfig = Pick<Config, 'auth' | 'adminGroup' | 'profile' | 'trustedDocuments'>

export interface Web {
  /** Answers the request if the path is one of ours. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>
  isKnown(path: string): boolean
  /** What the pages send, where nothing else may be sent. */
  readonly documents: TrustedDocuments
}

interface File {
  readonly body: Buffer
  readonly gzipped: Buffer | null
  readonly type: string
  /** Its name changes with its content. */
  readonly isHashed: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}
/** The build's list of what the pages send: for the server alone. */
const DOCUMENTS = 'documents.json'
const DEFAULT_EVENT = 'kickstart'

export function createWeb(config: WebConfig, dist: string = WEB_DIST): Web {
  const files = readFiles(dist)
  const { auth, adminGroup, profile } = config
  const discovery: Discovery | null = auth.mode === 'oidc' ? createDiscovery(auth.issuer) : null

  async function siteJson(): Promise<string> {
    const endpoints = discovery ? await discovery.endpoints() : null
    const login =
      auth.mode === 'oidc'
        ? {
            mode: auth.mode,
            issuer: auth.issuer,
            clientId: auth.webClientId ?? auth.clientId,
            ...endpoints,
            ...(auth.webScope ? { scope: auth.webScope } : {}),
          }
        : { mode: auth.mode }
    return JSON.stringify({
      auth: login,
      adminGroup,
      eventId: DEFAULT_EVENT,
      hasExplorer: profile === 'public',
      trustedOnly: runsTrustedOnly(config),
    })
  }

  return {
    documents: files.size > 0 ? documentsOfPages(config, dist) : new Map(),
    isKnown: (path) => files.size > 0 && (path === '/config.json' || files.has(path)),
    async handle(request, response, path) {
      if (files.size === 0 || (request.method !== 'GET' && request.method !== 'HEAD')) return false
      if (path === '/config.json') {
        response.writeHead(200, { 'content-type': TYPES['.json'], 'cache-control': 'no-store' }).end(await siteJson())
        return true
      }
      const file = files.get(path)
      if (!file) return false
      const isPage = file.type === TYPES['.html']
      sendFile(request, response, file, isPage ? { 'content-security-policy': policyOf(await discovery?.tokenOrigin()) } : {})
      return true
    },
  }
}

/** What the built pages send, where nothing else may be sent; else nothing. */
export const documentsOfPages = (config: WebConfig, dist: string = WEB_DIST): TrustedDocuments =>
  runsTrustedOnly(config) && existsSync(join(dist, DOCUMENTS)) ? readTrustedDocuments(join(dist, DOCUMENTS)) : new Map()

function sendFile(request: IncomingMessage, response: ServerResponse, file: File, headers: Record<string, string>): void {
  const acceptsGzip = file.gzipped !== null && /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '')
  const body = acceptsGzip ? file.gzipped! : file.body
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(acceptsGzip ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Scripts, styles and connections of our own, and the provider's token address; nothing inline, nothing from elsewhere. */
const policyOf = (tokenOrigin: string | null | undefined): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "manifest-src 'self'",
    `connect-src 'self'${tokenOrigin ? ` ${tokenOrigin}` : ''}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Every file of the build by the address it is served at: `/`, `/screen`, `/assets/…`. */
function readFiles(dist: string): ReadonlyMap<string, File> {
  const files = new Map<string, File>()
  if (!existsSync(join(dist, 'index.html'))) return files
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = name.replaceAll('\\', '/')
    const type = TYPES[extname(path)]
    if (!type || path === DOCUMENTS) continue
    const body = readFileSync(join(dist, name))
    const address = path === 'index.html' ? '/' : `/${path.replace(/\.html$/, '')}`
    files.set(address, {
      body,
      gzipped: /\.(?:png)$/.test(path) ? null : gzipSync(body, { level: 9 }),
      type,
      isHashed: path.startsWith('assets/'),
    })
  }
  return files
}
