import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { run, shell } from '../test/command.ts'
import { completion } from './completion.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { manualPage } from './man.ts'
import { flagsOf, OPTIONS, SUBCOMMANDS } from './options.ts'

const said = async (...words: string[]): Promise<string> => (await run(words)).stdout.toString()

test('explain tells of one code, of several, and finds codes by words', async () => {
  assert.match(await said('explain', '429'), /^429 Too Many Requests \(client error\)\n\n/)
  assert.match(await said('explain', '404', '410'), /404 Not Found[\s\S]*410 Gone/)
  assert.match(await said('explain', 'not found'), /404 Not Found/)
  const hits = await said('explain', 'too')
  assert.match(hits, /429 Too Many Requests/)
  assert.match(hits, /413 Content Too Large/)
  assert.equal(JSON.parse(await said('explain', '503', '--json')).code, 503)
})

test('explain of nothing that exists exits with 1', async () => {
  assert.equal((await run(['explain', 'zzzz'])).code, 1)
  assert.equal((await run(['explain', '700'])).code, 1)
})

test('explain loads no client and no undici', async () => {
  const hook = `import { registerHooks } from 'node:module'
    registerHooks({ load(url, context, next) { console.error('loaded ' + url); return next(url, context) } })`
  const { stderr } = await run(['explain', '404'], {
    node: ['--import', `data:text/javascript,${encodeURIComponent(hook)}`],
  })
  assert.match(stderr, /loaded .*heed\/src\/status\/index\.ts/)
  assert.doesNotMatch(stderr, /undici|heed\/src\/index\.ts/)
})

test('codes prints the table, one class of it, JSON and Markdown', async () => {
  const all: { code: number }[] = JSON.parse(await said('codes', '--json'))
  assert.ok(all.length > 62)
  const some: { code: number }[] = JSON.parse(await said('codes', '4xx', '--json'))
  assert.ok(some.length > 20 && some.every(({ code }) => code >= 400 && code <= 499))
  assert.match(await said('codes', '3xx', '--markdown'), /^\| Code \| .*\n\| --- .*\n\| \[300\]\(https:/)
  assert.match(await said('codes', '2xx'), /200 OK\n {4}The request succeeded/)
})

test('help names every option, command and exit code', async () => {
  const help = await said('help')
  for (const option of OPTIONS) assert.ok(help.includes(flagsOf(option)), flagsOf(option))
  for (const { name } of SUBCOMMANDS) assert.ok(help.includes(`  ${name}`), name)
  for (const { code } of EXIT_CODES) assert.match(help, new RegExp(`^ +${code}  `, 'm'))
  assert.match(await said('--version'), /^\d+\.\d+\.\d+\n$/)
})

test('completions and the manual page hold every option', () => {
  for (const { long } of OPTIONS) {
    assert.ok(completion('bash').includes(`--${long}`))
    assert.ok(completion('zsh').includes(`--${long}`))
    assert.ok(completion('fish').includes(`-l ${long} `))
    assert.ok(manualPage('1').includes(`\\-\\-${long.replaceAll('-', '\\-')}`), long)
  }
})

test('the completions of bash complete', async () => {
  const line = `source <($HEED completion bash); COMP_WORDS=(heed --max); COMP_CWORD=1; _heed; echo "\${COMPREPLY[@]}"
    COMP_WORDS=(heed explain 42); COMP_CWORD=2; _heed; echo "\${COMPREPLY[@]}"`
  const [options, codes = ''] = (await shell(line)).split('\n')
  assert.equal(options, '--max-wait')
  assert.match(codes, /\b429\b/)
})

const folder = mkdtempSync(join(tmpdir(), 'heed-cli-'))
writeFileSync(join(folder, 'data'), 'x')

for (const [words, sentence] of [
  [[], /An address is missing/],
  [['--jsn', 'x'], /no option --jsn\. Did you mean --json\?/],
  [['-L', 'x'], /no option -L\. heed follows redirects by itself/],
  [['x', '--deadline', '10'], /--deadline takes a time .*'10' is none\. Say of what: 10s/],
  [['x', '--deadline', '0s'], /--deadline takes a time/],
  [['x', '--attempts', '0'], /--attempts takes a whole number from 1 to 100; '0' is none/],
  [['x', '--per-attempt', '50s'], /longer than the deadline/],
  [['x', '-H', 'nonsense'], /-H takes 'name: value'/],
  [['x', '-H', 'host\u0001: a'], /name of a header/],
  [['x', '-X', 'A B'], /-X takes a method .*'A B' is none/],
  [['x', '-X', 'GET', '-d', 'y'], /GET has no body/],
  [['x', '-d', '@/no/such/file'], /@\/no\/such\/file cannot be read \(ENOENT\)/],
  [['x', '-d', `@${folder}`], /is a folder/],
  [['x', '-d', 'a', '--form', 'b=c'], /one body, and --data and --form were given/],
  [['x', '-d', 'a', '-d', 'b'], /one body/],
  [['x', '--json-body', '{'], /--json-body takes JSON/],
  [['x', '--form', 'b'], /--form takes name=value; 'b' has no name/],
  [['x', '--as', 'wget'], /--as <tool> takes curl; 'wget' is none of them/],
  [['x', '-v', '-q'], /contradict each other/],
  [['x', '--fail-fast', '--attempts', '2'], /contradict each other/],
  [['x', '-o'], /-o, --output <file> lacks its value/],
  [['mailto:me'], /'mailto:me' is no address/],
  [['ftp://x/'], /must begin with http:/],
  [['http://me:pass@x/'], /must not hold user name and password/],
  [['explan', '429'], /Did you mean heed explain\?/],
  [['explain'], /lacks its <words>/],
  [['codes', '9xx'], /class from 1xx to 5xx; '9xx' is none/],
  [['completion', 'tcsh'], /bash, zsh, fish; 'tcsh' is none/],
] as const) {
  test(`heed ${words.join(' ')} is told in a sentence, exit code 64`, async () => {
    const { code, stdout, stderr } = await run(words)
    assert.match(stderr.replace(/\n +/g, ' '), sentence)
    assert.equal(code, 64, stderr)
    assert.equal(stdout.length, 0)
    assert.doesNotMatch(stderr, /pass@|\n +at /)
  })
}
