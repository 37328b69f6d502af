import { AbortError, HeedError, OptionError, TimeoutError, WireError } from '../errors/errors.ts'
import type { FaultName } from '../ports.ts'
import { FAULTS } from '../rules/faults.ts'
import { DownloadError, type DownloadFailure } from './download-error.ts'
import { continuable } from './download-plan.ts'
import type { DownloadTrail } from './download-trail.ts'
import { type Holding, SinkFailure } from './holding.ts'
import type { DownloadState } from './sink.ts'

/** A download came to a bad end. Gives what its caller is told; bytes that cannot be gone on with are thrown away. */
export async function failed(error: unknown, holding: Holding, trail: DownloadTrail): Promise<unknown> {
  const state = error instanceof DownloadError ? null : continuable(holding.state)
  const told = toldOf(error, state, holding, trail)
  await holding.stop(state !== null)
  trail.end('failed', reasonOf(told, error))
  return told
}

/** Why the last call ended is why all of it did. */
function reasonOf(told: unknown, error: unknown): string {
  const last = HeedError.is(error) ? error.trail.at(-1) : undefined
  if (last?.what === 'end') return last.reason
  return told instanceof DownloadError ? `the download ended: ${told.reason}` : 'the download ended'
}

/** What the call itself threw is told as it is, unless bytes are held: then they are worth telling. */
function toldOf(error: unknown, state: DownloadState | null, holding: Holding, trail: DownloadTrail): unknown {
  if (error instanceof SinkFailure) {
    const words = error.cause instanceof Error ? error.cause.message : String(error.cause)
    return downloadError('sink', `the sink failed: ${words}`, holding, trail, error.cause, state)
  }
  const asIs = error instanceof DownloadError || error instanceof OptionError || error instanceof AbortError
  if (asIs || state === null || !HeedError.is(error)) return error
  return downloadError('broken', error.message, holding, trail, error, state)
}

export function downloadError(
  reason: DownloadFailure,
  why: string,
  { state: held, heldBytes }: Holding,
  { url, entries }: DownloadTrail,
  cause?: unknown,
  state: DownloadState | null = null,
): DownloadError {
  const totalBytes = held?.totalBytes ?? null
  return new DownloadError({ reason, url, heldBytes, totalBytes, state, trail: entries }, why, cause)
}

/** A fault that no call told of. */
export function faultError(fault: FaultName, { url, entries }: DownloadTrail): WireError {
  const Kind = FAULTS[fault].timeout ? TimeoutError : WireError
  const stopped = fault === 'deadline' ? 'deadline' : 'final'
  const facts = { method: 'GET', url: url ?? '', trail: entries, stopped, retryAt: null, retryable: true } as const
  return new Kind(fault, null, null, facts)
}
