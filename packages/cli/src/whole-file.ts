import { createWriteStream, rmSync } from 'node:fs'
import { chmod, open, realpath, rename, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { codeOf } from './body-source.ts'
import { shown } from './usage.ts'

/** A file that comes into being whole or not at all. */
export interface WholeFile {
  /** Writes the body and gives it its name. */
  write(body: AsyncIterable<Uint8Array>): Promise<void>
  /** Leaves everything as it was. Synchronous, for the last moment of a process. */
  discard(): void
}

/** The file that was asked for cannot be written. */
class FileError extends Error {
  override get name(): string {
    return 'FileError'
  }
}

/**
 * Makes ready for writing a file, before anything is asked for. What is written stays under another name in the same
 * folder until it is whole. A device or pipe is written as it is.
 * @throws {FileError} it cannot be written there
 */
export async function wholeFile(name: string): Promise<WholeFile> {
  const found = await stat(name).catch(() => null)
  if (found?.isDirectory()) throw new FileError(`-o ${shown(name)} is a folder: name a file in it.`)
  if (found !== null && !found.isFile()) return deviceFile(name)
  // A link stays a link: what it points at is replaced.
  const target = found === null ? name : await realpath(name)
  const part = join(dirname(target), `.${basename(target).slice(0, 200)}.${process.pid}.part`)
  try {
    const handle = await open(part, 'wx')
    await handle.close()
    if (found !== null) await chmod(part, found.mode)
  } catch (error) {
    throw refused(name, error)
  }
  const discard = (): void => rmSync(part, { force: true })
  return {
    discard,
    async write(body) {
      await written(name, body, part)
      await rename(part, target).catch(error => {
        discard()
        throw refused(name, error)
      })
    },
  }
}

const deviceFile = (name: string): WholeFile => ({
  discard: () => {},
  write: body => written(name, body, name),
})

async function written(name: string, body: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const file = createWriteStream(path)
  let failure: unknown
  file.once('error', error => {
    failure = error
  })
  try {
    await pipeline(body, file)
  } catch (error) {
    throw failure === error ? refused(name, error) : error
  }
}

const refused = (name: string, error: unknown): FileError =>
  new FileError(`-o ${shown(name)} cannot be written (${codeOf(error)}): check the folder, its rights and its space.`)
