/** The small lines of the board: read once a minute for the chosen window, the newest price is added live. For pixels alone. */
import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { SparklinesDocument } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { toNumber } from '../lib/decimal.ts'
import { isLive } from '../lib/live.ts'
import { market } from './state.ts'

const POINTS = 28
const READ_EVERY_MS = 60_000

const [lines, setLines] = createSignal<ReadonlyMap<string, readonly number[]>>(new Map())

/** The points of a project's line, oldest first, without the current price. */
export const lineOf = (projectId: string): readonly number[] => lines().get(projectId) ?? []

async function read(): Promise<void> {
  const { marketSnapshot } = await ask(SparklinesDocument, { eventId: market.eventId, minutes: market.minutes(), points: POINTS })
  setLines(new Map(marketSnapshot?.projects.map(({ projectId, sparkline }) => [projectId, sparkline.map(toNumber)])))
}

/** Keeps them fresh while the board is shown. */
export function keepSparklines(): void {
  const again = () => void read().catch(() => {})
  const timer = setInterval(() => document.hidden || again(), READ_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  createEffect(on([market.minutes, isLive], ([, live]) => live && again()))
}
