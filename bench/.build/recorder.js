import { FAULTS } from './rules/faults.js';
import { shownUrl } from './shown-url.js';
import { lookup } from './status/lookup.js';
/**
 * Writes the trail. While nothing happened but one request there is none: it is born at the first event that does not
 * end the call, with the request that came before it. `drive` alone calls these.
 */
export function record(exchange, entry) {
    exchange.trail ??= exchange.attempt > 0 && entry.what !== 'send' ? [sendEntry(exchange)] : [];
    exchange.trail.push(entry);
    exchange.plan.onTrail?.(entry);
}
export function sendEntry(exchange) {
    const { request, attempt, hop } = exchange;
    const reason = hop > 0 && attempt === 1 ? `redirect ${hop}` : attempt > 1 ? `attempt ${attempt}` : 'the call begins';
    const atMs = exchange.sentMs - exchange.startMs;
    return {
        what: 'send',
        atMs,
        rule: 'caller',
        reason,
        method: request.method,
        url: shownUrl(request.url),
        attempt,
        hop,
    };
}
export function noteEntry(exchange, status, nowMs) {
    const phrase = lookup(status)?.phrase ?? '';
    const reason = 'news on the way; the final answer is still to come';
    return { what: 'note', atMs: nowMs - exchange.startMs, rule: 'note', reason, status, phrase };
}
export function answerEntry(exchange, status, nowMs) {
    return answerLine(status, nowMs - exchange.startMs, nowMs - exchange.sentMs);
}
function answerLine(status, atMs, tookMs) {
    const row = lookup(status);
    const verb = row?.verb ?? 'stop';
    return {
        what: 'answer',
        atMs,
        rule: verb,
        reason: row?.meaning ?? '',
        status,
        phrase: row?.phrase ?? '',
        verb,
        tookMs,
    };
}
export function faultEntry(exchange, fault, nowMs) {
    const atMs = nowMs - exchange.startMs;
    const tookMs = nowMs - exchange.sentMs;
    return { what: 'fault', atMs, rule: 'fault', reason: FAULTS[fault.name].meaning, fault: fault.name, tookMs };
}
export function waitEntry(exchange, wait, nowMs) {
    const { rule, reason, waitMs, source } = wait;
    return { what: 'wait', atMs: nowMs - exchange.startMs, rule, reason, waitMs, source };
}
/** After the exchange has turned to the new address. */
export function hopEntry(exchange, hop, nowMs) {
    const { method, url } = exchange.request;
    const { status, dropped, reason } = hop;
    const atMs = nowMs - exchange.startMs;
    return { what: 'hop', atMs, rule: 'follow', reason, status, method, url: shownUrl(url), dropped };
}
export function endEntry(atMs, rule, reason, outcome) {
    return { what: 'end', atMs, rule, reason, outcome };
}
/** The trail of a call in which nothing happened but one request and its answer, made only when somebody asks. */
export function plainTrail(method, url, status, tookMs) {
    const send = {
        what: 'send',
        atMs: 0,
        rule: 'caller',
        reason: 'the call begins',
        method,
        url: shownUrl(url),
        attempt: 1,
        hop: 0,
    };
    return [send, answerLine(status, tookMs, tookMs), endEntry(tookMs, 'use', 'the answer is the result', 'delivered')];
}
