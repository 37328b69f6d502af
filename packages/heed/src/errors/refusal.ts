import type { Answer } from '../answer.ts'
import { parseAllow } from '../fields/allow.ts'
import { type Challenge, parseChallenges } from '../fields/authenticate.ts'
import { parseContentRange } from '../fields/content-range.ts'
import { resolveLocation } from '../fields/location.ts'
import { isHtml } from '../fields/media-type.ts'
import { parseOffers } from '../fields/offers.ts'
import { type Problem, parseProblem } from '../fields/problem.ts'
import { shownUrl } from '../shown-url.ts'
import { HeedError } from './heed-error.ts'
import { oneLine, quoted } from './wording.ts'

/** Another version of what was asked for. Everything in it is what the server claims. */
export interface Alternative {
  readonly url: string
  /** Media type; null when the server does not say. */
  readonly type: string | null
  /** Language tag; null when the server does not say. */
  readonly language: string | null
  /** The server would choose this one. */
  readonly preferred: boolean
}

/** What an answer says beside its status: what would work instead, and who stands in the way. */
export abstract class Refusal extends HeedError {
  /** The answer itself; its body is in memory, up to limits.errorBytes. */
  abstract get answer(): Answer

  #field(name: string): string | null {
    return this.answer.headers.get(name)
  }

  /** The body as RFC 9457 problem details; null when it is none. */
  get problem(): Problem | null {
    return parseProblem(this.#field('content-type'), this.answer.bytesNow())
  }
  /** The methods that work at this address, as Allow says (405); empty when it does not say. */
  get allow(): readonly string[] {
    return parseAllow(this.#field('allow'))
  }
  /** Media types that the server reads here, or serves (415, 406); empty when it does not say. */
  get accept(): readonly string[] {
    return parseOffers(this.#field('accept'))
  }
  /** Media types that can be sent here with POST. */
  get acceptPost(): readonly string[] {
    return parseOffers(this.#field('accept-post'))
  }
  /** Media types of patches that can be sent here (RFC 5789 section 3.1). */
  get acceptPatch(): readonly string[] {
    return parseOffers(this.#field('accept-patch'))
  }
  /** Media types that can be sent here with QUERY (RFC 10008 section 3). */
  get acceptQuery(): readonly string[] {
    return parseOffers(this.#field('accept-query'))
  }
  /** Content codings that the server reads; when it says so, the coding was the trouble (RFC 9110 section 12.5.3). */
  get acceptEncoding(): readonly string[] {
    return parseOffers(this.#field('accept-encoding'))
  }
  /** Protocols that the server would speak instead, the most wanted first (426). */
  get upgrade(): readonly string[] {
    return parseOffers(this.#field('upgrade'))
  }
  /** How many bytes the whole has, when a range lies outside of it (416); null when the server does not say. */
  get wholeBytes(): number | null {
    return parseContentRange(this.#field('content-range'))?.wholeBytes ?? null
  }
  /** The ETag of what is there now (409, 412), as the server wrote it; null when it does not say. */
  get etag(): string | null {
    return this.#field('etag')
  }
  /** Ways to sign in: at the server (401), or at the proxy (407). */
  get challenges(): readonly Challenge[] {
    return [this.#field('www-authenticate'), this.#field('proxy-authenticate')].flatMap(parseChallenges)
  }
  #challenged(name: string): string | null {
    return this.challenges.find(({ params }) => params.has(name))?.params.get(name) ?? null
  }
  /** What is wrong with the token, for programs: `invalid_token`, `insufficient_scope` (RFC 6750 section 3.1). */
  get authError(): string | null {
    return this.#challenged('error')
  }
  /** The same for people. */
  get errorDescription(): string | null {
    return this.#challenged('error_description')
  }
  /** What the token has to be good for (RFC 6750 section 3); empty when the server does not say. */
  get scope(): readonly string[] {
    return this.#challenged('scope')?.match(/[^ \t]+/g) ?? []
  }
  /**
   * Other versions: links with rel=alternate, and before them Location where it names the one that the server would choose
   * (300, RFC 9110 section 15.4.1). No format is defined for a list in the content: that is `text`.
   */
  get alternatives(): readonly Alternative[] {
    const { links, row, url } = this.answer
    const alternates = links
      .filter(({ rel, params }) => rel.includes('alternate') && !params.has('anchor'))
      .map(({ url, params }) => ({
        url: url.href,
        type: params.get('type') ?? null,
        language: params.get('hreflang') ?? null,
      }))
    const choice = row?.verb === 'stop' && ['Location', 'Link'].every(name => row.fields.includes(name))
    const chosen = choice ? (resolveLocation(this.#field('location'), new URL(url))?.href ?? null) : null
    const all = alternates.map(each => ({ ...each, preferred: each.url === chosen }))
    if (chosen === null || all.some(({ preferred }) => preferred)) return all
    return [{ url: chosen, type: null, language: null, preferred: true }, ...all]
  }
  /** Who blocks it (451, RFC 7725 section 4); null when the server does not say. */
  get blockedBy(): string | null {
    return this.answer.links.find(({ rel }) => rel.includes('blocked-by'))?.url.href ?? null
  }
  /**
   * Where to sign in to the network (511): the first Link, else the first address that the content links or refreshes to, or
   * names if it is no HTML, within 64 KiB. A guess at the words of whoever runs the network: show it, do not follow it.
   */
  get captivePortal(): string | null {
    const { answer } = this
    if (answer.row?.byNetwork !== true) return null
    const link = answer.links.find(({ url }) => url.protocol === 'https:' || url.protocol === 'http:')
    if (link !== undefined) return link.url.href
    const text = answer.textNow().slice(0, MOST_READ)
    const found = (isHtml(this.#field('content-type')) ? LINKED : NAMED).exec(text)?.[1]
    return found === undefined ? null : (URL.parse(found.replaceAll('&amp;', '&'))?.href ?? null)
  }
  /** The body as text. */
  get text(): string {
    return this.answer.textNow()
  }

  /** What of all this belongs to this status, in whole sentences, each after a space. */
  protected named(): string {
    const names = this.answer.row?.fields ?? []
    const said = this.problem?.detail ?? this.problem?.title
    const told = this.errorDescription ?? this.authError
    const choices = names.includes('Link') || names.includes('Vary') ? this.alternatives : []
    const { blockedBy, captivePortal, etag, wholeBytes } = this
    const lists = LISTS.map(([name, begins, list]) => (names.includes(name) ? listed(begins, list(this)) : ''))
    return [
      said === undefined ? '' : ` The server says: ${quoted(said)}.`,
      ...lists,
      listed('There is also', choices.map(shownChoice)),
      wholeBytes === null || !names.includes('Content-Range') ? '' : ` The whole has ${wholeBytes} bytes.`,
      etag === null || !names.includes('ETag') ? '' : ` The version there now is ${oneLine(etag)}.`,
      told === null || !names.includes('WWW-Authenticate') ? '' : ` About the token it says: ${quoted(told)}.`,
      blockedBy === null || !names.includes('Link') ? '' : ` Blocked by ${shownAddress(blockedBy)}.`,
      captivePortal === null ? '' : ` This network wants you to sign in at ${shownAddress(captivePortal)}.`,
    ].join('')
  }
}

const LISTS: readonly (readonly [name: string, begins: string, list: (refusal: Refusal) => readonly string[]])[] = [
  ['Allow', 'It allows', refusal => refusal.allow],
  ['Accept', 'It accepts', refusal => refusal.accept],
  ['Accept-Post', 'With POST it accepts', refusal => refusal.acceptPost],
  ['Accept-Patch', 'With PATCH it accepts', refusal => refusal.acceptPatch],
  ['Accept-Query', 'With QUERY it accepts', refusal => refusal.acceptQuery],
  ['Accept-Encoding', 'It accepts content in the coding', refusal => refusal.acceptEncoding],
  ['Upgrade', 'It would speak', refusal => refusal.upgrade],
  ['WWW-Authenticate', 'It wants a token for', refusal => refusal.scope],
]

const listed = (begins: string, values: readonly string[]): string =>
  values.length === 0 ? '' : ` ${begins} ${oneLine(values.slice(0, MOST_LISTED).join(', '))}.`

const shownChoice = ({ url, type, language }: Alternative): string => {
  const about = [type, language].filter(each => each !== null).join(', ')
  return about === '' ? shownAddress(url) : `${shownAddress(url)} (${about})`
}

/** As it may be shown: of an address of the web the query's values are hidden. */
function shownAddress(address: string): string {
  const url = URL.parse(address)
  return oneLine(url === null || url.origin === 'null' ? address : shownUrl(url))
}

const MOST_LISTED = 8
const MOST_READ = 64 * 1024
const NAMED = /(https?:\/\/[^\s"'<>()]{1,2000})/i
// What an anchor links to, or a refresh goes to; not a style sheet, a schema or a picture.
const LINKED = /<(?:a|meta)\s[^>]{0,500}?(?:href|url)\s?=\s?["']?(https?:\/\/[^\s"'<>]{1,2000})/i
