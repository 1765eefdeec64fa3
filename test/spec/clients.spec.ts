import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { ApolloLink } from '@apollo/client/link'
import { cacheExchange, Client as UrqlClient, fetchExchange, subscriptionExchange } from '@urql/core'
import { OperationTypeNode, parse, print } from 'graphql'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { createClient as createSseClient } from 'graphql-sse'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type AnyData, startTestApp } from '../support/app.ts'
import { askTyped, openMarket } from '../support/documents.ts'
import {
  BuyDocument,
  type BuyMutation,
  MarketSnapshotDocument,
  PortfolioDocument,
  type PortfolioQuery,
  PriceUpdatedDocument,
  type PriceUpdatedSubscription,
  ProjectDocument,
  SellDocument,
  TradeExecutedDocument,
  type TradeExecutedSubscription,
  ViewerDocument,
  type ViewerQuery,
} from '../support/generated/graphql.ts'

/** Clients as they come from npm, and what they need to be told: an address and a token. */
const app = await startTestApp()
const eventId = 'clients'
const projectIds = [
  'apollo',
  'apollo-trade',
  'urql-ws',
  'urql-sse',
  'urql-trade',
  'socket',
  'socket-trade',
  'socket-resume',
  'sse',
  'sse-trade',
]
const graphqlUrl = `${app.url}/graphql`
let token: string
const authorization = () => `Bearer ${token}`

beforeAll(async () => {
  await openMarket(app, eventId, projectIds)
  token = await app.token('alice@example.com')
})

const bob = () => app.token('bob@example.com')
const bobBuys = async (projectId: string, shares: string) => {
  const { buy } = await askTyped(app, BuyDocument, { input: { projectId, shares } }, { token: await bob() })
  expect(buy.userErrors).toEqual([])
  return buy.trade!
}

type Update = PriceUpdatedSubscription['priceUpdated']

/** A reader of PriceUpdated; `until` waits for the given number of updates. */
interface Reader {
  readonly next: (result: Parameters<typeof data<PriceUpdatedSubscription>>[0]) => void
  readonly error: (error: unknown) => void
  readonly complete: () => void
  readonly until: (count: number) => Promise<readonly Update[]>
}

