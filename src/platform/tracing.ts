/**
 * Traces from the request through the batch to the push, by OpenTelemetry. Off unless there is somewhere to send them: then
 * nothing of the SDK is loaded, and what is here calls the work and no more. What is not sampled costs one random number
 * where it enters: the SDK is not asked, and nothing is carried along.
 */
import {
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api'

export interface TracingOptions {
  /** Of a collector that takes OTLP over HTTP; `/v1/traces` is put behind it. */
  readonly endpoint: string
  /** The share of requests that are traced, 0..1. */
  readonly ratio: number
  readonly serverId: string
}

const isSampled = (): boolean => ((trace.getActiveSpan()?.spanContext().traceFlags ?? 0) & TraceFlags.SAMPLED) !== 0

type Attributes = Readonly<Record<string, string | number>>

/** Null while tracing is off. */
let tracer: Tracer | null = null
let sampledShare = 0

/** The answer sends what is left, and ends tracing. */
export async function startTracing({ endpoint, ratio, serverId }: TracingOptions): Promise<() => Promise<void>> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'btx-exchange', 'service.instance.id': serverId }),
    // What comes as far as the SDK has been decided about.
    sampler: new sdk.AlwaysOnSampler(),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  })
  provider.register()
  sampledShare = ratio
  tracer = provider.getTracer('btx-exchange')
  return async () => {
    tracer = null
    await provider.shutdown()
    trace.disable()
    context.disable()
    propagation.disable()
  }
}

/** Work that begins here, or where the carrier's headers say: the place where it is decided whether to trace it. */
export function tracedEntry<T>(name: string, attributes: Attributes, work: () => T, carrier: object = {}): T {
  if (!tracer) return work()
  const parent = 'traceparent' in carrier ? propagation.extract(ROOT_CONTEXT, carrier) : ROOT_CONTEXT
  const decided = trace.getSpanContext(parent)
  if (decided ? (decided.traceFlags & TraceFlags.SAMPLED) === 0 : Math.random() >= sampledShare) return work()
  return run(name, { attributes, kind: SpanKind.SERVER }, parent, work)
}

/** Work as a part of what is traced already. */
export function traced<T>(name: string, attributes: Attributes, work: () => T): T {
  if (!tracer || !isSampled()) return work()
  return run(name, { attributes }, context.active(), work)
}

/** Where the caller stands, to be given to who does the work later; null where it is not traced. */
export type Traced = Context | null
export const tracedHere = (): Traced => (tracer && isSampled() ? context.active() : null)

/** Work that goes on for others after its caller: it begins outside of any trace. */
export const untraced = <T>(work: () => T): T => (tracedHere() ? context.with(ROOT_CONTEXT, work) : work())

/** The task as a part of what is traced here, whoever calls it later. */
export const inTrace = (task: () => void): (() => void) => (tracedHere() ? context.bind(context.active(), task) : task)

/** Work for several callers at once, begun outside of any trace: a part of the first trace, with links to the others. */
export function tracedTogether<T>(name: string, attributes: Attributes, callers: readonly Traced[], work: () => T): T {
  if (!tracer) return work()
  const [first, ...others] = callers.filter((caller) => caller !== null)
  if (!first) return work()
  const links: Link[] = others.map((caller) => ({ context: trace.getSpanContext(caller)! }))
  return run(name, { attributes, links }, first, work)
}

/** The header by which another process continues the trace; null where there is none. */
export function traceHeader(): string | null {
  if (!tracedHere()) return null
  const carrier: { traceparent?: string } = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent ?? null
}

/** Goes on with another process's trace. */
export const withTraceHeader = <T>(traceparent: string | null, work: () => T): T =>
  tracer && traceparent ? context.with(propagation.extract(ROOT_CONTEXT, { traceparent }), work) : work()

function run<T>(
  name: string,
  options: { attributes: Attributes; kind?: SpanKind; links?: Link[] },
  parent: Context,
  work: () => T,
): T {
  const span = tracer!.startSpan(name, options, parent)
  const failed = (error: unknown) => {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
    span.end()
    throw error
  }
  try {
    const result = context.with(trace.setSpan(parent, span), work)
    if (!(result instanceof Promise)) {
      span.end()
      return result
    }
    return result.then((value: unknown) => (span.end(), value), failed) as T
  } catch (error) {
    return failed(error)
  }
}
