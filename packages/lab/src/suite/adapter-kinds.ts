import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { delimiter, join } from 'node:path'
import { inFolder } from '../folder.ts'

/** A client to examine: a name, and the program that speaks for it. */
export interface Examinee {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

/** A client that comes with an adapter. */
export interface ShippedAdapter extends Examinee {
  /** Which client, in a few words. */
  readonly about: string
  /** Why it cannot be examined here, with the cure; null: it can. */
  missing(): string | null
}

/** An adapter in JavaScript and the packages that it imports. Programs that it runs are named in `programs`. */
export function ofNode(
  name: string,
  about: string,
  packages: readonly string[],
  programs: readonly string[] = [],
): ShippedAdapter {
  const file = inFolder('adapters', `${name}.mjs`)
  return {
    name,
    about,
    // The adapter sees the same heed as we do: its sources or what was built.
    command: [process.execPath, ...process.execArgv.filter(isCondition), file],
    missing() {
      const lacking = packages.filter(each => !isInstalled(each, file))
      if (lacking.length > 0) {
        return `${lacking.join(' and ')} ${lacking.length > 1 ? 'are' : 'is'} not installed here: npm install ${lacking.join(' ')}`
      }
      const absent = programs.find(program => !isOnPath(program))
      return absent === undefined ? null : `${absent} is not installed here: apt install ${absent}`
    },
  }
}

/** Another Python may come first in the path than the one that has Debian's packages. */
const PYTHONS = ['python3', '/usr/bin/python3', 'python']

/** An adapter in Python and the modules that it imports, with the Debian packages that bring them. */
export function ofPython(
  name: string,
  about: string,
  modules: readonly string[],
  debian: readonly string[],
): ShippedAdapter {
  const found = once(() => PYTHONS.find(python => succeeds(python, ['-c', `import ${modules.join(', ')}`])))
  return {
    name,
    about,
    get command(): readonly [string, string] {
      return [found() ?? 'python3', inFolder('adapters', `${name}.py`)]
    },
    missing() {
      if (found() !== undefined) return null
      return `no Python with ${modules.join(' and ')} is installed here: apt install ${debian.join(' ')}`
    },
  }
}

/** An adapter in Go, built from sources when it starts, and the folders of the packages that Debian brings. */
export function ofGo(
  name: string,
  about: string,
  packages: readonly string[],
  debian: readonly string[],
): ShippedAdapter {
  return {
    ...ofNode(name, about, []),
    missing() {
      const present = isOnPath('go') && packages.every(each => existsSync(join(GO_PACKAGES, each)))
      return present ? null : `Go with ${packages.join(' and ')} is not installed here: apt install ${debian.join(' ')}`
    },
  }
}

const GO_PACKAGES = '/usr/share/gocode/src'

const succeeds = (program: string, words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0

function once<Found>(find: () => Found): () => Found {
  let known: { readonly found: Found } | undefined
  return () => {
    known ??= { found: find() }
    return known.found
  }
}

const isCondition = (word: string): boolean => /^(--conditions=|-C=?)/.test(word)

function isInstalled(name: string, from: string): boolean {
  try {
    return findPackageJSON(name, from) !== undefined
  } catch {
    return false
  }
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
