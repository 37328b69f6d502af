import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { complaintOf, projects } from './compilers.ts'
import { root } from './workspace.ts'

const compiler = join(root, 'node_modules/typescript/bin/tsc')
const [strictest] = projects

const complaintAbout = async (program: string): Promise<string> => {
  assert.ok(strictest !== undefined)
  const folder = mkdtempSync(join(tmpdir(), 'heed-program-'))
  try {
    mkdirSync(join(folder, 'face'))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'face/program.ts'), program)
    return await complaintOf(compiler, folder, {
      ...strictest,
      compilerOptions: { ...strictest.compilerOptions, skipLibCheck: true },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('a program that compiles has no complaint', async () => {
  assert.equal(await complaintAbout('export const one: number = 1\n'), '')
})

test('a program that does not compile, or compiles where it must not, is told with its line', async () => {
  assert.match(await complaintAbout("\nexport const one: number = 'one'\n"), /face\/program\.ts\(2,14\)/)
  assert.match(await complaintAbout('// @ts-expect-error: it is no text\nexport const one: number = 1\n'), /\(1,1\)/)
})
