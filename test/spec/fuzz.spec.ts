/** A few thousand fuzzed inputs: of a fixed seed, and of one that is told. `npm run fuzz` plays 100,000. */
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { fuzz } from '../fuzz/fuzz.ts'
import { startTestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'

const errors: string[] = []
/** What the server itself calls an error is one, though no client sees it. */
const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) })
const app = await startTestApp({
  deps: { log },
  config: { rateLimitPoints: 1e9, rateLimitPerSecond: 1e8, maxSocketsPerUser: 100 },
})
await openMarket(app, 'fair', ['apple', 'banana'])
const told = Date.now() % 1_000_000

test.each([
  ['of a fixed seed', 7, 1_500],
  [`of the seed ${told}`, told, 1_500],
])(
  'no input %s is answered by a fault, a crash, a silence or a word of the inside',
  { timeout: 90_000 },
  async (_which, seed, inputs) => {
    const token = (name: string) => app.token(`${name}@example.com`, { admin: name === 'organiser' })
    const { findings, counts } = await fuzz({ url: app.url, schema, known: ['fair', 'apple', 'banana'], token, seed, inputs })
    expect(findings).toEqual([])
    expect(errors).toEqual([])
    expect([...counts.keys()].filter((key) => key.includes('data')).length).toBeGreaterThan(3)
    expect((await app.gql('{ __typename }')).data).toEqual({ __typename: 'Query' })
  },
)
