import { type Columns, doubles, integers, type Ranking, rankingFor } from './ranking.ts'
import { UuidList } from './uuid-list.ts'

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

const NONE = -1

/** Room for a ranking, and the one that stands there. */
interface Room {
  readonly columns: Ranking
  ranking: Ranking | null
}

const newRoom = (length: number): Room => ({ columns: rankingFor(length), ranking: null })

const partOf = ({ initial, total, liquidation, positions, order, place }: Ranking, members: number, ranked: number): Ranking => ({
  initial: initial.subarray(0, members),
  total: total.subarray(0, members),
  liquidation: liquidation.subarray(0, members),
  positions: positions.subarray(0, members),
  order: order.subarray(0, ranked),
  place: place.subarray(0, members),
})

export class Crowd {
  /** Of each member. */
  readonly accountIds = new UuidList()
  readonly userIds = new UuidList()
  readonly #projects = new Map<string, number>()
  #prices = doubles(64)
  #initial = doubles(1024)
  #cash = doubles(1024)
  #createdAt = doubles(1024)
  /** The member's newest holding; the others follow by `#next`. */
  #newest = integers(1024)
  #holdings = 0
  #owner = integers(4096)
  #project = integers(4096)
  #shares = doubles(4096)
  #next = integers(4096)
  /** Members from the oldest account on, then by id: who stands above among equals. */
  #byAge: Int32Array = integers(0)
  /** Members who are not ranked any more. */
  readonly #left = new Set<number>()
  /** `#byAge` without them. */
  #ranked: Int32Array | null = null
  /** The room of the newest ranking and of the one before it, used in turn: new columns each time cost collections of garbage. */
  #rooms: readonly [Room, Room] = [newRoom(0), newRoom(0)]
  readonly #forgotten = new WeakSet<Ranking>()

  get size(): number {
    return this.userIds.length
  }

  memberOf(userId: string): number | undefined {
    return this.userIds.placeOf(userId)
  }

  createdAtOf(member: number): number {
    return this.#createdAt[member]!
  }

  setPrice(projectId: string, price: bigint): void {
    const project = this.#projectOf(projectId)
    this.#prices[project] = Number(price)
  }

  /** A member as it is now, whoever it was before. */
  set({ accountId, userId, initial, createdAt, cash, held }: Member): void {
    const known = this.memberOf(userId)
    const member = known ?? this.#join(accountId, userId, createdAt)
    if (known !== undefined) this.#drop(known)
    this.#initial[member] = Number(initial)
    this.#cash[member] = Number(cash)
    for (const { projectId, shares } of held) this.#change(member, this.#projectOf(projectId), Number(shares))
  }

  /** Somebody who is not ranked any more; of who is no member, nothing has to be known. */
  leave(userId: string): void {
    const member = this.memberOf(userId)
    if (member === undefined) return
    this.#left.add(member)
    this.#ranked = null
  }

  /** Raises cash and initial balance of everyone. */
  grant(amount: bigint): void {
    for (let member = 0; member < this.size; member++) {
      this.#initial[member]! += Number(amount)
      this.#cash[member]! += Number(amount)
    }
  }

  /** What a trade did to a member's cash and to what it holds of the project. */
  trade(member: number, projectId: string, shares: bigint, cash: bigint): void {
    this.#cash[member]! += Number(cash)
    this.#change(member, this.#projectOf(projectId), Number(shares))
  }

  /** What everyone is valued and ranked by, as it is now; nothing may be changed until that is done. */
  columns(): Columns {
    const count = this.size
    if (this.#byAge.length < count) {
      this.#byAge = this.#sortedByAge(count)
      this.#ranked = null
    }
    this.#ranked ??= this.#left.size === 0 ? this.#byAge : this.#byAge.filter((member) => !this.#left.has(member))
    return {
      initial: this.#initial.subarray(0, count),
      cash: this.#cash.subarray(0, count),
      byAge: this.#ranked,
      owner: this.#owner.subarray(0, this.#holdings),
      project: this.#project.subarray(0, this.#holdings),
      shares: this.#shares.subarray(0, this.#holdings),
      prices: this.#prices,
    }
  }

  /** Where what `columns` tells now is ranked. Of the rankings before, only the last one stays as it is. */
  nextRanking(): Ranking {
    const [last, free] = this.#rooms
    if (free.ranking) this.#forgotten.add(free.ranking)
    const room = free.columns.place.length < this.size ? newRoom(this.#cash.length) : free
    room.ranking = partOf(room.columns, this.size, this.size - this.#left.size)
    this.#rooms = [room, last]
    return room.ranking
  }

  /** Another ranking stands where this one stood. */
  hasForgotten(ranking: Ranking): boolean {
    return this.#forgotten.has(ranking)
  }

  #join(accountId: string, userId: string, createdAt: Date): number {
    const member = this.size
    if (member === this.#cash.length) this.#growMembers()
    this.accountIds.add(accountId)
    this.userIds.add(userId)
    this.#createdAt[member] = createdAt.getTime()
    this.#newest[member] = NONE
    return member
  }

  /** Of a member that is known: what it holds, and that it left. */
  #drop(member: number): void {
    for (let holding = this.#newest[member]!; holding !== NONE; holding = this.#next[holding]!) this.#shares[holding] = 0
    if (this.#left.delete(member)) this.#ranked = null
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
    if (project === this.#prices.length) this.#prices = longer(this.#prices, doubles(project * 2))
    return project
  }

  #growMembers(): void {
    const length = this.#cash.length * 2
    this.#initial = longer(this.#initial, doubles(length))
    this.#cash = longer(this.#cash, doubles(length))
    this.#createdAt = longer(this.#createdAt, doubles(length))
    this.#newest = longer(this.#newest, integers(length))
  }

  #growHoldings(): void {
    const length = Math.ceil(this.#shares.length * 1.5)
    this.#owner = longer(this.#owner, integers(length))
    this.#project = longer(this.#project, integers(length))
    this.#shares = longer(this.#shares, doubles(length))
    this.#next = longer(this.#next, integers(length))
  }

  /** Those who have joined since are sorted by themselves and merged in. */
  #sortedByAge(count: number): Int32Array {
    const isOlder = (a: number, b: number) => this.#createdAt[a]! - this.#createdAt[b]! || this.accountIds.compare(a, b)
    const known = this.#byAge
    const joined = Int32Array.from({ length: count - known.length }, (_, index) => known.length + index).sort(isOlder)
    const merged = integers(count)
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
