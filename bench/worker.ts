/** One contender, one round, in a process of its own: takes a RoundJob as its argument, prints its figures as JSON. */
import { deepEqual, equal } from 'node:assert/strict'
import { allocationOf, collect } from './allocation.ts'
import { missingJson, smallJson, tenJson } from './answers.ts'
import { type Calls, type Contender, contenders } from './contenders.ts'
import {
  type Figures,
  type HeapFigures,
  type LeftOut,
  type Measure,
  type MeasureName,
  measuresFor,
  messageOf,
  type RoundFigures,
  type RoundJob,
} from './measures.ts'

interface Lap {
  readonly failed: number
  readonly wallMs: number
  readonly cpuMicros: number
  readonly tookMicros: Float64Array
}

const posted = { title: 'A small post', body: 'With a few words in it.', userId: 1 }

const callOf = (calls: Calls, measure: Measure, origin: string): (() => Promise<unknown>) => {
  const url = origin + measure.path
  return measure.method === 'get' ? () => calls.get(url) : () => calls.post(url, posted)
}

/** A closed loop: each lane sends its next request when its last one is answered. */
const lap = async (call: () => Promise<unknown>, count: number, lanes: number): Promise<Lap> => {
  const tookMicros = new Float64Array(lanes === 1 ? count : 0)
  let begun = 0
  let failed = 0
  const lane = async (): Promise<void> => {
    while (begun < count) {
      const at = begun
      begun += 1
      const from = lanes === 1 ? performance.now() : 0
      try {
        await call()
      } catch (error) {
        if (error instanceof Error) failed += 1
      }
      if (lanes === 1) tookMicros[at] = (performance.now() - from) * 1000
    }
  }
  const cpuBefore = process.cpuUsage()
  const before = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  const wallMs = performance.now() - before
  const cpu = process.cpuUsage(cpuBefore)
  return { failed, wallMs, cpuMicros: cpu.user + cpu.system, tookMicros }
}

const parsed = (body: unknown): unknown =>
  body instanceof Uint8Array ? JSON.parse(Buffer.from(body).toString()) : body

/** A contender that gives something else than the body it was sent is not measured at all. */
const verify = async (calls: Calls, contender: Contender, origin: string): Promise<void> => {
  deepEqual(parsed(await calls.get(`${origin}/small`)), JSON.parse(smallJson))
  deepEqual(parsed(await calls.get(`${origin}/ten`)), JSON.parse(tenJson))
  deepEqual(parsed(await calls.post(`${origin}/post`, posted)), JSON.parse(smallJson))
  const missing = await calls.get(`${origin}/missing`).catch((error: unknown) => error)
  if (contender.throws) equal(missing instanceof Error, true, 'a 404 was to be thrown and was not')
  else deepEqual(missing, JSON.parse(missingJson))
}

/** What may fail: every thrown 404, and one flaky request in a thousand (the origin can say 503 three times running). */
const checkFailed = (failed: number, count: number, measure: Measure, contender: Contender): void => {
  if (measure.name === 'missing50' && contender.throws) equal(failed, count, 'some 404s were not thrown')
  else if (measure.name !== 'flaky50') equal(failed, 0, `${failed} of ${count} requests failed (${measure.title})`)
  else if (failed > count / 1000) throw new Error(`${failed} of ${count} were not sent again until they worked`)
}

const quantile = (ordered: Float64Array, share: number): number | null =>
  ordered[Math.floor((ordered.length - 1) * share)] ?? null

const timed = async (calls: Calls, measure: Measure, contender: Contender, job: RoundJob): Promise<Figures> => {
  const call = callOf(calls, measure, job.origin)
  const count = Math.ceil(measure.count * contender.share * job.scale)
  // Before the warm-up, not after it: a full collection also throws compiled code away.
  collect()
  // As long as the measure itself: what is timed is a program that has been running, not one that is being compiled.
  await lap(call, count, measure.connections)
  const done = await lap(call, count, measure.connections)
  checkFailed(done.failed, count, measure, contender)
  const ordered = done.tookMicros.toSorted()
  return {
    perSecond: count / (done.wallMs / 1000),
    cpuMicros: done.cpuMicros / count,
    failed: done.failed,
    p50Micros: quantile(ordered, 0.5),
    p99Micros: quantile(ordered, 0.99),
  }
}

/** A lap of its own, so that watching the collector costs the timed laps nothing. */
const heapOf = async (call: () => Promise<unknown>, count: number): Promise<HeapFigures> => {
  let wallMs = 0
  const { bytes, gcMicros } = await allocationOf(async () => {
    wallMs = (await lap(call, count, 50)).wallMs
  })
  return { bytesPerRequest: bytes / count, gcShare: gcMicros / 1000 / wallMs }
}

const round = async (job: RoundJob): Promise<RoundFigures | LeftOut> => {
  const contender = contenders.find(one => one.name === job.contender)
  if (contender === undefined) return { contender: job.contender, leftOut: 'there is no contender of this name' }
  try {
    const calls = await contender.open()
    await verify(calls, contender, job.origin)
    // The compiler has most of its work behind it before anything is timed, in a quick round too.
    await lap(() => calls.get(`${job.origin}/small`), Math.ceil(15_000 * contender.share), 50)
    const figures: Partial<Record<MeasureName, Figures>> = {}
    for (const measure of measuresFor(contender)) figures[measure.name] = await timed(calls, measure, contender, job)
    const count = Math.ceil(10_000 * contender.share)
    const heap = await heapOf(() => calls.get(`${job.origin}/small`), count)
    return { contender: contender.name, figures, heap }
  } catch (error) {
    return { contender: contender.name, leftOut: messageOf(error) }
  }
}

const job: RoundJob = JSON.parse(process.argv[2] ?? '{}')
console.log(JSON.stringify(await round(job)))
process.exit(0)
