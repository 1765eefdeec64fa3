import type { Deps } from '../platform/deps.ts'

/**
 * How a hub takes in what the bus brings: batches in their order, each after whoever published it was answered. Where
 * one does not join on to what is known, the tables are read first.
 */
export interface IntakeOptions<Batch> {
  /** NEXT: apply it. GAP: it comes after something that is not known. VOID: it is of another database. */
  place(batch: Batch): 'NEXT' | 'GAP' | 'VOID'
  apply(batch: Batch): void
  /** Reads what the tables have beyond what is known. */
  fill(): Promise<void>
  /** What the log calls the feed. */
  readonly label: object
  readonly log: Deps['log']
}

const INCOMING_MAX = 4_096
/** Least time between two readings that messages ask for; the sweep comes anyway. */
const FILL_PAUSE_MS = 200

export class Intake<Batch> {
  readonly #options: IntakeOptions<Batch>
  #incoming: Batch[] = []
  /** Nothing is applied before `open`. */
  #isDraining = true
  #filling: Promise<void> | null = null
  #fillNotBefore = 0

  constructor(options: IntakeOptions<Batch>) {
    this.#options = options
  }

  /** The first reading is done: what came meanwhile is applied. */
  open(): void {
    this.#isDraining = false
    this.#drain()
  }

  receive(batch: Batch): void {
    this.#incoming.push(batch)
    // So many at once are not worth keeping: the sweep reads what they say.
    if (this.#incoming.length > INCOMING_MAX) this.#incoming = []
    if (this.#isDraining || this.#filling) return
    this.#isDraining = true
    // Whoever published is answered first.
    setImmediate(() => this.open())
  }

  /** Reads what the tables have beyond what is known. */
  async catchUp(): Promise<void> {
    this.#filling ??= this.#options.fill().finally(() => {
      this.#filling = null
      this.#fillNotBefore = performance.now() + FILL_PAUSE_MS
      this.#drain()
    })
    await this.#filling
  }

  #drain(): void {
    if (this.#isDraining) return
    while (this.#incoming.length > 0 && !this.#filling) {
      const batches = this.#incoming
      this.#incoming = []
      for (const [index, batch] of batches.entries()) {
        const place = this.#options.place(batch)
        if (place === 'NEXT') this.#options.apply(batch)
        else {
          this.#incoming = batches.slice(place === 'GAP' ? index : index + 1)
          if (performance.now() >= this.#fillNotBefore) this.catchUp().catch((error: unknown) => this.#warn(error))
          return
        }
      }
    }
  }

  #warn(error: unknown): void {
    this.#options.log.warn({ err: error, ...this.#options.label }, 'a feed could not catch up yet')
  }
}
