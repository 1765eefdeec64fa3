import type { Account } from '../accounts/account.ts'
import type { MarketEvent } from '../events/event.ts'
import { driftTick, NOISE_MAX } from '../drift/drift-tick.ts'
import { max, min } from '../money/rounding.ts'
import { micros, shareUnits } from '../money/units.ts'
import type { Random } from '../platform/random.ts'
import { decideBump } from '../projects/admin-moves.ts'
import { bumpKind, describeMove, type MoveRecord, moveOf } from '../projects/move-record.ts'
import { line, type Project } from '../projects/project.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { type BatchState, type FilledTrade, foldCommand, holdingKey } from '../trading/fold-batch.ts'
import { sharesAffordable } from '../trading/price-line.ts'
import { DEMO_MOMENTS } from './demo-cast.ts'

/** What the invented past of the demo leaves to write: moves in the order of time, and the state at its end. */
export interface DemoPast {
  readonly moves: MoveRecord['move'][]
  /** Realised P&L of each trade, by "<projectId>:<sequence>". */
  readonly realised: Map<string, FilledTrade['realised']>
  readonly bumps: MoveRecord[]
  readonly state: BatchState
}

/** Whose chance it is, who speaks on stage, and the ids of what is said. */
export interface Stage {
  readonly random: Random
  readonly actorUserId: string
  readonly newsIds: readonly string[]
}

const STEP_MS = 15_000
const PERCENT_MAX = 100

/**
 * Plays the market from `from` to `to` with the same rules that serve requests: every 15 seconds somebody may trade and
 * prices drift, and on the way the stage makes news.
 */
export function playPast(
  event: MarketEvent,
  listed: readonly Project[],
  accounts: Map<string, Account>,
  stage: Stage,
  from: Date,
  to: Date,
): DemoPast {
  const { random } = stage
  const past: DemoPast = {
    moves: [],
    realised: new Map(),
    bumps: [],
    state: {
      status: 'OPEN',
      parameters: event.parameters,
      now: from,
      projects: new Map(listed.map((p) => [p.projectId, p])),
      accounts,
      holdings: new Map(),
    },
  }
  const moments = DEMO_MOMENTS.map((moment, index) => ({ ...moment, newsId: stage.newsIds[index]! }))
  for (let time = from.getTime() + STEP_MS; time < to.getTime(); time += STEP_MS) {
    const now = new Date(time)
    const passed = (time - from.getTime()) / (to.getTime() - from.getTime())
    while (moments[0] && moments[0].at <= passed) bump(past, event, moments.shift()!, stage.actorUserId, now)
    for (const project of past.state.projects.values())
      if (random.integer(1, PERCENT_MAX) <= 25) drift(past, event, project, random, now)
    if (random.integer(1, PERCENT_MAX) <= 60) trade({ ...past, state: { ...past.state, now } }, random)
  }
  return past
}

function bump(
  past: DemoPast,
  event: MarketEvent,
  moment: (typeof DEMO_MOMENTS)[number] & { newsId: string },
  actorUserId: string,
  now: Date,
): void {
  const project = past.state.projects.get(moment.projectId)!
  const moved = decideBump(project, event.parameters, moment)
  if (isRefusal(moved)) return
  const record = describeMove(project, moved, bumpKind(moment), moment.headline, actorUserId, now, moment.newsId)
  past.state.projects.set(project.projectId, record.project)
  past.moves.push(record.move)
  past.bumps.push(record)
}

function drift(past: DemoPast, event: MarketEvent, before: Project, random: Random, now: Date): void {
  const noise = random.integer(-NOISE_MAX, NOISE_MAX)
  const price = driftTick(
    { price: before.price, line: line(before, event.parameters), elapsedMs: STEP_MS, noise },
    event.parameters,
  )
  if (price === before.price) return
  const project = { ...before, price, sequence: before.sequence + 1, movedAt: now, updatedAt: now, tickedAt: now }
  past.state.projects.set(project.projectId, project)
  past.moves.push(moveOf(project, before.price, 'DRIFT', null))
}

/** Somebody buys for a tenth to a third of their cash, or sells half of what they hold. */
function trade(past: DemoPast, random: Random): void {
  const { state } = past
  const account = [...state.accounts.values()][random.integer(0, state.accounts.size - 1)]!
  const project = [...state.projects.values()][random.integer(0, state.projects.size - 1)]!
  const held = state.holdings.get(holdingKey(account.accountId, project.projectId))?.shares ?? shareUnits(0n)
  const sells = held > 0n && random.integer(1, PERCENT_MAX) <= 40
  const budget = micros(account.cash / BigInt(random.integer(3, 10)))
  const wanted = sells ? shareUnits(held / 2n) : sharesAffordable(budget, project.price, state.parameters)
  // Whole shares, as people type them.
  const shares = shareUnits(max(10_000n, (min(wanted, shareUnits(800_000n)) / 10_000n) * 10_000n))
  const filled = foldCommand(state, {
    userId: account.userId,
    command: { side: sells ? 'SELL' : 'BUY', projectId: project.projectId, shares, limit: null },
  })
  if (filled === 'FROZEN' || isRefusal(filled)) return
  past.moves.push(filled.move)
  past.realised.set(`${filled.move.projectId}:${filled.move.sequence}`, filled.realised)
}