function reader(): Reader {
  const updates: Update[] = []
  const failures: unknown[] = []
  let wake = () => {}
  return {
    next: (result) => {
      try {
        updates.push(data(result).priceUpdated)
      } catch (error) {
        failures.push(error)
      }
      wake()
    },
    error: (error) => {
      failures.push(error)
      wake()
    },
    complete: () => wake(),
    until: async (count) => {
      while (updates.length < count) {
        if (failures.length > 0) throw failures[0]
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return updates
    },
  }
}

/** A subscription to one project shows it as it is, then bob's purchase. */
async function seesTrade(projectId: string, updates: Reader): Promise<void> {
  const [before] = await updates.until(1)
  expect(before).toMatchObject({ kind: 'SNAPSHOT', projectId, eventId, currentPrice: '1', missed: 0 })
  const trade = await bobBuys(projectId, '10')
  expect((await updates.until(2))[1]).toMatchObject({
    kind: 'CHANGE',
    projectId,
    currentPrice: trade.priceAfter,
    source: 'TRADE',
    sequence: before!.sequence + 1,
    missed: 0,
    totalTrades: 1,
  })
}

const data = <Value>({
  data: value,
  errors,
  error,
}: {
  data?: Value | null
  errors?: readonly unknown[]
  error?: unknown
}): Value => {
  if (errors || error || value == null) throw new Error(JSON.stringify(errors ?? error ?? 'no data'))
  return value
}

describe('Apollo Client', () => {
  const connect = async () => {
    const { possibleTypes } = (await (await fetch(`${app.url}/possible-types.json`)).json()) as {
      possibleTypes: Record<string, string[]>
    }
    return new ApolloClient({
      link: ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        new GraphQLWsLink(app.client({ token })),
        new HttpLink({ uri: graphqlUrl, headers: { authorization: authorization() } }),
      ),
      cache: new InMemoryCache({ possibleTypes }),
    })
  }

  test('queries, and finds in its cache what it has read', async () => {
    const client = await connect()
    const variables = { projectId: 'apollo' }
    const first = data(await client.query({ query: ProjectDocument, variables }))
    expect(first.project).toMatchObject({
      __typename: 'Project',
      projectId: 'apollo',
      currentPrice: '1',
      change: { percent: '0' },
    })
    expect(client.readQuery({ query: ProjectDocument, variables })).toEqual(first)
  })

  test('trades; the answer updates the project and the account that it holds, by their ids', async () => {
    const client = await connect()
    const portfolio = () => client.readQuery<PortfolioQuery>({ query: PortfolioDocument, variables: { eventId } })?.portfolio
    await client.query({ query: PortfolioDocument, variables: { eventId } })
    expect(portfolio()?.account.cashBalance).toBe('2500')
    const { buy } = data(
      await client.mutate({ mutation: BuyDocument, variables: { input: { projectId: 'apollo-trade', shares: '1' } } }),
    )
    expect(buy.trade).toMatchObject({ side: 'BUY', shares: '1', priceBefore: '1' })
    expect(portfolio()?.account.cashBalance).toBe(buy.account!.cashBalance)
    expect(portfolio()?.account.cashBalance).not.toBe('2500')
  })

  test('is told why a trade was refused, with the figures of that refusal', async () => {
    const client = await connect()
    const { buy } = data(
      await client.mutate({ mutation: BuyDocument, variables: { input: { projectId: 'apollo-trade', shares: '90000' } } }),
    )
    expect(buy).toMatchObject({
      trade: null,
      userErrors: [
        {
          __typename: 'InsufficientCashError',
          code: 'INSUFFICIENT_CASH',
          required: expect.any(String),
          available: expect.any(String),
        },
      ],
    })
  })

  test('knows the implementations of interfaces from /possible-types.json, without which it drops fragments on them', async () => {
    const { event } = await app.ask('{ event(eventId: "clients") { id } }')
    const query = parse(
      'query Any($id: ID!) { node(id: $id) { ...Identified ... on Event { name } } } fragment Identified on Node { id }',
    )
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warned.mockRestore())
    const ask = async (client: ApolloClient) => data(await client.query<AnyData>({ query, variables: { id: event.id } })).node
    expect(await ask(await connect())).toEqual({ __typename: 'Event', id: event.id, name: 'clients' })
    expect(await ask(new ApolloClient({ link: new HttpLink({ uri: graphqlUrl }), cache: new InMemoryCache() }))).toEqual({
      __typename: 'Event',
      name: 'clients',
    })
  })

  test('subscribes over a WebSocket', async () => {
    const client = await connect()
    const updates = reader()
    const subscription = client
      .subscribe({ query: PriceUpdatedDocument, variables: { eventId, projectIds: ['apollo'] } })
      .subscribe(updates)
    await seesTrade('apollo', updates)
    subscription.unsubscribe()
  })
})

describe('urql', () => {
  const connect = (streams: 'websocket' | 'sse') => {
    const socket = app.client({ token })
    return new UrqlClient({
      url: graphqlUrl,
      fetchOptions: () => ({ headers: { authorization: authorization() } }),
      fetchSubscriptions: streams === 'sse',
      exchanges: [
        cacheExchange,
        ...(streams === 'sse'
          ? []
          : [
              subscriptionExchange({
                forwardSubscription: ({ query = '', variables }) => ({
                  subscribe: (sink) => ({
                    unsubscribe: socket.subscribe({ query, variables: variables as Record<string, unknown> }, sink),
                  }),
                }),
              }),
            ]),
        fetchExchange,
      ],
    })
  }

  test('queries, by GET and by POST', async () => {
    for (const preferGetMethod of ['force', false] as const) {
      const { viewer } = data(await connect('websocket').query(ViewerDocument, {}, { preferGetMethod }))
      expect(viewer).toMatchObject({ displayName: 'alice' })
    }
  })

  test('trades', async () => {
    const { buy } = data(await connect('websocket').mutation(BuyDocument, { input: { projectId: 'urql-trade', shares: '0.5' } }))
    expect(buy).toMatchObject({ trade: { side: 'BUY', shares: '0.5' }, userErrors: [] })
  })

  test.each([
    ['a WebSocket', 'websocket', 'urql-ws'],
    ['server-sent events', 'sse', 'urql-sse'],
  ] as const)('subscribes over %s', async (_title, streams, projectId) => {
    const updates = reader()
    const subscription = connect(streams)
      .subscription(PriceUpdatedDocument, { eventId, projectIds: [projectId] })
      .subscribe(updates.next)
    await seesTrade(projectId, updates)
    subscription.unsubscribe()
  })
})

