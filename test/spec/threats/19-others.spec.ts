/** Rows 19 and 21: what belongs to somebody else, or is for administrators only, over every transport; and what ids tell. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  GraphQLScalarType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../../src/graphql/schema.ts'
import { type AnyData, startTestApp, type TestApp } from '../../support/app.ts'
import { EVENT, playFullMarket } from '../../support/full-market.ts'
import { operation } from '../../support/operations.ts'
import { createProber, TRANSPORTS } from '../../support/probes.ts'

let app: TestApp
const tokens: Record<'alice' | 'bob' | 'admin', string> = { alice: '', bob: '', admin: '' }

beforeAll(async () => {
  app = await startTestApp()
  await playFullMarket(app.deps)
  for (const name of ['alice', 'bob', 'admin'] as const)
    tokens[name] = await app.token(`${name}@example.com`, { admin: name === 'admin' })
  const buy = 'mutation { buy(input: { projectId: "kite", shares: "1" }) { userErrors { message } } }'
  for (const token of [tokens.alice, tokens.bob]) expect((await app.ask(buy, null, { token })).buy.userErrors).toEqual([])
})
afterAll(() => app.stop())

/** The least that a required argument takes, written out. */
function valueOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(type.ofType)
  if (isListType(type)) return `[${valueOf(type.ofType)}]`
  if (isEnumType(type)) return type.getValues()[0]!.name
  if (isInputObjectType(type)) return `{ ${argumentsOf(Object.values(type.getFields()))} }`
  const scalar = type instanceof GraphQLScalarType ? type.name : ''
  if (scalar === 'Boolean') return 'true'
  return scalar === 'Int' ? '1' : scalar === 'ID' || scalar === 'String' ? '"x"' : '"1"'
}

const argumentsOf = (given: readonly Pick<GraphQLArgument, 'name' | 'type' | 'defaultValue'>[]): string =>
  given
    .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    .map(({ name, type }) => `${name}: ${valueOf(type)}`)
    .join(' ')

function callOf(field: GraphQLField<unknown, unknown>): string {
  const given = argumentsOf(field.args)
  const type = getNamedType(field.type)
  return `${field.name}${given === '' ? '' : `(${given})`}${isLeafType(type) ? '' : ' { __typename }'}`
}

const forAdministrators = (of: 'getQueryType' | 'getMutationType') =>
  Object.values(schema[of]()!.getFields()).filter(({ description }) => /Administrators only/i.test(description ?? ''))

describe('What is for administrators', () => {
  const queries = forAdministrators('getQueryType').map((field) => `{ ${callOf(field)} }`)
  const mutations = forAdministrators('getMutationType').map((field) => `mutation { ${callOf(field)} }`)

  test('is told of by the schema', () => {
    expect(mutations.length).toBeGreaterThan(8)
    expect(queries.length).toBeGreaterThan(5)
  })

  test.each(TRANSPORTS)('is FORBIDDEN to users and UNAUTHENTICATED to guests over %s', async (transport) => {
    for (const [token, code] of [
      [tokens.alice, 'FORBIDDEN'],
      [undefined, 'UNAUTHENTICATED'],
    ] as const) {
      const prober = await createProber(app, token)
      for (const query of [...queries, ...(transport === 'GET' ? [] : mutations)]) {
        const { data, codes } = await prober.send(transport, query)
        expect([query, codes]).toEqual([query, [code]])
        expect(Object.values(data ?? { none: null })).toEqual([null])
      }
      prober.raw.close()
    }
  })
})

test.each(TRANSPORTS)("another's account is as absent as one that does not exist, over %s", async (transport) => {
  const { portfolio } = await app.ask('{ portfolio(eventId: "fair") { account { id } } }', null, { token: tokens.alice })
  const missing = Buffer.from('Account:00000000-0000-4000-8000-000000000000').toString('base64url')
  const query = 'query ($id: ID!) { node(id: $id) { id __typename } }'
  const own = await createProber(app, tokens.alice)
  expect((await own.send(transport, { query, variables: { id: portfolio.account.id } })).data.node).toMatchObject({
    __typename: 'Account',
  })
  own.raw.close()
  for (const token of [tokens.bob, undefined]) {
    const prober = await createProber(app, token)
    const shapes: unknown[] = []
    for (const id of [portfolio.account.id, missing]) {
      const { data, codes, status } = await prober.send(transport, { query, variables: { id } })
      expect({ data, codes }).toEqual({ data: { node: null }, codes: [] })
      shapes.push(status)
    }
    expect(shapes[0]).toBe(shapes[1])
    prober.raw.close()
  }
})

/** Every text of an answer that stands under a name of ids or cursors. */
function idsIn(value: AnyData, name = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => idsIn(each, name))
  if (value && typeof value === 'object') return Object.entries(value).flatMap(([key, each]) => idsIn(each, key))
  return typeof value === 'string' && /id$|ids$|cursor$/i.test(name) ? [value] : []
}

const readings = (id: string): string[] => [
  id,
  ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(id, form).toString('latin1')),
  decodeURIComponent(id),
]

test('row 21: no id and no cursor holds an address or a name, however it is read', async () => {
  const variables = {
    eventId: EVENT,
    projectId: 'kite',
    first: 50,
    interval: 'ONE_MINUTE',
    from: new Date(Date.now() - 60_000).toISOString(),
  }
  const names = [
    'Viewer',
    'Portfolio',
    'Leaderboard',
    'MarketSnapshot',
    'AuditLog',
    'Traders',
    'SuspiciousPairs',
    'Trades',
    'Events',
    'Event',
    'Projects',
    'Project',
    'News',
    'PriceHistory',
  ]
  const ids: string[] = []
  for (const token of [tokens.alice, tokens.admin]) {
    for (const name of names) {
      const { data, errors } = await app.gql(operation(name), variables, { token })
      if (token === tokens.admin) expect([name, errors]).toEqual([name, undefined])
      ids.push(...idsIn(data))
    }
  }
  const streams = ['priceUpdated', 'portfolioUpdated', 'leaderboardUpdated', 'eventUpdated']
  for (const name of streams) {
    const type = getNamedType(schema.getSubscriptionType()!.getFields()[name]!.type)
    const shown = isObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
          .map((field) => field.name)
      : []
    ids.push(
      ...idsIn(
        await app.take(
          app.client({ token: tokens.alice }),
          1,
          `subscription { ${name}(eventId: "${EVENT}") { ${shown.join(' ')} } }`,
        ),
      ),
    )
  }
  expect(ids.length).toBeGreaterThan(200)
  const telling = ids.filter((id) => readings(id).some((text) => /@|alice|bob|carol|example/i.test(text)))
  expect(telling).toEqual([])
})
