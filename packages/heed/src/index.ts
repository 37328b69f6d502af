import { type Client, createClient } from './client.ts'

export type { Stopped } from './action.ts'
export { Answer } from './answer.ts'
export type { Call } from './call.ts'
export { type Client, createClient, type ExtendOptions } from './client.ts'
export type { Downloaded } from './download/download.ts'
export { DownloadError } from './download/download-error.ts'
export type { DownloadOptions, DownloadProgress } from './download/download-options.ts'
export type { DownloadState, Sink } from './download/sink.ts'
export { JsonError, SchemaError } from './errors/body-errors.ts'
export type { Outcome } from './errors/ending.ts'
export {
  AbortError,
  type ErrorCode,
  HeedError,
  OptionError,
  RedirectError,
  StatusError,
  TimeoutError,
  WireError,
} from './errors/errors.ts'
export { isStatus, type Said } from './errors/is-status.ts'
export type { Alternative } from './errors/refusal.ts'
export { createFetch, type Fetch, type FetchInit } from './fetch/create-fetch.ts'
export type { FetchOptions } from './fetch/fetch-options.ts'
export { trailOf } from './fetch/trail-of.ts'
export type { Challenge } from './fields/authenticate.ts'
export type { Link } from './fields/link.ts'
export type { Problem } from './fields/problem.ts'
export type { AnswerHeaders } from './headers.ts'
export type { CacheNote } from './keeping.ts'
export type {
  BreakerPolicy,
  BreakerState,
  ConcurrencyPolicy,
  ConcurrencyState,
  Counts,
  LimitedRequest,
  News,
  OriginChange,
  Pause,
  Quota,
  QuotaPolicy,
  ThrottlePolicy,
} from './manners.ts'
export { type AuthOptions, basic, bearer, type ProxyAuthOptions } from './options/auth-options.ts'
export type * from './options/options.ts'
export type { OriginReport } from './origin-report.ts'
export { PollError } from './poll/poll-error.ts'
export type { PollOptions } from './poll/poll-options.ts'
export type * from './ports.ts'
export { presets } from './presets.ts'
export type { Who } from './rules/faults.ts'
export type { HedgePolicy } from './rules/manners/hedge.ts'
export type { CredentialInput } from './shared/credential.ts'
export type { Refresh, RefreshContext, TokenSource } from './shared/keyring.ts'
export { type LedgerPolicies, memoryLedger } from './shared/ledger.ts'
export { RefreshError } from './shared/question.ts'
export type { SchemaIssue, StandardSchema } from './standard-schema.ts'
export { classes, type Explanation, explain, type Kind, type Row } from './status/index.ts'
export type * from './trail.ts'
export { UpdateError } from './update/update-error.ts'
export type { Change, UpdateOptions } from './update/update-options.ts'
export type {
  AttemptEnd,
  AttemptStart,
  AttemptWatch,
  CallEnd,
  CallStart,
  CallStep,
  CallWatch,
  ChannelMessages,
  OriginNews,
  Watch,
  WatchedCall,
} from './watch.ts'

/** The client with every default: `await heed('https://api.example.com/posts/1')`. */
export const heed: Client = createClient()
