import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OptionError } from '../errors/errors.ts'
import { checkCallOptions, checkClientOptions, ownOptions } from './check-options.ts'
import { compileCall, compileClient, overridden } from './compile.ts'
import type { ClientOptions, RequestOptions } from './options.ts'

/** What each option must not be, and what its sentence says it must be. */
const wrongValues: Readonly<
  Record<string, { of: 'both' | 'call' | 'client'; wrong: readonly unknown[]; must: string }>
> = {
  headers: { of: 'both', wrong: ['a', 5, null, () => {}], must: 'an object, Headers, or pairs of name and value' },
  searchParams: {
    of: 'both',
    wrong: [5, null, true],
    must: 'a string, an object, URLSearchParams, or pairs of name and value',
  },
  attempts: { of: 'both', wrong: [0, 101, 1.5, '3', Number.NaN, null], must: 'a whole number from 1 to 100' },
  deadlineMs: {
    of: 'both',
    wrong: [0, -1, 2 ** 31, Infinity, '1', null],
    must: 'a whole number of milliseconds from 1 to 2147483647',
  },
  attemptMs: { of: 'both', wrong: [0, 2 ** 31, 0.5], must: 'a whole number of milliseconds from 1 to 2147483647' },
  bodyIdleMs: { of: 'both', wrong: [0, 2 ** 31], must: 'a whole number of milliseconds from 1 to 2147483647' },
  maxWaitMs: { of: 'both', wrong: [-1, 2 ** 31], must: 'a whole number of milliseconds from 0 to 2147483647' },
  backoff: { of: 'both', wrong: [5, null, 'x'], must: 'an object' },
  redirect: { of: 'both', wrong: ['Follow', true, null], must: "one of 'follow', 'manual', 'error'" },
  maxRedirects: { of: 'both', wrong: [-1, 101, '5'], must: 'a whole number from 0 to 100' },
  throwOnError: { of: 'both', wrong: [0, 'false', null], must: 'true or false' },
  replayable: { of: 'both', wrong: [1, null], must: 'true or false' },
  limits: { of: 'both', wrong: [5, null], must: 'an object' },
  onTrail: { of: 'both', wrong: [{}, null], must: 'a function' },
  method: { of: 'call', wrong: ['', 'G T', 'GET\r\n', 5, null], must: 'a method such as GET or POST' },
  stream: { of: 'call', wrong: [1, null], must: 'true or false' },
  signal: { of: 'call', wrong: [{}, null, new AbortController()], must: 'an AbortSignal, such as controller.signal' },
  idempotencyKey: { of: 'call', wrong: ['', false, 5, null], must: 'a text, or true' },
  form: { of: 'call', wrong: ['a=1', 5, null], must: 'URLSearchParams, FormData, or an object' },
  baseUrl: { of: 'client', wrong: [5, null, {}], must: 'an address' },
  budget: { of: 'client', wrong: [true, 5, null], must: 'an object' },
  connectMs: { of: 'client', wrong: [0, 2 ** 31], must: 'a whole number of milliseconds from 1 to 2147483647' },
  dispatcher: { of: 'client', wrong: [{}, null], must: 'an undici Dispatcher (Agent, ProxyAgent, MockAgent ...)' },
  transport: { of: 'client', wrong: [{ send: () => {} }, null], must: 'a Transport with send and close' },
  clock: { of: 'client', wrong: [{}, null], must: 'a Clock with steadyMs, wallMs, set and clear' },
  dice: { of: 'client', wrong: [0.5, null], must: 'a function' },
}

const groups: readonly [group: string, member: string, wrong: unknown, must: string][] = [
  ['backoff', 'faultMs', -1, 'a whole number of milliseconds from 0 to 2147483647'],
  ['backoff', 'throttleMs', '1', 'a whole number of milliseconds from 0 to 2147483647'],
  ['backoff', 'capMs', 2 ** 31, 'a whole number of milliseconds from 0 to 2147483647'],
  ['limits', 'bodyBytes', 0, 'a whole number of bytes from 1 to 9007199254740991'],
  ['limits', 'errorBytes', 0, 'a whole number of bytes from 1 to 9007199254740991'],
  ['limits', 'ratio', 0, 'a whole number from 1 to 1000000'],
  ['limits', 'codings', 11, 'a whole number from 0 to 10'],
  ['limits', 'interims', -1, 'a whole number from 0 to 10000'],
  ['budget', 'ratio', -1, 'a number from 0 to 1000'],
  ['budget', 'perSecond', -1, 'a whole number from 0 to 1000000'],
]

function refusal(run: () => unknown): OptionError {
  try {
    run()
  } catch (error) {
    if (error instanceof OptionError) return error
    throw error
  }
  throw new Error('It was not refused.')
}

const checksOf = {
  both: [checkCallOptions, checkClientOptions],
  call: [checkCallOptions],
  client: [checkClientOptions],
}
const shownOf = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value

for (const [name, { of, wrong, must }] of Object.entries(wrongValues)) {
  test(`${name} must be ${must}`, () => {
    for (const value of wrong) {
      for (const check of checksOf[of]) {
        const error = refusal(() => check({ [name]: value }))
        assert.equal(error.message, `The option ${name} must be ${must}; it was ${shownOf(value)}.`)
        assert.equal(error.option, name)
      }
    }
  })
}

