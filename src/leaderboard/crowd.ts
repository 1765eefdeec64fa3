import { floorDiv } from '../money/rounding.ts'
import { type Micros, micros, shareUnits, UNITS_PER_SHARE } from '../money/units.ts'
import { type MarketTerms, saleRevenue } from '../trading/price-line.ts'
import { descending } from './descending.ts'

/**
 * All traders of an event with what they hold, in columns, so that a million of them are valued and ranked again within
 * a fraction of a second. Amounts are doubles holding whole micro-units, exact below 2⁵³ (9 billion USDC an account). Pure.
 * Source: mechanics, "Leaderboard".
 */
export interface Member {
  readonly accountId: string
  readonly userId: string
  readonly initial: bigint
  readonly createdAt: Date
  readonly cash: bigint
  readonly held: readonly { readonly projectId: string; readonly shares: bigint }[]
}

/** Everyone's values at one moment, and the order they give; never changed once made. */
export interface Ranking {
  readonly total: Float64Array
  readonly liquidation: Float64Array
  readonly positions: Uint16Array
  /** Members, best first. */
  readonly order: Int32Array
  /** Of each member, 0 for the best. */
  readonly place: Int32Array
}

const NONE = -1
/** What is done between two pauses takes about a millisecond or two. */
const STRIDE = 1 << 16

export class Crowd {
  readonly accountIds: string[] = []
  readonly userIds: string[] = []
  readonly #members = new Map<string, number>()
  readonly #projects = new Map<string, number>()
  #prices = new Float64Array(64)
  #initial = new Float64Array(1024)
  #cash = new Float64Array(1024)
  #createdAt = new Float64Array(1024)
  /** The member's newest holding; the others follow by `#next`. */
  #newest = new Int32Array(1024)
  #holdings = 0
  #owner = new Int32Array(4096)
  #project = new Int32Array(4096)
  #shares = new Float64Array(4096)
  #next = new Int32Array(4096)
  /** Members from the oldest account on, then by id: who stands above among equals. */
  #byAge: Int32Array = new Int32Array(0)

  get size(): number {
    return this.userIds.length
  }

  memberOf(userId: string): number | undefined {
    return this.#members.get(userId)
  }

  initialOf(member: number): number {
    return this.#initial[member]!
  }

  createdAtOf(member: number): number {
    return this.#createdAt[member]!
  }

  setPrice(projectId: string, price: bigint): void {
    const project = this.#projectOf(projectId)
    this.#prices[project] = Number(price)
  }

