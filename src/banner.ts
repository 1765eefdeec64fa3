import { type Config, hasDoor } from './config.ts'
import type { TrustedDocuments } from './graphql/trusted-documents.ts'

/** What the operator reads when the server is ready: where to click, how to get a token, how to place a first trade. */
export function bannerOf(
  config: Config,
  facts: {
    port: number
    isEmbedded: boolean
    hasDemo: boolean
    adminSecret: string | null
    /** What alone may be sent; null where it is anything. */
    documents: TrustedDocuments | null
  },
): string {
  const anyHost = config.host === '0.0.0.0' || config.host === '::'
  const host = anyHost || config.host === '127.0.0.1' ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host
  const address = `http://${host}:${facts.port}`
  const where = facts.isEmbedded ? `embedded Postgres in ${config.dataDir}` : 'Postgres of DATABASE_URL'
  if (!hasDoor(config.role)) return `\nBTX Exchange: the ${config.role} runs   (${where}; ${address}/ready, /metrics)\n`
  const redis = config.redisUrl ? 'Redis' : config.processes > 1 ? 'Redis of its own' : 'no Redis'
  const title = `BTX Exchange is open at ${address}   (${where}, ${redis}, AUTH=${config.auth.mode})`
  const click = [
    `  trade at   ${address}`,
    ...(config.profile === 'public' ? [`  explore    ${address}/graphiql   (examples in the tabs)`] : []),
  ]
  return ['', title, '', ...click, ...tokenLines(config, address, facts.adminSecret), ...tradeLines(address, facts), ''].join(
    '\n',
  )
}

function tokenLines({ auth, adminGroup }: Config, address: string, adminSecret: string | null): string[] {
  if (auth.mode === 'oidc') {
    return [
      `  token      from the identity provider at ${auth.issuer}; administrators are in its group "${adminGroup}"`,
      '             TOKEN=…',
    ]
  }
  const body = auth.mode === 'dev' ? { email: 'you@example.com', name: 'You' } : { name: 'You' }
  const ask = `curl -s ${address}/${auth.mode}/token -H 'content-type: application/json' -d '${JSON.stringify(body)}'`
  return [
    `  token      TOKEN=$(${ask} | cut -d'"' -f4)`,
    '  organiser  npm run -s token -- you@example.com --admin',
    ...(adminSecret ? [`  secret     ${adminSecret}   signs administrators in; it is shown this once`] : []),
  ]
}

const BUY =
  'mutation { buy(input: {projectId: "PROJECT", shares: "10"}) { trade { price cashDelta priceAfter } account { cashBalance } userErrors { code message } } }'

function tradeLines(address: string, { hasDemo, documents }: { hasDemo: boolean; documents: TrustedDocuments | null }): string[] {
  const projectId = hasDemo ? 'sunferry' : 'PROJECT'
  const input = { projectId, shares: '10' }
  const bought = documents && [...documents].find(([, text]) => /\bmutation Buy\(/.test(text))
  if (documents && !bought) return ['  trade      by the ids of the documents in TRUSTED_DOCUMENTS; no other text is taken']
  const body = bought ? { documentId: bought[0], variables: { input } } : { query: BUY.replace('PROJECT', projectId) }
  return [
    `  trade      curl -s ${address}/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\`,
    `               -d '${JSON.stringify(body)}'`,
    ...(documents ? ['             no other text is taken: README, "Locked", says how programs and bots are let in'] : []),
  ]
}
