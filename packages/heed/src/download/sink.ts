/**
 * What is needed to go on with a download later, as plain data that can be written down as JSON. It holds no secret: the
 * address is in it as a digest.
 */
export interface DownloadState {
  /** So many bytes from the start are held, all of one version. */
  readonly heldBytes: number
  /** Length of the whole; null when the server did not say. */
  readonly totalBytes: number | null
  /** What names the version, as If-Range sends it: a strong ETag or a strong Last-Modified; null: it cannot be continued. */
  readonly validator: string | null
  /** Where the bytes came from, as a digest. */
  readonly place: string
  /** Repr-Digest of the whole as the server sent it; null when it sent none. */
  readonly digest: string | null
}

/**
 * Where a download goes. Two functions are enough:
 *
 *   let pieces: Uint8Array[] = []
 *   const memory: Sink = {
 *     write(bytes) {
 *       pieces.push(bytes)
 *     },
 *     restart() {
 *       pieces = []
 *     },
 *   }
 *
 * heed calls one function at a time and waits for it; what it throws ends the download.
 */
export interface Sink {
  /** Adds bytes at the end. They are the sink's to keep. One that throws must have added none. */
  write(bytes: Uint8Array): void | Promise<void>
  /** Throws away all that was written: the next byte is the first again. */
  restart(): void | Promise<void>
  /**
   * Called first. With `resume` it gives what an earlier download left here, of which it holds exactly `heldBytes`; null
   * when there is nothing to continue.
   */
  open?(resume: boolean): DownloadState | null | Promise<DownloadState | null>
  /** From here on the bytes are of this version; for sinks that outlive the process. */
  note?(state: DownloadState): void | Promise<void>
  /** What it holds, from the first byte on: lets a digest be checked over bytes of an earlier download. */
  read?(): AsyncIterable<Uint8Array>
  /** All bytes are there and right. */
  finish?(): void | Promise<void>
  /** The download ended with an error: it can be continued from this state, or it was thrown away (null). */
  stop?(state: DownloadState | null): void | Promise<void>
}
