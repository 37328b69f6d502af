import type { BudgetPolicy, Plan } from '../plan.ts'

type Usual = Pick<
  Plan,
  | 'attempts'
  | 'maxRedirects'
  | 'redirect'
  | 'fetchMode'
  | 'attemptMs'
  | 'deadlineMs'
  | 'maxWaitMs'
  | 'faultBaseMs'
  | 'throttleBaseMs'
  | 'backoffCapMs'
  | 'attemptField'
  | 'interims'
  | 'limits'
  | 'replayable'
  | 'throwOnError'
  | 'stream'
  | 'cache'
  | 'onTrail'
>

const MiB = 2 ** 20

/** heed's defaults: what a plan says where the options say nothing. README and DESIGN give the reasons. */
export const USUAL: Usual = Object.freeze({
  attempts: 3,
  maxRedirects: 20,
  redirect: 'follow',
  fetchMode: null,
  attemptMs: 10_000,
  deadlineMs: 30_000,
  maxWaitMs: 60_000,
  faultBaseMs: 50,
  throttleBaseMs: 1_000,
  backoffCapMs: 20_000,
  attemptField: null,
  interims: 32,
  limits: {
    bodyBytes: 100 * MiB,
    errorBytes: MiB,
    ratio: 200,
    ratioFromBytes: MiB,
    codings: 2,
    bodyIdleMs: 30_000,
    headMs: 30_000,
    discardBytes: 64 * 1024,
    discardMs: 100,
  },
  replayable: false,
  throwOnError: true,
  stream: false,
  cache: null,
  onTrail: null,
})

/** How many resends an origin may cost. */
export const budgetOf = ({ ratio = 0.2, perSecond = 10 }: Partial<BudgetPolicy>): BudgetPolicy => ({ ratio, perSecond })

/** For a fetch: what undici's own waits for a head, and for more of a body: SDKs and event streams are used to it. */
export const PATIENT_MS = 300_000
