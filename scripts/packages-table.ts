import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from './blocks.ts'
import { built, root } from './workspace.ts'

interface Manifest {
  readonly name: string
  readonly description: string
  readonly engines: { readonly node: string }
  readonly bin?: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | { readonly types?: string }>>
}

export const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))

/** What a program can import from a package: its entries with types, by the names that an import gives them. */
export const entriesOf = ({ name, exports }: Manifest): string[] =>
  Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'object' && target.types !== undefined ? [name + entry.slice(1)] : [],
  )

const code = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ')

/** The published packages, as their manifests tell of them. */
export const packagesTable = (): string =>
  table(
    ['Package', 'What it is', 'Import', 'Command', 'Node'],
    [...built, 'scenarios'].map(folder => {
      const manifest = manifestOf(folder)
      const { name, description, engines, bin = {} } = manifest
      const node = engines.node.replace('>=', '').replace(/\.0$/, '')
      return [
        `[${name}](packages/${folder}/README.md)`,
        description,
        code(entriesOf(manifest)) || (Object.keys(bin).length > 0 ? '' : 'data'),
        code(Object.keys(bin)),
        node,
      ]
    }),
  )
