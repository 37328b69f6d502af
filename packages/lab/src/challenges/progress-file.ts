import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'

/** What is remembered of one challenge. */
export interface Tries {
  /** Attempts in which at least one request came. */
  readonly tries: number
  /** When it was first solved, in ISO 8601; null: not yet. */
  readonly solvedAt: string | null
  /** The hint that was shown last, from 1; 0: none. */
  readonly hint: number
}

/** By the slug of the challenge. */
export type Progress = Readonly<Record<string, Tries>>

const VERSION = 1
const NONE: Tries = { tries: 0, solvedAt: null, hint: 0 }
const HINTS = 3

export const triesOf = (progress: Progress, slug: string): Tries => progress[slug] ?? NONE

type Env = Readonly<Record<string, string | undefined>>

/** Where progress is kept: `HEED_LAB_PROGRESS`, or the user's folder for such files; null: there is none. */
export function progressPath(env: Env): string | null {
  if (env.HEED_LAB_PROGRESS) return resolve(env.HEED_LAB_PROGRESS)
  const { XDG_STATE_HOME: state } = env
  // The XDG specification: a path that is not absolute does not count.
  if (state && isAbsolute(state)) return join(state, 'heed-lab', 'progress.json')
  const home = env.HOME || homeOfUser()
  return home !== null && isAbsolute(home) ? join(home, '.local', 'state', 'heed-lab', 'progress.json') : null
}

function homeOfUser(): string | null {
  try {
    return homedir()
  } catch {
    // A user without an entry in the system's list has none.
    return null
  }
}

/** The file of progress. What goes wrong with it is told in a sentence, and play goes on. */
export class ProgressFile {
  readonly #path: string | null
  readonly #tell: (sentence: string) => void
  #told = false

  /** @param path null: nothing is kept */
  constructor(path: string | null, tell: (sentence: string) => void) {
    this.#path = path
    this.#tell = tell
  }

  /** A file that cannot be understood is set aside, never lost. */
  read(): Progress {
    return this.#found() ?? {}
  }

  /** Changes what is remembered of one challenge. Others may write at the same time, so it is read anew. */
  change(slug: string, change: (before: Tries) => Tries): void {
    const [path, progress] = [this.#path, this.#found()]
    // What could not be read is not written over either.
    if (path === null || progress === null) return
    const draft = `${path}.${process.pid}.tmp`
    try {
      const challenges = { ...progress, [slug]: change(triesOf(progress, slug)) }
      mkdirSync(dirname(path), { recursive: true })
      // Whoever reads sees the old file or the new one, never a half.
      writeFileSync(draft, `${JSON.stringify({ version: VERSION, challenges }, null, 2)}\n`)
      renameSync(draft, path)
    } catch (error) {
      dropDraft(draft)
      this.#tellOnce(`${path} cannot be written (${codeOf(error)}), so progress is not kept: ${CURE}`)
    }
  }

  /** null: it cannot be read. */
  #found(): Progress | null {
    const path = this.#path
    if (path === null) {
      this.#tellOnce('Progress is not kept, as there is no home folder. Name a file in HEED_LAB_PROGRESS.')
      return null
    }
    try {
      return this.#understood(path, readFileSync(path, 'utf8'))
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT') return {}
      this.#tellOnce(`${path} cannot be read (${code}), so progress is not kept: ${CURE}`)
      return null
    }
  }

  #understood(path: string, text: string): Progress {
    const fault = faultOf(text)
    if (fault === null) return (JSON.parse(text) as { challenges: Progress }).challenges
    const aside = freeName(path)
    // A copy that refuses to write over anything, and only then the removal.
    copyFileSync(path, aside, constants.COPYFILE_EXCL)
    rmSync(path)
    this.#tell(`${path} ${fault}. It is kept as ${aside}, and progress begins anew.`)
    return {}
  }

  #tellOnce(sentence: string): void {
    if (!this.#told) this.#tell(sentence)
    this.#told = true
  }
}

const CURE = 'make it yours to read and write, or name another file in HEED_LAB_PROGRESS.'

function dropDraft(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What kept it from being written is told; a leftover harms nobody.
  }
}

function freeName(path: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${path}.broken-${number}`
    if (!existsSync(name)) return name
  }
}

/** What is wrong with the text of the file, as the end of a sentence; null: nothing. */
function faultOf(text: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is no JSON'
  }
  if (!isRecord(value) || !('version' in value)) return 'is no file of progress'
  if (value.version !== VERSION) return `is of version ${JSON.stringify(value.version)}, and this is version ${VERSION}`
  if (!isRecord(value.challenges)) return 'has no list of challenges'
  const [wrong] = Object.entries(value.challenges).filter(([, each]) => !isTries(each))
  return wrong === undefined ? null : `says something else of "${wrong[0]}" than tries, solvedAt and hint`
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isTries(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { tries, solvedAt, hint } = value
  const isDate = typeof solvedAt === 'string' && !Number.isNaN(Date.parse(solvedAt))
  return isCount(tries, Number.MAX_SAFE_INTEGER) && (solvedAt === null || isDate) && isCount(hint, HINTS)
}

const isCount = (value: unknown, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
