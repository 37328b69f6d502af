import { classOf } from './classes.js';
import { againFor, nextFor } from './sentences.js';
const nothing = [];
function verbOf(kind, own) {
    if (own.verb !== undefined)
        return own.verb;
    if (own.follow !== undefined)
        return 'follow';
    if (own.retry !== undefined)
        return 'retry';
    if (kind === 'informational')
        return 'note';
    return kind === 'successful' ? 'use' : 'stop';
}
function effectOf(kind, registration, own) {
    if (own.effect !== undefined)
        return own.effect;
    // What stands behind a vendor's code is anybody's guess.
    if (registration === 'vendor')
        return 'not-stated';
    if (kind === 'client error')
        return 'not-applied';
    return kind === 'successful' ? 'applied' : 'not-stated';
}
/**
 * Makes a row, frozen. The only place where one is made: a single literal gives all rows one shape, which keeps the look-up
 * that runs on every response monomorphic.
 *
 * @throws RangeError when the code lies outside 100..599
 */
export function row(code, phrase, spec, own) {
    const kind = classOf(code)?.kind;
    if (kind === undefined)
        throw new RangeError(`${code} has no class: give a code from 100 to 599`);
    const registration = own.registration ?? (own.vendor === undefined ? 'assigned' : 'vendor');
    const verb = verbOf(kind, own);
    const follow = own.follow ?? null;
    const retry = own.retry ?? null;
    return Object.freeze({
        code,
        phrase,
        aliases: Object.freeze(own.aliases ?? nothing),
        kind,
        verb,
        meaning: own.meaning,
        next: own.next ?? nextFor(verb, kind, follow, retry),
        again: own.again ?? againFor(verb, kind, follow, retry),
        effect: effectOf(kind, registration, own),
        fields: Object.freeze(own.fields ?? nothing),
        cacheable: own.cacheable ?? false,
        neverStore: own.neverStore ?? false,
        bodiless: own.bodiless ?? kind === 'informational',
        namesLocation: own.namesLocation ?? false,
        registration,
        vendor: own.vendor ?? null,
        spec,
        follow,
        retry,
    });
}
