/** Where a runtime does not keep the contract of the transports, and why. A clause that it keeps after all is an error. */
import type { Differs } from '../../packages/heed/test/transports/clause.ts'
import { differsOverFetch, differsOverFetchOfNode } from '../../packages/heed/test/transports/contract.ts'
import { CHUNKS_ALONE } from './differences.ts'

const known: Readonly<Record<string, Differs>> = {
  'Node 22 over fetch': differsOverFetchOfNode,
  'Node 24 over fetch': differsOverFetchOfNode,
  'Node 26 over fetch': differsOverFetchOfNode,
  Bun: differsOverFetch,
  Deno: {
    ...differsOverFetch,
    'an answer has its status, its phrase, its fields in lower case and its body':
      'Deno tells the phrase that is usual for the code, whichever came',
    'a known length goes out as Content-Length and the body as it is': CHUNKS_ALONE,
  },
}

/** The names of clauses, each with the reason. */
export const contractDifferencesOf = (runtime: string): Differs => known[runtime] ?? {}
