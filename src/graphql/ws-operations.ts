/** The graphql-transport-ws protocol over one connection: who signs in, what may run, and what is said of it. */
import type { ExecutionArgs, GraphQLError } from 'graphql'
import { CloseCode, type Context as WsContext, makeServer, type ServerOptions, type SubscribePayload } from 'graphql-ws'
import type { Sessions } from '../identity/sessions.commands.ts'
import type { Viewer } from '../identity/viewer.ts'
import { keptBytes } from '../platform/bytes.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Admit } from './admission.ts'
import { CodedError } from './errors.ts'
import { type Results, runOperation, runSubscription, streamRequest } from './execution.ts'
import { maskError } from './masking.ts'
import type { Caller, ContextMaker } from './operation-context.ts'
import type { Admission, Operation, OperationParameters } from './policy.ts'
import type { Connection, EndableSink } from './ws-connection.ts'

export interface SocketState {
  readonly connection: Connection
  readonly address: string
  viewer: Viewer | null
  closed: boolean
  /** Whether it is counted among its user's sockets. */
  entered: boolean
  /** Ends the following of the viewer's token, which closes the socket when it is over. */
  unfollow: () => unknown
  /** The ids of what runs: of those that graphql-ws knows, also answered ones whose answer is not taken yet, there may be many. */
  readonly running: Set<string>
  /** The running subscriptions' sinks by id. */
  readonly sinks: Map<string, EndableSink>
}

export interface WsParts {
  readonly admit: Admit
  readonly makeContext: ContextMaker
  readonly authenticate: (authorization: string | null) => Promise<Viewer | null>
  readonly sessions: Pick<Sessions, 'follow'>
  readonly log: Log
  readonly maxSubscriptionsPerSocket: number
  /** Counts the socket for its user; false where the user has too many. */
  readonly enter: (state: SocketState) => boolean
}

/** Of a message with a payload. */
const END = Buffer.from('}')

type Params = { authorization?: unknown; Authorization?: unknown }
type Extra = { state: SocketState }
/** What onSubscribe hands to execute and subscribe, in the shape that graphql-ws carries between them. */
type Admitted = ExecutionArgs & { operation: Operation; caller: Caller; id: string; state: SocketState }

/** Every frame of an operation repeats its id. */
const ID_LENGTH_MAX = 255

export function createWsProtocol({ admit, makeContext, authenticate, sessions, log, maxSubscriptionsPerSocket, enter }: WsParts) {
  async function signIn({ connectionParams, extra }: WsContext<Params, Extra>): Promise<boolean> {
    const { state } = extra
    const authorization = connectionParams?.authorization ?? connectionParams?.Authorization ?? null
    try {
      if (authorization !== null && typeof authorization !== 'string') return false
      state.viewer = await authenticate(authorization)
    } catch (error) {
      const shown = maskError(error, uuidv7(), log)
      // Refused by 4403, which lets a client fetch a fresh token and come again.
      if (['UNAUTHENTICATED', 'FORBIDDEN'].includes(String(shown.extensions['code']))) return false
      state.connection.close(1013, 'Nobody can be signed in at the moment.')
      return false
    }
    if (state.closed) return false
    if (enter(state)) {
      state.unfollow = sessions.follow(state.viewer, (reason) => state.connection.close(CloseCode.Forbidden, reason))
      return true
    }
    state.connection.close(CloseCode.TooManyInitialisationRequests, 'Too many connections of one user.')
    return false
  }

  async function admitted(
    context: WsContext<Params, Extra>,
    id: string,
    payload: SubscribePayload,
  ): Promise<Admitted | readonly GraphQLError[]> {
    const { state } = context.extra
    if (id.length > ID_LENGTH_MAX) return [new CodedError('BAD_REQUEST', `An id has at most ${ID_LENGTH_MAX} characters.`)]
    const caller: Caller = { viewer: state.viewer, requestId: uuidv7(), address: state.address, idempotencyKey: null }
    // What its client has completed is gone at once, though its end is told later.
    if (state.running.size >= maxSubscriptionsPerSocket)
      for (const each of state.running) if (!(each in context.subscriptions)) state.running.delete(each)
    if (state.running.size >= maxSubscriptionsPerSocket) {
      return [new CodedError('COST_LIMIT_EXCEEDED', `At most ${maxSubscriptionsPerSocket} operations may run on one connection.`)]
    }
    state.running.add(id)
    const admission = await admit(payload as OperationParameters, { readOnly: false, idempotencyKey: null }, caller)
    note(caller, payload, admission)
    if (admission.errors) return admission.errors
    const { operation } = admission
    const { schema, document, operationName } = operation
    return { schema, document, operationName, operation, caller, id, state }
  }

  function note({ requestId, viewer }: Caller, payload: SubscribePayload, admission: Admission): void {
    const codes = admission.errors?.map((error) => error.extensions['code'])
    const operation =
      payload.operationName ?? admission.operation?.definition.name?.value ?? admission.operation?.definition.operation
    log.info({ requestId, transport: 'ws', userId: viewer?.userId, operation, cost: admission.operation?.cost, codes }, 'request')
  }

  async function subscribe({ operation, caller, id, state }: Admitted): Promise<Results> {
    const head = keptBytes(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
    const sink = state.connection.sinkOf((payload) => [head, payload.bytes, END])
    state.sinks.set(id, sink)
    const stream = streamRequest(operation, sink, caller.requestId, log)
    const results = await runSubscription(operation, () => makeContext(caller, stream), log)
    return 'errors' in results ? failing(results.errors) : results
  }

  const options: ServerOptions<Params, Extra> = {
    connectionInitWaitTimeout: 3_000,
    onConnect: signIn,
    onSubscribe: async (context, id, payload) => {
      try {
        return (await admitted(context, id, payload)) as ExecutionArgs | GraphQLError[]
      } catch (error) {
        return [maskError(error, uuidv7(), log)]
      }
    },
    execute: (args) => {
      const { operation, caller } = args as Admitted
      return runOperation(operation, makeContext(caller), log)
    },
    subscribe: (args) => subscribe(args as Admitted),
    onComplete: ({ extra }, id) => ended(extra.state, id),
    onError: ({ extra }, id) => ended(extra.state, id),
  }
  return makeServer(options)
}

function ended(state: SocketState, id: string): undefined {
  state.running.delete(id)
  state.sinks.get(id)?.end()
  state.sinks.delete(id)
}

/** A subscription that could not begin: graphql-ws turns what the iteration throws into an error frame of the id. */
function failing(errors: readonly GraphQLError[]): Results {
  const results: Results = {
    next: () => Promise.reject(errors[0] ?? new CodedError('INTERNAL_SERVER_ERROR', 'Unexpected error.')),
    return: async () => ({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => results,
  }
  return results
}
