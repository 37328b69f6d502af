// Packs the built packages and uses them as a stranger would: installed from their tarballs into an empty folder, under
// plain node, with no workspace and no TypeScript near. `npm run pack` leaves nothing behind; `npm run pack <folder>`
// keeps the tarballs there.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fail, mustRun, published, root } from './workspace.ts'

/** Packs every published package into a folder and gives the tarballs' paths, in build order. */
export const pack = (folder: string): string[] => {
  mkdirSync(folder, { recursive: true })
  return published.map(name => {
    // npm packs the licence only from the package's own folder.
    copyFileSync(join(root, 'LICENSE'), join(root, 'packages', name, 'LICENSE'))
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
    const [packed] = JSON.parse(mustRun('npm', args, join(root, 'packages', name))) as { filename: string }[]
    if (packed === undefined) throw new Error(`npm pack printed no file name for packages/${name}.`)
    return join(folder, packed.filename)
  })
}

const imports = `
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
const { heed, explain, memoryLedger } = await import('heed')
const { explain: fromStatus } = await import('heed/status')
assert.equal(typeof heed, 'function')
assert.equal(explain(404).phrase, 'Not Found')
assert.equal(fromStatus(404).phrase, 'Not Found')
const { ledgerContract } = await import('heed/testing')
for (const { run } of ledgerContract(memoryLedger)) await run()
const { fetchTransport } = await import('heed/transports')
assert.equal(typeof fetchTransport().send, 'function')
await import('heed-lab')
const { loadScenarios } = await import('heed-lab/suite')
assert.ok(loadScenarios().length >= 220)
for (const name of ['heed', 'heed-lab', 'heed-cli', 'heed-scenarios']) createRequire(import.meta.url)(name + '/package.json')
`

/** Installs the tarballs into an empty folder, then imports and runs what they bring. Throws when something fails. */
export const tryOut = (tarballs: readonly string[]): void => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-stranger-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder)
    writeFileSync(join(folder, 'imports.js'), imports)
    mustRun('node', ['imports.js'], folder)
    for (const name of readdirSync(join(folder, 'node_modules/.bin')).filter(bin => bin.startsWith('heed'))) {
      const help = mustRun(join(folder, 'node_modules/.bin', name), ['--help'], folder)
      if (!help.includes(name)) throw new Error(`${name} --help does not name itself:\n${help}`)
    }
    mustRun(join(folder, 'node_modules/.bin/heed-lab'), ['grade', 'heed', '--only', 'retry', '--quiet'], folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const main = (kept: string | undefined): void => {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'heed-tarballs-')) : resolve(kept)
  try {
    const tarballs = pack(folder)
    tryOut(tarballs)
    console.log(
      `${tarballs.length} tarballs install into an empty folder, import and run under node ${process.version}`,
    )
    if (kept !== undefined) console.log(tarballs.join('\n'))
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  try {
    main(process.argv[2])
  } catch (error) {
    fail(error)
  }
}
