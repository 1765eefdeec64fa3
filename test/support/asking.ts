import { type ExecutionResult, graphql } from 'graphql'
import type { Context } from '../../src/graphql/context.ts'
import { schema } from '../../src/graphql/schema.ts'
import { insertUser } from '../../src/identity/identity.sql.ts'
import type { Viewer } from '../../src/identity/viewer.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { createTradeExecutor } from '../../src/trading/executor.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- the answer of any document
export type Answer = any

/** Someone who signed in, with the name that others see. */
export interface Caller extends Viewer {
  readonly displayName: string
}

/** The schema on a database, asked as one caller or another, without a server around it. */
export interface Asking {
  /** The data; throws where there is any error. */
  ask(viewer: Viewer | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  /** Data and errors. */
  attempt(viewer: Viewer | null, source: string, variables?: Record<string, unknown>): Promise<ExecutionResult<Answer>>
  /** The code of the one error that the document is answered with. */
  codeOf(viewer: Viewer | null, source: string, variables?: Record<string, unknown>): Promise<unknown>
  signIn(name: string, as?: { isAdmin?: boolean }): Promise<Caller>
  buy(viewer: Viewer, projectId: string, shares: string): Promise<Answer>
  sell(viewer: Viewer, projectId: string, shares: string): Promise<Answer>
}

const TRADE = '{ trade { cashDelta priceAfter sequence } userErrors { code message } }'

export function createAsking(deps: Deps): Asking {
  const trades = createTradeExecutor(deps)
  const attempt: Asking['attempt'] = async (viewer, source, variables) => {
    const contextValue: Context = {
      deps,
      services: { trades, ticker: { touch: () => {} } } as never,
      reader: deps.db,
      viewer,
      requestId: 'test',
      idempotencyKey: null,
      rateLimit: () => null,
      giveBack: () => undefined,
      loaders: new Map(),
    }
    return await graphql({ schema, source, variableValues: variables ?? {}, contextValue })
  }
  const ask: Asking['ask'] = async (viewer, source, variables) => {
    const { data, errors } = await attempt(viewer, source, variables)
    if (errors) throw errors[0]!.originalError ?? errors[0]!
    return data
  }
  const trade = (name: 'buy' | 'sell') => async (viewer: Viewer, projectId: string, shares: string) => {
    const type = name === 'buy' ? 'BuyInput' : 'SellInput'
    const answer = await ask(viewer, `mutation ($input: ${type}!) { ${name}(input: $input) ${TRADE} }`, {
      input: { projectId, shares },
    })
    const [error] = answer[name].userErrors
    if (error) throw new Error(`${error.code}: ${error.message}`)
    return answer[name].trade
  }
  return {
    ask,
    attempt,
    codeOf: async (...question) => {
      const { errors } = await attempt(...question)
      if (errors?.length !== 1) throw new Error(`expected one error, and got ${JSON.stringify(errors)}`)
      return errors[0]!.extensions['code']
    },
    signIn: async (name, { isAdmin = false } = {}) => {
      const user = await insertUser(deps.db, { issuer: 'test', subject: name, displayName: name, nameKey: name.toLowerCase() })
      if (!user) throw new Error(`${name} has signed in before`)
      return {
        userId: user.userId,
        displayName: name,
        groups: isAdmin ? ['admin'] : [],
        isAdmin,
        issuedAt: new Date(),
        expiresAt: new Date('2100-01-01'),
      }
    },
    buy: trade('buy'),
    sell: trade('sell'),
  }
}

/** A database to ask, and an administrator who signed in there. */
export async function askAsOrganiser(deps: Deps): Promise<{ deps: Deps; asking: Asking; admin: Caller }> {
  const asking = createAsking(deps)
  return { deps, asking, admin: await asking.signIn('organiser', { isAdmin: true }) }
}

/** Lists a project; with drift off in its event, its price stays what it is made by trades and admin moves. */
export async function list(asking: Asking, admin: Viewer, projectId: string, more: Record<string, unknown> = {}): Promise<void> {
  const input = { projectId, ticker: projectId.replace(/[^a-z0-9]/gi, '').slice(0, 12), name: projectId, ...more }
  const { saveProject } = await asking.ask(
    admin,
    'mutation ($input: SaveProjectInput!) { saveProject(input: $input) { userErrors { code message } } }',
    { input },
  )
  if (saveProject.userErrors.length > 0) throw new Error(JSON.stringify(saveProject.userErrors))
}

/** Creates or changes an event. */
export async function saveEvent(asking: Asking, admin: Viewer, input: Record<string, unknown>): Promise<void> {
  const { saveEvent: saved } = await asking.ask(
    admin,
    'mutation ($input: SaveEventInput!) { saveEvent(input: $input) { userErrors { code message } } }',
    { input },
  )
  if (saved.userErrors.length > 0) throw new Error(JSON.stringify(saved.userErrors))
}
