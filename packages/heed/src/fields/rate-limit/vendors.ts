import type { ResetField, ResetKind } from './resets.ts'

/** Which fields (in lower case) tell of one limit; what is null is not told. */
export interface LimitFields {
  /** `''` where the vendor has but one limit. */
  readonly name: string
  /** The field that gives the limit's name. */
  readonly nameIn: string | null
  readonly limit: string | null
  readonly remaining: string | null
  readonly used: string | null
  /** Used and limit in one value, `32/40`. */
  readonly usedOfLimit: string | null
  /** The first that can be read counts. */
  readonly resets: readonly ResetField[]
  /** The length of the window in milliseconds, for limits without a reset: it is over after that at the latest. */
  readonly windowMs: string | null
  /** It counts something else than requests, such as tokens. */
  readonly other: boolean
}

/** How one vendor tells of its limits, where that differs from what any server may send. */
export interface Vendor {
  readonly name: string
  /** Fields that nobody else sends. Without one among an answer's fields, the caller has to name the vendor. */
  readonly marks: readonly string[]
  readonly limits: readonly LimitFields[]
  /** Fields that begin so tell of a limit of one endpoint: `total=100; remaining=99; resets=41`. */
  readonly endpoints: string | null
  /** What stands in for Retry-After where that is missing or malformed. */
  readonly waits: readonly ResetField[]
  /** Says `true` or `false`: whether to send again. */
  readonly order: string | null
  /** It fills up bit by bit, and the reset is when it is full: something is left long before. */
  readonly gradual: boolean
  /** A refusal may leave these limits untouched, since another one was hit; their reset is the best figure still. */
  readonly hidden: boolean
  /** How long to wait at least after a refusal that says nothing. */
  readonly leastMs: number | null
}

const limit = (own: Partial<LimitFields>): LimitFields => ({
  name: '',
  nameIn: null,
  limit: null,
  remaining: null,
  used: null,
  usedOfLimit: null,
  resets: [],
  windowMs: null,
  other: false,
  ...own,
})

/** `x-limit`, `x-remaining` and `x-reset`. */
const three = (x: string, kind: ResetKind, own: Partial<LimitFields> = {}): LimitFields =>
  limit({ limit: `${x}-limit`, remaining: `${x}-remaining`, resets: [[`${x}-reset`, kind]], ...own })

/** OpenAI's order of the words: `x-ratelimit-limit-tokens`. */
const threeOf = (name: string, kinds: readonly ResetKind[], other: boolean): LimitFields =>
  limit({
    name,
    limit: `x-ratelimit-limit-${name}`,
    remaining: `x-ratelimit-remaining-${name}`,
    resets: kinds.map(kind => [`x-ratelimit-reset-${name}`, kind]),
    other,
  })

const vendor = (name: string, own: Partial<Vendor>): Vendor => ({
  name,
  marks: [],
  limits: [],
  endpoints: null,
  waits: [],
  order: null,
  gradual: false,
  hidden: false,
  leastMs: null,
  ...own,
})

const openAiFields = ['limit', 'remaining', 'reset'].flatMap(part => [
  `x-ratelimit-${part}-requests`,
  `x-ratelimit-${part}-tokens`,
])
const anthropicLimits = ['requests', 'tokens', 'input-tokens', 'output-tokens'].map(name =>
  three(`anthropic-ratelimit-${name}`, 'timestamp', { name, other: name !== 'requests' }),
)

