// Builds go-retryablehttp/main.go with the packages that Debian brings, without the network, and runs it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = 'golang-github-hashicorp-go-retryablehttp-dev'

const folder = mkdtempSync(join(tmpdir(), 'heed-lab-go-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit())

const { stdout = '' } = spawnSync('dpkg-query', ['--show', '--showformat=$' + '{Version}', PACKAGE], {
  encoding: 'utf8',
})
const version = stdout === '' ? 'unknown' : stdout
const file = join(folder, 'adapter')
const source = join(import.meta.dirname, 'go-retryablehttp', 'main.go')
const built = spawnSync('go', ['build', '-ldflags', `-X main.version=${version}`, '-o', file, source], {
  env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' },
  stdio: ['ignore', 'ignore', 'inherit'],
})
if (built.status !== 0) process.exit(1)
spawn(file, { stdio: 'inherit' }).on('exit', code => process.exit(code ?? 1))
