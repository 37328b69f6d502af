import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metaOf, playedAs } from './meta.ts'

test('what a file says of itself is read from its first comments alone', () => {
  const meta = metaOf(
    [
      '// META: title=A title with = in it',
      '// META: global=window,worker',
      '',
      '// META: script=/common/utils.js',
      '// META: script=../resources/utils.js',
      '// an ordinary comment',
      '// META: timeout=long',
      '// META: variant=?one',
      '// META: variant=?two',
      "promise_test(() => fetch('/'))",
      '// META: script=/too/late.js',
    ].join('\r\n'),
  )
  assert.deepEqual(meta, {
    scripts: ['/common/utils.js', '../resources/utils.js'],
    globals: ['window', 'worker'],
    variants: ['?one', '?two'],
    title: 'A title with = in it',
    long: true,
  })
})

test('a file that says nothing is played once, for ten seconds, without other scripts', () => {
  const { scripts, variants, title, long } = metaOf('test(() => {})')
  assert.deepEqual([scripts, variants, title, long], [[], [''], null, false])
})

test('a file is played as in a worker wherever it may be in one', () => {
  const as = (global: string, path: string): string => playedAs(metaOf(global), path)
  assert.equal(as('', 'fetch/a.any.js'), 'worker')
  assert.equal(as('// META: global=window,worker', 'fetch/a.any.js'), 'worker')
  assert.equal(as('// META: global=window', 'fetch/a.any.js'), 'window')
  assert.equal(as('', 'fetch/a.window.js'), 'window')
})
