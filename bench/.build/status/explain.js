import { classOf } from './classes.js';
import { lookup } from './lookup.js';
import { effectSentences, registrySentences } from './sentences.js';
import { strays } from './table.js';
// Made on demand and kept: an explanation never changes, and most programs meet few codes.
const made = [];
/**
 * Explains a status code. Never throws, so that it can be called while an error is being reported.
 *
 * Takes a number, or its digits as text (`'404'`; white space around them is ignored, signs, fractions, exponents and other
 * bases are not digits). Anything that is not a whole number from 100 to 599 gets an explanation of the kind `invalid`, whose
 * `next` says what to give instead. The same code always gives the same frozen object.
 */
export function explain(code) {
    const asked = typeof code === 'number' ? code : fromText(code);
    const kept = made[asked];
    if (kept !== undefined)
        return kept;
    const row = lookup(asked);
    if (row === null)
        return notACode(asked, code);
    const explanation = fromRow(row);
    made[asked] = explanation;
    return explanation;
}
/** The https address of a reference such as `RFC9110#15.5.5` or `draft-ietf-httpbis-resumable-upload#status-code-104`. */
export function specAddress(reference) {
    const [document = '', section = ''] = reference.split('#');
    return document.startsWith('RFC')
        ? `https://www.rfc-editor.org/rfc/${document.toLowerCase()}.html#section-${section}`
        : `https://datatracker.ietf.org/doc/html/${document}#name-${section}`;
}
function fromText(given) {
    if (typeof given !== 'string')
        return Number.NaN;
    const digits = given.trim();
    return /^[0-9]+$/.test(digits) ? Number(digits) : Number.NaN;
}
function standingOf(row) {
    if (row.registration !== 'vendor' && row.registration !== 'unregistered')
        return registrySentences[row.registration];
    const general = `treated as ${classOf(row.code)?.first} of its class (RFC 9110 section 15)`;
    return row.vendor === null
        ? `Unregistered, ${general}.`
        : `Not registered with IANA, used by ${row.vendor}; from anybody else it is ${general}.`;
}
function fromRow(row) {
    return Object.freeze({
        code: row.code,
        phrase: row.phrase,
        kind: row.kind,
        meaning: row.meaning,
        next: row.next,
        again: row.again,
        effect: row.effect,
        effectMeaning: effectSentences[row.effect],
        fields: row.fields,
        cacheable: row.cacheable,
        neverStore: row.neverStore,
        registration: row.registration,
        standing: standingOf(row),
        vendor: row.vendor,
        verb: row.verb,
        action: classOf(row.code)?.action ?? '',
        spec: specAddress(row.spec),
    });
}
// Clipped and plain: what was given may come from anywhere and may end up on a terminal.
function shown(given) {
    if (typeof given === 'number')
        return String(given);
    if (typeof given !== 'string')
        return `A value of the type ${given === null ? 'null' : typeof given}`;
    const clipped = given.length > 20 ? `${given.slice(0, 20)}...` : given;
    return `"${clipped.replace(/[^ -~]/g, '?')}"`;
}
function meaningOf(asked, given, stray) {
    if (stray !== undefined)
        return stray.meaning;
    return Number.isInteger(asked)
        ? `${shown(given)} lies outside 100 to 599, so it is not a status code (RFC 9110 section 15).`
        : `${shown(given)} is not a whole number, so it is not a status code.`;
}
function notACode(asked, given) {
    const stray = strays.find(({ code }) => code === asked);
    return Object.freeze({
        code: asked,
        phrase: stray?.phrase ?? 'Not a Status Code',
        kind: 'invalid',
        meaning: meaningOf(asked, given, stray),
        next: Number.isInteger(asked)
            ? 'If a server sent it, take the answer for broken; if it was typed, give a whole number from 100 to 599.'
            : 'Give a whole number from 100 to 599, such as 404, or search for words.',
        again: 'Not automatically: a broken answer says nothing to go by.',
        effect: 'not-stated',
        effectMeaning: effectSentences['not-stated'],
        fields: Object.freeze([]),
        cacheable: false,
        neverStore: true,
        registration: stray === undefined ? 'unregistered' : 'vendor',
        standing: stray === undefined ? 'No code of the registry.' : `No code of the registry, used by ${stray.vendor}.`,
        vendor: stray?.vendor ?? null,
        verb: 'stop',
        action: 'Take the answer for broken and use nothing of it.',
        spec: specAddress('RFC9110#15'),
    });
}
