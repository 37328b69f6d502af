import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'

const WINDOWS = process.platform === 'win32'
const GRACE_MS = 500

type Child = ChildProcessWithoutNullStreams

const running = new Set<Child>()

/**
 * Starts a program at the head of a process group of its own, so that it can be ended with all that it starts, and so
 * that Ctrl-C reaches only us, who then end it. Failing to start comes as the child's `error` event.
 */
export function startGroup(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Child {
  const [program, ...words] = command
  if (running.size === 0) process.on('exit', killAll)
  const child = spawn(program, words, { stdio: 'pipe', detached: !WINDOWS, windowsHide: true, env })
  running.add(child)
  const gone = (): void => {
    // What it started and left behind goes with it.
    signalGroup(child, 'SIGKILL')
    running.delete(child)
    if (running.size === 0) process.off('exit', killAll)
  }
  child.once('exit', gone)
  child.once('error', () => {
    if (child.pid === undefined) gone()
  })
  return child
}

/** Asks the group to end, and kills it when it has not after a moment. Resolves when it is gone. */
export async function endGroup(child: Child): Promise<void> {
  if (!running.has(child)) return
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.stdin.end()
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS)
  await exited
  clearTimeout(timer)
}

function signalGroup({ pid }: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  if (WINDOWS) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // The group is gone already.
  }
}

/** The last resort, when we ourselves end. */
function killAll(): void {
  for (const child of running) signalGroup(child, 'SIGKILL')
}
