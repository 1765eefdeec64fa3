/**
 * UUIDs in the order in which they were added, sixteen bytes each, and where each stands. A million of them as texts in a map
 * are what a collection of garbage would walk again and again, for hundreds of milliseconds. Pure.
 */
const WORDS = 4
const NONE = -1
const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export class UuidList {
  #words = new Uint32Array(1024 * WORDS)
  /** Places by hash, next free slot where one is taken; at most half are. */
  #slots = new Int32Array(2048).fill(NONE)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Adds one, in the form that Postgres writes, that is not in the list yet; answers its place. Throws for another form. */
  add(text: string): number {
    if (!FORM.test(text)) throw new Error(`${text} is no UUID`)
    if ((this.#length + 1) * 2 > this.#slots.length) this.#grow()
    const place = this.#length++
    this.#words.set(wordsOf(text), place * WORDS)
    this.#occupy(place)
    return place
  }

  at(place: number): string {
    const hex = Array.from(this.#words.subarray(place * WORDS, (place + 1) * WORDS), (word) => word.toString(16).padStart(8, '0'))
    const all = hex.join('')
    return `${all.slice(0, 8)}-${all.slice(8, 12)}-${all.slice(12, 16)}-${all.slice(16, 20)}-${all.slice(20)}`
  }

  placeOf(text: string): number | undefined {
    if (!FORM.test(text)) return undefined
    const words = wordsOf(text)
    const mask = this.#slots.length - 1
    for (let slot = hashOf(words, 0) & mask; ; slot = (slot + 1) & mask) {
      const place = this.#slots[slot]!
      if (place === NONE) return undefined
      if (words.every((word, index) => this.#words[place * WORDS + index] === word)) return place
    }
  }

  /** Negative where the one at `a` is the smaller, as texts and as Postgres has it. */
  compare(a: number, b: number): number {
    for (let index = 0; index < WORDS; index++) {
      const difference = this.#words[a * WORDS + index]! - this.#words[b * WORDS + index]!
      if (difference !== 0) return difference
    }
    return 0
  }

  #occupy(place: number): void {
    const mask = this.#slots.length - 1
    let slot = hashOf(this.#words, place * WORDS) & mask
    while (this.#slots[slot] !== NONE) slot = (slot + 1) & mask
    this.#slots[slot] = place
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2)
    words.set(this.#words)
    this.#words = words
    this.#slots = new Int32Array(this.#slots.length * 2).fill(NONE)
    for (let place = 0; place < this.#length; place++) this.#occupy(place)
  }
}

/** Eight hexadecimal digits each. */
function wordsOf(text: string): number[] {
  const hex = text.replaceAll('-', '')
  return [0, 8, 16, 24].map((from) => Number.parseInt(hex.slice(from, from + 8), 16))
}

function hashOf(words: ArrayLike<number>, from: number): number {
  let hash = 0
  for (let index = 0; index < WORDS; index++) hash = Math.imul(hash ^ words[from + index]!, 0x9e3779b1) ^ (hash >>> 15)
  return (hash ^ (hash >>> 16)) >>> 0
}
