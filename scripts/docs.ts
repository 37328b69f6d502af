// Writes the generated blocks of the documents, and the sources that are made from others: `npm run docs`. `npm run docs --
// --check` writes nothing and fails when something is not what its generator makes.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fill, firstDifference } from './blocks.ts'
import { generators } from './generators.ts'
import { knobsSource } from './knobs.ts'
import { fail, root } from './workspace.ts'

const pages = globSync(['*.md', 'packages/*/README.md', 'docs/**/*.md'], { cwd: root }).sort()

/** Whole files: what `heed/fetch` needs of the table of codes. */
const sources: Readonly<Record<string, () => string>> = { 'packages/heed/src/status/knobs.small.ts': knobsSource }

const wantedOf = (page: string, written: string): string => {
  try {
    return sources[page]?.() ?? fill(written, generators)
  } catch (error) {
    throw new Error(`${page}: ${error instanceof Error ? error.message : error}`)
  }
}

const bring = (page: string, check: boolean): boolean => {
  const path = join(root, page)
  const written = readFileSync(path, 'utf8')
  const wanted = wantedOf(page, written)
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
  const stale = [...pages, ...Object.keys(sources)].filter(page => !bring(page, check))
  if (stale.length > 0) throw new Error('`npm run docs` brings the documents up to date.')
  console.log(`${pages.length} pages are up to date`)
} catch (error) {
  fail(error)
}
