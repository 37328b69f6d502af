// Builds go-retryablehttp/main.go with the packages that Debian brings, without the network, and runs it.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from './temporary-folder.mjs'

const PACKAGE = 'golang-github-hashicorp-go-retryablehttp-dev'

const { stdout = '' } = spawnSync('dpkg-query', ['--show', '--showformat=$' + '{Version}', PACKAGE], {
  encoding: 'utf8',
})
const version = stdout === '' ? 'unknown' : stdout
const file = join(temporaryFolder('go'), 'adapter')
const source = join(import.meta.dirname, 'go-retryablehttp', 'main.go')
const built = spawnSync('go', ['build', '-ldflags', `-X main.version=${version}`, '-o', file, source], {
  env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' },
  stdio: ['ignore', 'ignore', 'inherit'],
})
if (built.status !== 0) process.exit(1)
spawn(file, { stdio: 'inherit' }).on('exit', code => process.exit(code ?? 1))
