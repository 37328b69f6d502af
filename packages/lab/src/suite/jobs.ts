import type { Scenario, ScriptCall } from '../script/scenario.ts'
import type { Job } from './job.ts'

/** What a script does not say. */
const PRESET = {
  attempts: 3,
  attemptMs: 2000,
  totalMs: 5000,
  maxRedirects: 20,
  bodyBytes: 100 * 1024 * 1024,
  cache: false,
} as const

/** The jobs of one call: as many as are to be made at the same time. */
export interface Round {
  readonly pauseMs: number
  readonly jobs: readonly Job[]
}

/** The calls of a scenario as jobs. `fill` knows the addresses of the origins. */
export function roundsOf(scenario: Scenario, fill: (template: string) => string): Round[] {
  const options = optionsOf(scenario, fill)
  let count = 0
  return scenario.calls.map(call => ({
    pauseMs: call.pauseMs ?? 0,
    jobs: Array.from({ length: call.times ?? 1 }, () => {
      count += 1
      return { id: `${scenario.id}/${count}`, ...requestOf(call, fill), options }
    }),
  }))
}

function requestOf(call: ScriptCall, fill: (template: string) => string): Omit<Job, 'id' | 'options'> {
  const { origin = 'a', do: wish = 'request', method = 'GET', path, user, fields = {}, body, stream = false } = call
  return {
    do: wish,
    method,
    url: withUser(fill(`{${origin}}`), user) + path,
    headers: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fill(value)])),
    body: body === undefined ? null : fill(body),
    stream,
    append: call.append === undefined ? null : fill(call.append),
  }
}

function withUser(base: string, user: string | undefined): string {
  return user === undefined ? base : base.replace('://', `://${user}@`)
}

function optionsOf({ options = {}, calls }: Scenario, fill: (template: string) => string): Job['options'] {
  const { auth, ...limits } = options
  if (auth === undefined) return { ...PRESET, ...limits, auth: null }
  const refreshUrl = fill(`{${calls[0].origin ?? 'a'}}`) + auth.refreshPath
  return { ...PRESET, ...limits, auth: { token: auth.token, refreshUrl } }
}

/** A job that any client can do, for the time before the first scenario. */
export function firstJob(url: string): Job {
  return {
    id: 'first',
    do: 'request',
    method: 'GET',
    url,
    headers: {},
    body: null,
    stream: false,
    append: null,
    options: { ...PRESET, auth: null },
  }
}
