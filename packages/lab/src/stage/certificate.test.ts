import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { Agent, request } from 'undici'
import { stageFor } from '../../test/open-stages.ts'
import { certificate } from './certificate.ts'

const run = promisify(execFile)
const { authority } = await certificate()
const folder = mkdtempSync(join(tmpdir(), 'heed-lab-certificate-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'authority.pem')
writeFileSync(file, authority)
const trusting = {
  ...process.env,
  NODE_EXTRA_CA_CERTS: file,
  SSL_CERT_FILE: file,
  CURL_CA_BUNDLE: file,
  REQUESTS_CA_BUNDLE: file,
}

const stage = await stageFor({ status: 200, body: { text: 'by {s}' } })
const { port } = new URL(stage.bases.s ?? '')
const addresses = ['127.0.0.1', 'localhost'].map(host => `https://${host}:${port}${stage.prefix}/`)

/** Why a command cannot be tried; false: it can. */
async function missing(command: string, ...words: string[]): Promise<string | false> {
  return run(command, words).then(
    () => false,
    () => `there is no ${command} ${words.join(' ')} here`,
  )
}

const python = (code: string) => (address: string) => ['python3', ['-c', code, address]] as const
const strict = `
import ssl, sys, urllib.request
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
print(urllib.request.urlopen(sys.argv[1], context=context).read().decode())`

// Found out before the first test: what awaits between tests would let the file end too early.
const clients = [
  [
    'node',
    await missing(process.execPath, '-e', '0'),
    (address: string) =>
      [process.execPath, ['-e', `fetch('${address}').then(r => r.text()).then(console.log)`]] as const,
  ],
  ['curl', await missing('curl', '--version'), (address: string) => ['curl', ['-sS', address]] as const],
  [
    'wget',
    await missing('wget', '--version'),
    (address: string) => ['wget', ['-qO-', `--ca-certificate=${file}`, address]] as const,
  ],
  ['Python, as strict as 3.13', await missing('python3', '-c', 'import ssl'), python(strict)],
  [
    'requests',
    await missing('python3', '-c', 'import requests'),
    python('import requests, sys; print(requests.get(sys.argv[1]).text)'),
  ],
] as const

test('it is made once, and names this machine', async () => {
  const { cert } = await certificate()
  assert.equal(cert, (await certificate()).cert)
  const read = new X509Certificate(cert)
  for (const address of ['127.0.0.1', '::1']) assert.equal(read.checkIP(address), address)
  assert.equal(read.checkHost('localhost'), 'localhost')
  // Some clients refuse an authority as the certificate of a server: basicConstraints, critical, empty.
  assert.ok(read.raw.toString('hex').includes('0603551d130101ff04023000'))
})

test('undici trusts it, and only when told to', async () => {
  const trusts = new Agent({ connect: { ca: authority } })
  const doubts = new Agent()
  for (const address of addresses) {
    const { body } = await request(address, { dispatcher: trusts })
    assert.equal(await body.text(), `by ${stage.bases.s}`)
    await assert.rejects(request(address, { dispatcher: doubts }), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  }
  await Promise.all([trusts.close(), doubts.close()])
})

for (const [name, skip, words] of clients) {
  test(`${name} trusts it`, { skip }, async () => {
    for (const address of addresses) {
      const [command, rest] = words(address)
      const { stdout } = await run(command, rest, { env: trusting })
      assert.equal(stdout.trim(), `by ${stage.bases.s}`)
    }
  })
}