describe('graphql-ws', () => {
  /** All values of one operation, which ends by itself. */
  const run = async <Data>(document: TypedDocumentNode<Data, never>, variables: Record<string, unknown>): Promise<Data[]> => {
    const values: Data[] = []
    for await (const result of app.client({ token }).iterate<Data>({ query: print(document), variables }))
      values.push(data(result))
    return values
  }

  test('queries', async () => {
    expect(await run(ViewerDocument, {})).toMatchObject([{ viewer: { displayName: 'alice' } }])
  })

  test('trades', async () => {
    const order = (shares: string) => ({ input: { projectId: 'socket-trade', shares } })
    expect(await run(BuyDocument, order('4'))).toMatchObject([{ buy: { trade: { side: 'BUY', shares: '4' }, userErrors: [] } }])
    expect(await run(SellDocument, order('5'))).toMatchObject([
      { sell: { trade: null, userErrors: [{ required: '5', available: '4' }] } },
    ])
    expect(await run(SellDocument, order('4'))).toMatchObject([
      { sell: { trade: { side: 'SELL', shares: '4' }, userErrors: [] } },
    ])
  })

  test('subscribes', async () => {
    const updates = reader()
    const client = app.client()
    const stop = client.subscribe<PriceUpdatedSubscription>(
      { query: print(PriceUpdatedDocument), variables: { eventId, projectIds: ['socket'] } },
      updates,
    )
    await seesTrade('socket', updates)
    stop()
  })

  test('goes on with after where it stopped, on a new connection, without gap or duplicate', async () => {
    const projectId = 'socket-resume'
    const query = print(PriceUpdatedDocument)
    const [first] = await app.take<PriceUpdatedSubscription>(app.client(), 1, query, { eventId, projectIds: [projectId] })
    const missed = [await bobBuys(projectId, '1'), await bobBuys(projectId, '2'), await bobBuys(projectId, '3')]
    const updates = reader()
    const stop = app
      .client()
      .subscribe<PriceUpdatedSubscription>(
        { query, variables: { eventId, projectIds: [projectId], after: first!.priceUpdated.cursor } },
        updates,
      )
    await updates.until(3)
    missed.push(await bobBuys(projectId, '4'))
    const seen = await updates.until(4)
    expect(seen.map(({ kind, sequence, currentPrice, missed: folded }) => ({ kind, sequence, currentPrice, folded }))).toEqual(
      missed.map(({ sequence, priceAfter }) => ({ kind: 'CHANGE', sequence, currentPrice: priceAfter, folded: 0 })),
    )
    stop()
  })

  test('reads the tape from a market snapshot on', async () => {
    const [market] = await run(MarketSnapshotDocument, { eventId })
    const trade = await bobBuys('socket-trade', '1')
    const after = market!.marketSnapshot!.cursor
    const [live] = await app.take<TradeExecutedSubscription>(app.client(), 1, print(TradeExecutedDocument), { eventId, after })
    expect(live!.tradeExecuted).toMatchObject({
      tradeId: trade.tradeId,
      priceAfter: trade.priceAfter,
      trader: { displayName: 'bob' },
    })
  })
})

describe('graphql-sse, a connection for each operation', () => {
  const connect = () => createSseClient({ url: graphqlUrl, headers: { authorization: authorization() }, retryAttempts: 0 })

  test('queries and trades', async () => {
    const [answer] = await Array.fromAsync(connect().iterate<ViewerQuery>({ query: print(ViewerDocument) }))
    expect(data(answer!).viewer).toMatchObject({ displayName: 'alice' })
    const variables = { input: { projectId: 'sse-trade', shares: '1' } }
    const answers = await Array.fromAsync(connect().iterate<BuyMutation>({ query: print(BuyDocument), variables }))
    expect(answers.map(data)).toMatchObject([{ buy: { trade: { side: 'BUY', shares: '1' } } }])
  })

  test('subscribes', async () => {
    const updates = reader()
    const stop = connect().subscribe<PriceUpdatedSubscription>(
      { query: print(PriceUpdatedDocument), variables: { eventId, projectIds: ['sse'] } },
      updates,
    )
    await seesTrade('sse', updates)
    stop()
  })
})
