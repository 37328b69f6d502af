// Writes the generated blocks of the documents: `npm run docs`. `npm run docs -- --check` writes nothing and fails when
// a block is not what its generator makes.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fill, firstDifference } from './blocks.ts'
import { generators } from './generators.ts'
import { fail, root } from './workspace.ts'

const pages = globSync(['*.md', 'packages/*/README.md', 'docs/**/*.md'], { cwd: root }).sort()

const bring = (page: string, check: boolean): boolean => {
  const path = join(root, page)
  const written = readFileSync(path, 'utf8')
  let wanted: string
  try {
    wanted = fill(written, generators)
  } catch (error) {
    throw new Error(`${page}: ${error instanceof Error ? error.message : error}`)
  }
  const difference = firstDifference(written, wanted)
  if (difference === undefined) return true
  if (check) console.error(`${page} is out of date at ${difference}`)
  else {
    writeFileSync(path, wanted)
    console.log(`wrote ${page}`)
  }
  return !check
}

try {
  const check = process.argv.includes('--check')
  const stale = pages.filter(page => !bring(page, check))
  if (stale.length > 0) throw new Error('`npm run docs` brings the documents up to date.')
  console.log(`${pages.length} pages are up to date`)
} catch (error) {
  fail(error)
}
