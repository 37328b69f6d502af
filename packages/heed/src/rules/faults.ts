import type { FaultName } from '../ports.ts'

/** Who can mend it: the caller, the server, the network in between, or heed's own limits. */
export type Who = 'caller' | 'server' | 'network' | 'policy'

/** What one way of failing on the wire means and asks for: the table of faults, as `status/table.ts` is of codes. The words for people are in `words.ts`. */
export interface FaultRow {
  readonly who: Who
  /** May the same request work if it is sent again? */
  readonly transient: boolean
  /** The server surely did not act, even if the request left: any method may go again. */
  readonly unprocessed: boolean
  /** The body came as a limit of time or size allowed; an error about it is a time-out. */
  readonly timeout: boolean
}

function fault(who: Who, knobs: Partial<FaultRow> = {}): FaultRow {
  return { who, transient: false, unprocessed: false, timeout: false, ...knobs }
}

const broken = fault('network', { transient: true })
const late = fault('network', { transient: true, timeout: true })
const wrong = fault('server')
const tooMuch = fault('policy')
const mistaken = fault('caller')

export const FAULTS: Readonly<Record<FaultName, FaultRow>> = {
  refused: broken,
  'unknown-host': mistaken,
  unreachable: broken,
  tls: wrong,
  'connect-timeout': late,
  reset: broken,
  truncated: broken,
  unprocessed: fault('server', { transient: true, unprocessed: true }),
  malformed: wrong,
  'invalid-status': fault('server', { transient: true }),
  'headers-too-large': wrong,
  'unasked-continue': wrong,
  'interim-flood': wrong,
  'attempt-timeout': late,
  deadline: fault('policy', { timeout: true }),
  'body-idle': late,
  'too-large': tooMuch,
  'too-dense': tooMuch,
  'too-many-codings': tooMuch,
  'bad-coding': wrong,
  'request-body': mistaken,
  credential: mistaken,
  held: fault('policy', { transient: true }),
  unsendable: mistaken,
  aborted: mistaken,
  closed: mistaken,
}

export const faultRow = (name: FaultName): FaultRow => FAULTS[name]
