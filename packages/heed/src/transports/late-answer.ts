import { brotliDecompressSync, constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { FieldRecord, WireAnswer } from '../ports.ts'

const noBytes = new Uint8Array(0)

type Undo = (bytes: Uint8Array, maxOutputLength: number) => Uint8Array

// What was read may be the beginning only: each is told to give what it can.
const undo: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ['gzip', (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH })],
  ['x-gzip', (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH })],
  ['deflate', (bytes, maxOutputLength) => inflateSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH })],
  [
    'br',
    (bytes, maxOutputLength) =>
      brotliDecompressSync(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  ],
  [
    'zstd',
    (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength, finishFlush: constants.ZSTD_e_flush }),
  ],
])

/**
 * An answer whose body was discarded, coded. Nearly nobody reads it: only an error of a later attempt that tells of the
 * answer before it. So it is decoded when it is read, within the limit for an error's body; what cannot be, is empty.
 */
export class LateAnswer implements WireAnswer {
  readonly kind = 'answer'
  readonly stream = null
  readonly status: number
  readonly statusText: string
  readonly fields: FieldRecord
  readonly whole: boolean
  readonly #codings: readonly string[]
  readonly #bytesMax: number
  #coded: Uint8Array
  #body: Uint8Array | null = null

  constructor(answer: WireAnswer, codings: readonly string[], bytesMax: number) {
    this.status = answer.status
    this.statusText = answer.statusText
    this.fields = answer.fields
    this.whole = answer.whole
    this.#coded = answer.body
    this.#codings = codings
    this.#bytesMax = bytesMax
  }

  get body(): Uint8Array {
    this.#body ??= this.#decoded()
    this.#coded = noBytes
    return this.#body
  }

  #decoded(): Uint8Array {
    try {
      return this.#codings.reduceRight((bytes, coding) => {
        const step = undo.get(coding)
        if (step === undefined) throw new TypeError(`no way to undo ${coding}`)
        return step(bytes, this.#bytesMax)
      }, this.#coded)
    } catch {
      return noBytes
    }
  }
}
