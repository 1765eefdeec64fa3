/**
 * Relay global ids and the Node interface. An id is base64url("Type:id") and nothing else: what does not encode back to
 * the same text is BAD_USER_INPUT and reaches no database. Rooms register how their type is loaded.
 */
import { builder } from './builder.ts'
import { range } from './connection.ts'
import type { Context } from './context.ts'
import { badUserInput } from './errors.ts'

/** The interface that a room's object type names in `interfaces`; its `id` field resolves to encodeNodeId. */
export const NodeInterface = builder.interfaceRef<unknown>('Node').implement({
  description: 'An object that can be fetched again by its global id.',
  resolveType: (value) => typenames.get(value as object) ?? null,
  fields: (t) => ({
    id: t.id({
      description: 'Opaque global id.',
      resolve: () => {
        throw new Error('a Node type resolves its own id')
      },
    }),
  }),
})

export interface NodeLoader {
  readonly load: (context: Context, id: string) => Promise<object | null>
  /** The form of the inner id; another one is BAD_USER_INPUT without a database call. */
  readonly form: RegExp
}

/** projectId, eventId: 1..64 of A-Z a-z 0-9 . _ ~ -, no leading dot. */
export const PLAIN_ID = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}$/
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const loaders = new Map<string, NodeLoader>()
const typenames = new WeakMap<object, string>()

/** Makes `typename` answer to node(id:). `load` answers null for what is missing or not the caller's. */
export function registerNode(typename: string, load: NodeLoader['load'], form: RegExp = PLAIN_ID): void {
  if (loaders.has(typename)) throw new Error(`Node type ${typename} is registered twice`)
  loaders.set(typename, { load, form })
}

export const encodeNodeId = (typename: string, id: string): string => Buffer.from(`${typename}:${id}`).toString('base64url')

const ID_LENGTH_MAX = 400

/** The two parts of a global id of a registered type; throws BAD_USER_INPUT for anything else. */
export function decodeNodeId(text: string): { typename: string; id: string } {
  const [, typename, id] =
    (text.length <= ID_LENGTH_MAX && /^([A-Z][A-Za-z]*):(.+)$/s.exec(Buffer.from(text, 'base64url').toString())) || []
  if (!typename || !id || encodeNodeId(typename, id) !== text || !loaders.get(typename)?.form.test(id)) {
    throw badUserInput('id must be a global id that this API gave out.')
  }
  return { typename, id }
}

async function loadNode(context: Context, text: string): Promise<object | null> {
  const { typename, id } = decodeNodeId(text)
  const found = await loaders.get(typename)!.load(context, id)
  if (found) typenames.set(found, typename)
  return found
}

const NODES_MAX = 100

builder.queryFields((t) => ({
  node: t.field({
    type: NodeInterface,
    nullable: true,
    description: 'The object with this global id; null where it is missing or not yours.',
    args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
    resolve: (_root, { id }, context) => loadNode(context, id),
  }),
  nodes: t.field({
    type: [NodeInterface],
    nullable: { list: false, items: true },
    description: `The objects with these global ids, at most ${NODES_MAX}, in their order. A bad id is an error at its place only.`,
    args: {
      ids: t.arg.idList({ required: true, extensions: range(0, NODES_MAX), description: `At most ${NODES_MAX} global ids.` }),
    },
    // An Error among the items becomes an error at its place; the others stay.
    resolve: (_root, { ids }, context) =>
      Promise.all(
        ids.map((id) =>
          loadNode(context, id).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))),
        ),
      ),
  }),
}))
