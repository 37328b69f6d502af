import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Check } from './check.ts'
import { nearest } from './nearest.ts'
import { originsIn } from './origins.ts'
import type { Ability, Scenario, ScriptCall } from './scenario.ts'
import { templateFaults } from './text-sense.ts'

/** Something that a well-behaved client does, which scenarios show. */
export interface Promised {
  readonly id: string
  readonly title: string
  /** Why no scenario can show it. */
  readonly unseen?: string
}

let promised: readonly Promised[] | null = null

/** The promises of heed-scenarios, in their order. */
export function loadPromises(): readonly Promised[] {
  if (promised === null) {
    const file = fileURLToPath(import.meta.resolve('heed-scenarios/promises.json'))
    promised = (JSON.parse(readFileSync(file, 'utf8')) as { promises: Promised[] }).promises
  }
  return promised
}

/** What is wrong with a scenario of the right shape, its answers and its verdict apart, as sentences; empty: nothing. */
export function scenarioFaults(scenario: Scenario): string[] {
  return [
    ...promiseFaults(scenario),
    ...anchorFaults(scenario),
    ...codeFaults(scenario),
    ...needFaults(scenario),
    ...callFaults(scenario),
    ...timeFaults(scenario),
  ]
}

function promiseFaults({ shows }: Scenario): string[] {
  const promises = loadPromises()
  return shows.flatMap((id, index) => {
    const found = promises.find(each => each.id === id)
    if (found === undefined) {
      const meant = nearest(
        id,
        promises.map(each => each.id),
      )
      const cure = meant === null ? 'Take one of promises.json.' : `Did you mean "${meant}"?`
      return [`shows[${index}] is "${id}", which promises.json does not have. ${cure}`]
    }
    return found.unseen === undefined ? [] : [`shows[${index}] is "${id}", which no scenario can show: ${found.unseen}`]
  })
}

function anchorFaults({ kind, anchors }: Scenario): string[] {
  if (kind !== 'required' || anchors.some(anchor => /^RFC\d+#/.test(anchor))) return []
  return ['kind is "required" without an RFC among the anchors: name the section that says MUST, or make it "advised".']
}

function codeFaults({ codes, answers }: Scenario): string[] {
  const sent = new Set(answers.flatMap(({ status, interim }) => [status, ...(interim ?? []).map(each => each.status)]))
  const raw = answers.map(answer => `${answer.raw ?? ''} ${answer.extra ?? ''}`).join(' ')
  return codes.flatMap((code, index) =>
    sent.has(code) || raw.includes(` ${code}`)
      ? []
      : [`codes[${index}] is ${code}, which no answer has: give an answer that status, or take it out.`],
  )
}

/** What a script asks of the client, and so must say in `needs`: one that cannot do it would pass without having tried. */
function needFaults({ needs = [], calls, options = {}, verdict, ...rest }: Scenario): string[] {
  const secure = originsIn({ calls, verdict, ...rest }).some(name => name === 's' || name === 't')
  const asked: readonly (readonly [asks: boolean, ability: Ability, why: string])[] = [
    [calls.some(call => (call.times ?? 1) > 1), 'parallel', 'it makes several calls at a time'],
    [calls.some(call => call.do === 'download'), 'resume', 'it downloads'],
    [calls.some(call => call.do === 'update'), 'update', 'it updates'],
    [calls.some(call => call.do === 'poll'), 'poll', 'it polls'],
    [calls.some(call => call.stream === true), 'streams', 'it sends a body as a stream'],
    [options.cache === true, 'cache', 'it turns the cache on'],
    [options.auth !== undefined, 'renew', 'it gives the client a token to renew'],
    [secure, 'https', 'it uses an https origin'],
    [verdict.some(looksForReuse), 'connections', 'it looks for a connection that is used again'],
  ]
  return asked.flatMap(([asks, ability, why]) =>
    asks && !needs.includes(ability) ? [`needs lacks "${ability}": ${why}.`] : [],
  )
}

function looksForReuse(check: Check): boolean {
  return check.that === 'connection' ? check.is === 'same' : check.that === 'connections' && check.count === 'opened'
}

/** Fields that belong to the connection or to the framing, which most clients let nobody set. */
const OWN_FIELDS = ['connection', 'content-length', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']

function callFaults({ calls }: Scenario): string[] {
  return calls.flatMap((call, index) => {
    const { fields = {}, body, stream, path, pauseMs, append } = call
    const place = `calls[${index}]`
    const faults = [
      ...templateFaults(fields, `${place}.fields`),
      ...templateFaults({ append }, place),
      ...wishFaults(call, place),
    ]
    for (const name of OWN_FIELDS.filter(each => each in fields))
      faults.push(`${place}.fields has "${name}", which belongs to the client itself: take it out.`)
    if (stream === true && body === undefined) faults.push(`${place}.stream needs a body to send.`)
    if (/[\s{}]/.test(path)) faults.push(`${place}.path holds a blank or a brace: write it as %20, %7B or %7D.`)
    if (index === 0 && (pauseMs ?? 0) > 0)
      faults.push(`${place}.pauseMs counts from the call before, and there is none: take it out.`)
    return faults
  })
}

/** A download and an update are made of requests that the client chooses. */
function wishFaults({ do: wish, method, body, append }: ScriptCall, place: string): string[] {
  const faults: string[] = []
  if ((wish === 'update') !== (append !== undefined))
    faults.push(`${place} needs both: "do" with "update", and "append" with what to add. Give it both or neither.`)
  if ((wish === 'download' || wish === 'update') && (method !== undefined || body !== undefined))
    faults.push(`${place} has a method or a body, which the client chooses for "${wish}": leave them out.`)
  return faults
}

function timeFaults({ options = {} }: Scenario): string[] {
  const { attemptMs, totalMs } = options
  if (attemptMs === undefined || totalMs === undefined || attemptMs <= totalMs) return []
  return [
    `options.attemptMs is ${attemptMs} and totalMs is ${totalMs}: an attempt cannot have more time than the whole call.`,
  ]
}
