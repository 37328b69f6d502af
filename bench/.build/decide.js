/**
 * The one decision. Every request is a walk through three questions, and this switch is all of the order there is:
 *
 *   begin, or a wait is over   ->  look at what could spare or forbid a send
 *   looked                     ->  send, unless the time is up
 *   an answer, or a fault      ->  ask the row of the code (or of the fault) for its verb, and the verb's rule what to do
 *
 * It is synchronous and pure: facts in, action out. Time and chance are arguments. What it returns is performed by
 * `drive`, which comes back with the next event.
 */
import { LOOK, USE } from './action.js';
import { follow } from './rules/follow.js';
import { look } from './rules/look.js';
import { retryAnswer, retryFault } from './rules/retry.js';
import { reuse } from './rules/reuse.js';
import { stop } from './rules/stop.js';
import { lookup } from './status/lookup.js';
export function decide(exchange, event, nowMs, dice) {
    switch (event.is) {
        case 'start':
        case 'awake':
            return LOOK;
        case 'looked':
            return look(exchange, nowMs);
        case 'fault':
            return retryFault(exchange, event.fault, nowMs, dice);
        case 'answer': {
            const row = lookup(event.status);
            return row === null ? INVALID : heedRow(exchange, row, event, nowMs, dice);
        }
    }
}
/** Outside 100..599 there is no row; drive reports the fault `invalid-status`, whose rule speaks next. */
const INVALID = Object.freeze(stop('fault', 'final', null));
function heedRow(exchange, row, event, nowMs, dice) {
    const { fields, wallMs } = event;
    switch (row.verb) {
        case 'use':
            return USE;
        case 'follow':
            return row.follow === null
                ? stop('stop', 'final', null)
                : follow(exchange, row, row.follow, fields, nowMs, wallMs, dice);
        case 'retry':
            return row.retry === null
                ? stop('stop', 'final', null)
                : retryAnswer(exchange, row, row.retry, fields, nowMs, wallMs, dice);
        case 'reuse':
            return reuse(exchange);
        // Without credentials to renew or a change that is known, these two answers stand.
        case 'renew':
        case 'repair':
        // An interim code never ends an exchange; one that claims to (101) changes protocols that heed does not speak.
        case 'note':
        case 'stop':
            return stop(row.verb, 'final', null);
    }
}
