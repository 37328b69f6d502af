import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, firstDifference, table } from './blocks.ts'

const generators = { sum: () => '1 + 1 = 2', list: () => '- a\n- b\n' }
const page = (name: string, content: string): string =>
  `# Page\n\n<!-- generated:${name} -->\n${content}<!-- /generated -->\n\nThe end\n`

test('a block gets its generator’s text, and what is around it stays', () => {
  assert.equal(fill(page('sum', 'old\n'), generators), page('sum', '1 + 1 = 2\n'))
  assert.equal(fill(page('sum', ''), generators), page('sum', '1 + 1 = 2\n'))
})

test('filling twice changes nothing', () => {
  const once = fill(page('list', ''), generators)
  assert.equal(fill(once, generators), once)
})

test('two blocks of one page are each filled', () => {
  const filled = fill(page('sum', '') + page('list', ''), generators)
  assert.equal(filled, page('sum', '1 + 1 = 2\n') + page('list', '- a\n- b\n'))
})

test('an unknown name, an inherited name and a block without an end are errors that say so', () => {
  assert.throws(() => fill(page('nothing', ''), generators), /No generator is called "nothing"; there are sum, list/)
  assert.throws(() => fill(page('constructor', ''), generators), /No generator is called "constructor"/)
  assert.throws(() => fill('<!-- generated:sum -->\nand on', generators), /1 generated blocks begin, 0 are whole/)
})

test('a marker in running text is not a block', () => {
  const text = 'Write `<!-- generated:sum -->` where the sum goes.\n'
  assert.equal(fill(text, generators), text)
})

test('the first difference names its line, also at the end of the file', () => {
  assert.equal(firstDifference('a\nb', 'a\nb'), undefined)
  assert.equal(firstDifference('a\nb', 'a\nc'), 'line 2\n  - b\n  + c')
  assert.equal(firstDifference('a\nb', 'a'), 'line 2\n  - b\n  + (end of file)')
  assert.equal(firstDifference('a', 'a\nb'), 'line 2\n  - (end of file)\n  + b')
})

test('a table escapes bars', () => {
  assert.equal(table(['a', 'b'], [['1|2', '3']]), '| a | b |\n| --- | --- |\n| 1\\|2 | 3 |')
})
