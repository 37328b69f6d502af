import type { WireFault } from '../ports.ts'

/** What a streamed body fails with when the wire, a limit or a timer breaks it off: carries the fault that did. */
export class BrokenBody {
  readonly fault: WireFault

  constructor(fault: WireFault) {
    this.fault = fault
  }
}

/** What broke a body; null: nothing that heed knows of. */
export const faultOf = (broken: unknown): WireFault | null => (broken instanceof BrokenBody ? broken.fault : null)
