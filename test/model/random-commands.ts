import fc from 'fast-check'
import { BUMP_TYPES, type Command, type ProjectInput } from './commands.ts'
import { NET_MAX, ORDER_MAX, PRICE_MAX } from './market-model.ts'
import { accountKey, type ModelProject, type State } from './market-state.ts'
import { type Exact, exact, larger, type Rational } from './rational.ts'
import { mostAffordable, type Parameters, type Side, tradeAt } from './rule-book.ts'

/**
 * Streams of commands that hurt: sizes at, just under and just over each limit, computed from the market as it stands;
 * texts, ids and parameters that are wrong; keys that come again. An intent is plain data, so that a stream that fails
 * can be shrunk; `commandFor` makes the command of it that fits the state.
 */
export interface World {
  readonly eventId: string
  readonly admin: string
  readonly traders: readonly string[]
  readonly projectIds: readonly string[]
}

const SIZES = [
  'part',
  'part',
  'part',
  'all',
  'allButOne',
  'oneMore',
  'tiny',
  'whole',
  'toFloor',
  'pastFloor',
  'toCap',
  'pastCap',
  'odd',
] as const
const LIMITS = ['none', 'none', 'none', 'exact', 'tooTight', 'loose', 'tooPrecise'] as const
const KEYS = ['none', 'fresh', 'fresh', 'again', 'changed'] as const
const ODD_SHARES = ['0', '-1', '0.00001', '1.00000', '100000', '100000.0001', '0.1234567']
const FACTORS = [
  '0.01',
  '0.1',
  '0.333333',
  '0.999999',
  '1',
  '1.000001',
  '3.141593',
  '10',
  '0.009999',
  '10.000001',
  '1.0000001',
  '-1',
  '0',
]
const SEEDS = [
  '0',
  '-0',
  '5',
  '-20',
  '12.345678',
  '-9',
  '1000000',
  '-1000000',
  '1000000.000001',
  '0.0000001',
  '-3.5',
  '0.000001',
  '40',
]
const AMOUNTS = ['0.01', '100', '123456.78', '1000000000', '1000000000.01', '0', '-5', '0.001', '50000.5']
const EVENT_CHANGES: readonly Partial<Parameters>[] = [
  { transactionFeeBps: 0 },
  { transactionFeeBps: 5_000 },
  { transactionFeeBps: 5_001 },
  { transactionFeeBps: -1 },
  { transactionFeeBps: 137 },
  { transactionFeeBps: 200 },
  { transactionFeeBps: 1 },
  { investmentToSeedFactor: '0.5' },
  { investmentToSeedFactor: '0.00001' },
  { investmentToSeedFactor: '0.0001' },
  { initialCash: '7777' },
  { pricePerShare: '0.04' },
  { minPrice: '0.05' },
  { seedToPriceFactor: '101' },
]
/** The markets that streams are played in. */
export const MARKETS: readonly Partial<Parameters>[] = [
  {},
  { initialCash: '1000000000', transactionFeeBps: 0 },
  { initialCash: '1000000000', pricePerShare: '100', defaultBasePrice: '1000', minPrice: '0.01', transactionFeeBps: 333 },
  { initialCash: '12.345678', minPrice: '0.99', transactionFeeBps: 5_000, seedToPriceFactor: '0.000001' },
  { minPrice: '1', seedToPriceFactor: '3.333333', investmentToSeedFactor: '1', pricePerShare: '0.06' },
]

const chance = fc.record({
  who: fc.nat(99),
  project: fc.nat(99),
  n: fc.integer({ min: 1, max: 10_000 }),
  key: fc.constantFrom(...KEYS),
})
const weighted = <I extends object>(weight: number, shape: { [P in keyof I]: fc.Arbitrary<I[P]> }) => ({
  weight,
  arbitrary: fc.tuple(chance, fc.record(shape)).map(([common, own]) => ({ ...common, ...own })),
})

