import { addressOf, baseOf } from './address.js';
import { bodyOf, NO_BODY } from './body.js';
import { Call } from './call.js';
import { compileCall, compileClient, overridden } from './compile.js';
import { drive } from './drive.js';
import { answerOf, errorOf, outcomeOf } from './ending.js';
import { OptionError } from './errors.js';
import { Exchange } from './exchange.js';
import { DEFAULT_FIELDS, mergedFields } from './request-fields.js';
/**
 * Makes a client. Options are checked and compiled here, once.
 * @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another
 */
export function createClient(options = {}) {
    const plan = compileClient(options);
    return clientWith(settingsOf(plan, { plan, base: null, fields: DEFAULT_FIELDS, search: [] }, options));
}
function settingsOf(plan, before, options) {
    return {
        plan,
        base: options.baseUrl === undefined ? before.base : baseOf(options.baseUrl),
        fields: mergedFields(before.fields, options.headers),
        search: options.searchParams === undefined ? before.search : [...before.search, options.searchParams],
    };
}
function clientWith(settings) {
    const send = (url, options, method) => new Call(answered(settings, url, options, method));
    const client = (url, options) => send(url, options);
    return Object.assign(client, {
        get: (url, options) => send(url, options, 'GET'),
        head: (url, options) => send(url, options, 'HEAD'),
        options: (url, options) => send(url, options, 'OPTIONS'),
        query: (url, options) => send(url, options, 'QUERY'),
        post: (url, options) => send(url, options, 'POST'),
        put: (url, options) => send(url, options, 'PUT'),
        patch: (url, options) => send(url, options, 'PATCH'),
        delete: (url, options) => send(url, options, 'DELETE'),
        try: (url, options) => tried(settings, url, options),
        extend: (options) => extended(settings, options),
        close: () => settings.plan.transport.close(),
    });
}
const FIXED = ['connectMs', 'dispatcher', 'transport', 'clock', 'dice', 'budget'];
function extended(settings, options) {
    const fixed = FIXED.find(name => name in options);
    if (fixed !== undefined) {
        throw new OptionError(fixed, `The option ${fixed} cannot be changed by extend, which shares connections: use createClient.`);
    }
    compileClient({ ...options, transport: settings.plan.transport });
    return clientWith(settingsOf(overridden(settings.plan, options), settings, options));
}
async function answered(settings, url, options, method) {
    const ready = begin(settings, url, options, method);
    const exchange = ready instanceof Exchange ? ready : await ready;
    await drive(exchange, options?.signal ?? null);
    const { failure, answer, fault, plan } = exchange;
    if (answer !== null && fault === null && (failure === null || mayPass(plan, failure.stopped)))
        return answerOf(exchange, answer);
    if (failure === null)
        throw new TypeError('a call ended without answer and without failure');
    throw errorOf(exchange, failure);
}
/** With throwOnError: false a final 4xx or 5xx is an answer; a redirect that is refused never is. */
const mayPass = (plan, stopped) => !plan.throwOnError && !stopped.startsWith('redirect-');
async function tried(settings, url, options) {
    try {
        const exchange = await begin(settings, url, options);
        await drive(exchange, options?.signal ?? null);
        if (exchange.failure !== null)
            return outcomeOf(exchange, exchange.failure);
        if (exchange.answer === null)
            throw new TypeError('a call ended without answer and without failure');
        return { kind: 'ok', answer: answerOf(exchange, exchange.answer) };
    }
    catch (error) {
        if (error instanceof OptionError)
            return { kind: 'never', error };
        throw error;
    }
}
/** Everything up to the first send: options checked, address, fields and body made. */
function begin(settings, url, options, fixed) {
    if (options === undefined)
        return exchangeOf(settings, settings.plan, url, {}, NO_BODY, fixed);
    const plan = compileCall(settings.plan, options);
    if (fixed !== undefined && options.method !== undefined) {
        throw new OptionError('method', 'The option method does not go with a function that names the method: call the client itself.');
    }
    const body = bodyOf(options);
    return body instanceof Promise
        ? body.then(ready => exchangeOf(settings, plan, url, options, ready, fixed))
        : exchangeOf(settings, plan, url, options, body, fixed);
}
function exchangeOf(settings, plan, target, options, sendable, fixed) {
    const { body, source, type, bytes } = sendable;
    const method = fixed ?? options.method ?? (body === null ? 'GET' : 'POST');
    if (body !== null && (method === 'GET' || method === 'HEAD' || method === 'TRACE')) {
        throw new OptionError('body', `${method} has no body (RFC 9110 section 9.3): use POST, or QUERY for a safe request with a body.`);
    }
    const url = addressOf(target, settings.base, [...settings.search, options.searchParams]);
    let fields = mergedFields(settings.fields, options.headers);
    const added = {};
    if (type !== null && fields['content-type'] === undefined)
        added['content-type'] = type;
    if (options.idempotencyKey !== undefined) {
        added['idempotency-key'] = options.idempotencyKey === true ? crypto.randomUUID() : options.idempotencyKey;
    }
    if (Object.keys(added).length > 0)
        fields = mergedFields(fields, added);
    const origin = plan.ledger.of(url.origin).key;
    const request = { method, url, origin, fields, body, bodyBytes: bytes, newConnection: false };
    return new Exchange(plan, request, source, plan.clock.steadyMs());
}
