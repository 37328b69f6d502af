import { OptionError } from './errors/errors.ts'
import { quoted } from './errors/wording.ts'
import type { SearchInput } from './options/options.ts'

/**
 * Where the request goes.
 * @throws {OptionError} it is no http or https address, holds user info, or leaves the client's baseUrl
 */
export function addressOf(target: string | URL, base: URL | null, search: readonly SearchInput[]): URL {
  const url = base === null ? absolute(target, 'url') : within(target, base)
  checkReachable(url, 'url')
  for (const params of search) addSearch(url, params)
  return url
}

/** The address every other one is relative to; it counts as a folder, with or without a final slash. */
export function baseOf(given: string | URL): URL {
  const base = absolute(given, 'baseUrl')
  checkReachable(base, 'baseUrl')
  if (base.search !== '' || base.hash !== '') {
    throw new OptionError('baseUrl', 'The option baseUrl must not hold a query or fragment: pass searchParams instead.')
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return base
}

type Named = 'url' | 'baseUrl'

const called = { url: 'The address', baseUrl: 'The option baseUrl' } as const

function checkReachable(url: URL, name: Named): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OptionError(name, `${called[name]} must begin with http:// or https://; it begins with ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new OptionError(
      name,
      `${called[name]} must not hold user name and password: send them as the header authorization.`,
    )
  }
}

function absolute(target: string | URL, name: Named): URL {
  const url = URL.parse(String(target))
  if (url !== null) return url
  const cure = name === 'url' ? ', or set baseUrl' : ''
  throw new OptionError(
    name,
    `${called[name]}${shown(target)} is not a whole URL: write it with its scheme, as in https://example.com/path${cure}.`,
  )
}

/** What may be shown of something that is no URL: never user info or a query. */
function shown(target: unknown): string {
  return typeof target === 'string' && !target.includes('@') ? ` (${quoted(target.split(/[?#]/, 1)[0] ?? '')})` : ''
}

// Servers differ on whether an escaped slash parts a path, so a dot segment beside one may climb out where it is unescaped.
const CLIMBS = /(?:^|\/|%2f|%5c)(?:\.|%2e){2}(?:$|\/|%2f|%5c)/i

function within(target: string | URL, base: URL): URL {
  const relative = typeof target === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(target)
  const url = relative ? URL.parse(target.replace(/^\//, ''), base.href) : URL.parse(String(target))
  const inside = url !== null && url.origin === base.origin && url.pathname.startsWith(base.pathname)
  if (inside && !CLIMBS.test(url.pathname.slice(base.pathname.length))) return url
  throw new OptionError(
    'url',
    `The address leaves the client's baseUrl (${base.origin}${base.pathname}): use a path below it, or a client without baseUrl.`,
  )
}

/** What stands in the address already stays as it was written: its escapes may be signed. */
function addSearch(url: URL, search: SearchInput): void {
  const added = parametersOf(search, 'searchParams').toString()
  if (added !== '') url.search = url.search === '' ? added : `${url.search}&${added}`
}

/**
 * Names and values out of whatever form they were given in; null and undefined leave a name out.
 * @throws {OptionError} a value is neither text, number nor boolean, or a pair is none
 */
export function parametersOf(input: SearchInput, option: 'searchParams' | 'form'): URLSearchParams {
  if (typeof input === 'string' || input instanceof URLSearchParams) return new URLSearchParams(input)
  const parameters = new URLSearchParams()
  for (const pair of Symbol.iterator in input ? input : Object.entries(input)) {
    if (!Array.isArray(pair) || pair.length !== 2) throw notAParameter(option, 'pairs of name and value', pair)
    const [name, value] = pair as readonly [string, unknown]
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) parameters.append(name, textOf(each, `${option}.${name}`))
    }
  }
  return parameters
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return String(value)
  throw notAParameter(name, 'a text, number or boolean, or an array of these', value)
}

const notAParameter = (name: string, wanted: string, given: unknown): OptionError =>
  new OptionError(
    name,
    `The option ${name} must be ${wanted}; it held ${Array.isArray(given) ? 'an array' : typeof given}.`,
  )
