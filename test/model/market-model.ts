import {
  type Answer,
  type BumpType,
  BUMPS,
  type Command,
  type Figures,
  isRefused,
  type ProjectInput,
  type Refused,
  refused,
  sideOf,
  type TradeInput,
} from './commands.ts'
import { eventAfter } from './event-rules.ts'
import {
  accountKey,
  type ModelAccount,
  type ModelProject,
  movedProject,
  NO_HOLDING,
  type State,
  tradedAccount,
} from './market-state.ts'
import { projectFigures, tradeFigures } from './market-views.ts'
import { type Exact, exact, type Rational } from './rational.ts'
import { added, basePriceOf, driftedPrice, multiplied, type Price, priceAfterTrade, reseeded, tradeAt } from './rule-book.ts'

/**
 * The market of the rule book, naive and exact: one command after the other, everything in memory, nothing cached. What
 * the real one answers must equal what this answers to the last micro-unit. Source: mechanics; protocol, "Idempotency".
 */
export const PRICE_MAX = '1000000'
export const ORDER_MAX = '100000'
export const NET_MAX = '1000000'

type Done = { readonly done: Figures; readonly repeat?: () => Figures }
type Input<D extends Command['does']> = Extract<Command, { does: D }>['input']

export class MarketModel {
  state: State = { events: new Map(), projects: new Map(), accounts: new Map() }
  readonly #admins: ReadonlySet<string>
  readonly #keys = new Map<string, { readonly asked: string; readonly repeat: () => Figures }>()
  #born = 0

  constructor(admins: readonly string[]) {
    this.#admins = new Set(admins)
  }

  /** Does what the command asks, or says which rules forbid it; a refused command changes nothing. */
  execute(command: Command): Answer {
    const { user } = command
    if (user === null) return refused('UNAUTHENTICATED')
    const isTrade = command.does === 'buy' || command.does === 'sell'
    if (!isTrade && !this.#admins.has(user)) return refused('FORBIDDEN')
    const key = command.key === undefined ? null : `${user}:${command.key}`
    const asked = meaningOf(command)
    const first = key === null ? undefined : this.#keys.get(key)
    if (first && first.asked === asked) return { done: first.repeat() }
    const before = this.state
    const answer = this.#decide(command, user)
    if (first) {
      this.state = before
      return refused('IDEMPOTENCY_KEY_REUSED', ...(isRefused(answer) ? answer.refused : []))
    }
    if (isRefused(answer)) this.state = before
    else if (key !== null) this.#keys.set(key, { asked, repeat: answer.repeat ?? (() => answer.done) })
    return isRefused(answer) ? answer : { done: answer.done }
  }

  #decide(command: Command, user: string): Refused | Done {
    switch (command.does) {
      case 'buy':
      case 'sell':
        return this.#trade(command, user, command.input)
      case 'saveProject':
        return this.#about(command.input.projectId, this.#saveProject(command.input))
      case 'saveProjects':
        return this.#saveProjects(command.input.inputs)
      case 'updateSeed':
        return this.#about(command.input.projectId, this.#updateSeed(command.input))
      case 'applyPhaseBump':
        return this.#about(command.input.projectId, this.#bump(command.input))
      case 'applyInvestment':
        return this.#about(command.input.projectId, this.#invest(command.input))
      case 'saveEvent':
        return this.#saveEvent(command.input)
    }
  }

  /** The account of a user in an event, made by the first buy, sell or portfolio. */
  account(eventId: string, user: string): ModelAccount {
    const known = this.state.accounts.get(accountKey(eventId, user))
    if (known) return known
    const initial = exact(this.state.events.get(eventId)!.parameters.initialCash)
    const account = {
      eventId,
      user,
      born: ++this.#born,
      ranked: !this.#admins.has(user),
      initial,
      cash: initial,
      fees: exact(0),
      trades: 0,
      holdings: new Map(),
    }
    this.#keep(account)
    return account
  }

