/** `heed/otel`: traces and metrics for OpenTelemetry, after its conventions for HTTP clients. Needs `@opentelemetry/api`. */
export { type OtelOptions, otel } from './otel/otel-watch.ts'
export { sentByHeed } from './otel/suppression.ts'
