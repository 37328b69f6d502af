/** The fetches under test: each is put in the place of the platform's, with the classes that belong to it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFetch } from 'heed'
import { FormData, Headers, Request, Response, setGlobalOrigin, fetch as undiciFetch } from 'undici'
import { root } from '../workspace.ts'

export interface Contender {
  readonly version: string
  /** How it is set up, as a sentence for the page. */
  readonly setup: string
  install(): void
}

const versionIn = (folder: string): string =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version

export const contenders: Readonly<Record<string, Contender>> = {
  heed: {
    version: versionIn('packages/heed'),
    setup: '`createFetch({ breaker: false })`, with the classes of Node, as its users have them',
    install: () => Object.assign(globalThis, { fetch: createFetch({ breaker: false }) }),
  },
  undici: {
    version: versionIn('node_modules/undici'),
    setup: '`fetch` of undici, with its own Request, Response, Headers and FormData',
    install: () => Object.assign(globalThis, { fetch: undiciFetch, FormData, Headers, Request, Response }),
  },
  node: {
    version: process.versions.node,
    setup: `the platform's own \`fetch\`, which is undici ${process.versions.undici}`,
    install: () => undefined,
  },
}

/** What relative addresses are resolved against, by undici and by Node alike: they look at the same place. */
export const standAt = (address: string): void => setGlobalOrigin(address)
