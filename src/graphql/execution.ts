/** Runs an admitted operation. What leaves here is masked, and says what it cost. */
import { createSourceEventStream, execute, type ExecutionResult, type GraphQLError } from 'graphql'
import type { Log } from '../platform/log.ts'
import { histogram, SECONDS } from '../platform/metrics.ts'
import { traced } from '../platform/tracing.ts'
import type { Sink, StreamRequest } from '../streams/sink.ts'
import type { Context } from './context.ts'
import { actualCost } from './cost.ts'
import { maskError } from './masking.ts'
import { withPlainLists } from './plain-lists.ts'
import type { Operation } from './policy.ts'
import { SinkStream } from './sink-stream.ts'

export type Results = AsyncIterableIterator<ExecutionResult>

/** The result with every error masked. */
export const maskedResult = (result: ExecutionResult, requestId: string, log: Log): ExecutionResult =>
  result.errors ? { ...result, errors: result.errors.map((error) => maskError(error, requestId, log)) } : result

const argumentsOf = (operation: Operation, contextValue: Context) => ({
  schema: operation.schema,
  document: operation.document,
  operationName: operation.operationName,
  variableValues: operation.variables,
  contextValue,
})

/** A query may read a replica; what a mutation wrote is read from the primary, by its answer and by its caller's next queries. */
async function withReader({ definition }: Operation, context: Context): Promise<Context> {
  const { replica } = context.deps
  if (!replica || definition.operation !== 'query') return context
  return { ...context, reader: await replica.readerFor(context.viewer?.userId ?? null) }
}

/** A result, and the points that it took. */
export interface Executed {
  readonly result: ExecutionResult
  readonly actual: number
}

/** A query or mutation, read where the context says. */
export async function executeOperation(operation: Operation, context: Context, log: Log): Promise<Executed> {
  try {
    const result = await withPlainLists(operation.schema, operation.document, context, (document) =>
      execute({ ...argumentsOf(operation, context), document }),
    )
    const actual = actualCost(operation.plan, result.data)
    const extensions = { cost: { requested: operation.cost, actual } }
    return { result: { ...maskedResult(result, context.requestId, log), extensions }, actual }
  } catch (error) {
    return { result: { errors: [maskError(error, context.requestId, log)] }, actual: operation.cost }
  }
}

const COSTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 20_000]
const ofType = (name: string, help: string, bounds: readonly number[]) => ({
  query: histogram(name, help, bounds, { type: 'query' }),
  mutation: histogram(name, help, bounds, { type: 'mutation' }),
  subscription: histogram(name, help, bounds, { type: 'subscription' }),
})
const costs = ofType('operation_cost_points', 'What executed operations cost their callers.', COSTS)
const times = ofType('operation_seconds', 'How long operations took to execute.', SECONDS)

/** A query or mutation, of whose cost the caller gets back what it did not take. */
export async function runOperation(operation: Operation, context: Context, log: Log): Promise<ExecutionResult> {
  const startedMs = performance.now()
  const type = operation.definition.operation
  const written = type === 'mutation' && context.viewer ? context.deps.replica?.noteWriting(context.viewer.userId) : undefined
  const run = async () => await executeOperation(operation, await withReader(operation, context), log)
  try {
    const named = operation.definition.name
    const name = named ? `${type} ${named.value}` : type
    const { result, actual } = await traced(name, { requestId: context.requestId }, run)
    context.giveBack(operation.cost - actual)
    costs[type].observe(actual)
    return result
  } finally {
    times[type].observe((performance.now() - startedMs) / 1_000)
    await written?.()
  }
}

/** What a stream is told of the subscription whose frames go to the sink. */
export const streamRequest = (
  { document, operationName, variables }: Operation,
  sink: Sink,
  requestId: string,
  log: Log,
): StreamRequest => ({
  document,
  operationName,
  variables,
  sink,
  encode: (result) => JSON.stringify(maskedResult(result, requestId, log)),
})

/**
 * A subscription: errors where it could not begin, else its results. Each event is executed with a context of its own,
 * so that no loader remembers yesterday. A source that throws ends the stream with a masked error.
 */
export async function runSubscription(
  operation: Operation,
  makeContext: () => Context,
  log: Log,
): Promise<Results | { errors: readonly GraphQLError[] }> {
  const context = makeContext()
  const { requestId } = context
  const mask = (error: unknown) => maskError(error, requestId, log)
  let source: AsyncIterable<unknown> | ExecutionResult
  try {
    source = await createSourceEventStream(argumentsOf(operation, context))
  } catch (error) {
    return { errors: [mask(error)] }
  }
  if (!(Symbol.asyncIterator in source)) return { errors: (source.errors ?? []).map(mask) }
  if (source instanceof SinkStream) return source

  const events = source[Symbol.asyncIterator]()
  const results: Results = {
    async next() {
      try {
        const event = await events.next()
        if (event.done) return { done: true, value: undefined }
        const result = await execute({ ...argumentsOf(operation, makeContext()), rootValue: event.value })
        return { done: false, value: maskedResult(result, requestId, log) }
      } catch (error) {
        throw mask(error)
      }
    },
    async return() {
      await events.return?.()
      return { done: true, value: undefined }
    },
    async throw(error) {
      await events.return?.()
      throw error
    },
    [Symbol.asyncIterator]: () => results,
  }
  return results
}
