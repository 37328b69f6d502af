// The one command that may publish, as the workflow has it, with the real npm and a registry on loopback.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { mustRun } from '../workspace.ts'
import { workflow } from './workflow.ts'

const names = ['heed', 'heed-cli', 'heed-lab', 'heed-scenarios']
const command = workflow('release.yml').jobs.publish?.steps.find(({ run }) => run !== undefined)?.run ?? ''

interface Registry {
  readonly url: string
  /** Name and version of what was published, in order. */
  readonly taken: string[]
}

/** A registry that knows some packages already; `refused` is one that it does not take. */
const registry = async (t: TestContext, known: readonly string[], refused?: string): Promise<Registry> => {
  const taken: string[] = []
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '').slice(1).split(/[/?]/)[0] ?? ''
    if (request.method === 'PUT') {
      const { versions } = JSON.parse(await text(request)) as { versions: Readonly<Record<string, unknown>> }
      const wanted = name === refused
      if (!wanted) taken.push(`${name}@${Object.keys(versions)[0]}`)
      response.writeHead(wanted ? 403 : 201, { 'content-type': 'application/json' }).end('{}')
      return
    }
    const versions = known.filter(each => each.startsWith(`${name}@`)).map(each => each.split('@')[1] ?? '')
    if (versions.length === 0) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
      return
    }
    const about = Object.fromEntries(
      versions.map(version => [version, { name, version, dist: { tarball: '', shasum: '' } }]),
    )
    const latest = versions.at(-1)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ name, 'dist-tags': { latest }, versions: about }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken }
}

const packedTarballs = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-publish-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of names) {
    mkdirSync(join(folder, name, 'package'), { recursive: true })
    writeFileSync(join(folder, name, 'package/package.json'), JSON.stringify({ name, version: '0.2.0' }))
    mustRun('tar', ['-czf', join(folder, `${name}-0.2.0.tgz`), '-C', join(folder, name), 'package'])
  }
  return folder
}

const publish = (folder: string, { url }: Registry): Promise<{ code: unknown; out: string }> => {
  const settings = [`registry=${url}/`, `//${new URL(url).host}/:_authToken=any`, 'fetch-retries=0', 'loglevel=error']
  writeFileSync(join(folder, '.npmrc'), `${settings.join('\n')}\n`)
  const env = {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    NPM_CONFIG_USERCONFIG: join(folder, '.npmrc'),
    NPM_CONFIG_CACHE: join(folder, 'cache'),
  }
  return new Promise(done => {
    execFile('bash', ['-c', command], { cwd: folder, env }, (error, out, complaint) =>
      done({ code: error === null ? 0 : error.code, out: `${out}${complaint}` }),
    )
  })
}

test('what the registry does not have is published, each after what it depends on', async t => {
  const npm = await registry(t, ['heed@0.1.0'])
  const { code, out } = await publish(packedTarballs(t), npm)
  assert.equal(code, 0, out)
  assert.deepEqual(npm.taken, ['heed-scenarios@0.2.0', 'heed@0.2.0', 'heed-lab@0.2.0', 'heed-cli@0.2.0'])
})

test('what is there already is left alone, so that a run that broke off can be begun again', async t => {
  const npm = await registry(t, ['heed-scenarios@0.2.0', 'heed@0.1.0', 'heed@0.2.0'])
  const { code, out } = await publish(packedTarballs(t), npm)
  assert.equal(code, 0, out)
  assert.deepEqual(npm.taken, ['heed-lab@0.2.0', 'heed-cli@0.2.0'])
  assert.match(out, /heed@0\.2\.0 is there already/)
})

test('a package that is refused ends it', async t => {
  const npm = await registry(t, [], 'heed')
  const { code } = await publish(packedTarballs(t), npm)
  assert.notEqual(code, 0)
  assert.deepEqual(npm.taken, ['heed-scenarios@0.2.0'])
})
