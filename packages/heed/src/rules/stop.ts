import type { Fail, Stopped } from '../action.ts'
import type { RuleName } from '../trail.ts'

/** Why heed did not go on, in words for people, and what they can do about it. */
export const STOPS: Readonly<Record<Stopped, { readonly reason: string; readonly cure: string }>> = {
  final: { reason: 'sending it again unchanged would bring the same', cure: '' },
  attempts: { reason: 'all attempts are used up', cure: 'Raise attempts, or try later.' },
  unsafe: {
    reason: 'the request may have been processed, and nobody said that sending it twice is safe',
    cure: 'Pass idempotencyKey if the server knows that field, or replayable: true if repeating does no harm.',
  },
  ordered: {
    reason: 'the server ordered not to send it again',
    cure: 'Heed what the answer says, and send something else.',
  },
  'one-shot': {
    reason: 'the body was a stream that can be read only once',
    cure: 'Pass a function that opens the stream anew: body: () => stream.',
  },
  budget: {
    reason: "this origin's budget for retries is used up",
    cure: 'Too much is failing there: slow down, or raise budget.',
  },
  deadline: {
    reason: 'the wait does not fit in what is left of the deadline',
    cure: 'Try again at retryAt, or raise deadlineMs.',
  },
  'max-wait': { reason: 'the wait is longer than maxWaitMs', cure: 'Try again at retryAt, or raise maxWaitMs.' },
  stored: {
    reason: 'the answer is stored and still fresh, so asking again would bring it again',
    cure: 'Send cache-control: no-cache to ask the server anyway.',
  },
  'only-if-cached': {
    reason: 'only a stored answer was wanted (only-if-cached), and none is usable',
    cure: 'Leave only-if-cached out to ask the server.',
  },
  'not-renewed': {
    reason: 'no new credential could be had',
    cure: 'The cause says what went wrong with refresh; sign in again.',
  },
  paused: {
    reason: 'the origin asked for a pause that is longer than this call may wait',
    cure: 'Try again at retryAt, or raise maxWaitMs and deadlineMs.',
  },
  breaker: {
    reason: 'too many calls to this origin failed lately, so it is left alone for a while',
    cure: 'Try again at retryAt; client.origins() tells what is known of it.',
  },
  throttled: {
    reason: 'this origin refuses much of what it is sent, so heed sends less',
    cure: 'Send less, or leave the option throttle out.',
  },
  'redirect-refused': { reason: "redirects are refused (redirect: 'error')", cure: 'Ask for the new address itself.' },
  'redirect-limit': { reason: 'there were more redirects than maxRedirects', cure: 'Look at the chain in the trail.' },
  'redirect-loop': {
    reason: 'the redirects lead back to a request that was already made',
    cure: 'The server expects something that changes in between: often a cookie or a login.',
  },
  'redirect-downgrade': {
    reason: 'the redirect leads from https to http, where everybody on the way can read and change it',
    cure: 'Ask for the http address itself if you mean it.',
  },
  'redirect-scheme': { reason: 'the redirect leads to something that is not http or https', cure: '' },
  'redirect-location': { reason: 'the Location of the redirect is not one valid address', cure: '' },
  'redirect-body': {
    reason: 'the redirect asks for the body once more, and it was a stream that can be read only once',
    cure: 'Pass a function that opens the stream anew: body: () => stream.',
  },
  'redirect-forbidden': {
    reason:
      'the redirect leads where a fetch must not go: to a port of another service, to a login in the address, or out of its mode',
    cure: 'Ask for the new address itself, with a client.',
  },
}

/** It ends here. */
export function stop(rule: RuleName, stopped: Stopped, retryAfterMs: number | null): Fail {
  return { do: 'fail', rule, stopped, reason: STOPS[stopped].reason, retryAfterMs }
}
