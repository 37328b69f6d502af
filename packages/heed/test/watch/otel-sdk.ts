import type { TestContext } from 'node:test'
import { type Attributes, context, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** A span as tests compare it. */
export interface ShownSpan {
  readonly name: string
  readonly kind: string
  readonly status: string
  readonly attributes: Attributes
  readonly events: readonly string[]
  readonly id: string
  readonly trace: string
  readonly parent: string | null
}

/** One point of a measure. */
export interface Measure {
  readonly name: string
  readonly unit: string
  readonly scope: string
  readonly attributes: Attributes
  /** Of a histogram its count, sum and bounds. */
  readonly value: unknown
}

export interface Sdk {
  readonly tracers: TracerProvider
  readonly meters: MeterProvider
  shownSpans(): ShownSpan[]
  /** Those of requests on the wire, by their ends. */
  clients(): ShownSpan[]
  /** Those of calls. */
  calls(): ShownSpan[]
  measures(): Promise<Measure[]>
}

/** OpenTelemetry's own SDK with exporters into memory, registered until the test ends. */
export function registerSdk(t: TestContext): Sdk {
  const exporter = new InMemorySpanExporter()
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 1e6 })
  const meters = new MeterProvider({ readers: [reader] })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(tracers)
  metrics.setGlobalMeterProvider(meters)
  t.after(async () => {
    for (const api of [context, propagation, trace, metrics]) api.disable()
    await Promise.all([tracers.shutdown(), meters.shutdown()])
  })
  const shownSpans = (): ShownSpan[] => exporter.getFinishedSpans().map(shown)
  return {
    tracers,
    meters,
    shownSpans,
    clients: () => shownSpans().filter(({ kind }) => kind === 'CLIENT'),
    calls: () => shownSpans().filter(({ kind }) => kind === 'INTERNAL'),
    async measures() {
      await meters.forceFlush()
      const latest = metricExporter.getMetrics().at(-1)
      return (latest?.scopeMetrics ?? []).flatMap(({ scope, metrics }) =>
        metrics.flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({
            name: descriptor.name,
            unit: descriptor.unit,
            scope: scope.name,
            attributes,
            value,
          })),
        ),
      )
    },
  }
}

const shown = (span: ReadableSpan): ShownSpan => ({
  name: span.name,
  kind: SpanKind[span.kind] ?? '',
  status: SpanStatusCode[span.status.code] ?? '',
  attributes: span.attributes,
  events: span.events.map(event => `${event.name} ${JSON.stringify(event.attributes)}`),
  id: span.spanContext().spanId,
  trace: span.spanContext().traceId,
  parent: span.parentSpanContext?.spanId ?? null,
})
