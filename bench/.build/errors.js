import { parseProblem } from './fields/problem.js';
import { FAULTS } from './rules/faults.js';
import { STOPS } from './rules/stop.js';
import { explain } from './status/explain.js';
import { issueLine, quoted } from './wording.js';
const BRAND = Symbol.for('heed.error');
export class HeedError extends Error {
    /** True for heed's errors of any copy of this package. */
    static is(value) {
        return typeof value === 'object' && value !== null && BRAND in value;
    }
    get [BRAND]() {
        return true;
    }
    /** What logs may keep: no body, no field values. */
    toJSON() {
        return { name: this.name, code: this.code, message: this.message, who: this.who, retryable: this.retryable };
    }
}
/** An option is unknown, of the wrong type or out of bounds, or contradicts another. Thrown before anything is sent. */
export class OptionError extends HeedError {
    code = 'HEED_OPTION';
    who = 'caller';
    retryable = false;
    trail = [];
    /** The option's name. */
    option;
    constructor(option, message) {
        super(message);
        this.option = option;
    }
    get name() {
        return 'OptionError';
    }
}
/** Not sent again because ..., and what to do about it. */
function whyStopped({ stopped, retryAt }) {
    if (stopped === 'final')
        return '';
    const { reason, cure } = STOPS[stopped];
    const when = retryAt === null ? '' : ` The server asks to wait until ${retryAt.toISOString()}.`;
    return ` heed stopped because ${reason}.${when}${cure === '' ? '' : ` ${cure}`}`;
}
/** The final answer is not a result: what it says and what to do, with all of it at hand. */
export class StatusError extends HeedError {
    #facts;
    #answer;
    constructor(answer, facts) {
        super();
        this.#answer = answer;
        this.#facts = facts;
    }
    get code() {
        return 'HEED_STATUS';
    }
    get name() {
        return 'StatusError';
    }
    get who() {
        const { row } = this.#answer;
        if (row?.retry?.pace === 'throttle')
            return 'policy';
        return row?.kind === 'client error' ? 'caller' : 'server';
    }
    get retryable() {
        return this.#facts.retryable;
    }
    get trail() {
        return this.#facts.trail;
    }
    get status() {
        return this.#answer.status;
    }
    get statusText() {
        return this.#answer.statusText;
    }
    get headers() {
        return this.#answer.headers;
    }
    /** The answer itself; its body is in memory, up to limits.errorBytes. */
    get answer() {
        return this.#answer;
    }
    /** Why heed did not go on. */
    get stopped() {
        return this.#facts.stopped;
    }
    /** When the server says that it is worth another try; null when it does not say. */
    get retryAt() {
        return this.#facts.retryAt;
    }
    /** The body as RFC 9457 problem details; null when it is none. */
    get problem() {
        return parseProblem(this.headers.get('content-type'), this.#answer.bytesNow());
    }
    /** The body as text. */
    get text() {
        return this.#answer.textNow();
    }
    /** What the status code means, in full. */
    get explanation() {
        return explain(this.status);
    }
    get message() {
        const { method, url } = this.#facts;
        const { phrase, meaning, next } = this.explanation;
        const said = this.problem?.detail ?? this.problem?.title;
        const words = said === undefined ? '' : ` The server says: ${quoted(said)}.`;
        return `${method} ${url} answered ${this.status} ${phrase}. ${meaning}${words} ${next}${whyStopped(this.#facts)}`;
    }
}
/** A redirect that is not followed: too many, a loop, a downgrade, or nowhere to go. */
export class RedirectError extends StatusError {
    get code() {
        return 'HEED_REDIRECT';
    }
    get name() {
        return 'RedirectError';
    }
}
/** No whole answer came. */
export class WireError extends HeedError {
    /** Which way it failed; the table of faults says what each means. */
    fault;
    #facts;
    #before;
    constructor(fault, cause, before, facts) {
        super(undefined, cause === null || cause === undefined ? undefined : { cause });
        this.fault = fault;
        this.#before = before;
        this.#facts = facts;
    }
    get code() {
        return 'HEED_WIRE';
    }
    get name() {
        return 'WireError';
    }
    get who() {
        return FAULTS[this.fault].who;
    }
    get retryable() {
        return this.#facts.retryable;
    }
    get trail() {
        return this.#facts.trail;
    }
    get stopped() {
        return this.#facts.stopped;
    }
    /** The latest answer of this call, from an earlier attempt; null when there was none. */
    get lastAnswer() {
        return this.#before;
    }
    /** The status of the latest answer of this call; null when there was none. */
    get status() {
        return this.#before?.status ?? null;
    }
    get message() {
        const { method, url } = this.#facts;
        const { meaning, next } = FAULTS[this.fault];
        const before = this.#before;
        const earlier = before === null ? '' : ` Before that the server answered ${before.status} ${before.phrase}.`;
        return `${method} ${url} failed (${this.fault}). ${meaning} ${next}${earlier}${whyStopped(this.#facts)}`;
    }
}
/** A time limit passed: connect, attempt, body or deadline; `fault` says which. */
export class TimeoutError extends WireError {
    get code() {
        return 'HEED_TIMEOUT';
    }
    get name() {
        return 'TimeoutError';
    }
}
/** The caller's signal ended the call; its reason is the `cause`. */
export class AbortError extends WireError {
    get code() {
        return 'HEED_ABORTED';
    }
    get name() {
        return 'AbortError';
    }
}
/** The exchange succeeded, but the body is not what was asked for. Asking again would bring the same. */
class BodyError extends HeedError {
    who = 'server';
    retryable = false;
    #answer;
    #text;
    constructor(answer, text, message, cause) {
        super(message, cause === undefined ? undefined : { cause });
        this.#answer = answer;
        this.#text = text;
    }
    get answer() {
        return this.#answer;
    }
    get status() {
        return this.#answer.status;
    }
    /** The body as it came. */
    get text() {
        return this.#text;
    }
    get trail() {
        return this.#answer.trail;
    }
}
/** The body is not JSON. */
export class JsonError extends BodyError {
    code = 'HEED_JSON';
    get name() {
        return 'JsonError';
    }
    constructor(answer, text, cause) {
        const type = answer.headers.get('content-type') ?? 'no content type';
        const { status, phrase } = answer;
        super(answer, text, `The body of ${status} ${phrase} from ${answer.shownUrl} is not JSON (${type}). Read it with .text(), or ask for JSON with the header 'accept: application/json'.`, cause);
    }
}
/** The body is JSON, but not what the schema wants. */
export class SchemaError extends BodyError {
    code = 'HEED_SCHEMA';
    issues;
    get name() {
        return 'SchemaError';
    }
    constructor(answer, text, issues) {
        const lines = issues.slice(0, 5).map(issueLine).join('; ');
        super(answer, text, `The body from ${answer.shownUrl} does not fit the schema: ${lines}.`);
        this.issues = issues;
    }
}