test('the members of a group are checked by their own names', () => {
  for (const [group, member, wrong, must] of groups) {
    const error = refusal(() => checkClientOptions({ [group]: { [member]: wrong } }))
    assert.equal(error.message, `The option ${group}.${member} must be ${must}; it was ${shownOf(wrong)}.`)
    assert.equal(error.option, `${group}.${member}`)
  }
})

test('an option that is no option is refused, with the one that was meant', () => {
  const messages = (check: (options: object) => void, ...names: string[]): string[] =>
    names.map(name => refusal(() => check({ [name]: 1 })).message)
  assert.deepEqual(
    messages(
      checkCallOptions,
      'timeout',
      'retries',
      'attempt',
      'deadline',
      'Headers',
      'search_params',
      'josn',
      'strem',
    ),
    [
      'There is no option timeout. Did you mean deadlineMs?',
      'There is no option retries. Did you mean attempts?',
      'There is no option attempt. Did you mean attemptMs?',
      'There is no option deadline. Did you mean deadlineMs?',
      'There is no option Headers. Did you mean headers?',
      'There is no option search_params. Did you mean searchParams?',
      'There is no option josn. Did you mean json?',
      'There is no option strem. Did you mean stream?',
    ],
  )
  assert.deepEqual(messages(checkClientOptions, 'baseURL', 'baseurl', 'timeout'), [
    'There is no option baseURL. Did you mean baseUrl?',
    'There is no option baseurl. Did you mean baseUrl?',
    'There is no option timeout. Did you mean deadlineMs?',
  ])
  assert.equal(
    refusal(() => checkCallOptions({ backoff: { limit: 1 } })).message,
    'There is no option backoff.limit. Known here: faultMs, throttleMs, capMs.',
  )
  assert.equal(
    refusal(() => checkCallOptions({ limits: { bodybytes: 1 } })).message,
    'There is no option limits.bodybytes. Did you mean limits.bodyBytes?',
  )
})

test('an option at the wrong place is refused, with the right one', () => {
  assert.equal(
    refusal(() => checkCallOptions({ baseUrl: 'https://a.test' })).message,
    'The option baseUrl belongs to createClient: pass it there.',
  )
  assert.equal(
    refusal(() => checkClientOptions({ signal: AbortSignal.abort() })).message,
    'The option signal belongs to a single call: pass it there.',
  )
})

test('names that every object inherits are no options', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    assert.match(refusal(() => checkCallOptions(JSON.parse(`{"${name}":1}`))).message, /^There is no option /)
  }
})

test('options must be an object', () => {
  for (const given of [null, 'x', 5, true]) {
    assert.equal(
      refusal(() => ownOptions(given as never)).message,
      `The options must be an object; they were ${given === null ? 'null' : typeof given}.`,
    )
  }
})

test('undefined is the same as nothing', () => {
  const names = Object.keys(wrongValues)
  const nothing = Object.fromEntries(names.map(name => [name, undefined]))
  for (const [check, place] of [
    [checkCallOptions, 'client'],
    [checkClientOptions, 'call'],
  ] as const) {
    const own = Object.fromEntries(Object.entries(nothing).filter(([name]) => wrongValues[name]?.of !== place))
    check(own)
  }
  const plan = compileClient({ budget: { ratio: undefined }, limits: { codings: undefined } } as never)
  assert.deepEqual(plan.budget, { ratio: 0.2, perSecond: 10 })
  assert.equal(plan.limits.codings, 2)
})

test('limits that contradict each other are refused, with both cures', () => {
  const message = (options: ClientOptions): string => refusal(() => compileClient(options)).message
  assert.equal(
    message({ attemptMs: 40_000 }),
    'The option attemptMs (40000) is longer than deadlineMs (30000), so it could never matter: raise deadlineMs or lower attemptMs.',
  )
  assert.match(
    message({ attemptMs: 200, deadlineMs: 100 }),
    /^The option attemptMs \(200\) is longer than deadlineMs \(100\)/,
  )
  assert.equal(
    message({ connectMs: 11_000 }),
    'The option connectMs (11000) is longer than attemptMs (10000), so it could never matter: raise attemptMs or lower connectMs.',
  )
  const dispatcher = { dispatch: () => true } as never
  assert.equal(
    message({ dispatcher, connectMs: 5 } as never),
    'Only one of connectMs, dispatcher and transport can be given: a connection limit belongs to whoever makes connections.',
  )
})

test('a limit that is only a default contradicts nothing', () => {
  assert.equal(compileClient({ deadlineMs: 1_000 }).deadlineMs, 1_000)
  const plan = compileClient({ deadlineMs: 60_000 })
  assert.equal(overridden(plan, { attemptMs: 50_000 }).attemptMs, 50_000)
  assert.equal(overridden(plan, { deadlineMs: 10 }).deadlineMs, 10)
})

test('a call whose options change nothing of the plan uses the plan of its client', () => {
  const plan = compileClient({})
  const outside: RequestOptions = { method: 'PUT', headers: {}, searchParams: {}, json: 1, idempotencyKey: true }
  assert.equal(compileCall(plan, outside), plan)
  assert.notEqual(compileCall(plan, { stream: true }), plan)
})
