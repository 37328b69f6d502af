import { OptionError } from '../errors/errors.ts'
import { vendorNamed, vendors } from '../fields/rate-limit/vendors.ts'
import { isToken } from '../fields/tokens.ts'
import { isFieldName } from '../request-fields.ts'
import { AUTH_CHECKS, PROXY_AUTH_CHECKS } from './auth-options.ts'
import { type Check, milliseconds, whole } from './checks.ts'

const bytes: Check = whole(1, Number.MAX_SAFE_INTEGER, ' of bytes')
const flag: Check = value => (typeof value === 'boolean' ? null : 'true or false')
const callable: Check = value => (typeof value === 'function' ? null : 'a function')
const anything: Check = () => null
const choice =
  (...choices: readonly string[]): Check =>
  value =>
    choices.includes(value as string) ? null : `one of ${choices.map(each => `'${each}'`).join(', ')}`
const having =
  (what: string, ...members: readonly string[]): Check =>
  value =>
    typeof value === 'object' && value !== null && members.every(name => typeof Reflect.get(value, name) === 'function')
      ? null
      : what
const ratio: Check = value =>
  typeof value === 'number' && value >= 0 && value <= 1000 ? null : 'a number from 0 to 1000'

const share: Check = value => (typeof value === 'number' && value > 0 && value < 1 ? null : 'a number between 0 and 1')

/** A method (RFC 9110 section 9.1), but for the one that makes a tunnel instead of carrying a request. */
const method: Check = value => {
  if (typeof value !== 'string' || !isToken(value)) return 'a method such as GET or POST'
  return value.toUpperCase() === 'CONNECT' ? 'a request method (for a tunnel, pass a ProxyAgent as dispatcher)' : null
}

/** A group of options: each member is checked by its own name. */
const group =
  (prefix: string, members: Readonly<Record<string, Check>>): Check =>
  value => {
    if (typeof value !== 'object' || value === null) return 'an object'
    checkAll(value, members, prefix)
    return null
  }

const shared: Readonly<Record<string, Check>> = {
  headers: value =>
    typeof value === 'object' && value !== null ? null : 'an object, Headers, or pairs of name and value',
  searchParams: value =>
    typeof value === 'string' || (typeof value === 'object' && value !== null)
      ? null
      : 'a string, an object, URLSearchParams, or pairs of name and value',
  attempts: whole(1, 100, ''),
  deadlineMs: milliseconds(1),
  attemptMs: milliseconds(1),
  bodyIdleMs: milliseconds(1),
  maxWaitMs: milliseconds(0),
  backoff: group('backoff.', { faultMs: milliseconds(0), throttleMs: milliseconds(0), capMs: milliseconds(0) }),
  redirect: choice('follow', 'manual', 'error'),
  maxRedirects: whole(0, 100, ''),
  throwOnError: flag,
  attemptHeader: value =>
    typeof value === 'string' && isFieldName(value) ? null : 'the name of a header, such as heed-attempt',
  replayable: flag,
  limits: group('limits.', {
    bodyBytes: bytes,
    errorBytes: bytes,
    ratio: whole(1, 1_000_000, ''),
    codings: whole(0, 10, ''),
    interims: whole(0, 10_000, ''),
  }),
  cache: value =>
    value === false
      ? null
      : having('a cache, such as memoryCache() of heed/cache, or false', 'find', 'body', 'keep')(value),
  onTrail: callable,
}

const call: Readonly<Record<string, Check>> = {
  ...shared,
  method,
  stream: flag,
  signal: having('an AbortSignal, such as controller.signal', 'addEventListener', 'removeEventListener'),
  idempotencyKey: value => (value === true || (typeof value === 'string' && value !== '') ? null : 'a text, or true'),
  body: anything,
  json: anything,
  form: value => (typeof value === 'object' && value !== null ? null : 'URLSearchParams, FormData, or an object'),
}

const client: Readonly<Record<string, Check>> = {
  ...shared,
  baseUrl: value => (typeof value === 'string' || value instanceof URL ? null : 'an address'),
  budget: value => (value === false ? null : group('budget.', { ratio, perSecond: whole(0, 1_000_000, '') })(value)),
  breaker: value =>
    value === false
      ? null
      : group('breaker.', {
          ratio: share,
          least: whole(1, 1_000_000, ''),
          windowMs: whole(1000, 30_000, ' of milliseconds'),
          streak: whole(1, 1_000_000, ''),
          streakMs: milliseconds(0),
          slowMs: value => (value === null ? null : milliseconds(1)(value)),
          openMs: milliseconds(1),
          mostOpenMs: milliseconds(1),
        })(value),
  pace: value => (typeof value === 'boolean' ? null : 'true or false'),
  quota: group('quota.', { limit: whole(1, 1e9, ''), windowMs: milliseconds(1), burst: whole(1, 1e9, '') }),
  throttle: value =>
    typeof value === 'boolean'
      ? null
      : group('throttle.', { k: ratio, windowMs: whole(1000, 30_000, ' of milliseconds') })(value),
  hedge: value =>
    typeof value === 'boolean'
      ? null
      : group('hedge.', {
          afterMs: value => (value === null ? null : milliseconds(1)(value)),
          percentile: share,
          share,
        })(value),
  concurrency: value =>
    typeof value === 'boolean'
      ? null
      : group('concurrency.', {
          first: whole(1, 1e6, ''),
          least: whole(1, 1e6, ''),
          most: whole(1, 1e6, ''),
          backoff: share,
        })(value),
  vendor: value =>
    typeof value === 'string' && vendorNamed(value) !== null
      ? null
      : `one of ${vendors.map(({ name }) => `'${name}'`).join(', ')}`,
  limitKey: callable,
  onOrigin: callable,
  watch: having('a watch, such as otel() of heed/otel', 'isOn', 'call'),
  connectMs: milliseconds(1),
  dispatcher: having('an undici Dispatcher (Agent, ProxyAgent, MockAgent ...)', 'dispatch'),
  transport: having('a Transport with send and close', 'send', 'close'),
  auth: group('auth.', AUTH_CHECKS),
  proxyAuth: group('proxyAuth.', PROXY_AUTH_CHECKS),
  clock: having('a Clock with steadyMs, wallMs, set and clear', 'steadyMs', 'wallMs', 'set', 'clear'),
  dice: callable,
}

