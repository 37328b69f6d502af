import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { nginxDirectory } from './nginx.ts'

export interface Origin {
  readonly url: string
  /** What it is and where it runs, in words for the report. */
  readonly sentence: string
  stop(): Promise<void>
}

const works = (command: string, flag: string): boolean => spawnSync(command, [flag], { stdio: 'ignore' }).status === 0

const canPin: boolean = availableParallelism() > 1 && works('taskset', '--version')

/** Puts a command on one core where the machine allows it, so that origin and client do not take time from each other. */
export const pinned = (core: 0 | 1, command: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]]

export const pinSentence: string = canPin
  ? 'the origin is held on core 0, each client on core 1'
  : 'origin and clients are not held on cores of their own (taskset or a second core is missing)'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port on loopback.')
  return address.port
}

const answering = async (url: string, child: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The origin ended at once with exit code ${child.exitCode}.`)
    const ok = await fetch(`${url}/small`).then(
      answer => answer.ok,
      () => false,
    )
    if (ok) return
    await sleep(50)
  }
  throw new Error('The origin did not answer within five seconds.')
}

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const launch = async (port: number, command: string, args: readonly string[]): Promise<ChildProcess> => {
  const child = spawn(...pinned(0, command, args), { stdio: ['ignore', 'ignore', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  await answering(`http://127.0.0.1:${port}`, child)
  return child
}

/** nginx where it is installed, else an origin of node:http, which is slower and says so in the report. */
export const startOrigin = async (): Promise<Origin> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  if (!works('nginx', '-v')) {
    const script = fileURLToPath(new URL('./node-origin.ts', import.meta.url))
    const child = await launch(port, process.execPath, [script, String(port)])
    const sentence = 'node:http, for nginx is not installed: the origin is the limit, so ratios come out too small'
    return { url, sentence, stop: () => stopped(child) }
  }
  const directory = await nginxDirectory(port)
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const child = await launch(port, 'nginx', ['-p', directory, '-c', 'nginx.conf', '-e', 'stderr'])
  const version = spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr.replace('nginx version: ', '').trim()
  return { url, sentence: `${version}, one worker, loopback`, stop: () => stopped(child) }
}
