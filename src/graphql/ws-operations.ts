/** What the exchange does on a WebSocket that speaks GraphQL: who signs in, what may run, and what is said of it. */
import { CloseCode, type SubscribePayload } from 'graphql-ws'
import type { Sessions } from '../identity/sessions.commands.ts'
import type { Viewer } from '../identity/viewer.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { tracedEntry } from '../platform/tracing.ts'
import type { Admit } from './admission.ts'
import { runOperation, runSubscription, streamRequest } from './execution.ts'
import { maskError } from './masking.ts'
import type { Caller, ContextMaker } from './operation-context.ts'
import type { Admission, OperationParameters } from './policy.ts'
import type { SocketState } from './ws-connection.ts'
import type { Running, SessionWork } from './ws-session.ts'

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

export function createSessionWork({ admit, makeContext, authenticate, sessions, log, enter, ...limits }: WsParts): SessionWork {
  async function signIn(state: SocketState, parameters: Readonly<Record<string, unknown>>): Promise<boolean> {
    const authorization = parameters['authorization'] ?? parameters['Authorization'] ?? null
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

  function note({ requestId, viewer }: Caller, payload: SubscribePayload, admission: Admission): void {
    const codes = admission.errors?.map((error) => error.extensions['code'])
    const operation =
      payload.operationName ?? admission.operation?.definition.name?.value ?? admission.operation?.definition.operation
    log.info({ requestId, transport: 'ws', userId: viewer?.userId, operation, cost: admission.operation?.cost, codes }, 'request')
  }

  async function run(running: Running, state: SocketState, payload: SubscribePayload): Promise<void> {
    const caller: Caller = { viewer: state.viewer, requestId: uuidv7(), address: state.address, idempotencyKey: null }
    try {
      const admission = await admit(payload as OperationParameters, { readOnly: false, idempotencyKey: null }, caller)
      note(caller, payload, admission)
      if (admission.errors) return await running.fail(admission.errors)
      const { operation } = admission
      if (operation.definition.operation !== 'subscription') {
        const work = () => runOperation(operation, makeContext(caller), log)
        return await running.answer(await tracedEntry('WS /graphql', { requestId: caller.requestId }, work))
      }
      const stream = streamRequest(operation, running, caller.requestId, log)
      const results = await runSubscription(operation, () => makeContext(caller, stream), log)
      if ('errors' in results) await running.fail(results.errors)
      else running.follow(results)
    } catch (error) {
      await running.fail([maskError(error, caller.requestId, log)])
    }
  }

  return { signIn, run, log, maxOperations: limits.maxSubscriptionsPerSocket }
}
