import type { FileHandle } from 'node:fs/promises'
import { neededBuiltin } from '../shared/builtin.ts'
import { isState } from './download-options.ts'
import { continuable } from './download-plan.ts'
import type { DownloadState, Sink } from './sink.ts'

const CURE = 'give the download a sink of your own'
const files = (): typeof import('node:fs/promises') => neededBuiltin('node:fs/promises', 'A download to a file', CURE)
const paths = (): typeof import('node:path') => neededBuiltin('node:path', 'A download to a file', CURE)

/** The file cannot be written. */
export class FileSinkError extends Error {
  override get name(): string {
    return 'FileSinkError'
  }
}

/** After so many bytes the note beside the file is brought up to date: what a power cut costs at most. */
const NOTE_EVERY_BYTES = 8 * 2 ** 20
/** A note is shorter; anything longer is not one. */
const MOST_NOTE_BYTES = 64 * 2 ** 10

/** What stands in the note: which file it is about, so that a note never speaks of another download's bytes. */
interface Note {
  readonly file: string
  readonly state: DownloadState
}

/** Nothing can be continued. */
const BLANK: DownloadState = { heldBytes: 0, totalBytes: null, validator: null, place: '', digest: null }

/** Where the bytes of a download to `name` wait until they are whole, and the note about them. */
export interface PartNames {
  readonly part: string
  readonly note: string
}

/** `name.part`, and `name.part.json` beside it. */
export function partNames(name: string): PartNames {
  const { basename, dirname, join } = paths()
  const part = join(dirname(name), `${basename(name).slice(0, 200)}.part`)
  return { part, note: `${part}.json` }
}

/**
 * A file that comes into being whole or not at all. Until then its bytes are in `name.part`, with a note in
 * `name.part.json` of what they belong to. A download that fails leaves both when it can be continued, and neither when it
 * cannot; the next one that does not continue them replaces them. A link stays a link: what it points at is replaced.
 * @throws {Error} the platform has no files
 */
export function fileSink(name: string): Sink {
  files()
  return new FileSink(name)
}

class FileSink implements Sink {
  readonly #given: string
  #target: string = ''
  #names: PartNames = { part: '', note: '' }
  #mode: number | null = null
  #file: FileHandle | null = null
  #state: DownloadState | null = null
  #bytes: number = 0
  #notedBytes: number = 0

  constructor(name: string) {
    this.#given = name
  }

  open(resume: boolean): Promise<DownloadState | null> {
    return this.#told(async () => {
      const found = await files()
        .stat(this.#given)
        .catch(() => null)
      if (found !== null && !found.isFile()) {
        throw new FileSinkError(`${this.#given} is not a file that a download could replace: name another.`)
      }
      this.#target = found === null ? this.#given : await files().realpath(this.#given)
      this.#mode = found === null ? null : found.mode & 0o7777
      this.#names = partNames(this.#target)
      const left = await this.#left()
      // What was left and is not wanted is replaced when the first byte is there to replace it with.
      if (left === null) await this.#create()
      const wanted = resume ? continuable(left) : null
      if (wanted !== null) await this.#take(wanted)
      return wanted
    })
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#told(async () => {
      const file = this.#file ?? (await this.#create())
      for (let at = 0; at < bytes.length; ) {
        // At its place, not at the end: what a write before left behind it is no part of the whole.
        at += (await file.write(bytes, at, bytes.length - at, this.#bytes + at)).bytesWritten
      }
      this.#bytes += bytes.length
      if (this.#bytes - this.#notedBytes >= NOTE_EVERY_BYTES) await this.#note()
    })
  }

