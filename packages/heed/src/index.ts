import { type Client, createClient } from './client.ts'

export type { Stopped } from './action.ts'
export { Answer } from './answer.ts'
export type { Call } from './call.ts'
export { type Client, createClient, type ExtendOptions } from './client.ts'
export type { Outcome } from './ending.ts'
export {
  AbortError,
  HeedError,
  JsonError,
  OptionError,
  RedirectError,
  SchemaError,
  StatusError,
  TimeoutError,
  WireError,
} from './errors.ts'
export type { Problem } from './fields/problem.ts'
export type { AnswerHeaders } from './headers.ts'
export type * from './options.ts'
export type * from './ports.ts'
export type { StandardSchema } from './standard-schema.ts'
export { classes, type Explanation, explain } from './status/index.ts'
export type * from './trail.ts'

/** The client with every default: `await heed('https://api.example.com/posts/1')`. */
export const heed: Client = createClient()
