import { type Client, createClient } from './client.ts'

export type { Stopped } from './action.ts'
export { Answer } from './answer.ts'
export { JsonError, SchemaError } from './body-errors.ts'
export type { Call } from './call.ts'
export { type Client, createClient, type ExtendOptions } from './client.ts'
export type { Outcome } from './ending.ts'
export {
  AbortError,
  type ErrorCode,
  HeedError,
  OptionError,
  RedirectError,
  StatusError,
  TimeoutError,
  WireError,
} from './errors.ts'
export type { Challenge } from './fields/authenticate.ts'
export type { Link } from './fields/link.ts'
export type { Problem } from './fields/problem.ts'
export type { AnswerHeaders } from './headers.ts'
export type * from './options.ts'
export type * from './ports.ts'
export type { Who } from './rules/faults.ts'
export type { SchemaIssue, StandardSchema } from './standard-schema.ts'
export { classes, type Explanation, explain, type Row } from './status/index.ts'
export type * from './trail.ts'

/** The client with every default: `await heed('https://api.example.com/posts/1')`. */
export const heed: Client = createClient()
