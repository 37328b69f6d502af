import type { LabContext } from '../exercise.ts'

/** One value for each name, or a list where a name comes several times. */
export type Flat = Readonly<Record<string, string | readonly string[]>>

/** What a request was, in httpbin's words. */
export interface Facts {
  readonly args: Flat
  readonly data: string
  readonly files: Flat
  readonly form: Flat
  readonly headers: Readonly<Record<string, string>>
  readonly json: unknown
  readonly method: string
  readonly origin: string
  readonly url: string
}

export type FactName = keyof Facts

/** The named facts about the request, in the order of the alphabet, as httpbin writes them. */
export async function factsOf<Name extends FactName>(
  context: LabContext,
  names: readonly Name[],
): Promise<Pick<Facts, Name>> {
  const facts: Facts = {
    args: flat([...new URL(context.req.url).searchParams]),
    headers: headersOf(context),
    method: context.req.method,
    origin: context.env.incoming.socket.remoteAddress ?? '',
    url: context.req.url,
    ...(await contentOf(context)),
  }
  const sorted = [...names].sort()
  return Object.fromEntries(sorted.map(name => [name, facts[name]])) as Pick<Facts, Name>
}

/** The fields of the request by name, each name as most servers write it. */
export function headersOf({ env: { incoming } }: LabContext): Readonly<Record<string, string>> {
  const named = Object.entries(incoming.headersDistinct).map(([name, values = []]) => [
    name.replace(/(?<![^-])[a-z]/g, letter => letter.toUpperCase()),
    values.join(','),
  ])
  return Object.fromEntries(named.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)))
}

/** Names that come once with their value, others with all of them. */
function flat(pairs: readonly (readonly [string, string])[]): Flat {
  const all = new Map<string, string[]>()
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value])
  return Object.fromEntries([...all].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]))
}

type Content = Pick<Facts, 'data' | 'files' | 'form' | 'json'>

const NO_FORM = { data: '', files: {}, form: {}, json: null } as const

async function contentOf(context: LabContext): Promise<Content> {
  const { body } = context.var
  const type = context.req.header('content-type') ?? ''
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return { ...NO_FORM, form: flat([...new URLSearchParams(body.toString('utf8'))]) }
  if (/^multipart\/form-data\b/i.test(type))
    return (await formOf(body, type)) ?? { ...NO_FORM, data: textOf(body, type) }
  return { ...NO_FORM, data: textOf(body), json: jsonIn(body) }
}

/** null: it says that it is a form, and is none. */
async function formOf(body: Buffer, type: string): Promise<Content | null> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    const texts: [string, string][] = []
    const files: [string, string][] = []
    for (const [name, value] of form) {
      if (typeof value === 'string') texts.push([name, value])
      else files.push([name, textOf(Buffer.from(await value.arrayBuffer()), value.type)])
    }
    return { ...NO_FORM, form: flat(texts), files: flat(files) }
  } catch {
    return null
  }
}

/** Text as it is; other bytes as a data URL, which JSON can carry. */
function textOf(bytes: Buffer, type: string = 'application/octet-stream'): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return `data:${type};base64,${bytes.toString('base64')}`
  }
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
