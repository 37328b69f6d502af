import { Answer } from './answer.js';
import { AbortError, RedirectError, StatusError, TimeoutError, WireError, } from './errors.js';
import { sendEntry } from './recorder.js';
import { FAULTS } from './rules/faults.js';
import { mayRepeat } from './rules/safety.js';
import { shownUrl } from './shown-url.js';
import { lookup } from './status/lookup.js';
const LAST_DATE_MS = 8.64e15;
/** The answer at the end of a call. A body handed on as a stream breaks with an error of heed's. */
export function answerOf(exchange, wire) {
    const { request, hop, trail } = exchange;
    const stream = wire.stream === null ? null : told(exchange, wire.stream);
    return new Answer(wire, stream, request.method, request.url, hop, exchange.tookMs, trail);
}
/** The error at the end of a call that failed. */
export function errorOf(exchange, failure) {
    const { answer, fault } = exchange;
    const facts = factsOf(exchange, failure);
    const before = answer === null ? null : answerOf(exchange, answer);
    if (fault !== null)
        return wireError(fault, before, facts);
    if (before === null)
        throw new TypeError('a call ended without answer and without fault');
    return failure.stopped.startsWith('redirect-') ? new RedirectError(before, facts) : new StatusError(before, facts);
}
export function outcomeOf(exchange, failure) {
    const error = errorOf(exchange, failure);
    if (isUnknown(exchange, failure))
        return { kind: 'unknown', error };
    if (!mayWorkLater(exchange, failure))
        return { kind: 'never', error };
    return { kind: 'later', notBefore: retryAt(exchange, failure.retryAfterMs ?? pauseMs(exchange)), error };
}
function wireError(fault, before, facts) {
    const { name, cause } = fault;
    if (name === 'aborted')
        return new AbortError(name, cause, before, facts);
    if (FAULTS[name].timeout)
        return new TimeoutError(name, cause, before, facts);
    return new WireError(name, cause, before, facts);
}
function factsOf(exchange, failure) {
    const { request, trail } = exchange;
    return {
        method: request.method,
        url: shownUrl(request.url),
        trail: trail ?? [sendEntry(exchange)],
        stopped: failure.stopped,
        retryAt: failure.retryAfterMs === null ? null : retryAt(exchange, failure.retryAfterMs),
        retryable: !isUnknown(exchange, failure) && mayWorkLater(exchange, failure),
    };
}
const retryAt = (exchange, afterMs) => new Date(Math.min(LAST_DATE_MS, exchange.plan.clock.wallMs() + afterMs));
/** When nobody says how long: what heed would have waited at most before one more attempt. */
function pauseMs(exchange) {
    const { backoffCapMs, throttleBaseMs } = exchange.plan;
    return Math.min(backoffCapMs, throttleBaseMs * 2 ** exchange.attempt);
}
/** It may have been processed, and nobody said that twice does no harm. */
function isUnknown(exchange, failure) {
    const { fault } = exchange;
    if (mayRepeat(exchange))
        return false;
    return fault === null ? failure.stopped === 'unsafe' : fault.sent && !FAULTS[fault.name].unprocessed;
}
/** Would the same request, sent later, have a chance? */
function mayWorkLater(exchange, failure) {
    const { fault, answer } = exchange;
    if (fault !== null)
        return FAULTS[fault.name].transient || fault.name === 'deadline' || fault.name === 'aborted';
    const retry = answer === null ? null : (lookup(answer.status)?.retry ?? null);
    if (retry === null)
        return false;
    return failure.retryAfterMs !== null || !(retry.onlyWhenAsked || failure.stopped === 'final');
}
/** The same stream, whose break is told as an error of heed's. */
function told(exchange, stream) {
    const reader = stream.getReader();
    return new ReadableStream({
        async pull(controller) {
            try {
                const { done, value } = await reader.read();
                if (done)
                    controller.close();
                else
                    controller.enqueue(value);
            }
            catch (broken) {
                controller.error(brokenError(exchange, broken));
            }
        },
        cancel: reason => reader.cancel(reason),
    }, { highWaterMark: 0 });
}
function brokenError(exchange, broken) {
    const fault = broken?.fault;
    if (fault === undefined)
        return broken;
    const failure = {
        do: 'fail',
        rule: 'fault',
        stopped: 'final',
        reason: FAULTS[fault.name].meaning,
        retryAfterMs: null,
    };
    return wireError(fault, null, factsOf(exchange, failure));
}
