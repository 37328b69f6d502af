import { HeedError } from '../errors/errors.ts'
import type { Who } from '../rules/faults.ts'
import type { Trail } from '../trail.ts'
import type { DownloadState } from './sink.ts'

/**
 * Why a download ended without its end.
 * - `broken`: it broke off and could not go on; `cause` is the error of the last try
 * - `changed`: what the server sent contradicts what is held, or it started over too often
 * - `digest`: all bytes came and they are not those that the server promised
 * - `sink`: the sink threw; `cause` is what
 */
export type DownloadFailure = 'broken' | 'changed' | 'digest' | 'sink'

export interface DownloadFacts {
  readonly reason: DownloadFailure
  /** Safe to show; null: nothing was sent. */
  readonly url: string | null
  readonly heldBytes: number
  readonly totalBytes: number | null
  readonly state: DownloadState | null
  readonly trail: Trail
}

const CURES: Readonly<Record<DownloadFailure, string>> = {
  broken: 'Download it again with resume, which goes on from there.',
  changed: 'Nothing was put together from two versions; download it again from its beginning.',
  digest: 'The bytes were thrown away; download it again, and tell whoever runs the server if that repeats.',
  sink: 'Mend what the sink fell over, then download it again.',
}

/** A download ended after some of it had come. */
export class DownloadError extends HeedError {
  readonly code = 'HEED_DOWNLOAD'
  readonly reason: DownloadFailure
  readonly who: Who
  readonly retryable: boolean
  /** Bytes that had come. */
  readonly heldBytes: number
  /** Length of the whole; null when the server did not say. */
  readonly totalBytes: number | null
  /** Give this as `resume`, with a sink that still holds the bytes, to go on; null: they were thrown away. */
  readonly state: DownloadState | null
  readonly trail: Trail

  constructor(facts: DownloadFacts, why: string, cause?: unknown) {
    const { reason, url, heldBytes, totalBytes, state, trail } = facts
    const of = totalBytes === null ? '' : ` of ${totalBytes}`
    super(
      `The download${url === null ? '' : ` of ${url}`} ended after ${heldBytes}${of} bytes: ${why} ${CURES[reason]}`,
      { cause },
    )
    this.reason = reason
    this.heldBytes = heldBytes
    this.totalBytes = totalBytes
    this.state = state
    this.trail = trail
    const inner = reason === 'broken' && HeedError.is(cause) ? cause : null
    this.who = inner?.who ?? (reason === 'sink' ? 'caller' : 'server')
    this.retryable = inner?.retryable ?? reason === 'changed'
  }

  override get name(): string {
    return 'DownloadError'
  }

  /** Can it go on from where it ended? */
  get resumable(): boolean {
    return this.state !== null
  }
}
