import { lookup } from 'heed/status'
import type { Interim } from '../script/answer.ts'
import { headBytes, scriptLines } from './fields.ts'
import type { Wire } from './wire.ts'

const KEPT = 40
const BATCH = 64

/**
 * Sends the informational answers of a script. Those without end are sent until the wire throws.
 *
 * @param tell the list that is told of each, up to 40
 */
export async function sendInterims(
  interims: readonly Interim[],
  wire: Wire,
  fill: (template: string) => string,
  tell: number[],
): Promise<void> {
  for (const { status, fields, times = 1, everyMs = 0 } of interims) {
    const bytes = headBytes(status, lookup(status)?.phrase ?? '', scriptLines(fields, fill))
    const atOnce = everyMs > 0 ? 1 : BATCH
    for (let left = times === 'endless' ? Number.POSITIVE_INFINITY : times; left > 0; left -= atOnce) {
      const count = Math.min(atOnce, left)
      await wire.send(Buffer.concat(new Array<Buffer>(count).fill(bytes)))
      for (let sent = 0; sent < count && tell.length < KEPT; sent += 1) tell.push(status)
      if (left > count) await wire.wait(everyMs)
    }
  }
}
