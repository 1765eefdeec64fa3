/**
 * What a bot wants next. Characters differ in what they like to buy, how much at once and when they sell; all of them
 * choose by chance weighted with their liking, so that fifty of them look like a hall and not like one program. Pure:
 * chance comes in as a function that answers 0 to 1.
 */
export interface Seen {
  readonly projectId: string
  readonly price: number
  readonly basePrice: number
  /** Price change over the last minutes as a ratio: 0.1 is 10 % up. */
  readonly change: number
  /** How lately an organiser moved it, 1 just now, 0 long ago. */
  readonly news: number
}

export interface Held {
  readonly projectId: string
  readonly shares: number
  readonly avgPrice: number
}

export interface Wallet {
  readonly cash: number
  readonly held: readonly Held[]
}

export type Wish =
  | { readonly side: 'BUY'; readonly projectId: string; readonly cash: number }
  | { readonly side: 'SELL'; readonly projectId: string; readonly shares: number }

export interface Character {
  readonly name: string
  /** How much a project draws it; 0 not at all. */
  likes(project: Seen, mine: Seen | null): number
  /** The part of its cash that it spends at once. */
  readonly stake: readonly [least: number, most: number]
  /** Sells at such a gain or loss over its cost, as ratios. */
  readonly takesAt: number
  readonly cutsAt: number
}

export const CHARACTERS: readonly Character[] = [
  {
    name: 'follower',
    likes: (p) => Math.max(0.2, 1 + 6 * p.change + 3 * p.news),
    stake: [0.03, 0.12],
    takesAt: 0.25,
    cutsAt: -0.1,
  },
  {
    name: 'bargain hunter',
    likes: (p) => Math.max(0.1, p.basePrice / p.price - 3 * p.change),
    stake: [0.05, 0.15],
    takesAt: 0.12,
    cutsAt: -0.35,
  },
  { name: 'fan', likes: (p, mine) => (p === mine ? 12 : 0.3), stake: [0.02, 0.08], takesAt: 0.8, cutsAt: -0.7 },
  { name: 'news reader', likes: (p) => 0.2 + 8 * p.news, stake: [0.06, 0.2], takesAt: 0.15, cutsAt: -0.12 },
  { name: 'tourist', likes: () => 1, stake: [0.01, 0.05], takesAt: 0.4, cutsAt: -0.4 },
]

const CASH_LEAST = 2
/** How often a bot looks at what it holds before it looks at what it might buy. */
const SELLS_FIRST = 0.45
const SELLS_ANYWAY = 0.12

/** The next trade of a bot, or null where nothing tempts it. */
export function wishOf(
  character: Character,
  wallet: Wallet,
  market: readonly Seen[],
  favourite: string,
  chance: () => number,
): Wish | null {
  const seen = new Map(market.map((project) => [project.projectId, project]))
  const sale = chance() < SELLS_FIRST || wallet.cash < CASH_LEAST ? saleOf(character, wallet, seen, chance) : null
  if (sale) return sale
  if (wallet.cash < CASH_LEAST) return null
  const mine = seen.get(favourite) ?? null
  const project = drawn(market, (candidate) => character.likes(candidate, mine), chance)
  if (!project) return null
  const [least, most] = character.stake
  const cash = Math.max(CASH_LEAST, Math.round(wallet.cash * (least + (most - least) * chance())))
  return { side: 'BUY', projectId: project.projectId, cash }
}

function saleOf(
  { takesAt, cutsAt }: Character,
  { held, cash }: Wallet,
  seen: ReadonlyMap<string, Seen>,
  chance: () => number,
): Wish | null {
  const gainOf = ({ projectId, avgPrice }: Held) => (avgPrice > 0 ? (seen.get(projectId)?.price ?? avgPrice) / avgPrice - 1 : 0)
  const traded = held.filter(({ projectId }) => seen.has(projectId))
  const due = traded.filter((holding) => gainOf(holding) >= takesAt || gainOf(holding) <= cutsAt)
  const isTired = cash < CASH_LEAST || chance() < SELLS_ANYWAY
  const holding = drawn(due.length > 0 ? due : isTired ? traded : [], () => 1, chance)
  if (!holding) return null
  const part = [1, 0.5, 0.25][Math.floor(chance() * 3)]!
  return { side: 'SELL', projectId: holding.projectId, shares: roundShares(holding.shares * part, holding.shares) }
}

/** As people write numbers of shares: whole ones, or what little there is. */
export function roundShares(wanted: number, available: number): number {
  const whole = Math.floor(wanted)
  return whole >= 1 ? whole : Math.min(available, Math.max(0.0001, Math.floor(wanted * 10_000) / 10_000))
}

/** One of the items, by weight; null where nothing weighs anything. */
function drawn<T>(items: readonly T[], weightOf: (item: T) => number, chance: () => number): T | null {
  const weights = items.map((item) => Math.max(0, weightOf(item)))
  let left = chance() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [index, item] of items.entries()) {
    left -= weights[index]!
    if (left < 0) return item
  }
  return null
}

/** How long until the next thought, in ms: the gaps of independent people, `meanMs` on average, at most five times that. */
export const pauseMs = (meanMs: number, chance: () => number): number => Math.min(5 * meanMs, -Math.log(1 - chance()) * meanMs)

const FIRST = [
  'Ada',
  'Ben',
  'Cleo',
  'Dan',
  'Eva',
  'Finn',
  'Gia',
  'Hugo',
  'Ida',
  'Jon',
  'Kira',
  'Leo',
  'Mia',
  'Nils',
  'Olga',
  'Per',
  'Rosa',
  'Sam',
  'Tess',
  'Ugo',
  'Vera',
  'Will',
  'Yara',
  'Zoe',
]
const LAST = ['Bull', 'Bear', 'Fox', 'Owl', 'Lynx', 'Wolf', 'Hare', 'Crow', 'Moose', 'Otter']

export const nameOfBot = (number: number): string =>
  `${FIRST[number % FIRST.length]} ${LAST[Math.floor(number / FIRST.length) % LAST.length]}`
