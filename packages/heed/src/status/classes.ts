import type { Kind } from './row.ts'

/** One class of status codes: what its first digit says, and what a client does about it. */
export interface StatusClass {
  /** How people write it: `4xx`. */
  readonly range: string
  /** The general code of the class, as which every unknown code of it is treated. */
  readonly first: number
  readonly kind: Kind
  readonly name: string
  /** One sentence for people: what the server says with it. */
  readonly meaning: string
  /** One sentence for people: what a well-behaved client does. */
  readonly action: string
}

/** The five classes in order: class -> action (RFC 9110 section 15). */
export const classes: readonly StatusClass[] = [
  {
    range: '1xx',
    first: 100,
    kind: 'informational',
    name: 'Informational',
    meaning: 'The request is being worked on and the final answer is still to come.',
    action: 'Keep waiting.',
  },
  {
    range: '2xx',
    first: 200,
    kind: 'successful',
    name: 'Successful',
    meaning: 'The server took the request and says how it went.',
    action: 'Use the answer.',
  },
  {
    range: '3xx',
    first: 300,
    kind: 'redirection',
    name: 'Redirection',
    meaning: 'The answer is elsewhere: at another address, or in your own store.',
    action: 'Follow Location, or reuse what is stored.',
  },
  {
    range: '4xx',
    first: 400,
    kind: 'client error',
    name: 'Client Error',
    meaning: 'The server finds fault with the request.',
    action: 'Change the request, sign in, or wait as told; never just send it again.',
  },
  {
    range: '5xx',
    first: 500,
    kind: 'server error',
    name: 'Server Error',
    meaning: 'The server failed, and the request may be sound.',
    action: 'Wait and send it again where that is safe; otherwise report it.',
  },
]

/** The class of a code, or null outside 100..599. */
export function classOf(code: number): StatusClass | null {
  return classes[Math.trunc(code / 100) - 1] ?? null
}
