import { answers } from './answers.ts'
import { bodies } from './bodies.ts'
import type { Clause, Differs } from './clause.ts'
import { ends } from './ends.ts'
import { requests } from './requests.ts'

/** What every transport is held to. */
export const contract: readonly Clause[] = [...answers, ...bodies, ...requests, ...ends]

/** In what the transport over `fetch` differs wherever it runs. */
export const differsOverFetch: Differs = {
  'a body that unpacks to far more than its size is the fault too-dense':
    'the platform decodes, and shows no coded bytes to compare with: the limit on decoded bytes alone holds',
  'more codings than the limit are the fault too-many-codings':
    'the platform asks nobody: Node undoes all of several codings, Bun and Deno none, and hand on what came',
  'informational answers are told, and do not hide the final one': '`fetch` keeps informational answers to itself',
  'more informational answers than the judge allows are the fault interim-flood':
    '`fetch` keeps informational answers to itself: the time for one attempt ends a flood of them',
  'no field goes out but those of the request and of the connection':
    'the platform adds fields of its own, such as Accept, Accept-Encoding and User-Agent',
  'a new connection carries one exchange': '`fetch` picks the connection',
  'close frees the connections': 'the connections belong to the platform, which closes them when they rest',
}

/** The same on Node. */
export const differsOverFetchOfNode: Differs = {
  ...differsOverFetch,
  'a proxy that asks for credentials has answered': 'to the Fetch standard a 407 without a window is a network error',
}
