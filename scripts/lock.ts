// Completes package-lock.json: `npm run lock`, after an install that changed it.
//
// Tools that bring a binary list one package for each platform, as optional dependencies. Where a registry does not have one
// of them yet, npm writes a lock file without it, and then `npm ci` refuses that file. Each gets an entry here, with the
// platform that its name tells, so that npm looks for it on that platform alone.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, root } from './workspace.ts'

interface Entry {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly cpu?: readonly string[]
  readonly os?: readonly string[]
  readonly libc?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface Lock {
  readonly packages: Readonly<Record<string, Entry>>
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
const exact = /^\d+\.\d+\.\d+$/

/** An entry as npm itself would write it, as far as the name tells. */
const entryFor = (name: string, version: string, dev: boolean): Entry => {
  const words = name.split(/[/-]/)
  const cpu = words.filter(word => processors.includes(word))
  const os = words.filter(word => systems.includes(word))
  if (cpu.length !== 1 || os.length > 1) throw new Error(`The name ${name} does not tell its platform.`)
  const libc = words.includes('musl') ? ['musl'] : /gnu/.test(words.at(-1) ?? '') ? ['glibc'] : []
  return {
    version,
    cpu,
    ...(dev && { dev }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

/** The entries that a lock file lacks: optional dependencies in one exact version that it knows nothing of. */
export const lackingIn = ({ packages }: Lock): Record<string, Entry> => {
  const lacking: Record<string, Entry> = {}
  for (const [path, { optionalDependencies = {}, dev = false }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const known = [`node_modules/${name}`, `${path}/node_modules/${name}`].some(place => place in packages)
      if (known || !exact.test(version)) continue
      lacking[`node_modules/${name}`] = entryFor(name, version, dev)
    }
  }
  return lacking
}

const complete = (): void => {
  const path = join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(path, 'utf8')) as Lock
  const lacking = lackingIn(lock)
  const entries = Object.entries({ ...lock.packages, ...lacking }).sort(([one], [other]) =>
    one.localeCompare(other, 'en'),
  )
  if (Object.keys(lacking).length > 0) {
    writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
  }
  console.log(`${Object.keys(lacking).length} entries added`)
}

if (import.meta.main) {
  try {
    complete()
  } catch (error) {
    fail(error)
  }
}