  /** Somebody who is not a member yet. */
  add({ accountId, userId, initial, createdAt, cash, held }: Member): void {
    const member = this.size
    if (member === this.#cash.length) this.#growMembers()
    this.accountIds.push(accountId)
    this.userIds.push(userId)
    this.#members.set(userId, member)
    this.#initial[member] = Number(initial)
    this.#cash[member] = Number(cash)
    this.#createdAt[member] = createdAt.getTime()
    this.#newest[member] = NONE
    for (const { projectId, shares } of held) this.#change(member, this.#projectOf(projectId), Number(shares))
  }

  /** What a trade did to a member's cash and to what it holds of the project. */
  trade(member: number, projectId: string, shares: bigint, cash: bigint): void {
    this.#cash[member]! += Number(cash)
    this.#change(member, this.#projectOf(projectId), Number(shares))
  }

  /** Values and ranks everyone; pauses every millisecond or two. Nothing may be changed before it has ended. */
  *rank(terms: MarketTerms): Generator<void, Ranking> {
    const count = this.size
    const total = this.#cash.slice(0, count)
    const liquidation = this.#cash.slice(0, count)
    const positions = new Uint16Array(count)
    const pays = saleOf(terms)
    for (let holding = 0; holding < this.#holdings; holding++) {
      if (holding % STRIDE === STRIDE - 1) yield
      const shares = this.#shares[holding]!
      if (shares === 0) continue
      const owner = this.#owner[holding]!
      const price = this.#prices[this.#project[holding]!]!
      total[owner]! += worth(price, shares)
      liquidation[owner]! += pays(price, shares)
      positions[owner]!++
    }
    if (this.#byAge.length < count) this.#byAge = this.#sortedByAge(count)
    yield
    const gain = new Float64Array(count)
    for (let member = 0; member < count; member++) gain[member] = liquidation[member]! - this.#initial[member]!
    const order = yield* descending(gain, this.#byAge)
    const place = new Int32Array(count)
    for (let index = 0; index < count; index++) place[order[index]!] = index
    return { total, liquidation, positions, order, place }
  }

  #change(member: number, project: number, shares: number): void {
    let holding = this.#newest[member]!
    while (holding !== NONE && this.#project[holding] !== project) holding = this.#next[holding]!
    if (holding === NONE) holding = this.#open(member, project)
    this.#shares[holding]! += shares
  }

  #open(member: number, project: number): number {
    const holding = this.#holdings++
    if (holding === this.#shares.length) this.#growHoldings()
    this.#owner[holding] = member
    this.#project[holding] = project
    this.#shares[holding] = 0
    this.#next[holding] = this.#newest[member]!
    this.#newest[member] = holding
    return holding
  }

  #projectOf(projectId: string): number {
    const known = this.#projects.get(projectId)
    if (known !== undefined) return known
    const project = this.#projects.size
    this.#projects.set(projectId, project)
    if (project === this.#prices.length) this.#prices = longer(this.#prices, new Float64Array(project * 2))
    return project
  }

  #growMembers(): void {
    const length = this.#cash.length * 2
    this.#initial = longer(this.#initial, new Float64Array(length))
    this.#cash = longer(this.#cash, new Float64Array(length))
    this.#createdAt = longer(this.#createdAt, new Float64Array(length))
    this.#newest = longer(this.#newest, new Int32Array(length))
  }

  #growHoldings(): void {
    const length = Math.ceil(this.#shares.length * 1.5)
    this.#owner = longer(this.#owner, new Int32Array(length))
    this.#project = longer(this.#project, new Int32Array(length))
    this.#shares = longer(this.#shares, new Float64Array(length))
    this.#next = longer(this.#next, new Int32Array(length))
  }

  /** Those who have joined since are sorted by themselves and merged in. */
  #sortedByAge(count: number): Int32Array {
    const isOlder = (a: number, b: number) =>
      this.#createdAt[a]! - this.#createdAt[b]! || (this.accountIds[a]! < this.accountIds[b]! ? -1 : 1)
    const known = this.#byAge
    const joined = Int32Array.from({ length: count - known.length }, (_, index) => known.length + index).sort(isOlder)
    const merged = new Int32Array(count)
    for (let index = 0, left = 0, right = 0; index < count; index++) {
      const takesJoined = left === known.length || (right < joined.length && isOlder(joined[right]!, known[left]!) < 0)
      merged[index] = takesJoined ? joined[right++]! : known[left++]!
    }
    return merged
  }
}

function longer<Values extends Float64Array | Int32Array>(values: Values, into: Values): Values {
  into.set(values)
  return into
}

/** floor6(price × shares). */
function worth(price: number, shares: number): number {
  const product = price * shares
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / 10_000)
  return Number(floorDiv(BigInt(price) * BigInt(shares), UNITS_PER_SHARE))
}

/**
 * `saleRevenue` in doubles. A quotient of doubles is off by a few parts in 10¹⁶; where that leaves in doubt on which side of
 * a whole number it is, the exact rule decides.
 */
export function saleOf(terms: MarketTerms): (price: number, shares: number) => number {
  const floor = Number(terms.minPriceMicros)
  const k = Number(terms.slopeMicrosPerShare) / 10_000
  const kept = 10_000 - terms.transactionFeeBps
  const exactly = (price: number, shares: number): Micros => saleRevenue(micros(BigInt(price)), shareUnits(BigInt(shares)), terms)
  return (price, shares) => {
    const walked = k * shares
    const drop = price - floor
    const revenue =
      price - walked >= floor
        ? (shares * (2 * price - walked) * kept) / 2e8
        : ((drop * drop + 2 * floor * walked) * kept) / (2e8 * k)
    const whole = Math.floor(revenue)
    const doubt = revenue * 2e-15
    const isSure = revenue - whole > doubt && whole + 1 - revenue > doubt
    return isSure ? whole : Number(exactly(price, shares))
  }
}
