import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Tests of heed that `heed/fetch` has to pass as well, each with those that it does not and the reason. */
const played: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'test/fetch/face.test.ts': {
    "the referrer of the same origin, same-origin: as the platform's fetch": 'here it is as the platform has it',
    "the referrer of the same origin, origin-when-cross-origin: as the platform's fetch":
      'here it is as the platform has it',
  },
  'test/fetch/create-fetch.test.ts': {},
  'test/sdks/sdks.test.ts': {},
  'src/fields/retry-after.test.ts': {},
  'src/fields/location.test.ts': {},
  'src/rules/retry.test.ts': {
    'every code with every method, as they come: sent again exactly when promised': 'a 304 is handed on',
    'every code with every method, keyed: sent again exactly when promised': 'a 304 is handed on',
    'every code with every method, marked as replayable: sent again exactly when promised': 'a 304 is handed on',
    'the reason names the code and where the wait came from': 'the code stands for the sentence',
  },
  'src/rules/follow.test.ts': {},
  'src/rules/safety.test.ts': {},
  'src/rules/backoff.test.ts': {},
  'src/rules/budget.test.ts': {},
  'src/decide.test.ts': { 'every status has an action that its verb allows': 'a 304 is handed on' },
  'src/drive/drive.test.ts': {
    'informational answers are told and change nothing': 'fetch keeps informational answers to itself',
    '32 informational answers are borne, one more is a flood': 'fetch keeps informational answers to itself',
    'a redirect after a retry is called a redirect, and a retry after a redirect a retry':
      'numbers stand for the sentence',
  },
}

interface Ended {
  readonly name: string
  readonly passed: boolean
}

const heed = fileURLToPath(new URL('../../', import.meta.url))
const reporter = fileURLToPath(new URL('./names.ts', import.meta.url))

/** Plays the tests of one file on the sources of the small edition. */
async function play(file: string): Promise<readonly Ended[]> {
  const { NODE_TEST_CONTEXT: _nested, ...env } = process.env
  const conditions = ['--conditions=heed-source', '--conditions=heed-small']
  const args = [...conditions, '--test', `--test-reporter=${reporter}`, file]
  const child = spawn(process.execPath, args, { cwd: heed, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let lines = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    lines += text
  })
  await once(child, 'close')
  return lines
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Ended)
}

for (const [file, differs] of Object.entries(played)) {
  test(`heed/fetch passes ${file}, but for what it is without`, async () => {
    const ended = await play(file)
    assert.ok(ended.some(({ passed }) => passed))
    const failed = ended.filter(({ passed }) => !passed).map(({ name }) => name)
    // A difference that is none any more has to leave the list.
    assert.deepEqual(failed.sort(), Object.keys(differs).sort())
  })
}
