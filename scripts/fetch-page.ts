/** The generated tables of `docs/drop-in-fetch.md`: which SDKs run on heed's fetch, and where it does otherwise than the platform's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { faceCases } from '../packages/heed/test/fetch/face-cases.ts'
import { OTHERWISE } from '../packages/heed/test/fetch/otherwise.ts'
import { sdks } from '../packages/heed/test/sdks/sdks.ts'
import { type Generator, table } from './blocks.ts'
import { root } from './workspace.ts'

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version

const HEAD = [
  'SDK',
  'Version',
  'Reads',
  'Writes',
  '429 with Retry-After',
  '500, then 200',
  '404',
  'Abort',
  'Upload',
  'Stream',
]

/** The tests play each of these, and fail where one does not pass. */
export const sdksTable: Generator = () =>
  table(
    HEAD,
    sdks.map(({ name, package: id, uploads, streams }) => [
      ...[name, versionOf(id), 'yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
      ...[uploads, streams].map(has => (has === null ? 'has none' : 'yes')),
    ]),
  )

export const otherwiseTable: Generator = () =>
  [
    `${faceCases.length - Object.keys(OTHERWISE).length} of ${faceCases.length} cases end the same. The others:`,
    '',
    table(['Case', 'heed does otherwise, because'], Object.entries(OTHERWISE)),
  ].join('\n')
