import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { messageOf } from './measures.ts'

/** Bytes after bundling for Node, minifying, and gzip at its best. */
export interface SizeFigures {
  readonly name: string
  readonly minBytes: number
  readonly gzipBytes: number
}

/** Each package with all that it stands on; heed and its table also without undici, which is the code of its own. */
const bundles: readonly { name: string; packages: readonly string[]; external: string[] }[] = [
  { name: 'heed/status', packages: ['heed/status'], external: [] },
  { name: 'heed/fetch', packages: ['heed/fetch'], external: [] },
  { name: 'heed without undici', packages: ['heed'], external: ['undici'] },
  { name: 'heed', packages: ['heed'], external: [] },
  { name: 'axios + axios-retry', packages: ['axios', 'axios-retry'], external: [] },
  ...['undici', 'ky', 'got', 'ofetch', 'make-fetch-happen', 'superagent'].map(name => ({
    name,
    packages: [name],
    external: [],
  })),
]

const bundled = async (packages: readonly string[], external: string[]): Promise<Uint8Array> => {
  const contents = packages.map((name, at) => `import * as all${at} from '${name}'\nexport { all${at} }`).join('\n')
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // The small edition, for the entry that is built of it.
    conditions: packages.includes('heed/fetch') ? ['heed-source', 'heed-small'] : ['heed-source'],
    external,
    write: false,
    logLevel: 'silent',
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Error('esbuild gave no file.')
  return file.contents
}

export const measureSizes = async (leftOut: string[]): Promise<readonly SizeFigures[]> => {
  const figures: SizeFigures[] = []
  for (const { name, packages, external } of bundles) {
    try {
      const bytes = await bundled(packages, external)
      figures.push({ name, minBytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length })
    } catch (error) {
      leftOut.push(`size of ${name}: ${messageOf(error).split('\n').slice(0, 2).join(' ')}`)
    }
  }
  return figures
}
