import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ProgressFile, progressPath, triesOf } from './progress-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'heed-lab-progress-'))
after(() => rmSync(folder, { recursive: true }))

let made = 0
function freshPath(): string {
  made += 1
  return join(folder, String(made), 'deep', 'progress.json')
}

function open(path: string | null): { file: ProgressFile; said: string[] } {
  const said: string[] = []
  return { file: new ProgressFile(path, sentence => said.push(sentence)), said }
}

const solved = { tries: 1, solvedAt: '2026-01-02T03:04:05.000Z', hint: 2 }

test('the file is where the variable says, or in the state folder, or under the home folder', () => {
  assert.equal(progressPath({ HEED_LAB_PROGRESS: '/x/y.json', XDG_STATE_HOME: '/s', HOME: '/h' }), '/x/y.json')
  assert.equal(progressPath({ XDG_STATE_HOME: '/s', HOME: '/h' }), join('/s', 'heed-lab', 'progress.json'))
  const atHome = join('/h', '.local', 'state', 'heed-lab', 'progress.json')
  assert.equal(progressPath({ HEED_LAB_PROGRESS: '', XDG_STATE_HOME: 'relative', HOME: '/h' }), atHome)
  assert.equal(progressPath({ HOME: 'relative' }), null)
})

test('what is changed is there for the next, and nothing else lies beside it', () => {
  const path = freshPath()
  open(path).file.change('one', () => solved)
  open(path).file.change('two', before => ({ ...before, tries: before.tries + 1 }))
  const { file, said } = open(path)
  assert.deepEqual(file.read(), { one: solved, two: { tries: 1, solvedAt: null, hint: 0 } })
  assert.deepEqual(triesOf(file.read(), 'three'), { tries: 0, solvedAt: null, hint: 0 })
  assert.deepEqual([said, readdirSync(join(path, '..'))], [[], ['progress.json']])
})

test('two at the same time do not lose what the other has written', () => {
  const path = freshPath()
  const [one, other] = [open(path).file, open(path).file]
  one.read()
  other.read()
  one.change('one', () => solved)
  other.change('two', () => solved)
  assert.deepEqual(Object.keys(one.read()), ['one', 'two'])
})

test('a file that cannot be understood is set aside as it was, with a sentence, each under a name of its own', () => {
  for (const [text, why] of [
    ['{"version":1,', /is no JSON/],
    ['[]', /is no file of progress/],
    ['{"version":2,"challenges":{}}', /is of version 2, and this is version 1/],
    ['{"version":1,"challenges":[]}', /has no list of challenges/],
    ['{"version":1,"challenges":{"one":{"tries":-1,"solvedAt":null,"hint":0}}}', /something else of "one"/],
    ['{"version":1,"challenges":{"one":{"tries":1,"solvedAt":"soon","hint":0}}}', /something else of "one"/],
    ['{"version":1,"challenges":{"one":{"tries":1,"solvedAt":null,"hint":4}}}', /something else of "one"/],
  ] as const) {
    const path = freshPath()
    open(path).file.change('one', () => solved)
    for (const number of [1, 2]) {
      writeFileSync(path, text)
      const { file, said } = open(path)
      file.change('two', () => solved)
      assert.deepEqual(Object.keys(file.read()), ['two'])
      assert.equal(said.length, 1)
      assert.match(said[0] ?? '', why)
      assert.match(said[0] ?? '', /It is kept as .*, and progress begins anew\.$/)
      assert.equal(readFileSync(`${path}.broken-${number}`, 'utf8'), text)
    }
  }
})

test('a folder in place of the file is one sentence, and is left as it is', () => {
  const { file, said } = open(folder)
  assert.deepEqual(file.read(), {})
  file.change('one', () => solved)
  assert.deepEqual(file.read(), {})
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /cannot be read \(EISDIR\), so progress is not kept: .*HEED_LAB_PROGRESS\.$/)
})

test('a file that may not be read is not written over', { skip: process.getuid?.() === 0 }, () => {
  const path = freshPath()
  open(path).file.change('one', () => solved)
  chmodSync(path, 0)
  const { file, said } = open(path)
  file.change('two', () => solved)
  chmodSync(path, 0o600)
  assert.match(said.join(), /cannot be read \(EACCES\)/)
  assert.deepEqual(Object.keys(open(path).file.read()), ['one'])
})

test('where it cannot be written that is one sentence', () => {
  // Short enough to be read, too long for the draft beside it.
  const { file, said } = open(join(folder, 'n'.repeat(250)))
  file.change('one', () => solved)
  file.change('two', () => solved)
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /cannot be written \(ENAMETOOLONG\), so progress is not kept/)
})

test('without a home folder nothing is kept, with one sentence', () => {
  const { file, said } = open(null)
  file.change('one', () => solved)
  assert.deepEqual(file.read(), {})
  assert.deepEqual(said, ['Progress is not kept, as there is no home folder. Name a file in HEED_LAB_PROGRESS.'])
})
