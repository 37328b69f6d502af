import { GCProfiler } from 'node:v8'

export interface Allocation {
  readonly bytes: number
  readonly gcMicros: number
}

/** A full collection, so that one lap does not pay for the garbage of the last. */
export const collect = (): void => {
  if (globalThis.gc === undefined) throw new Error('Run this with --expose-gc.')
  globalThis.gc()
}

/**
 * Bytes that a piece of work allocates on the JS heap: its growth between collections, summed over every collection.
 * Node 24 has no counter of them. Buffers outside of the heap are not in it.
 */
export const allocationOf = async (work: () => Promise<unknown>): Promise<Allocation> => {
  const profiler = new GCProfiler()
  collect()
  let usedBytes = process.memoryUsage().heapUsed
  profiler.start()
  await work()
  const endBytes = process.memoryUsage().heapUsed
  let bytes = 0
  let gcMicros = 0
  for (const collection of profiler.stop()?.statistics ?? []) {
    bytes += collection.beforeGC.heapStatistics.usedHeapSize - usedBytes
    usedBytes = collection.afterGC.heapStatistics.usedHeapSize
    gcMicros += collection.cost
  }
  return { bytes: bytes + endBytes - usedBytes, gcMicros }
}