export const intents = fc.oneof(
  weighted(55, {
    does: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
    size: fc.constantFrom(...SIZES),
    limit: fc.constantFrom(...LIMITS),
  }),
  weighted(10, {
    does: fc.constant('applyPhaseBump' as const),
    bumpType: fc.constantFrom(...BUMP_TYPES, 'MULTIPLY' as const, 'ADD' as const),
    factor: fc.constantFrom(...FACTORS),
    wrong: fc.nat(9),
  }),
  weighted(7, { does: fc.constant('updateSeed' as const), seed: fc.constantFrom(...SEEDS), form: fc.nat(9) }),
  weighted(5, { does: fc.constant('applyInvestment' as const), amount: fc.constantFrom(...AMOUNTS) }),
  weighted(5, { does: fc.constant('saveProject' as const), seed: fc.constantFrom(...SEEDS), form: fc.nat(11) }),
  weighted(2, { does: fc.constant('saveProjects' as const), seed: fc.constantFrom(...SEEDS), form: fc.nat(11) }),
  weighted(4, { does: fc.constant('saveEvent' as const), parameters: fc.constantFrom(...EVENT_CHANGES) }),
  weighted(3, {
    does: fc.constant('setStatus' as const),
    status: fc.constantFrom('HALTED' as const, 'OPEN' as const, 'OPEN' as const),
  }),
)
export type Intent = typeof intents extends fc.Arbitrary<infer I> ? I : never

/** The command of an intent; `sent` are the commands so far that had a key. */
export function commandFor(intent: Intent, state: State, world: World, sent: readonly Command[]): Command {
  const earlier = sent[sent.length - 1 - (intent.n % 4)]
  if (intent.key === 'again' && earlier) return earlier
  const command = unkeyed(intent, state, world)
  if (intent.key === 'none' || intent.key === 'again') return command
  const key = intent.key === 'changed' && earlier && earlier.user === command.user ? earlier.key : `key-${sent.length}`
  return { ...command, key }
}

type Unkeyed = Command extends infer C ? (C extends Command ? Omit<C, 'key'> : never) : never

function unkeyed(intent: Intent, state: State, world: World): Unkeyed {
  const projectId = intent.project === 99 ? 'nobody-listed-this' : world.projectIds[intent.project % world.projectIds.length]!
  const project = state.projects.get(projectId)
  const headline = intent.n % 3 === 0 ? `Headline ${intent.n}` : undefined
  if (intent.does === 'buy' || intent.does === 'sell') return tradeFor(intent, state, world, projectId)
  // Now and then somebody who may not, and somebody unknown.
  const user = intent.who === 99 ? null : intent.who > 95 ? world.traders[0]! : world.admin
  switch (intent.does) {
    case 'applyPhaseBump': {
      const { bumpType, factor, wrong } = intent
      const takes =
        wrong === 0
          ? {}
          : bumpType === 'MULTIPLY'
            ? { multiplier: factor }
            : bumpType === 'ADD'
              ? { delta: deltaFor(intent.n, project, state) }
              : {}
      return {
        does: 'applyPhaseBump',
        user,
        input: { projectId, bumpType, ...takes, ...(wrong === 1 ? { delta: '1' } : {}), headline },
      }
    }
    case 'updateSeed': {
      const [seedAmount, seedDelta] =
        intent.form < 4 ? [intent.seed] : intent.form < 8 ? [undefined, intent.seed] : intent.form === 8 ? [intent.seed, '1'] : []
      return { does: 'updateSeed', user, input: { projectId, seedAmount, seedDelta, headline } }
    }
    case 'applyInvestment':
      return { does: 'applyInvestment', user, input: { projectId, amount: intent.amount, headline } }
    case 'saveProject':
      return { does: 'saveProject', user, input: projectFor(intent, world, projectId, project) }
    case 'saveProjects': {
      const other = world.projectIds[(intent.project + 1) % world.projectIds.length]!
      const second = projectFor({ ...intent, form: intent.n % 12 }, world, other, state.projects.get(other))
      // Whether the first may take the ticker that the second gives up, nobody has said.
      const first = projectFor({ ...intent, form: intent.form === 5 ? 0 : intent.form }, world, projectId, project)
      return { does: 'saveProjects', user, input: { inputs: [first, second] } }
    }
    case 'saveEvent':
      return { does: 'saveEvent', user, input: { eventId: world.eventId, parameters: intent.parameters } }
    case 'setStatus':
      return { does: 'saveEvent', user: world.admin, input: { eventId: world.eventId, status: intent.status } }
  }
}

/** To the floor, past it, to the highest price, past it, and a random little. */
function deltaFor(n: number, project: ModelProject | undefined, state: State): string {
  const [price, floor] = [project?.price ?? exact(1), project ? state.events.get(project.eventId)!.parameters.minPrice : '0.1']
  const deltas: Exact[] = [
    exact(floor).minus(price),
    exact(floor).minus(price).minus('0.000001'),
    exact(PRICE_MAX).minus(price),
    exact(PRICE_MAX).minus(price).plus('0.000001'),
    '1000000.000001',
    '0',
    exact(n).over(1_000),
    exact(-n).over(10_000),
    '0.0000001',
  ]
  return exact(deltas[n % deltas.length]!).toString()
}

