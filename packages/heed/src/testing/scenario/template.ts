import type { OriginName, Template } from './answer.ts'

/** What the places of a template are filled with. */
export interface Filling {
  /** With a path, where there is one, and no slash at the end. */
  readonly bases: Readonly<Record<OriginName, string>>
  /** The moment from which the times count: milliseconds since 1970. */
  readonly wallMs: number
}

const PLACE = /\{(?:([abst])(\.host)?|(prefix)|(date|rfc850|asctime|unix)([+-]\d{1,10})?|(\d{1,8})\*([^{}]+))\}/g

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

type Groups = [OriginName?, string?, string?, string?, string?, string?, string?, ...unknown[]]

/**
 * Fills the places of a template: `{a}` `{b}` `{s}` `{t}` are the base addresses, `{a.host}` the host of one; `{prefix}` is the path
 * of `a`; `{date+2}` is the HTTP-date two seconds from now, `{rfc850+2}` and `{asctime+2}` the same in the two older forms,
 * `{unix+2}` in seconds since 1970; `{1000*text}` is the text so many times. All other braces stay as they are.
 */
export function filled(text: Template, { bases, wallMs }: Filling): string {
  if (!text.includes('{')) return text
  return text.replace(PLACE, (_place, ...[origin, isHost, isPrefix, form, seconds, times, piece = '']: Groups) => {
    if (origin !== undefined) return isHost === undefined ? bases[origin] : new URL(bases[origin]).host
    if (isPrefix !== undefined) return prefixOf(bases.a)
    if (form !== undefined) return writtenTime(form, Math.floor(wallMs / 1000) + Number(seconds ?? 0))
    return piece.repeat(Number(times))
  })
}

/** The path of a base address, without a slash at its end. */
export const prefixOf = (base: string): string => new URL(base).pathname.replace(/\/$/, '')

/** A moment in one of the three forms of an HTTP-date (RFC 9110 section 5.6.7), or in seconds since 1970. */
function writtenTime(form: string, unixSeconds: number): string {
  if (form === 'unix') return String(unixSeconds)
  const date = new Date(unixSeconds * 1000)
  const imfFixdate = date.toUTCString()
  if (form === 'date') return imfFixdate
  const [day = '', dayOfMonth = '', month = '', year = '', time = ''] = imfFixdate.split(' ')
  if (form === 'asctime') return `${day.slice(0, 3)} ${month} ${String(Number(dayOfMonth)).padStart(2)} ${time} ${year}`
  return `${DAYS[date.getUTCDay()]}, ${dayOfMonth}-${month}-${year.slice(-2)} ${time} GMT`
}
