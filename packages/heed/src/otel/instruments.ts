import { type Counter, type Gauge, type Histogram, type Meter, metrics } from '@opentelemetry/api'

/** What is measured. Times in seconds, as OpenTelemetry has them. */
export interface Instruments {
  /** `http.client.request.duration`: one request on the wire. */
  readonly requestSeconds: Histogram
  /** `heed.call.duration`: a whole call, waits and redirects included. */
  readonly callSeconds: Histogram
  /** `heed.call.sends`: requests that a call took; 0 where a kept answer did. */
  readonly sends: Histogram
  /** `heed.retry.budget.used`: from 0 to 1, at the latest request to a server. */
  readonly budget: Gauge
  /** `heed.origin.pause.duration`: how long a server is left alone since it asked for that. */
  readonly pauseSeconds: Histogram
  /** `heed.origin.changes`: pauses, breakers that open or close, requests spaced out or limited. */
  readonly changes: Counter
}

/** The buckets that the conventions advise for requests. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
/** Calls may wait for a minute. */
const CALL_SECONDS = [...REQUEST_SECONDS, 30, 60, 120]
const PAUSE_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600]
const SENDS = [0, 1, 2, 3, 4, 5, 10, 20]

function instrumentsOf(meter: Meter): Instruments {
  const histogram = (name: string, unit: string, description: string, explicitBucketBoundaries: number[]): Histogram =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } })
  return {
    requestSeconds: histogram(
      'http.client.request.duration',
      's',
      'Duration of HTTP client requests.',
      REQUEST_SECONDS,
    ),
    callSeconds: histogram('heed.call.duration', 's', 'Duration of calls, with all that they wait for.', CALL_SECONDS),
    sends: histogram('heed.call.sends', '{request}', 'Requests on the wire that a call took.', SENDS),
    budget: meter.createGauge('heed.retry.budget.used', {
      unit: '1',
      description: "Share of a server's retry budget that is used.",
    }),
    pauseSeconds: histogram('heed.origin.pause.duration', 's', 'Pauses that servers asked for.', PAUSE_SECONDS),
    changes: meter.createCounter('heed.origin.changes', {
      unit: '{change}',
      description: 'Changes to how a server is spared.',
    }),
  }
}

/**
 * Gives the instruments of a meter, or of the meter provider that is registered at the time: the api has no stand-in for one
 * that is registered later.
 */
export function instrumentsFrom(meter: Meter | null): () => Instruments {
  if (meter !== null) {
    const made = instrumentsOf(meter)
    return () => made
  }
  let provider = metrics.getMeterProvider()
  let made = instrumentsOf(provider.getMeter('heed'))
  return () => {
    const now = metrics.getMeterProvider()
    if (now !== provider) {
      provider = now
      made = instrumentsOf(now.getMeter('heed'))
    }
    return made
  }
}
