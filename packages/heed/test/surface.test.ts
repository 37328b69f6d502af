import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, sourcesUnder } from './house/source.ts'
import { surfaceOf } from './house/surface.ts'

// A name in these lists is a promise to users. A new one is added here; one that goes or changes breaks their programs.
const promised = {
  'index.ts': [
    'AbortError',
    'Answer',
    'DownloadError',
    'HeedError',
    'JsonError',
    'OptionError',
    'PollError',
    'RedirectError',
    'RefreshError',
    'SchemaError',
    'StatusError',
    'TimeoutError',
    'UpdateError',
    'WireError',
    'basic',
    'bearer',
    'classes',
    'createClient',
    'explain',
    'heed',
    'memoryLedger',
    'type Alarms',
    'type Alternative',
    'type AnswerHeaders',
    'type Answered',
    'type AuthOptions',
    'type BackoffOptions',
    'type BodilessOptions',
    'type BodyOptions',
    'type BodyValue',
    'type BreakerPolicy',
    'type BreakerState',
    'type CacheNote',
    'type Call',
    'type CallOptions',
    'type Challenge',
    'type Change',
    'type Client',
    'type ClientOptions',
    'type Clock',
    'type ConcurrencyPolicy',
    'type ConcurrencyState',
    'type ConnectionOptions',
    'type Counts',
    'type CredentialInput',
    'type Dice',
    'type Disposal',
    'type DownloadOptions',
    'type DownloadProgress',
    'type DownloadState',
    'type Downloaded',
    'type Ended',
    'type ErrorCode',
    'type Explanation',
    'type ExtendOptions',
    'type FaultName',
    'type Faulted',
    'type FieldRecord',
    'type Flight',
    'type HeaderInput',
    'type HedgePolicy',
    'type Hopped',
    'type Joined',
    'type Judge',
    'type Keyring',
    'type Ledger',
    'type LedgerPolicies',
    'type LimitOptions',
    'type LimitedRequest',
    'type Link',
    'type News',
    'type Noted',
    'type Origin',
    'type OriginChange',
    'type OriginReport',
    'type Outcome',
    'type Pause',
    'type Place',
    'type PollOptions',
    'type Problem',
    'type ProxyAuthOptions',
    'type Quota',
    'type QuotaPolicy',
    'type Refresh',
    'type RefreshContext',
    'type Renewal',
    'type Renewed',
    'type RequestOptions',
    'type Reused',
    'type Ringer',
    'type Row',
    'type RuleName',
    'type SchemaIssue',
    'type SearchInput',
    'type Sent',
    'type SharedOptions',
    'type Sink',
    'type Spending',
    'type StandardSchema',
    'type Stopped',
    'type ThrottlePolicy',
    'type TokenSource',
    'type Trail',
    'type TrailEntry',
    'type Transport',
    'type UpdateOptions',
    'type WaitSource',
    'type Waited',
    'type Who',
    'type WireAnswer',
    'type WireBody',
    'type WireFault',
    'type WireLimits',
    'type WireRequest',
  ],
  'status/index.ts': [
    'classOf',
    'classes',
    'explain',
    'lookup',
    'paragraphs',
    'rows',
    'search',
    'strays',
    'type Effect',
    'type Explanation',
    'type FollowKnobs',
    'type Kind',
    'type Registration',
    'type RenewKnobs',
    'type RepairKnobs',
    'type RetryKnobs',
    'type Row',
    'type StatusClass',
    'type Stray',
    'type Verb',
  ],
  'cache.ts': [
    'cacheOn',
    'memoryCache',
    'sqliteCache',
    'type Cache',
    'type CacheNote',
    'type CacheOptions',
    'type Kept',
    'type KeptHead',
    'type Part',
    'type Store',
  ],
  'transports.ts': ['fetchTransport', 'type FetchTransportOptions'],
  'testing.ts': ['ContractError', 'ledgerContract', 'type ContractCase', 'type ContractOptions', 'type MakeLedger'],
}

const client = sourcesUnder('packages/heed/src')

for (const [path, names] of Object.entries(promised)) {
  test(`${path} exports what it promises, and nothing else`, () => {
    assert.deepEqual(surfaceOf(path, client), names)
  })
}

const planted = (text: string): string[] =>
  surfaceOf('planted.ts', [
    parse('planted.ts', text),
    parse('room/all.ts', "export type A = 1\nexport const z = 1\nexport type * from '../more.ts'"),
    parse('more.ts', 'export interface M {}'),
  ])

test('a public name is found in each form, and sorted', () => {
  const text =
    "export const b = 1, c = 2\nexport function a() {}\nexport { d, type E } from './d.ts'\nexport type F = 1"
  assert.deepEqual(planted(text), ['a', 'b', 'c', 'd', 'type E', 'type F'])
})

test('the types of a whole module are found', () => {
  assert.deepEqual(planted("export type * from './room/all.ts'"), ['type A', 'type M', 'type z'])
})

test('passing on the values of a whole module is an error', () => {
  assert.throws(() => planted("export * from './room/all.ts'"), /name what is public/)
})
