/** The server of the suite's files and handlers: `server/serve.py`, on free ports of the loopback address. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { run } from '../workspace.ts'
import { CERTIFIED, HOST, OTHER_HOST } from './names.ts'

export interface SuiteServer {
  readonly http: number
  /** Null where no certificate could be made. */
  readonly https: number | null
  /** Every `:port`, and what stands for it in names of subtests, which must be the same each time. */
  readonly ports: ReadonlyMap<string, string>
  /** The file of the certificate, which children have to trust. */
  readonly certificate: string | null
  close(): Promise<void>
}

/** Good for a day and for these names, made anew each time, so that no key lies in the repository. */
function certify(folder: string): readonly string[] {
  const files = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const [certificate = '', key = ''] = files
  const made = run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
    ...['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=${CERTIFIED.map(name => `DNS:${name}`).join(',')}`],
    ...['-out', certificate, '-keyout', key],
  ])
  return made.ok ? files : []
}

/** @throws what the server printed, when it does not start */
export async function startServer(suite: string): Promise<SuiteServer> {
  const scratch = mkdtempSync(join(tmpdir(), 'heed-wpt-'))
  const files = certify(scratch)
  const script = join(import.meta.dirname, 'server/serve.py')
  const server = spawn('python3', [script, suite, HOST, OTHER_HOST, ...files])
  const ended = new Promise<string>(resolve => server.once('error', resolve).once('exit', resolve))
  let complained = ''
  server.stderr.on('data', (chunk: Buffer) => {
    complained = `${complained}${chunk}`.slice(-10_000)
  })
  const close = async (): Promise<void> => {
    server.kill()
    await ended
    rmSync(scratch, { recursive: true, force: true })
  }
  const said = await Promise.race([once(createInterface(server.stdout), 'line'), ended])
  if (!Array.isArray(said)) {
    await close()
    throw new Error(`The server of the suite did not start, which needs Python 3: ${said}\n${complained}`)
  }
  const ports = JSON.parse(said[0]) as Record<'http' | 'https', readonly number[]>
  const [http = 0] = ports.http
  const named = Object.entries(ports).flatMap(([scheme, each]) =>
    each.map((port, at) => [`:${port}`, `:${scheme}-${at + 1}`] as const),
  )
  return { http, https: ports.https[0] ?? null, ports: new Map(named), certificate: files[0] ?? null, close }
}