/** The sources stand in the facts that the tests read (`facts/ratelimit.json`). */
export const vendors: readonly Vendor[] = [
  vendor('GitHub', {
    marks: ['x-ratelimit-resource', 'x-github-request-id'],
    limits: [three('x-ratelimit', 'epoch-seconds', { used: 'x-ratelimit-used', nameIn: 'x-ratelimit-resource' })],
    leastMs: 60_000,
  }),
  // The names of the old IETF drafts, but the reset is a time of day.
  vendor('GitLab', {
    marks: ['ratelimit-observed', 'ratelimit-resettime'],
    limits: [
      three('ratelimit', 'epoch-seconds', {
        nameIn: 'ratelimit-name',
        used: 'ratelimit-observed',
        resets: [
          ['ratelimit-reset', 'epoch-seconds'],
          ['ratelimit-resettime', 'http-date'],
        ],
      }),
    ],
    hidden: true,
  }),
  vendor('X', {
    marks: ['x-app-limit-24hour-remaining', 'x-user-limit-24hour-remaining'],
    limits: [
      three('x-rate-limit', 'epoch-seconds'),
      three('x-app-limit-24hour', 'epoch-seconds', { name: 'app, 24 hours' }),
      three('x-user-limit-24hour', 'epoch-seconds', { name: 'user, 24 hours' }),
    ],
  }),
  vendor('Discord', {
    marks: ['x-ratelimit-bucket', 'x-ratelimit-reset-after', 'x-ratelimit-scope', 'x-ratelimit-global'],
    limits: [
      three('x-ratelimit', 'epoch-seconds', {
        nameIn: 'x-ratelimit-bucket',
        resets: [
          ['x-ratelimit-reset-after', 'seconds'],
          ['x-ratelimit-reset', 'epoch-seconds'],
        ],
      }),
    ],
  }),
  // A leaky bucket without a reset; Retry-After comes with a decimal.
  vendor('Shopify', {
    marks: ['x-shopify-shop-api-call-limit'],
    limits: [limit({ usedOfLimit: 'x-shopify-shop-api-call-limit' })],
    waits: [['retry-after', 'seconds']],
  }),
  // Retry-After is all it sends.
  vendor('Slack', {}),
  vendor('Stripe', { marks: ['stripe-should-retry'], order: 'stripe-should-retry' }),
  vendor('OpenAI', {
    marks: openAiFields,
    // Others send the same names with whole seconds.
    limits: [
      threeOf('requests', ['go-duration', 'seconds'], false),
      threeOf('tokens', ['go-duration', 'seconds'], true),
    ],
    order: 'x-should-retry',
    gradual: true,
  }),
  vendor('Azure OpenAI', {
    limits: [threeOf('requests', ['seconds'], false), threeOf('tokens', ['seconds'], true)],
    order: 'x-should-retry',
  }),
  vendor('Anthropic', {
    marks: anthropicLimits.flatMap(each => each.remaining ?? []),
    limits: anthropicLimits,
    order: 'x-should-retry',
  }),
  vendor('Reddit', {
    limits: [three('x-ratelimit', 'seconds', { limit: null, used: 'x-ratelimit-used' })],
  }),
  vendor('Okta', { marks: ['x-okta-request-id'], limits: [three('x-rate-limit', 'epoch-seconds')] }),
  vendor('Zendesk', {
    marks: ['x-rate-limit'],
    limits: [three('ratelimit', 'seconds')],
    endpoints: 'zendesk-ratelimit-',
  }),
  // No reset: the window is over after its length at the latest.
  vendor('HubSpot', {
    marks: ['x-hubspot-ratelimit-remaining', 'x-hubspot-ratelimit-daily-remaining'],
    limits: [
      limit({
        limit: 'x-hubspot-ratelimit-max',
        remaining: 'x-hubspot-ratelimit-remaining',
        windowMs: 'x-hubspot-ratelimit-interval-milliseconds',
      }),
      limit({
        name: 'day',
        limit: 'x-hubspot-ratelimit-daily',
        remaining: 'x-hubspot-ratelimit-daily-remaining',
      }),
    ],
  }),
  vendor('Atlassian', {
    marks: ['ratelimit-reason', 'x-ratelimit-nearlimit'],
    limits: [three('x-ratelimit', 'timestamp')],
  }),
  // All it has of its own, retry-after-ms and x-ms-retry-after-ms, counts whoever sends it.
  vendor('Azure', {}),
  vendor('Prisjakt', { limits: [three('x-rate-limit', 'milliseconds')] }),
  vendor('lemlist', { limits: [three('x-ratelimit', 'javascript-date')] }),
  vendor('MailerLite', {
    marks: ['x-ratelimit-retry-after'],
    limits: [three('x-ratelimit', 'guess')],
    waits: [['x-ratelimit-retry-after', 'seconds']],
  }),
  vendor('Smartsheet', { limits: [three('x-ratelimit', 'epoch-seconds')] }),
  vendor('Botpress', { limits: [three('ratelimit', 'seconds')] }),
  vendor('WHOOP', { limits: [three('x-ratelimit', 'seconds')] }),
]

const byMark: ReadonlyMap<string, Vendor> = new Map(vendors.flatMap(each => each.marks.map(mark => [mark, each])))

/** The vendor of that name, in any letter case; null when there is none. */
export function vendorNamed(name: string): Vendor | null {
  return vendors.find(each => each.name.toLowerCase() === name.toLowerCase()) ?? null
}

/** The vendor that sends such fields; null when nothing tells. */
export function vendorOf(fields: Readonly<Record<string, unknown>>): Vendor | null {
  for (const name in fields) {
    const found = byMark.get(name)
    if (found !== undefined) return found
  }
  return null
}