  restart(): Promise<void> {
    return this.#told(async () => {
      await this.#create()
    })
  }

  note(state: DownloadState): Promise<void> {
    return this.#told(async () => {
      if (this.#file === null) await this.#create()
      this.#state = state
      await this.#note()
    })
  }

  async *read(): AsyncGenerator<Uint8Array> {
    const piece = new Uint8Array(2 ** 16)
    for (let at = 0; at < this.#bytes && this.#file !== null; ) {
      const { bytesRead } = await this.#file.read(piece, 0, Math.min(piece.length, this.#bytes - at), at)
      if (bytesRead === 0) throw new FileSinkError(`${this.#names.part} became shorter: it belongs to this download.`)
      yield piece.subarray(0, bytesRead)
      at += bytesRead
    }
  }

  finish(): Promise<void> {
    return this.#told(async () => {
      const file = this.#file ?? (await this.#create())
      await file.truncate(this.#bytes)
      if (this.#mode !== null) await file.chmod(this.#mode)
      await file.sync()
      const own = await identity(this.#names.part)
      if (own === null || own !== (await identityOf(file))) {
        throw new FileSinkError(`${this.#names.part} is no longer this download's: another one to the same file began.`)
      }
      await this.#close()
      await files().rename(this.#names.part, this.#target)
      await files().rm(this.#names.note, { force: true })
    })
  }

  async stop(state: DownloadState | null): Promise<void> {
    const file = this.#file
    if (file === null) return
    const ours = (await identity(this.#names.part)) === (await identityOf(file))
    if (ours && state !== null) {
      this.#state = state
      await file.truncate(this.#bytes)
      await this.#note()
    }
    await this.#close()
    if (ours && state === null) await this.#remove()
  }

  /** A new file: never the old one cut to nothing, which another download may still be writing. */
  async #create(): Promise<FileHandle> {
    await this.#close()
    await this.#remove()
    this.#state = null
    this.#bytes = 0
    this.#notedBytes = 0
    // With a note beside it at any time: a part without one is somebody else's.
    await this.#writeNote({ file: '', state: BLANK })
    this.#file = await files().open(this.#names.part, 'wx+')
    await this.#note()
    return this.#file
  }

  async #take(left: DownloadState): Promise<void> {
    this.#file = await files().open(this.#names.part, 'r+')
    this.#state = left
    this.#bytes = left.heldBytes
    this.#notedBytes = left.heldBytes
  }

  /** Bytes first, then the note of them: it never claims what is not there. */
  async #note(): Promise<void> {
    const file = this.#file
    if (file === null) return
    await file.datasync()
    await this.#writeNote({
      file: await identityOf(file),
      state: { ...(this.#state ?? BLANK), heldBytes: this.#bytes },
    })
    this.#notedBytes = this.#bytes
  }

  async #writeNote(note: Note): Promise<void> {
    const fresh = `${this.#names.note}.new`
    const handle = await files().open(fresh, 'w')
    try {
      await handle.writeFile(`${JSON.stringify(note)}\n`)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await files().rename(fresh, this.#names.note)
  }

  /** What an earlier download left; null: nothing. */
  async #left(): Promise<DownloadState | null> {
    const { part, note } = this.#names
    const found = await files()
      .stat(part)
      .catch(() => null)
    if (found === null) return null
    const noted = await noteIn(note)
    if (noted === null) throw new FileSinkError(`${part} is in the way and not of a download: move it elsewhere.`)
    // The note of another file says nothing of this one.
    if (noted.file !== (await identity(part))) return BLANK
    return { ...noted.state, heldBytes: Math.min(noted.state.heldBytes, found.size) }
  }

  async #remove(): Promise<void> {
    await files().rm(this.#names.part, { force: true })
    await files().rm(this.#names.note, { force: true })
  }

  async #close(): Promise<void> {
    const file = this.#file
    this.#file = null
    await file?.close()
  }

  async #told<Value>(what: () => Promise<Value>): Promise<Value> {
    try {
      return await what()
    } catch (error) {
      if (error instanceof FileSinkError) throw error
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      const cure = 'check the folder, its rights and its space.'
      throw new FileSinkError(`${this.#given} cannot be written (${code}): ${cure}`, { cause: error })
    }
  }
}

/** Names a file apart from what it is called. */
async function identity(path: string): Promise<string | null> {
  const found = await files()
    .stat(path, { bigint: true })
    .catch(() => null)
  return found === null ? null : `${found.dev}:${found.ino}`
}

async function identityOf(file: FileHandle): Promise<string> {
  const { dev, ino } = await file.stat({ bigint: true })
  return `${dev}:${ino}`
}

async function noteIn(path: string): Promise<Note | null> {
  try {
    const found = await files().stat(path)
    if (!found.isFile() || found.size > MOST_NOTE_BYTES) return null
    const { file, state } = JSON.parse(await files().readFile(path, 'utf8')) as Record<keyof Note, unknown>
    return typeof file === 'string' && isState(state) ? { file, state } : null
  } catch {
    return null
  }
}
