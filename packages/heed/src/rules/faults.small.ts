import type { FaultName } from '../ports.ts'
import type * as full from './faults.ts'

const fault = (who: full.Who, transient: boolean, timeout: boolean): full.FaultRow => ({
  ...{ who, transient, timeout, unprocessed: false },
})
const broken = fault('network', true, false)
const late = fault('network', true, true)
const mistaken = fault('caller', false, false)

/** The faults of the transport of this edition and of the loop. */
const FAULTS: Readonly<Partial<Record<FaultName, full.FaultRow>>> = {
  refused: broken,
  unreachable: broken,
  'connect-timeout': late,
  reset: broken,
  truncated: broken,
  'invalid-status': fault('server', true, false),
  'attempt-timeout': late,
  deadline: fault('policy', false, true),
  'body-idle': late,
  held: fault('policy', true, false),
}

/** Whatever else a transport of the caller's may tell is final. */
export const faultRow: typeof full.faultRow = name => FAULTS[name] ?? mistaken
