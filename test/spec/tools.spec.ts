import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'
import { commandOf, runProgram } from '../support/programs.ts'

/** Tools of others read the schema that the server shows, as it is. */
const app = await startTestApp()
let folder: string
let schemaFile: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'btx-tools-'))
  schemaFile = join(folder, 'schema.graphql')
  await writeFile(schemaFile, await (await fetch(`${app.url}/schema.graphql`)).text())
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('relay-compiler', () => {
  const CONFIG = {
    src: './src',
    schema: './schema.graphql',
    language: 'typescript',
    artifactDirectory: './artifacts',
    customScalarTypes: { Decimal: 'string', DateTime: 'string', Cursor: 'string' },
  }

  const MARKET = `
    graphql\`
      query MarketQuery($eventId: ID!) {
        event(eventId: $eventId) { ...Market_event }
        viewer { id displayName }
      }
    \`
    graphql\`
      fragment Market_event on Event
      @refetchable(queryName: "MarketPageQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
        name
        projects(first: $first, after: $after, orderBy: PRICE_DESC) @connection(key: "Market_projects") {
          edges { node { id ...Market_project } }
        }
      }
    \`
    graphql\`
      fragment Market_project on Project @refetchable(queryName: "MarketProjectQuery") {
        ticker
        currentPrice
        change(minutes: 60) { percent }
        trades(first: 5) { edges { cursor node { id side shares price trader { id displayName } } } }
      }
    \`
    graphql\`
      query MarketHistoryQuery($projectId: ID!) {
        priceHistory(projectId: $projectId, last: 100) @connection(key: "MarketHistory_priceHistory") { edges { node { sequence at price source } } }
      }
    \``

  const TRADING = `
    graphql\`
      mutation TradingBuyMutation($input: BuyInput!) {
        buy(input: $input) {
          trade { id cashDelta priceAfter }
          project { id currentPrice }
          account { id cashBalance }
          userErrors { __typename code message ... on InsufficientCashError { required available } ... on PriceMovedError { quote { cashDelta } } }
        }
      }
    \`
    graphql\`
      subscription TradingPricesSubscription($after: Cursor) {
        priceUpdated(after: $after, mode: LATEST) { projectId currentPrice sequence missed cursor }
      }
    \`
    graphql\`
      query TradingNodeQuery($id: ID!) { node(id: $id) { __typename id ... on Project { name } ... on Trade { shares } ... on Trader { displayName } } }
    \``

  const compile = async (sources: Record<string, string>) => {
    await rm(join(folder, 'src'), { recursive: true, force: true })
    await rm(join(folder, 'artifacts'), { recursive: true, force: true })
    await mkdir(join(folder, 'src'))
    await mkdir(join(folder, 'artifacts'))
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CONFIG))
    for (const [name, text] of Object.entries(sources))
      await writeFile(join(folder, 'src', name), `import { graphql } from 'react-relay'\n${text}\n`)
    const ended = await runProgram(process.execPath, [commandOf('relay-compiler/cli.js'), 'relay.config.json'], { cwd: folder })
    return { ...ended, artifacts: await readdir(join(folder, 'artifacts')) }
  }

  test('compiles connections, their pages, refetched nodes, mutations and subscriptions', async () => {
    const { code, output, artifacts } = await compile({ 'Market.ts': MARKET, 'Trading.ts': TRADING })
    expect(code, output).toBe(0)
    expect(artifacts.sort()).toEqual([
      'MarketHistoryQuery.graphql.ts',
      'MarketPageQuery.graphql.ts',
      'MarketProjectQuery.graphql.ts',
      'MarketQuery.graphql.ts',
      'Market_event.graphql.ts',
      'Market_project.graphql.ts',
      'TradingBuyMutation.graphql.ts',
      'TradingNodeQuery.graphql.ts',
      'TradingPricesSubscription.graphql.ts',
    ])
  })

  test('what it makes of a page and of a node, the server answers', async () => {
    const text = async (name: string) => {
      const artifact = await readFile(join(folder, 'artifacts', `${name}.graphql.ts`), 'utf8')
      return JSON.parse(/"text": (".*")/.exec(artifact)![1]!) as string
    }
    await openMarket(app, 'kickstart', ['apple', 'berry', 'cherry'])
    const { event } = await app.ask('{ event { id } }')
    expect(await app.ask(await text('MarketQuery'), { eventId: 'kickstart' })).toMatchObject({
      event: { name: expect.any(String) },
      viewer: null,
    })
    const page = async (after: string | null) =>
      (await app.ask(await text('MarketPageQuery'), { id: event.id, first: 2, after })).node
    const first = await page(null)
    expect(first).toMatchObject({
      __typename: 'Event',
      id: event.id,
      projects: { edges: [{}, {}], pageInfo: { hasNextPage: true } },
    })
    const second = await page(first.projects.pageInfo.endCursor)
    expect(second).toMatchObject({ projects: { edges: [{ node: { ticker: 'CHERRY' } }], pageInfo: { hasNextPage: false } } })
    const [{ node }] = second.projects.edges
    expect(await app.ask(await text('MarketProjectQuery'), { id: node.id })).toMatchObject({
      node: { __typename: 'Project', ticker: 'CHERRY' },
    })
    expect(await app.ask(await text('TradingNodeQuery'), { id: event.id })).toEqual({
      node: { __typename: 'Event', id: event.id },
    })
  })

  test('refuses a field that the schema does not have: it did read the schema', async () => {
    const { code, output } = await compile({ 'Market.ts': MARKET.replace('currentPrice', 'priceOfTomorrow') })
    expect(code).not.toBe(0)
    expect(output).toContain('priceOfTomorrow')
  })
})

describe('graphql-inspector', () => {
  const inspect = (...parameters: string[]) =>
    runProgram(process.execPath, [commandOf('@graphql-inspector/cli/cjs/index.js'), ...parameters])

  test('finds the operations of schema/operations valid, and others not', async () => {
    const good = await inspect('validate', 'schema/operations/*.graphql', schemaFile)
    expect(good.code, good.output).toBe(0)
    expect(good.output).toContain('All documents are valid')
    const broken = join(folder, 'broken.graphql')
    await writeFile(broken, 'query Broken { projects { nodes { priceOfTomorrow } } }')
    expect(await inspect('validate', broken, schemaFile)).toMatchObject({
      code: 1,
      output: expect.stringContaining('priceOfTomorrow'),
    })
  })

  test('finds no breaking change against the released schema, asked of the running server; and finds one where one is', async () => {
    const present = await inspect('diff', 'schema/released.graphql', `${app.url}/graphql`)
    expect(present.code, present.output).toBe(0)
    const without = join(folder, 'without-sell.graphql')
    await writeFile(without, (await readFile(schemaFile, 'utf8')).replace(/\n {2}sell\(/, '\n  dump('))
    expect(await inspect('diff', 'schema/released.graphql', without)).toMatchObject({
      code: 1,
      output: expect.stringContaining('Field sell was removed'),
    })
  })
})
