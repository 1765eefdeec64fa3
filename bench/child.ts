/**
 * Processes of the bench: servers and load generators run each in one of their own, so that what one costs is known and
 * none slows another by sharing its event loop. A child is asked one thing at a time and answers each.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A question and its parameters; what comes back is JSON. */
export type Question = { readonly kind: string }
type Reply = { readonly answer: unknown } | { readonly failure: string }

export interface Usage {
  /** Heap and buffers in use, after a collection. */
  readonly heldBytes: number
  readonly residentBytes: number
}

export class Child {
  readonly #process: ChildProcess

  private constructor(child: ChildProcess) {
    this.#process = child
  }

  /** Runs a file of this folder; resolves when it is ready. */
  static async start(file: string, options: object = {}, env: Readonly<Record<string, string>> = {}): Promise<Child> {
    const forked = fork(new URL(file, import.meta.url), [JSON.stringify(options)], {
      // Of all alike: graphql does less then.
      env: { ...process.env, NODE_ENV: 'production', ...env },
      execArgv: ['--expose-gc', '--disable-warning=DEP0205'],
    })
    const child = new Child(forked)
    await child.#reply()
    return child
  }

  async ask<T>(question: Question & Readonly<Record<string, unknown>>): Promise<T> {
    this.#process.send(question)
    return (await this.#reply()) as T
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>({ kind: 'usage' })
  }

  async stop(): Promise<void> {
    const exit = once(this.#process, 'exit')
    this.#process.send({ kind: 'stop' })
    await exit
  }

  async #reply(): Promise<unknown> {
    const gone = new AbortController()
    const { signal } = gone
    try {
      const exit = once(this.#process, 'exit', { signal }).then(([code]) => {
        throw new Error(`a process of the bench ended with ${String(code)}`)
      })
      exit.catch(() => undefined)
      const [reply] = (await Promise.race([once(this.#process, 'message', { signal }), exit])) as [Reply]
      if ('failure' in reply) throw new Error(reply.failure)
      return reply.answer
    } finally {
      gone.abort()
    }
  }
}

/** The options that a child was started with. */
export const childOptions = <T>(): T => JSON.parse(process.argv[2] ?? '{}') as T

/** Processor time so far, of user and system. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const usage = (): Usage => {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heldBytes: heapUsed + external, residentBytes: rss }
}

/** Answers what the parent asks; `stop` ends the process afterwards. */
export function answerParent(handlers: Readonly<Record<string, (question: never) => unknown>>): void {
  const send = (reply: Reply) => process.send!(reply)
  const all: typeof handlers = { usage, cpuMs, stop: () => undefined, ...handlers }
  const answer = async (question: Question) => {
    try {
      const answered = (await all[question.kind]!(question as never)) ?? null
      if (question.kind === 'stop') process.exit(0)
      send({ answer: answered })
    } catch (error) {
      send({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }
  process.on('message', (question: Question) => void answer(question))
  // A parent that failed takes its children along.
  process.on('disconnect', () => process.exit())
  send({ answer: 'ready' })
}
