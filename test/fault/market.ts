/** The event that a run trades in, made and closed over the API. */
import { randomUUID } from 'node:crypto'
import { insist, signIn } from './asking.ts'

export interface Market {
  readonly eventId: string
  readonly projectIds: readonly string[]
  /** Of the first trade, before the load: tapes begin behind it. */
  readonly firstCursor: string
}

const SAVE_EVENT = 'mutation ($input: SaveEventInput!) { saveEvent(input: $input) { userErrors { message } event { status } } }'
const SAVE_PROJECT = 'mutation ($input: SaveProjectInput!) { saveProject(input: $input) { userErrors { message } } }'
const BUY = 'mutation ($input: BuyInput!) { buy(input: $input) { userErrors { message } trade { cursor } } }'

export async function openMarket(urls: readonly string[], eventId: string): Promise<Market> {
  const token = await signIn(urls, 'organiser@example.com', true)
  const say = async (query: string, input: object) => {
    const data = await insist(urls, query, { input: { ...input, idempotencyKey: randomUUID() } }, token)
    const result = Object.values(data)[0] as { userErrors: { message: string }[]; trade?: { cursor: string } }
    if (result.userErrors.length > 0) throw new Error(result.userErrors[0]!.message)
    return result
  }
  const parameters = { initialCash: '1000000', driftEnabled: true, driftIntervalMs: 1000, closingWindowSeconds: 0 }
  await say(SAVE_EVENT, { eventId, name: eventId, status: 'OPEN', parameters })
  const projectIds = ['one', 'two', 'three'].map((name) => `${eventId}-${name}`)
  for (const [index, projectId] of projectIds.entries())
    await say(SAVE_PROJECT, { eventId, projectId, ticker: `P${index}`, name: projectId, seedAmount: '1000' })
  const { trade } = await say(BUY, { projectId: projectIds[0], shares: '1' })
  return { eventId, projectIds, firstCursor: trade!.cursor }
}

export async function closeMarket(urls: readonly string[], { eventId }: Market): Promise<void> {
  const token = await signIn(urls, 'organiser@example.com', true)
  await insist(urls, SAVE_EVENT, { input: { eventId, status: 'CLOSED', idempotencyKey: randomUUID() } }, token)
}
