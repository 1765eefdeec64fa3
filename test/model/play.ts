import { expect } from 'vitest'
import { type Answer, type Command, isRefused } from './commands.ts'
import { type Ask, askFor, type Data, sendCommand } from './door.ts'
import { MarketModel } from './market-model.ts'
import { commandFor, type Intent, type World } from './random-commands.ts'
import type { Parameters } from './rule-book.ts'

/** The real market and the model side by side: every command goes to both, and both must answer the same. */
export const ADMIN = 'root'
export const TRADERS = ['alice', 'bob', 'carol', 'mallory']
export const USERS = [...TRADERS, ADMIN]

export interface Play {
  readonly model: MarketModel
  /** Public id of a trader → the name the model knows. */
  readonly names: ReadonlyMap<string, string>
  /** Codes of refusals, by how often. */
  readonly refusals: ReadonlyMap<string, number>
  /** A market of its own with two projects. */
  openMarket(parameters: Partial<Parameters>): Promise<World>
  /** The command that the intent is in this world as it stands. */
  commandFor(intent: Intent, world: World): Command
  /** Sends the command to both and holds the answers against each other; `doors`: at the same moment through each of these. */
  both(command: Command, doors?: readonly Ask[]): Promise<void>
  /** After the close nothing moves: not a trade, not a bump, not a seed; texts may still be written. */
  closeMarket(world: World): Promise<void>
}

export async function startPlay(ask: Ask): Promise<Play> {
  const model = new MarketModel([ADMIN])
  model.execute({ does: 'saveEvent', user: ADMIN, input: { eventId: 'kickstart', status: 'OPEN' } })
  const names = new Map<string, string>()
  for (const user of USERS) names.set((await askFor(ask, user, 'Viewer')).viewer.id, user)
  const refusals = new Map<string, number>()
  const sent = new Map<World, Command[]>()
  let markets = 0

  async function both(command: Command, doors: readonly Ask[] = [ask]): Promise<void> {
    const expected = model.execute(command)
    const answers = await Promise.all(doors.map((door) => sendCommand(door, command)))
    for (const answer of answers) {
      compareAnswers(command, expected, answer)
      for (const code of isRefused(answer) ? answer.refused : []) refusals.set(code, (refusals.get(code) ?? 0) + 1)
    }
  }

  async function openMarket(parameters: Partial<Parameters>): Promise<World> {
    const eventId = `market-${++markets}`
    const projectIds = ['a', 'b', 'c', 'd'].map((name) => `${name}-${markets}`)
    const world = { eventId, admin: ADMIN, traders: TRADERS, projectIds }
    sent.set(world, [])
    const settings = { ...parameters, driftEnabled: false, closingWindowSeconds: 0 }
    await both({ does: 'saveEvent', user: ADMIN, input: { eventId, name: eventId, status: 'OPEN', parameters: settings } })
    // Accounts are made one after the other, so that it is known which is older.
    for (const user of USERS) {
      await askFor(ask, user, 'Portfolio', { eventId })
      model.account(eventId, user)
    }
    const [first, second] = projectIds as [string, string]
    await both({ does: 'saveProject', user: ADMIN, input: { projectId: first, eventId, ticker: 'first', name: 'First' } })
    const input = { projectId: second, eventId, ticker: 'second', name: 'Second', seedAmount: '5' }
    await both({ does: 'saveProject', user: ADMIN, input })
    return world
  }

  async function closeMarket({ eventId, projectIds }: World): Promise<void> {
    const [projectId] = projectIds as [string]
    await both({ does: 'saveEvent', user: ADMIN, input: { eventId, status: 'CLOSED' } })
    await both({ does: 'buy', user: 'alice', input: { projectId, shares: '1' } })
    await both({ does: 'applyPhaseBump', user: ADMIN, input: { projectId, bumpType: 'DEMO_WINNER' } })
    await both({ does: 'updateSeed', user: ADMIN, input: { projectId, seedDelta: '1' } })
    await both({ does: 'saveProject', user: ADMIN, input: { projectId, description: 'Closed.' } })
  }

  return {
    model,
    names,
    refusals,
    both,
    openMarket,
    closeMarket,
    commandFor(intent, world) {
      const earlier = sent.get(world)!
      const command = withOwnKey(commandFor(intent, model.state, world, earlier), world)
      if (command.key !== undefined && !earlier.includes(command)) earlier.push(command)
      return command
    },
  }
}

function compareAnswers(command: Command, expected: Answer, answer: Answer): void {
  const said = `${JSON.stringify(command)} expected ${JSON.stringify(expected)} got ${JSON.stringify(answer)}`
  if (isRefused(expected)) {
    expect(isRefused(answer) && expected.refused.includes(answer.refused[0]!), said).toBe(true)
  } else if (isRefused(answer)) {
    expect.fail(said)
  } else if (command.does === 'saveEvent') {
    const {
      event: {
        status,
        parameters: { transactionFeeBps },
      },
    } = answer.done as Data
    expect({ event: { status, transactionFeeBps } }, said).toEqual(expected.done)
  } else {
    expect(answer.done, said).toMatchObject(expected.done)
  }
}

/** Keys are one namespace per user over all markets. */
const withOwnKey = <C extends Command>(command: C, { eventId }: World): C =>
  command.key === undefined || command.key.startsWith(eventId) ? command : { ...command, key: `${eventId}:${command.key}` }
