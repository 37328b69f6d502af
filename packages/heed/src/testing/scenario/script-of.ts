import type { Clock, WireRequest } from '../../ports.ts'
import type { Line } from '../script.ts'
import { answersOf, type OriginName, type ScenarioAnswer } from './answer.ts'
import { lineOf } from './line-of.ts'
import { type Asked, picked } from './pick.ts'
import { filled, prefixOf } from './template.ts'

/** A scenario file of heed-scenarios, as JSON gives it. Only its answers are looked at. */
export interface ScenarioFile {
  readonly answers: readonly object[]
}

export interface ScenarioOptions {
  /** What date it is when an answer says one. Default: the machine's. */
  readonly clock?: Pick<Clock, 'wallMs'>
  /**
   * The base addresses that the scenario calls `a`, `b`, `s` and `t`. Default: http://a.test, http://b.test, https://s.test,
   * https://t.test. A request to any other origin counts as one to `a`.
   */
  readonly bases?: Readonly<Partial<Record<OriginName, string>>>
}

/** One request as the scenario sees it, and the answer it gets. `at` is the place of the answer; null: none fits. */
export interface Played extends Asked {
  readonly at: number | null
  readonly line: Line | null
}

const BASES = { a: 'http://a.test', b: 'http://b.test', s: 'https://s.test', t: 'https://t.test' } as const

/** Plays the answers of a scenario, request by request. */
export class ScenarioPlay {
  readonly #answers: readonly ScenarioAnswer[]
  readonly #used: number[]
  readonly #bases: Readonly<Record<OriginName, string>>
  readonly #clock: Pick<Clock, 'wallMs'>

  /** @throws {TypeError} a base is no address, or only bytes on a connection can show an answer */
  constructor(scenario: ScenarioFile, { bases = {}, clock = { wallMs: () => Date.now() } }: ScenarioOptions) {
    this.#answers = answersOf(scenario)
    this.#used = this.#answers.map(() => 0)
    this.#clock = clock
    const all = Object.entries({ ...BASES, ...bases }).map(([name, base]) => [name, checked(name, base)])
    this.#bases = Object.fromEntries(all)
  }

  /** Fills the places of a template. */
  fill(template: string): string {
    return filled(template, { bases: this.#bases, wallMs: this.#clock.wallMs() })
  }

  next(request: WireRequest): Played {
    const asked = this.#asked(request)
    const at = picked(this.#answers, this.#used, asked)
    const answer = at === null ? undefined : this.#answers[at]
    if (at === null || answer === undefined) return { ...asked, at: null, line: null }
    this.#used[at] = (this.#used[at] ?? 0) + 1
    return { ...asked, at, line: lineOf(answer, template => this.fill(template)) }
  }

  #asked({ url, method, fields }: WireRequest): Asked {
    const names = Object.keys(this.#bases) as OriginName[]
    const origin = names.find(name => new URL(this.#bases[name]).origin === url.origin) ?? 'a'
    const prefix = prefixOf(this.#bases[origin])
    const whole = url.pathname + url.search
    return { origin, method, target: whole.startsWith(`${prefix}/`) ? whole.slice(prefix.length) : whole, fields }
  }
}

function checked(name: string, base: string): string {
  if (!URL.canParse(base)) {
    throw new TypeError(
      `bases.${name} is ${JSON.stringify(base)}, which is no address: begin it with http:// or https://.`,
    )
  }
  return base.replace(/\/$/, '')
}

/**
 * The answers of a scenario as a script for `scriptedTransport`: the same JSON that `heed-lab grade` plays on real connections. Calls
 * and verdict are left to the test.
 *
 * @throws {TypeError} only bytes on a connection can show an answer: say so in `wireOnly`, and play it with the lab
 */
export function scriptOf(scenario: ScenarioFile, options: ScenarioOptions = {}): (request: WireRequest) => Line {
  const play = new ScenarioPlay(scenario, options)
  return request => {
    const { line, method, target } = play.next(request)
    if (line === null) throw new Error(`The scenario has no answer for ${method} ${target}.`)
    return line
  }
}