/**
 * The options that were given, and nothing that somebody hung on every object's prototype.
 * @throws {OptionError} they are no object
 */
export function ownOptions<Given extends object>(given: Given): Given {
  if (typeof given === 'object' && given !== null) return { __proto__: null, ...given }
  throw new OptionError(
    'options',
    `The options must be an object; they were ${given === null ? 'null' : typeof given}.`,
  )
}

/** @throws {OptionError} naming the option, its bounds and the cure */
export const checkCallOptions = (options: object): void => checkAll(options, call, '', client)

/** @throws {OptionError} naming the option, its bounds and the cure */
export const checkClientOptions = (options: object): void => checkAll(options, client, '', call)

/** What each call of fetch says itself. */
const OF_EACH_FETCH = ['baseUrl', 'headers', 'searchParams', 'redirect', 'throwOnError'] as const

const fetching: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.entries(client).filter(([name]) => !OF_EACH_FETCH.some(own => own === name)),
)

/** @throws {OptionError} naming the option, its bounds and the cure */
export function checkFetchOptions(options: object): void {
  const own = OF_EACH_FETCH.find(name => Object.hasOwn(options, name))
  if (own === undefined) {
    checkAll(options, fetching, '', call)
    return
  }
  const cure = own === 'throwOnError' ? 'a fetch never throws for a status' : 'each call of fetch says it itself'
  throw new OptionError(own, `The option ${own} does not belong to createFetch: ${cure}.`)
}

/** What belongs to connections, credentials and what is known of origins, which extended clients share. */
const FIXED = [
  ...['connectMs', 'dispatcher', 'transport', 'clock', 'dice', 'budget', 'auth', 'proxyAuth'],
  ...['breaker', 'pace', 'quota', 'throttle', 'concurrency', 'hedge', 'vendor', 'limitKey', 'onOrigin', 'watch'],
]

/** @throws {OptionError} one of them was given to extend */
export function checkExtension(options: object): void {
  const fixed = FIXED.find(name => Reflect.get(options, name) !== undefined)
  if (fixed === undefined) return
  throw new OptionError(
    fixed,
    `The option ${fixed} cannot be changed by extend, which shares connections and credentials: use createClient.`,
  )
}

function checkAll(options: object, checks: Readonly<Record<string, Check>>, prefix: string, elsewhere = {}): void {
  for (const name of Object.keys(options)) {
    const value: unknown = Reflect.get(options, name)
    if (!Object.hasOwn(checks, name)) throw unknown(prefix + name, Object.keys(checks), Object.hasOwn(elsewhere, name))
    if (value === undefined) continue
    const wanted = checks[name]?.(value) ?? null
    if (wanted !== null) throw wrong(prefix + name, value, wanted)
  }
}

function wrong(name: string, value: unknown, wanted: string): OptionError {
  const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value
  return new OptionError(name, `The option ${name} must be ${wanted}; it was ${value === null ? 'null' : given}.`)
}

function unknown(name: string, known: readonly string[], elsewhere: boolean): OptionError {
  if (elsewhere) {
    const place = known.includes('baseUrl') ? 'a single call' : 'createClient'
    return new OptionError(name, `The option ${name} belongs to ${place}: pass it there.`)
  }
  const meant = nearest(name, known)
  const hint =
    meant === null
      ? `Known here: ${known.join(', ')}.`
      : `Did you mean ${name.slice(0, name.lastIndexOf('.') + 1)}${meant}?`
  return new OptionError(name, `There is no option ${name}. ${hint}`)
}

/** The known name that a slip of the finger, another unit or another library's habit most likely meant. */
function nearest(name: string, known: readonly string[]): string | null {
  const habits: Readonly<Record<string, string>> = { timeout: 'deadlineMs', retry: 'attempts', retries: 'attempts' }
  const bare = (text: string): string => text.toLowerCase().replace(/ms$|_|-/g, '')
  const habit = habits[name]
  if (habit !== undefined && known.includes(habit)) return habit
  const wanted = bare(name.slice(name.lastIndexOf('.') + 1))
  return known.find(each => bare(each) === wanted) ?? known.find(each => distanceIsOne(bare(each), wanted)) ?? null
}

function distanceIsOne(left: string, right: string): boolean {
  let same = 0
  while (same < left.length && left[same] === right[same]) same++
  const swapped = `${right[same + 1] ?? ''}${right[same] ?? ''}${right.slice(same + 2)}`
  const rests = [
    [left.slice(same), swapped],
    [left.slice(same + 1), right.slice(same + 1)],
    [left.slice(same + 1), right.slice(same)],
    [left.slice(same), right.slice(same + 1)],
  ]
  return rests.some(([a, b]) => a === b)
}
