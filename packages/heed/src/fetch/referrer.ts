import { sameOrigin } from '../fields/location.ts'

type Part = 'whole' | 'origin' | null

/** How much of the referrer a request shows: to its own origin, to another, to one that everybody on the way can read (Referrer Policy section 8.3). */
const SHOWN: Readonly<Record<string, readonly [same: Part, other: Part, lowered: Part]>> = {
  'no-referrer': [null, null, null],
  'no-referrer-when-downgrade': ['whole', 'whole', null],
  'same-origin': ['whole', null, null],
  origin: ['origin', 'origin', 'origin'],
  'strict-origin': ['origin', 'origin', null],
  'origin-when-cross-origin': ['whole', 'origin', 'origin'],
  'strict-origin-when-cross-origin': ['whole', 'origin', null],
  'unsafe-url': ['whole', 'whole', 'whole'],
}
/** Nobody is on the way to this machine itself. */
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

const isReadable = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && !LOOPBACK.test(hostname)

const DEFAULT = 'strict-origin-when-cross-origin'

/** A longer address is cut to its origin. */
const LONGEST = 4096

/** What Referer says; null: nothing. Only a caller can name a referrer: a program stands on no page. */
export function refererOf({ referrer, referrerPolicy, url }: Request): string | null {
  if (!/^https?:/.test(referrer)) return null
  const [from, to] = [new URL(referrer), new URL(url)]
  const [same, other, lowered] = SHOWN[referrerPolicy] ?? SHOWN[DEFAULT] ?? []
  const across = isReadable(to) && !isReadable(from) ? lowered : other
  const part = (sameOrigin(from, to) ? same : across) ?? null
  if (part === null) return null
  const whole = `${from.origin}${from.pathname}${from.search}`
  return part === 'origin' || whole.length > LONGEST ? `${from.origin}/` : whole
}
