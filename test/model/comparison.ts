import { expect } from 'vitest'
import { type Ask, askFor, type Data } from './door.ts'
import type { MarketModel } from './market-model.ts'
import { type ModelProject, NO_HOLDING } from './market-state.ts'
import {
  accountValue,
  changeFigures,
  historyFigures,
  leaderboardFigures,
  parametersOf,
  portfolioFigures,
  rankedAccounts,
} from './market-views.ts'
import { exact, type Rational, smaller } from './rational.ts'
import { mostAffordable, type Side, tradeAt } from './rule-book.ts'
import type { World } from './random-commands.ts'

/** Everything that a caller can ask of a market, held against the model, to the last micro-unit. */
export interface Compared {
  readonly ask: Ask
  readonly model: MarketModel
  readonly world: World
  /** Public id of a trader → the name the model knows. */
  readonly names: ReadonlyMap<string, string>
}

export async function compareState(compared: Compared, probe: Rational): Promise<void> {
  const { model, world } = compared
  const projects = [...model.state.projects.values()].filter((project) => project.eventId === world.eventId)
  await compareProjects(compared, projects)
  for (const user of [...world.traders, world.admin]) await comparePortfolio(compared, user)
  for (const user of [null, world.traders[0]!, world.traders.at(-1)!]) await compareLeaderboard(compared, user)
  await compareAudit(compared, projects)
  for (const project of projects) {
    await compareHistory(compared, project)
    await compareQuotes(compared, project, probe)
  }
}

async function compareProjects({ ask, model, world }: Compared, projects: readonly ModelProject[]): Promise<void> {
  const { projects: page } = await askFor(ask, null, 'Projects', { eventId: world.eventId, first: 100, orderBy: 'TICKER_ASC' })
  const byTicker = [...projects].sort((a, b) => (a.ticker < b.ticker ? -1 : 1))
  expect(page.totalCount).toBe(projects.length)
  expect(page.nodes).toMatchObject(byTicker.map((project) => model.project(project.projectId)))
  for (const project of projects) {
    const { project: shown } = await askFor(ask, null, 'Project', { projectId: project.projectId })
    expect(shown).toMatchObject({ ...model.project(project.projectId), change: changeFigures(project) })
  }
}

async function comparePortfolio({ ask, model, world }: Compared, user: string): Promise<void> {
  const { portfolio } = await askFor(ask, user, 'Portfolio', { eventId: world.eventId })
  const { account, holdings, ...totals } = portfolio
  const shown = holdings
    .filter((holding: Data) => holding.shares !== '0')
    .map(({ project, ...holding }: Data) => ({ projectId: project.projectId, ...holding }))
    .sort((a: Data, b: Data) => a.projectId.localeCompare(b.projectId))
  const { cashBalance, initialBalance, ranked } = account
  expect({ ...totals, cashBalance, initialBalance, ranked, holdings: shown }).toEqual(
    portfolioFigures(model.state, model.account(world.eventId, user)),
  )
}

async function compareLeaderboard({ ask, model, world, names }: Compared, user: string | null): Promise<void> {
  const { leaderboard } = await askFor(ask, user, 'Leaderboard', { eventId: world.eventId, top: 2, bottom: 2 })
  const row = ({ trader, score: _score, ...rest }: Data): Data => ({ trader: names.get(trader.id), ...rest })
  const { traders, top, bottom, you, neighbours } = leaderboard
  expect({ traders, top: top.map(row), bottom: bottom.map(row), you: you && row(you), neighbours: neighbours.map(row) }).toEqual(
    leaderboardFigures(model.state, world.eventId, user, 2, 2),
  )
}

/** The frozen standings with a closing window of 0: the score is the liquidation value at the close. */
export async function compareStandings({ ask, model, world, names }: Compared): Promise<void> {
  const { leaderboard } = await askFor(ask, null, 'Leaderboard', { eventId: world.eventId, top: 100, bottom: 0 })
  expect(leaderboard.final).toBe(true)
  expect(leaderboard.top.map(({ trader, score }: Data) => [names.get(trader.id), score])).toEqual(
    rankedAccounts(model.state, world.eventId).map((account) => [
      account.user,
      accountValue(model.state, account).liquidation.toString(),
    ]),
  )
}