  /** A drift tick with the given noise; whether P changed. */
  tick(projectId: string, noise: number, elapsedMs: number): boolean {
    const project = this.state.projects.get(projectId)!
    const event = this.state.events.get(project.eventId)!
    if (event.status !== 'OPEN' || !project.isActive) return false
    const price = driftedPrice(project, noise, elapsedMs, event.parameters)
    if (price === null || price.equals(project.price)) return false
    this.#keepProject(movedProject(project, { ...project, price }, 'DRIFT'))
    return true
  }

  #trade(command: Command, user: string, input: TradeInput): Refused | Done {
    const side = sideOf(command)
    const shares = exact(input.shares)
    const project = this.state.projects.get(input.projectId)
    const event = project && this.state.events.get(project.eventId)!
    const tooLarge =
      project &&
      event &&
      side === 'BUY' &&
      (project.netShares.plus(shares).above(NET_MAX) ||
        project.price.plus(shares.times(event.parameters.pricePerShare)).above(PRICE_MAX))
    const wrongSize = shares.decimals > 4 || !shares.above(0) || shares.above(ORDER_MAX) || tooLarge
    // The rule book's order does not name a limit with too many decimals: beside a wrong size, either is right.
    const wrong = [
      ...(wrongSize ? ['INVALID_SHARES'] : []),
      ...(exact(input.limit ?? 0).decimals > 6 ? ['INVALID_PARAMETER'] : []),
    ]
    if (wrong.length > 0) return refused(...wrong)
    if (!project || !event) return refused('PROJECT_NOT_FOUND')
    const account = this.account(project.eventId, user)
    if (event.status !== 'OPEN') return refused('EVENT_NOT_OPEN')
    if (!project.isActive) return refused('PROJECT_INACTIVE')
    const trade = tradeAt(side, project.price, shares, event.parameters)
    const held = (account.holdings.get(project.projectId) ?? NO_HOLDING).shares
    if (side === 'BUY' && account.cash.plus(trade.cashDelta).below(0)) return refused('INSUFFICIENT_CASH')
    if (side === 'SELL' && shares.above(held)) return refused('INSUFFICIENT_SHARES')
    // maxCost bounds −cashDelta from above, minProceeds bounds cashDelta from below: the same comparison.
    const worst = input.limit === undefined ? null : side === 'BUY' ? exact(input.limit).negated() : exact(input.limit)
    if (worst !== null && trade.cashDelta.below(worst)) return refused('PRICE_MOVED')
    const moved = movedProject(project, priceAfterTrade(project, trade, event.parameters), 'TRADE')
    this.#keepProject({ ...moved, totalVolume: moved.totalVolume.plus(shares), totalTrades: moved.totalTrades + 1 })
    this.#keep(tradedAccount(account, project.projectId, trade))
    const figures = tradeFigures(trade, moved.moves.length)
    const payload = (): Figures => ({
      trade: figures,
      project: this.project(project.projectId),
      account: { cashBalance: this.account(project.eventId, user).cash.toString() },
    })
    return { done: payload(), repeat: payload }
  }

  project(projectId: string): Figures {
    return projectFigures(this.state, this.state.projects.get(projectId)!)
  }

  #saveProject(input: ProjectInput): Refused | null {
    const known = this.state.projects.get(input.projectId)
    const wrong =
      wrongTexts(input) ||
      (!known && input.ticker === undefined) ||
      (input.seedAmount !== undefined && wrongSeed(input.seedAmount)) ||
      (known && input.eventId !== undefined && input.eventId !== known.eventId)
    const eventId = known?.eventId ?? input.eventId ?? 'kickstart'
    const event = this.state.events.get(eventId)
    const ticker = input.ticker?.toUpperCase() ?? known?.ticker
    const taken = [...this.state.projects.values()].some(
      (other) => other.eventId === eventId && other.projectId !== input.projectId && other.ticker === ticker,
    )
    const moves = !known || (input.seedAmount !== undefined && !known.seed.equals(input.seedAmount))
    const codes = [
      ...(wrong ? ['INVALID_PARAMETER'] : []),
      ...(event ? [] : ['EVENT_NOT_FOUND']),
      ...(taken ? ['TICKER_TAKEN'] : []),
      ...(moves && event?.status === 'CLOSED' ? ['EVENT_NOT_OPEN'] : []),
    ]
    if (codes.length > 0 || !event) return refused(...codes)
    const texts = {
      ticker: ticker!,
      name: input.name ?? known?.name ?? ticker!,
      description: input.description ?? known?.description ?? '',
      isActive: input.isActive ?? known?.isActive ?? true,
    }
    if (!known) return this.#create(input.projectId, eventId, exact(input.seedAmount ?? 0), texts)
    this.#keepProject({ ...known, ...texts })
    return moves ? this.#reseed(input.projectId, exact(input.seedAmount!)) : null
  }

  #create(
    projectId: string,
    eventId: string,
    seed: Rational,
    texts: Pick<ModelProject, 'ticker' | 'name' | 'description' | 'isActive'>,
  ): Refused | null {
    const price = basePriceOf(seed, this.state.events.get(eventId)!.parameters)
    if (price.above(PRICE_MAX)) return refused('INVALID_PARAMETER')
    const at = { seed, basePrice: price, offset: exact(0), netShares: exact(0), price }
    const project = { projectId, eventId, ...texts, ...at, totalVolume: exact(0), totalTrades: 0, moves: [] }
    this.#keepProject(movedProject(project, at, 'PROJECT_CREATE'))
    return null
  }

  #saveProjects(inputs: readonly ProjectInput[]): Refused | Done {
    const refusals = inputs.map((input) => this.#saveProject(input)).filter((refusal) => refusal !== null)
    if (refusals.length > 0) return refused(...refusals.flatMap((refusal) => refusal.refused))
    const payload = (): Figures => ({ projects: inputs.map(({ projectId }) => this.project(projectId)) })
    return { done: payload(), repeat: payload }
  }

  #updateSeed(input: Input<'updateSeed'>): Refused | null {
    const { projectId, seedAmount, seedDelta, headline } = input
    const oneGiven = (seedAmount === undefined) !== (seedDelta === undefined)
    if (!oneGiven) return this.#refusedMove(projectId, 'INVALID_PARAMETER', 'BAD_USER_INPUT')
    const given = exact(seedAmount ?? seedDelta!)
    if (given.decimals > 6) return this.#refusedMove(projectId, 'INVALID_PARAMETER')
    const seed = seedAmount === undefined ? this.state.projects.get(projectId)?.seed.plus(given) : given
    if (!seed || wrongSeed(seed)) return this.#refusedMove(projectId, ...(seed ? ['INVALID_PARAMETER'] : []))
    return this.#reseed(projectId, seed, headline)
  }

  #reseed(projectId: string, seed: Rational, headline?: string): Refused | null {
    return this.#move(projectId, 'SEED_UPDATE', headline, (project) =>
      reseeded(project, seed, this.state.events.get(project.eventId)!.parameters),
    )
  }

  #bump(input: Input<'applyPhaseBump'>): Refused | null {
    const { projectId, bumpType, multiplier, delta, headline } = input
    if (wrongBump(bumpType, multiplier, delta)) return this.#refusedMove(projectId, 'INVALID_PARAMETER')
    return this.#move(projectId, 'PHASE_BUMP', headline, (project) => {
      const { parameters } = this.state.events.get(project.eventId)!
      if (bumpType === 'ADD') return added(project, delta!, parameters)
      return multiplied(project, bumpType === 'MULTIPLY' ? multiplier! : BUMPS[bumpType], parameters)
    })
  }

  #invest(input: Input<'applyInvestment'>): Refused | null {
    const { projectId, headline } = input
    const amount = exact(input.amount)
    if (amount.decimals > 2 || !amount.above(0) || amount.above(1_000_000_000))
      return this.#refusedMove(projectId, 'INVALID_PARAMETER')
    const project = this.state.projects.get(projectId)
    if (!project) return refused('PROJECT_NOT_FOUND')
    const { investmentToSeedFactor } = this.state.events.get(project.eventId)!.parameters
    const seed = project.seed.plus(amount.times(investmentToSeedFactor).halfUpTo(6))
    if (wrongSeed(seed)) return this.#refusedMove(projectId, 'INVALID_PARAMETER')
    return this.#reseed(projectId, seed, headline)
  }

  #move(
    projectId: string,
    source: 'SEED_UPDATE' | 'PHASE_BUMP',
    headline: string | undefined,
    to: (project: ModelProject) => Price,
  ): Refused | null {
    const project = this.state.projects.get(projectId)
    const next = project && to(project)
    const forbidden = this.#refusedMove(projectId, ...(next?.price.above(PRICE_MAX) ? ['INVALID_PARAMETER'] : []))
    if (forbidden.refused.length > 0 || !project || !next) return forbidden
    this.#keepProject(movedProject(project, next, source, headline))
    return null
  }

  /** Every reason why an admin move on the project may be refused; none: it may not. */
  #refusedMove(projectId: string, ...codes: string[]): Refused {
    const project = this.state.projects.get(projectId)
    if (!project) return refused(...codes, 'PROJECT_NOT_FOUND')
    const closed = this.state.events.get(project.eventId)!.status === 'CLOSED'
    return refused(...codes, ...(closed ? ['EVENT_NOT_OPEN'] : []))
  }

  #saveEvent(input: Input<'saveEvent'>): Refused | Done {
    const event = eventAfter(this.state, input)
    if (isRefused(event)) return event
    this.state = { ...this.state, events: new Map(this.state.events).set(input.eventId, event) }
    const payload = (): Figures => {
      const now = this.state.events.get(input.eventId)!
      return { event: { status: now.status, transactionFeeBps: now.parameters.transactionFeeBps } }
    }
    return { done: payload(), repeat: payload }
  }

  #about(projectId: string, refusal: Refused | null): Refused | Done {
    if (refusal) return refusal
    const payload = (): Figures => ({ project: this.project(projectId) })
    return { done: payload(), repeat: payload }
  }

  #keep(account: ModelAccount): void {
    const accounts = new Map(this.state.accounts).set(accountKey(account.eventId, account.user), account)
    this.state = { ...this.state, accounts }
  }

  #keepProject(project: ModelProject): void {
    this.state = { ...this.state, projects: new Map(this.state.projects).set(project.projectId, project) }
  }
}

const wrongSeed = (seed: Exact): boolean =>
  exact(seed).decimals > 6 || exact(seed).above(1_000_000) || exact(seed).below(-1_000_000)

const wrongTexts = ({ ticker, name, description }: ProjectInput): boolean =>
  (ticker !== undefined && !/^[a-z0-9]{1,12}$/i.test(ticker)) ||
  (name !== undefined && (name.length < 1 || name.length > 80)) ||
  (description !== undefined && description.length > 2_000)

function wrongBump(bumpType: BumpType, multiplier: string | undefined, delta: string | undefined): boolean {
  if ((bumpType === 'MULTIPLY') !== (multiplier !== undefined) || (bumpType === 'ADD') !== (delta !== undefined)) return true
  const value = exact(multiplier ?? delta ?? 1)
  const [least, most] = bumpType === 'MULTIPLY' ? ['0.01', '10'] : ['-1000000', '1000000']
  return value.decimals > 6 || value.below(least) || value.above(most)
}

/** What a repeat of a key is compared by: the mutation and its input, decimals canonical. */
function meaningOf({ does, input }: Command): string {
  const canonical = (_: string, value: unknown): unknown =>
    typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value) ? exact(value).toString() : value
  return JSON.stringify([does, input], canonical)
}
