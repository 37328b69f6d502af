import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { run, serve } from '../test/command.ts'

const file = join(mkdtempSync(join(tmpdir(), 'heed-cli-')), "it's a body")
writeFileSync(file, 'line 1\r\nline 2\n')

/** curl names itself and what it unpacks. */
const OWN = new Set(['user-agent', 'accept-encoding', 'host', 'connection'])

for (const words of [
  [],
  ['-X', 'DELETE', '-H', 'x-note: it\'s "quoted" $HOME `id`'],
  ['-X', 'HEAD'],
  ['-d', 'a=1&b=@2\nline'],
  ['-d', `@${file}`, '-H', 'content-type: text/plain', '--idempotency-key', 'k1'],
  ['-X', 'PUT', '--json-body', '{"a": [1, "é"]}', '--if-none-match', 'v1'],
  ['--form', 'a=b c', '--form', "d=e'f", '-H', 'accept:'],
]) {
  test(`--as curl sends the same: ${words.join(' ')}`, async () => {
    const seen: { method?: string; url?: string; headers: Record<string, unknown>; body: string }[] = []
    await using server = await serve(({ method, url, headers }, response, body) => {
      const kept = Object.entries(headers).filter(([name]) => !OWN.has(name))
      seen.push({
        ...(method === undefined ? {} : { method }),
        ...(url === undefined ? {} : { url }),
        headers: Object.fromEntries(kept),
        body: body.toString(),
      })
      response.end()
    })
    const address = `${server.url}/path?q=[1]&r=%20`
    const printed = await run([address, ...words, '--as', 'curl'])
    assert.equal(printed.code, 0, printed.stderr)
    assert.equal(seen.length, 0)
    await promisify(execFile)('sh', ['-c', `${printed.stdout.toString().trim()} --silent`])
    const sent = await run([address, ...words, '-q'])
    assert.equal(sent.code, 0, sent.stderr)
    assert.equal(seen.length, 2)
    assert.deepEqual(seen[0], seen[1])
  })
}
