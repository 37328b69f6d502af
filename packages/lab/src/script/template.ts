import type { OriginName, Template } from './answer.ts'

/** What the places of a template are filled with. */
export interface Filling {
  /** With the scenario's prefix, and no slash at the end. */
  readonly bases: Readonly<Partial<Record<OriginName, string>>>
  /** The path that all of the bases share. */
  readonly prefix: string
  /** The moment from which the times count: milliseconds since 1970. */
  readonly wallMs: number
}

const PLACE = /\{(?:([abst])(\.host)?|(prefix)|(date|rfc850|asctime|unix)([+-]\d{1,10})?|(\d{1,8})\*([^{}]+))\}/g

/** What the repeats of one template may come to, all together: enough for a head without end, little enough for memory. */
const REPEATED_MAX = 32 * 1024 * 1024
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Fills the places of a template that `Template` names; all other braces stay as they are. */
export function fillTemplate(text: Template, { bases, prefix, wallMs }: Filling): string {
  if (!text.includes('{')) return text
  let left = REPEATED_MAX
  return text.replace(PLACE, (place, ...[origin, isHost, isPrefix, form, seconds, times, piece]: Groups) => {
    if (origin !== undefined) {
      const base = bases[origin]
      if (base === undefined) return place
      return isHost === undefined ? base : new URL(base).host
    }
    if (isPrefix !== undefined) return prefix
    if (form !== undefined) return writtenTime(form, Math.floor(wallMs / 1000) + Number(seconds ?? 0))
    const length = Number(times) * (piece ?? '').length
    if (length > left) return place
    left -= length
    return (piece ?? '').repeat(Number(times))
  })
}

type Groups = [OriginName?, string?, string?, string?, string?, string?, string?, ...unknown[]]

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
