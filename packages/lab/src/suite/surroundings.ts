import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificate } from '../stage/certificate.ts'
import type { Surroundings } from './crew.ts'
import { openGreeting } from './greeting.ts'
import { firstJob } from './jobs.ts'
import { Lateness } from './lateness.ts'

/** What runtimes and clients read the authorities from that they trust, besides their own. */
const TRUST = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE']

/** Everything is on this machine: a proxy on the way would be examined too. */
const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']

export interface OpenSurroundings extends Surroundings {
  close(): void
}

/** Makes what adapters need around them: a place for their first request, and the lab's certificate as a file. */
export async function openSurroundings(signal: AbortSignal): Promise<OpenSurroundings> {
  const { authority } = await certificate()
  const lateness = new Lateness()
  const greeting = await openGreeting()
  const folder = mkdtempSync(join(tmpdir(), 'heed-lab-'))
  const file = join(folder, 'authority.pem')
  writeFileSync(file, authority)
  const env: NodeJS.ProcessEnv = { ...process.env, NO_PROXY: '*', no_proxy: '*' }
  for (const name of PROXIES) delete env[name]
  for (const name of TRUST) env[name] = file
  return {
    env,
    firstJob: firstJob(greeting.url),
    signal,
    lateness,
    close() {
      lateness.close()
      greeting.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
