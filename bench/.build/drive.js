/**
 * The one loop. It performs what `decide` returns and comes back with what happened, until there is nothing left to
 * do. It is the only place that awaits and the only writer of the exchange:
 *
 *   start -> [look] -> [send] -> an answer or a fault -> [wait] -> awake -> [look] -> [send] ... -> [deliver] or [fail]
 *
 * It never throws: how the call ended stands on the exchange (`failure`, `answer`, `fault`).
 */
import { AWAKE, LOOKED, START, USE } from './action.js';
import { decide } from './decide.js';
import { answerEntry, endEntry, faultEntry, hopEntry, noteEntry, record, sendEntry, waitEntry } from './recorder.js';
import { loopKey } from './rules/follow.js';
import { mayNote } from './rules/note.js';
import { lookup } from './status/lookup.js';
/** Performs the call. Aborting `signal` ends it at once, whatever it is doing. */
export function drive(exchange, signal) {
    return new Drive(exchange, signal).run();
}
class Drive {
    #exchange;
    #signal;
    #flight = null;
    #wake = null;
    #verdict = USE;
    #interims = 0;
    /** What the next send is: an attempt, unless it is the same attempt at another address. */
    #next = 'first';
    alarmMs = Number.NaN;
    earlier = null;
    later = null;
    constructor(exchange, signal) {
        this.#exchange = exchange;
        this.#signal = signal;
    }
    async run() {
        const exchange = this.#exchange;
        const { clock, dice } = exchange.plan;
        this.#signal?.addEventListener('abort', this);
        let nowMs = exchange.startMs;
        let action = this.#aborted() ?? decide(exchange, START, nowMs, dice);
        for (;;) {
            switch (action.do) {
                case 'look':
                    if (action.to !== null)
                        this.#turn(action.to, action.hop);
                    action = decide(exchange, LOOKED, nowMs, dice);
                    break;
                case 'send': {
                    const flight = this.#launch(nowMs);
                    const outcome = 'kind' in flight ? flight : await flight.landed;
                    nowMs = clock.steadyMs();
                    action = this.#land(outcome, nowMs);
                    break;
                }
                case 'wait':
                    await this.#sleep(action);
                    nowMs = clock.steadyMs();
                    action = this.#aborted() ?? decide(exchange, AWAKE, nowMs, dice);
                    break;
                case 'deliver':
                case 'fail':
                    return this.#end(action);
            }
        }
    }
    #launch(nowMs) {
        const exchange = this.#exchange;
        const { plan } = exchange;
        if (this.#next !== 'hop')
            exchange.attempt++;
        exchange.sentMs = nowMs;
        plan.ledger.countSend(exchange.origin, this.#next === 'resend', nowMs);
        if (exchange.trail !== null || plan.onTrail !== null)
            record(exchange, sendEntry(exchange));
        this.#interims = 0;
        if (typeof exchange.source === 'function' && exchange.request.body !== null) {
            try {
                exchange.request = { ...exchange.request, body: exchange.source() };
            }
            catch (cause) {
                return { kind: 'fault', name: 'request-body', sent: false, cause };
            }
        }
        this.#flight = plan.transport.send(exchange.request, plan.limits, this);
        plan.alarms.set(this, Math.min(nowMs + plan.attemptMs, exchange.endMs));
        return this.#flight;
    }
    #land(outcome, nowMs) {
        const exchange = this.#exchange;
        const { plan } = exchange;
        plan.alarms.clear(this);
        if (outcome.kind === 'answer') {
            exchange.answer = outcome;
            exchange.fault = null;
            exchange.tookMs = nowMs - exchange.sentMs;
            if (outcome.stream === null)
                this.#flight = null;
            return this.#verdict;
        }
        this.#flight = null;
        exchange.fault = outcome;
        record(exchange, faultEntry(exchange, outcome, nowMs));
        return decide(exchange, { is: 'fault', fault: outcome }, nowMs, plan.dice);
    }
    interim(status, _fields) {
        const exchange = this.#exchange;
        this.#interims++;
        if (!mayNote(this.#interims, exchange.plan))
            return false;
        record(exchange, noteEntry(exchange, status, exchange.plan.clock.steadyMs()));
        return true;
    }
    head(status, _statusText, fields) {
        const exchange = this.#exchange;
        const { plan } = exchange;
        const happy = lookup(status)?.verb === 'use';
        if (!happy || exchange.trail !== null)
            record(exchange, answerEntry(exchange, status, plan.clock.steadyMs()));
        // The happy path asks no further: nothing that `decide` could weigh changes an answer that is the result.
        this.#verdict = happy ? USE : this.#weigh(status, fields);
        if (this.#verdict.do === 'deliver')
            return plan.stream ? 'stream' : 'keep';
        return this.#verdict.do === 'fail' ? 'keep-start' : 'discard';
    }
    #weigh(status, fields) {
        const { clock, dice } = this.#exchange.plan;
        return decide(this.#exchange, { is: 'answer', status, fields, wallMs: clock.wallMs() }, clock.steadyMs(), dice);
    }
    streamOver() {
        this.#flight = null;
        this.#signal?.removeEventListener('abort', this);
    }
    #turn(to, hop) {
        const exchange = this.#exchange;
        const { plan } = exchange;
        if (hop === null) {
            exchange.request = to;
            return;
        }
        exchange.visited ??= new Set();
        exchange.visited.add(loopKey(exchange.request));
        exchange.request = to;
        exchange.hop++;
        exchange.origin = plan.ledger.of(to.origin);
        this.#next = 'hop';
        record(exchange, hopEntry(exchange, hop, plan.clock.steadyMs()));
    }
    async #sleep(wait) {
        const exchange = this.#exchange;
        const { clock } = exchange.plan;
        record(exchange, waitEntry(exchange, wait, clock.steadyMs()));
        const { promise, resolve } = Promise.withResolvers();
        this.#wake = resolve;
        const timer = clock.set(Math.ceil(wait.waitMs), resolve);
        await promise;
        clock.clear(timer);
        this.#wake = null;
        if (wait.resend)
            this.#next = 'resend';
        if (wait.to !== null)
            this.#turn(wait.to, wait.hop);
    }
    /** The alarm rang: the attempt or the whole call took too long. */
    ring() {
        const late = this.#exchange.plan.clock.steadyMs() >= this.#exchange.endMs;
        this.#flight?.abort(late ? 'deadline' : 'attempt-timeout', null);
    }
    /** The caller's signal fired. */
    handleEvent() {
        this.#flight?.abort('aborted', this.#signal?.reason);
        this.#wake?.();
    }
    #aborted() {
        if (this.#signal?.aborted !== true)
            return null;
        return this.#land({ kind: 'fault', name: 'aborted', sent: false, cause: this.#signal.reason }, this.#exchange.plan.clock.steadyMs());
    }
    #end(action) {
        const exchange = this.#exchange;
        if (this.#flight === null)
            this.#signal?.removeEventListener('abort', this);
        const failed = action.do === 'fail';
        if (failed)
            exchange.failure = action;
        if (failed && action.rule === 'deadline') {
            exchange.fault = { kind: 'fault', name: 'deadline', sent: false, cause: null };
        }
        if (!failed && exchange.trail === null)
            return;
        const atMs = exchange.plan.clock.steadyMs() - exchange.startMs;
        record(exchange, endEntry(atMs, action.rule, action.reason, failed ? 'failed' : 'delivered'));
    }
}
