/** Many requests at once by one contender: takes a FlightJob as its argument, prints what memory they took as JSON. */
import { contenders } from './contenders.ts'
import type { FlightReport } from './flight.ts'

interface FlightJob {
  readonly contender: string
  readonly origin: string
  readonly count: number
}

const flight = async (job: FlightJob): Promise<FlightReport> => {
  const contender = contenders.find(one => one.name === job.contender)
  if (contender === undefined) throw new Error(`There is no contender ${job.contender}.`)
  const calls = await contender.open()
  await calls.get(`${job.origin}/small`)
  globalThis.gc?.()
  const beforeBytes = process.memoryUsage.rss()
  let peakBytes = beforeBytes
  const sample = (): void => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }
  const sampling = setInterval(sample, 20)
  const under = Array.from({ length: job.count }, () => calls.get(`${job.origin}/held`))
  const ends = await Promise.allSettled(under)
  sample()
  clearInterval(sampling)
  return { failed: ends.filter(end => end.status === 'rejected').length, peakBytes, beforeBytes }
}

const job: FlightJob = JSON.parse(process.argv[2] ?? '{}')
console.log(JSON.stringify(await flight(job)))
process.exit(0)
