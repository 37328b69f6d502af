import { execFile } from 'node:child_process'
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

/** heed as its users load it: the published form. */
const built = async (): Promise<string> => {
  const here = import.meta.dirname
  await promisify(execFile)(process.execPath, [`${here}/../scripts/build.ts`, 'heed'])
  return '../packages/heed/dist'
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
    const folder = await built()
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