async function compareHistory({ ask }: Compared, project: ModelProject): Promise<void> {
  const { projectId } = project
  const { priceHistory } = await askFor(ask, null, 'PriceHistory', { projectId, first: 1_000 })
  expect(priceHistory.nodes).toMatchObject(historyFigures(project))
  const times = priceHistory.nodes.map(({ at }: Data) => at)
  expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  const { trades } = await askFor(ask, null, 'Trades', { projectId, first: 100 })
  const traded = project.moves
    .filter((move) => move.source === 'TRADE')
    .reverse()
    .slice(0, 100)
  expect(trades.nodes).toMatchObject(
    traded.map(({ sequence, priceBefore, price }) => ({
      sequence,
      priceBefore: priceBefore.toString(),
      priceAfter: price.toString(),
    })),
  )
  const day = { projectId, interval: 'ONE_DAY', from: times[0] }
  const { candles } = await askFor(ask, null, 'Candles', day)
  expect(candles.reduce((count: number, candle: Data) => count + candle.trades, 0)).toBe(project.totalTrades)
  expect(candles.at(-1).close).toBe(project.price.toString())
}

/** Each move by an organiser has its audit entry with the prices before and after. */
async function compareAudit({ ask, world }: Compared, projects: readonly ModelProject[]): Promise<void> {
  const entries: Data[] = []
  for (let after: string | null = null; ; ) {
    const { auditLog }: Data = await askFor(ask, world.admin, 'AuditLog', { eventId: world.eventId, first: 100, after })
    entries.push(...auditLog.nodes)
    if (!auditLog.pageInfo.hasNextPage) break
    after = auditLog.pageInfo.endCursor
  }
  for (const { projectId, moves } of projects) {
    const audited = entries.filter(
      (entry) => entry.project?.projectId === projectId && entry.priceBefore !== null && entry.action !== 'createProject',
    )
    const told = moves.filter((move) => move.source === 'SEED_UPDATE' || move.source === 'PHASE_BUMP').reverse()
    expect(audited).toMatchObject(
      told.map((move) => ({
        priceBefore: move.priceBefore.toString(),
        priceAfter: move.price.toString(),
        ...(move.headline === undefined ? {} : { headline: move.headline }),
      })),
    )
  }
}

async function compareQuotes({ ask, model, world }: Compared, project: ModelProject, probe: Rational): Promise<void> {
  const user = world.traders[0]!
  const parameters = parametersOf(model.state, project.eventId)
  const { cash, holdings } = model.account(project.eventId, user)
  const room = smaller(
    smaller('100000', exact(1_000_000).minus(project.netShares)),
    exact(1_000_000).minus(project.price).over(parameters.pricePerShare).floorTo(4),
  )
  const most = {
    BUY: smaller(mostAffordable(cash, project.price, parameters), room),
    SELL: (holdings.get(project.projectId) ?? NO_HOLDING).shares,
  }
  const quoted = async (side: Side, asked: Record<string, string>, shares: Rational): Promise<void> => {
    const { quote } = await askFor(ask, user, 'Quote', { projectId: project.projectId, side, ...asked })
    const { priceBefore, priceAfter, executionPrice, gross, fee, cashDelta } = tradeAt(side, project.price, shares, parameters)
    const figures = {
      shares,
      priceBefore,
      priceAfter,
      executionPrice,
      gross,
      fee,
      cashDelta,
      maxAffordable: smaller(most[side], '100000'),
    }
    const texts = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value.toString()]))
    expect(quote).toEqual({ side, ...texts, sequence: project.moves.length })
  }
  await quoted('BUY', { shares: probe.toString() }, probe)
  await quoted('SELL', { shares: probe.toString() }, probe)
  const spent = probe.times(3).floorTo(6)
  const bought = smaller(mostAffordable(spent, project.price, parameters), room)
  if (bought.above(0)) await quoted('BUY', { cash: spent.toString() }, bought)
}
