import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Declarations, parse, type Read } from './declarations.ts'
import { reportOf } from './report.ts'

const reportFrom = (files: Readonly<Record<string, string>>): string => {
  const read: Read = (path): Declarations => {
    const text = files[path]
    assert.ok(text !== undefined, `${path} is read and is not there`)
    return parse(path, text)
  }
  return reportOf('things', read('dist/index.d.ts'), read)
}

test('names are followed to where they are declared, in any form of export', () => {
  const report = reportFrom({
    'dist/index.d.ts':
      "import { Made } from './room/made.ts'\nexport { Made }\nexport { type One as Uno, two } from './room/one.ts'\nexport type * from './room/all.ts'\nexport declare const three: 3",
    'dist/room/made.d.ts': 'export declare class Made {\n    get on(): Date;\n}\n',
    'dist/room/one.d.ts':
      'export type One = 1;\nexport declare function two(): 2;\nexport declare function two(of: string): 2;',
    'dist/room/all.d.ts': 'export interface All {\n    readonly all: true;\n}',
  })
  for (const heading of ['## All', '## Made', '## three', '## two', '## Uno'])
    assert.ok(report.includes(heading), heading)
  assert.ok(report.includes('class Made {\n    get on(): Date;\n}'))
  assert.ok(report.includes('type One = 1;\nexport { One as Uno }'))
  assert.ok(report.includes('function two(): 2;\nfunction two(of: string): 2;'))
  assert.ok(report.includes('const three: 3'))
  assert.ok(!report.includes('Seen, not exported'))
})

test('comments and what is nobody’s business are left out', () => {
  const report = reportFrom({
    'dist/index.d.ts':
      'export declare class A {\n    #private;\n    /** @internal */\n    constructor(secret: string);\n    /** Told. */\n    get told(): string;\n    /** @internal Not told. */\n    quiet(): void;\n}',
  })
  assert.ok(report.includes('class A {\n    get told(): string;\n}'), report)
})

test('what is seen and cannot be named is told apart, and a package’s own types are left to it', () => {
  const report = reportFrom({
    'dist/index.d.ts':
      "import type { Agent } from 'undici'\nimport type { Base, Hidden as Deep } from './hidden.ts'\nexport interface Shown extends Base {\n    readonly deep: Deep;\n    readonly agent: Agent;\n    readonly list: Map<string, Shown>;\n}\nexport { fetch } from 'undici'",
    'dist/hidden.d.ts': 'export interface Base {\n    readonly far: Far;\n}\nexport type Hidden = 1;\ntype Far = 2;',
  })
  const [before = '', seen = ''] = report.split('## Seen, not exported')
  assert.ok(before.includes('## fetch\n\nPassed on from another package.'))
  assert.ok(seen.includes('interface Base') && seen.includes('type Hidden = 1'))
  assert.ok(!seen.includes('interface Shown') && !seen.includes('Far = 2') && !seen.includes('Agent'))
})

test('a change of a signature changes the report', () => {
  const one = reportFrom({ 'dist/index.d.ts': 'export declare function f(a: string): void;' })
  const other = reportFrom({ 'dist/index.d.ts': 'export declare function f(a: string, b?: number): void;' })
  assert.notEqual(one, other)
})
