/** Base addresses that a script can name: two of http and two of https. */
export type OriginName = 'a' | 'b' | 's' | 't'

/** Text with places to fill in; `template.ts` has the list. */
export type Template = string

/** Which requests an answer is for. Members that are left out do not matter. */
export interface When {
  readonly origin?: OriginName
  readonly method?: string
  /** Path and query after the base address, as sent. */
  readonly path?: string
  /** Field values as regular expressions, matched against the whole value; null: the field is absent. */
  readonly fields?: Readonly<Record<string, string | null>>
}

export type ScenarioBody =
  | { readonly text: Template }
  | { readonly json: unknown }
  | { readonly base64: string }
  /** So many bytes of the filler text, or zeros. */
  | { readonly bytes: number }
  | { readonly zeros: number }

/** An answer of a scenario file, as far as a script can say it: `schema/scenario.json` of heed-scenarios has all. */
export interface ScenarioAnswer {
  readonly when?: When
  readonly times?: number | 'always'
  readonly status?: number
  readonly phrase?: string
  readonly fields?: Readonly<Record<string, Template | readonly Template[]>>
  readonly body?: ScenarioBody
  readonly framing?: 'length' | 'chunked'
  readonly interim?: readonly {
    readonly status: number
    readonly times?: number | 'endless'
    readonly everyMs?: number
  }[]
  readonly delayMs?: number
  readonly break?: {
    readonly at: 'connect' | 'request' | 'head' | 'body'
    readonly how: 'reset' | 'close' | 'stall'
    readonly afterBytes?: number
  }
}

const SAID: ReadonlySet<string> = new Set([
  'when',
  'times',
  'status',
  'phrase',
  'fields',
  'body',
  'framing',
  'interim',
  'delayMs',
  'break',
  // What becomes of the connection is nothing that a script shows.
  'connection',
])

const BODIES: readonly string[] = ['text', 'json', 'base64', 'bytes', 'zeros']

/**
 * The answers of a scenario file.
 * @throws {TypeError} one of them is none, or only bytes on a connection can show it
 */
export function answersOf(file: { readonly answers: readonly object[] }): readonly ScenarioAnswer[] {
  if (!Array.isArray(file.answers)) throw new TypeError('A scenario has its answers in a list: "answers": [...].')
  file.answers.forEach((answer, at) => {
    const wrong = unsaid(answer)
    if (wrong !== null) {
      throw new TypeError(
        `answers[${at}] of the scenario has ${wrong}, which a script cannot say: play it with the lab, on real connections.`,
      )
    }
  })
  return file.answers as readonly ScenarioAnswer[]
}

/** What of an answer a script cannot say; null: all can be said. */
function unsaid(answer: object): string | null {
  const { body, framing, status } = answer as { body?: object; framing?: unknown; status?: unknown }
  const member = Object.keys(answer).find(name => !SAID.has(name))
  if (member !== undefined) return `the member "${member}"`
  if (framing === 'close') return 'the framing "close"'
  const kind = Object.keys(body ?? { text: '' })[0]
  if (kind === undefined || !BODIES.includes(kind)) return `a body of "${kind}"`
  return status === undefined && !('break' in answer) ? 'neither a status nor a break' : null
}