function projectFor(
  intent: { n: number; seed: string; form: number },
  world: World,
  projectId: string,
  project: ModelProject | undefined,
): ProjectInput {
  const { n, seed, form } = intent
  const own = {
    projectId,
    ...(project
      ? {}
      : { eventId: world.eventId, ticker: `T${world.projectIds.indexOf(projectId)}`, name: `Project ${projectId}` }),
  }
  const changes: readonly Omit<ProjectInput, 'projectId'>[] = [
    { description: `Described ${n} times` },
    { name: `Name ${n}` },
    { isActive: n % 3 !== 0 },
    { seedAmount: seed },
    { isActive: true },
    { ticker: `t${n % 5}` },
    { ticker: 'not-a-ticker' },
    { name: '' },
    { eventId: 'kickstart' },
    { isActive: true, seedAmount: seed },
    { description: 'x'.repeat(2_001) },
    { seedAmount: project?.seed.toString() ?? '0', name: `Same seed ${n}` },
  ]
  const change = changes[form]!
  // A new project that names kickstart would belong to another market than this one.
  return !project && change.eventId ? own : { ...own, ...change }
}

function tradeFor(intent: Extract<Intent, { does: 'buy' | 'sell' }>, state: State, world: World, projectId: string): Unkeyed {
  const user = intent.who === 99 ? null : intent.who > 92 ? world.admin : world.traders[intent.who % world.traders.length]!
  const side = intent.does === 'buy' ? 'BUY' : 'SELL'
  const project = state.projects.get(projectId)
  const shares =
    project && intent.size !== 'odd'
      ? sizeFor(intent, side, state, project, user ?? '')
      : ODD_SHARES[intent.n % ODD_SHARES.length]!
  const limit = project && limitFor(intent.limit, side, project, exact(shares), state.events.get(project.eventId)!.parameters)
  return { does: intent.does, user, input: { projectId, shares, ...(limit === undefined ? {} : { limit }) } }
}

function sizeFor(
  intent: { size: (typeof SIZES)[number]; n: number },
  side: Side,
  state: State,
  project: ModelProject,
  user: string,
): string {
  const { parameters } = state.events.get(project.eventId)!
  const account = state.accounts.get(accountKey(project.eventId, user))
  const unit = exact('0.0001')
  const held = account?.holdings.get(project.projectId)?.shares ?? exact(0)
  const most = side === 'SELL' ? held : mostAffordable(account?.cash ?? exact(parameters.initialCash), project.price, parameters)
  const toFloor = project.price.minus(parameters.minPrice).over(parameters.pricePerShare).floorTo(4)
  const toCap = cheapest(
    exact(PRICE_MAX).minus(project.price).over(parameters.pricePerShare).floorTo(4),
    exact(NET_MAX).minus(project.netShares),
  )
  const sizes: Record<typeof intent.size, Rational> = {
    part: most.times(intent.n).over(20_000).floorTo(4),
    all: cheapest(most, exact(ORDER_MAX)),
    allButOne: most.minus(unit),
    oneMore: most.plus(unit),
    tiny: unit.times(1 + (intent.n % 3)),
    whole: exact(1 + (intent.n % 60)),
    toFloor,
    pastFloor: toFloor.plus(unit),
    toCap: cheapest(toCap, exact(ORDER_MAX)),
    pastCap: cheapest(toCap, exact(ORDER_MAX)).plus(unit),
    odd: exact(0),
  }
  // What works out as nothing is a small order instead: refusals of nothing have their own intent.
  return sizes[intent.size].above(0)
    ? sizes[intent.size].toString()
    : larger(unit, exact(intent.n).over(1_000).floorTo(4)).toString()
}

const cheapest = (a: Rational, b: Rational): Rational => (a.below(b) ? a : b)

function limitFor(
  limit: (typeof LIMITS)[number],
  side: Side,
  project: ModelProject,
  shares: Rational,
  parameters: Parameters,
): string | undefined {
  if (limit === 'none') return undefined
  const { cashDelta } = tradeAt(side, project.price, shares.equals(0) ? exact(1) : shares, parameters)
  const amount = larger(side === 'BUY' ? cashDelta.negated() : cashDelta, 0).floorTo(6)
  const tighter = side === 'BUY' ? larger(amount.minus('0.000001'), 0) : amount.plus('0.000001')
  const looser = side === 'BUY' ? amount.plus(1) : larger(amount.minus(1), 0)
  return (
    limit === 'exact' ? amount : limit === 'tooTight' ? tighter : limit === 'loose' ? looser : exact('0.1234567')
  ).toString()
}
