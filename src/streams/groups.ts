import { execute, type ExecutionResult, type GraphQLResolveInfo, Kind, visit } from 'graphql'
import type { Context } from '../graphql/context.ts'
import { isOutage } from '../platform/transaction.ts'
import type { MoveEntry } from './feed-ring.ts'
import { CURSOR_GAP, type Delivery, type Frame, frameOf, payloadOf } from './frames.ts'
import { isPublicSelection } from './public-selection.ts'
import type { Payload, StreamRequest } from './sink.ts'

/**
 * Groups of equal subscriptions: same document, operation, variables (but for `after`) and, where the selection is not
 * known to be public, same caller. A group executes each update once, with a context of its own.
 */
export interface Group {
  /** The update for one reader; rejects with StreamUnavailable while the database is away. */
  render(delivery: Delivery): Payload | Promise<Payload>
  /**
   * What a reader who is owed nothing else is told of these moves; `wanted` is the same for the whole group. null: not all
   * of it is made yet, or it is too much to be told at once.
   */
  toldOf(changes: readonly MoveEntry[], wanted: ReadonlySet<number> | null): readonly Payload[] | null
  /** Length of the longest text so far. */
  readonly longest: number
}

export class StreamUnavailable extends Error {}

export interface Groups {
  join(request: StreamRequest, context: Context, info: GraphQLResolveInfo): Group
  /** One member has gone. */
  leave(group: Group): void
  readonly size: number
}

export function createGroups(): Groups {
  const groups = new Map<string, Group>()
  const members = new Map<Group, { readonly key: string; count: number }>()
  return {
    join(request, context, info) {
      const isPublic = isPublicSelection(info.schema, info.operation, Object.values(info.fragments))
      const key = keyOf(request, info, isPublic ? null : (context.viewer?.userId ?? 'guest'))
      const known = groups.get(key)
      if (known) {
        members.get(known)!.count++
        return known
      }
      // Of the first member's context nothing that ends with it: the group outlives it.
      const { stream: _stream, ...kept } = context
      const group = createGroup(request, { ...kept, viewer: isPublic ? null : context.viewer }, info)
      groups.set(key, group)
      members.set(group, { key, count: 1 })
      return group
    },
    leave(group) {
      const entry = members.get(group)!
      if (--entry.count > 0) return
      members.delete(group)
      groups.delete(entry.key)
    },
    get size() {
      return groups.size
    },
  }
}

/** Of one reader's backlog not too much. */
const AT_ONCE_BYTES = 64 * 1024

function createGroup(request: StreamRequest, context: Context, { schema }: GraphQLResolveInfo): Group {
  const { document, operationName, encode } = request
  const variableValues = request.variables ?? {}

  function encodeFrame(result: ExecutionResult): Frame {
    if (result.errors?.some((error) => isOutage(error.originalError))) throw new StreamUnavailable()
    const text = encode(result)
    group.longest = Math.max(group.longest, text.length)
    return frameOf(text)
  }

  /** Updates that are executed in one go share what is read for them; none is told what was read before it happened. */
  let loaders: Context['loaders'] | null = null
  function loadersOfNow(): Context['loaders'] {
    if (loaders) return loaders
    queueMicrotask(() => {
      loaders = null
    })
    loaders = new Map()
    return loaders
  }

  function run(delivery: Delivery): Frame | Promise<Frame> {
    const rootValue = delivery.root(() => CURSOR_GAP)
    const contextValue: Context = { ...context, loaders: loadersOfNow() }
    const result = execute({ schema, document, operationName, variableValues, contextValue, rootValue })
    if (result instanceof Promise) return result.then(encodeFrame)
    // An outage is told by a promise, so that callers have one place for it.
    return result.errors ? Promise.resolve(result).then(encodeFrame) : encodeFrame(result as ExecutionResult)
  }

  function plainOf(changes: readonly MoveEntry[], wanted: ReadonlySet<number> | null): Payload[] | null {
    const payloads: Payload[] = []
    for (const { move, frames } of changes) {
      if (wanted && !wanted.has(move.projectNumber)) continue
      const frame = frames.get(group)
      if (!frame || frame instanceof Promise || !frame.plain) return null
      payloads.push(frame.plain)
    }
    return payloads
  }

  const told: { changes: readonly MoveEntry[] | null; payloads: readonly Payload[] | null } = { changes: null, payloads: null }

  const group = {
    longest: 0,
    toldOf(changes: readonly MoveEntry[], wanted: ReadonlySet<number> | null): readonly Payload[] | null {
      if (told.changes === changes) return told.payloads
      const payloads = plainOf(changes, wanted)
      if (!payloads) return null
      const bytes = payloads.reduce((sum, payload) => sum + payload.bytes.length, 0)
      told.changes = changes
      told.payloads = bytes <= AT_ONCE_BYTES ? payloads : null
      return told.payloads
    },
    render(delivery: Delivery): Payload | Promise<Payload> {
      const { frames } = delivery
      let frame = frames?.get(group)
      if (!frame) {
        frame = run(delivery)
        frames?.set(group, frame)
        if (frame instanceof Promise) {
          frame.then(
            (made) => frames?.set(group, made),
            () => frames?.delete(group),
          )
        }
      }
      return frame instanceof Promise ? frame.then((made) => payloadOf(made, delivery)) : payloadOf(frame, delivery)
    },
  }
  return group
}

const documentIds = new WeakMap<object, string>()
let documents = 0

function keyOf({ document, operationName, variables }: StreamRequest, info: GraphQLResolveInfo, owner: string | null): string {
  let id = documentIds.get(document)
  if (id === undefined) {
    id = String(++documents)
    documentIds.set(document, id)
  }
  const ignored = afterVariable(info)
  const values = Object.entries(variables ?? {})
    .filter(([name]) => name !== ignored)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([id, operationName, owner, values])
}

/** The variable that only says where to resume: it does not change what an update looks like. */
function afterVariable({ operation, fragments, fieldNodes }: GraphQLResolveInfo): string | null {
  const after = fieldNodes[0]?.arguments?.find((argument) => argument.name.value === 'after')?.value
  if (after?.kind !== Kind.VARIABLE) return null
  const name = after.name.value
  let uses = 0
  for (const part of [operation, ...Object.values(fragments)]) {
    visit(part, {
      VariableDefinition: () => false,
      Variable: (node) => {
        if (node.name.value === name) uses++
      },
    })
  }
  return uses === 1 ? name : null
}
