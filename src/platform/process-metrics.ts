/**
 * The numbers of several processes behind one port. Whichever is asked for /metrics asks the parent, which asks all of
 * its children: every sample carries the name of its process.
 */
import type { ChildProcess } from 'node:child_process'
import { metricsText } from './metrics.ts'

type Message =
  | { readonly kind: 'metrics wanted'; readonly id: number }
  | { readonly kind: 'own metrics wanted'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number; readonly text: string }

/** A child that hangs is left out; who asked the parent waits for longer. */
const CHILD_WITHIN_MS = 1_000
const PARENT_WITHIN_MS = 2_000

/** Messages that wait for their answer, by id. */
function createQuestions(withinMs: number) {
  const waiting = new Map<number, (text: string | null) => void>()
  let last = 0
  return {
    ask(send: (id: number) => void): Promise<string | null> {
      const id = ++last
      return new Promise<string | null>((resolve) => {
        const late = setTimeout(resolve, withinMs, null)
        waiting.set(id, (text) => resolve((clearTimeout(late), text)))
        send(id)
      }).finally(() => waiting.delete(id))
    },
    answer: (id: number, text: string) => waiting.get(id)?.(text),
  }
}

/** What a parent of several calls its child; another program that starts a server and talks to it gives it no such name. */
export const PROCESS_NAME = 'PROCESS_NAME'
export const isOneOfSeveral = (): boolean => process.connected && process.env[PROCESS_NAME] !== undefined

const toParent = createQuestions(PARENT_WITHIN_MS)
const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null && 'kind' in value

/** In a child: answers the parent. To be called once, when the process begins. */
export function answerParent(): void {
  process.on('message', (message: unknown) => {
    if (!isMessage(message)) return
    if (message.kind === 'own metrics wanted') process.send!({ kind: 'metrics', id: message.id, text: metricsText() })
    if (message.kind === 'metrics') toParent.answer(message.id, message.text)
  })
}

/** The numbers of this process, or of all processes where it is one of several. */
export async function allMetrics(): Promise<string> {
  if (!isOneOfSeveral()) return metricsText()
  const text = await toParent.ask((id) => process.send!({ kind: 'metrics wanted', id }))
  return text ?? metricsText()
}

/** In the parent: what a child asks is answered with the numbers of all. */
export function createGatherer(children: () => ReadonlyMap<string, ChildProcess>): (child: ChildProcess) => void {
  const toChildren = createQuestions(CHILD_WITHIN_MS)
  async function gather(): Promise<string> {
    const texts = await Promise.all(
      Array.from(children(), async ([name, child]) => {
        const text = await toChildren.ask((id) => child.connected && child.send({ kind: 'own metrics wanted', id }))
        return [name, text ?? ''] as const
      }),
    )
    return mergedMetrics([...texts, ['parent', metricsText()]])
  }
  return (child) =>
    child.on('message', (message: unknown) => {
      if (!isMessage(message)) return
      if (message.kind === 'metrics') toChildren.answer(message.id, message.text)
      if (message.kind !== 'metrics wanted') return
      void gather().then((text) => child.connected && child.send({ kind: 'metrics', id: message.id, text }))
    })
}

/** Expositions as one: samples of a name stand together, each with the label `process`. */
export function mergedMetrics(expositions: readonly (readonly [process: string, text: string])[]): string {
  const heads = new Map<string, string[]>()
  const samples = new Map<string, string[]>()
  for (const [name, text] of expositions) {
    let metric = ''
    const isNew = new Set<string>()
    for (const line of text.split('\n')) {
      if (line.startsWith('# HELP ')) {
        metric = line.split(' ', 3)[2]!
        if (!heads.has(metric)) isNew.add(metric)
      }
      if (line.startsWith('#')) {
        if (isNew.has(metric)) heads.set(metric, [...(heads.get(metric) ?? []), line])
      } else if (line !== '') samples.set(metric, [...(samples.get(metric) ?? []), labelled(line, name)])
    }
  }
  return `${Array.from(heads, ([metric, head]) => [...head, ...(samples.get(metric) ?? [])].join('\n')).join('\n')}\n`
}

/** `name{a="b"} 1` with one more label. */
function labelled(line: string, process: string): string {
  const end = line.lastIndexOf(' ')
  const name = line.slice(0, end)
  const label = `process="${process}"`
  return `${name.endsWith('}') ? `${name.slice(0, -1)},${label}}` : `${name}{${label}}`}${line.slice(end)}`
}
