// Compiles programs of users against the packed types, under the last four minor versions of TypeScript and each way to find
// modules: `node scripts/compilers.ts`, or with a folder that holds the tarballs. The programs are those of `packages/heed/test/face`,
// which say both what must compile and what must not, and one that imports every entry of the other packages.
import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pack } from './pack.ts'
import { fail, mustRun, root } from './workspace.ts'

/** Under their own names, so that each can be installed beside the others. */
const compilers: Readonly<Record<string, string>> = {
  'ts-5.8': '5.8.3',
  'ts-5.9': '5.9.3',
  'ts-6.0': '6.0.3',
  'ts-7.0': '7.0.2',
}

/** What the programs need beside the packages; in the version that this repository has. */
const beside = ['expect-type', '@standard-schema/spec', '@types/node', 'undici']

const labProgram = `
import { type Lab, startLab } from 'heed-lab'
import { type Report, grade } from 'heed-lab/suite'
export const lab = (): Promise<Lab> => startLab()
export const report: (...given: Parameters<typeof grade>) => Promise<Report> = grade
`

interface Project {
  readonly name: string
  readonly compilerOptions: Readonly<Record<string, unknown>>
  readonly include: readonly string[]
}

const strict = {
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
}

/** The declarations themselves are read once for each compiler; how modules are found changes nothing in them. */
export const projects: readonly Project[] = [
  {
    name: 'nodenext',
    compilerOptions: { ...strict, module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: false },
    include: ['face/*.ts'],
  },
  {
    name: 'node16',
    compilerOptions: { ...strict, module: 'node16', moduleResolution: 'node16' },
    include: ['face/*.ts'],
  },
  {
    name: 'bundler',
    compilerOptions: { ...strict, module: 'esnext', moduleResolution: 'bundler' },
    include: ['face/*.ts'],
  },
  {
    name: 'lab',
    // What the lab's server is made of has types that want those of a browser.
    compilerOptions: { ...strict, lib: [...strict.lib, 'dom'], module: 'nodenext', moduleResolution: 'nodenext' },
    include: ['lab.ts'],
  },
]

/** What a compiler says of a project; empty when it has nothing against it. */
export const complaintOf = (compiler: string, folder: string, project: Project): Promise<string> => {
  const config = join(folder, `tsconfig.${project.name}.json`)
  const { compilerOptions, include } = project
  writeFileSync(config, JSON.stringify({ compilerOptions, include }))
  return new Promise(done => {
    execFile(process.execPath, [compiler, '-p', config], { cwd: folder, maxBuffer: 2 ** 26 }, (error, out, complaint) =>
      done(error === null ? '' : `${out}${complaint}` || error.message),
    )
  })
}

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version

const install = (folder: string, tarballs: readonly string[]): void => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(folder, 'lab.ts'), labProgram)
  cpSync(join(root, 'packages/heed/test/face'), join(folder, 'face'), { recursive: true })
  const wanted = [
    ...tarballs,
    ...Object.entries(compilers).map(([name, version]) => `${name}@npm:typescript@${version}`),
    ...beside.map(name => `${name}@${versionOf(name)}`),
  ]
  mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', ...wanted], folder)
}

/** Compiles all of it, as many at once as there are processors, and gives what any compiler had against it. */
const compileAll = async (folder: string): Promise<string[]> => {
  const runs = Object.keys(compilers).flatMap(compiler => projects.map(project => ({ compiler, project })))
  const complaints: string[] = []
  const lane = async (): Promise<void> => {
    for (let next = runs.shift(); next !== undefined; next = runs.shift()) {
      const { compiler, project } = next
      const complaint = await complaintOf(join(folder, 'node_modules', compiler, 'bin/tsc'), folder, project)
      if (complaint !== '') complaints.push(`${compiler}, ${project.name}:\n${complaint}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  return complaints
}

const main = async (given: string | undefined): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-compilers-'))
  try {
    const tarballs =
      given === undefined
        ? pack(join(folder, 'packed'))
        : globSync('*.tgz', { cwd: resolve(given) }).map(name => resolve(given, name))
    if (tarballs.length === 0) throw new Error(`There are no tarballs in ${given}.`)
    install(folder, tarballs)
    const complaints = await compileAll(folder)
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
    console.log(`the packed types hold under TypeScript ${Object.values(compilers).join(', ')}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) main(process.argv[2]).catch(fail)
