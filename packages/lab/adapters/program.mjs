// For clients that are programs: one process a call, with a folder of its own for what it reads and writes.
import { spawn, spawnSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bodyResult } from './adapter.mjs'
import { temporaryFolder } from './temporary-folder.mjs'

const KEPT_BYTES = 64 * 1024

const calls = temporaryFolder('calls')

/** The version in the first line of what `--version` prints. */
export function versionOfProgram(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return /\d+(\.\d+)+/.exec(stdout)[0]
}

/**
 * Runs a program once. `wordsOf` gets the paths of two files: where the body is to go, and the content of the job.
 * Programs know no time for all of a call, so it is ended after that, as `timeout 5 curl ...` does.
 */
export async function runOnce(program, job, wordsOf) {
  const folder = mkdtempSync(join(calls, 'call-'))
  const [output, input] = [join(folder, 'output'), join(folder, 'input')]
  try {
    writeFileSync(output, '')
    writeFileSync(input, job.body ?? '')
    const exit = await exitOf(spawn(program, wordsOf({ output, input }), { timeout: job.options.totalMs }), job)
    return { ...exit, ...(await bodyIn(output)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function exitOf(child, job) {
  const heard = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', text => {
      heard[name] += text
    })
  }
  // It may leave without reading.
  child.stdin.on('error', () => {})
  child.stdin.end(job.stream ? job.body : null)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, timedOut: signal !== null, ...heard }))
  })
}

/** The start of a file that may be large, as the body of a result. */
async function bodyIn(file) {
  const pieces = await createReadStream(file, { end: KEPT_BYTES - 1 }).toArray()
  return { ...bodyResult(Buffer.concat(pieces)), bodyBytes: statSync(file).size }
}
