// Writes the types that `docs/openapi.md` imports, from its OpenAPI document: `node scripts/openapi.ts`. With `--check` it writes
// nothing and fails when they differ. The tool wants a compiler of its own, so both are installed into an empty folder.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstDifference } from './blocks.ts'
import { fail, mustRun, root } from './workspace.ts'

const tools = ['openapi-typescript@7.13.0', 'typescript@5.9.3']
const source = join(root, 'docs/openapi/posts.json')
const target = join(root, 'docs/openapi/posts.ts')

const typesOf = (document: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-openapi-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
    mustRun('npm', ['install', ...quietly, ...tools], folder)
    mustRun(join(folder, 'node_modules/.bin/openapi-typescript'), [document, '--output', 'types.ts'], folder)
    return readFileSync(join(folder, 'types.ts'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const wanted = typesOf(source)
  if (process.argv.includes('--check')) {
    const difference = firstDifference(readFileSync(target, 'utf8'), wanted)
    if (difference !== undefined) {
      throw new Error(`docs/openapi/posts.ts is out of date at ${difference}\n\`node scripts/openapi.ts\` writes it.`)
    }
    console.log('the types are those of the document')
  } else {
    writeFileSync(target, wanted)
    console.log('wrote docs/openapi/posts.ts')
  }
} catch (error) {
  fail(error)
}
