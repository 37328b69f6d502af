import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { runChild } from './child.ts'
import { median, messageOf } from './measures.ts'

/** Milliseconds from the start of an import to its end in a fresh process; medians. */
export interface ColdFigures {
  readonly name: string
  readonly importMs: number
  /** Where the package stands on undici: what its import adds once undici is loaded. */
  readonly beyondUndiciMs: number | null
}

const rivals = ['undici', 'ky', 'got', 'axios', 'axios-retry', 'ofetch', 'make-fetch-happen', 'superagent']

/** heed as its users load it: compiled to JavaScript, so that nothing of Node's type stripping is counted. */
const compiled = async (): Promise<string> => {
  const here = import.meta.dirname
  await rm(`${here}/.build`, { recursive: true, force: true })
  await promisify(execFile)(`${here}/../node_modules/.bin/tsc`, ['-p', 'tsconfig.cold.json'], { cwd: here }).catch(
    () => undefined, // It reports type errors and writes the files all the same; `npm run check` is for types.
  )
  if (!existsSync(`${here}/.build/index.js`)) throw new Error('heed could not be compiled.')
  return './.build'
}

const timeOf = (name: string): string =>
  `const from = performance.now(); await import(${JSON.stringify(name)}); console.log(performance.now() - from)`

const importMs = (name: string): Promise<number> => runChild(['--input-type=module', '--eval', timeOf(name)])

const afterUndiciMs = (name: string): Promise<number> =>
  runChild(['--input-type=module', '--eval', `await import('undici'); ${timeOf(name)}`])

const repeated = async (times: number, once: () => Promise<number>): Promise<number> => {
  const all: number[] = []
  for (let time = 0; time < times; time += 1) all.push(await once())
  return median(all)
}

export const measureCold = async (
  times: number,
  rivalTimes: number,
  leftOut: string[],
): Promise<readonly ColdFigures[]> => {
  const figures: ColdFigures[] = []
  try {
    const folder = await compiled()
    for (const [name, path] of [
      ['heed', `${folder}/index.js`],
      ['heed/status', `${folder}/status/index.js`],
    ] as const) {
      const alone = await repeated(times, () => importMs(path))
      figures.push({ name, importMs: alone, beyondUndiciMs: await repeated(times, () => afterUndiciMs(path)) })
    }
  } catch (error) {
    leftOut.push(`cold import of heed: ${messageOf(error)}`)
  }
  for (const name of rivals) {
    figures.push({ name, importMs: await repeated(rivalTimes, () => importMs(name)), beyondUndiciMs: null })
  }
  return figures
}
