import { findPackageJSON } from 'node:module'
import { join } from 'node:path'

/** Where a file of this package lies, from the sources as from `dist`, where code lies at other depths. */
export function inFolder(...path: readonly string[]): string {
  const manifest = findPackageJSON('..', import.meta.url)
  if (manifest === undefined) throw new Error('heed-lab is not installed as a package: its package.json is missing.')
  return join(manifest, '..', ...path)
}
