import type { FieldLines } from '../log/entry.ts'
import type { Answer, ScriptFields } from '../script/answer.ts'

/** What the default fields depend on. */
export interface Framed {
  /** Content-Length to say; null: none. */
  readonly lengthBytes: number | null
  readonly chunked: boolean
  /** Connection to say; null: nothing. */
  readonly connection: 'close' | 'keep-alive' | null
}

type Fill = (template: string) => string

/** The field lines of an answer: the defaults, each only where the script does not say its own, and then the script's. */
export function fieldLines(answer: Answer, framed: Framed, fill: Fill): FieldLines {
  const given = scriptLines(answer.fields, fill)
  const names = new Set(given.map(([name]) => name))
  return [...defaultLines(answer, framed, fill).filter(([name]) => !names.has(name)), ...given]
}

/** The fields of a script as they are written. */
export function scriptLines(fields: ScriptFields | undefined, fill: Fill): FieldLines {
  return Object.entries(fields ?? {}).flatMap(([name, values]) =>
    [values].flat().map(value => [canonical(name), fill(value)] as const),
  )
}

/** The bytes of a head. Values are written in UTF-8. */
export function headBytes(status: number, phrase: string, lines: FieldLines): Buffer {
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`HTTP/1.1 ${status} ${phrase}\r\n${fields}\r\n`)
}

function defaultLines({ body, coding }: Answer, { lengthBytes, chunked, connection }: Framed, fill: Fill): FieldLines {
  const lines: [string, string][] = [['Date', fill('{date}')]]
  if (body !== undefined) lines.push(['Content-Type', mediaType(body)])
  if (body !== undefined && coding !== undefined) lines.push(['Content-Encoding', coding.join(', ')])
  if (chunked) lines.push(['Transfer-Encoding', 'chunked'])
  if (lengthBytes !== null) lines.push(['Content-Length', String(lengthBytes)])
  if (connection !== null) lines.push(['Connection', connection])
  return lines
}

function mediaType(body: NonNullable<Answer['body']>): string {
  // Without a charset some clients read text as latin1.
  return 'json' in body ? 'application/json' : 'text/plain; charset=utf-8'
}

/** `content-type` becomes `Content-Type`: as most servers write it, so that clients that mind the case are found out. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/(?<![^-])[a-z]/g, letter => letter.toUpperCase())
}
