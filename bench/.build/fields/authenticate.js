import { endOfElement, endOfToken, fieldLines, readValue, skipListGap, skipSpace } from './tokens.js';
const mostChallenges = 128;
const isToken68Code = new Uint8Array(128);
for (const character of '-._~+/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    isToken68Code[character.charCodeAt(0)] = 1;
}
function endOfToken68(text, start) {
    let at = start;
    while (at < text.length && isToken68Code[text.charCodeAt(at)] === 1)
        at += 1;
    if (at === start)
        return start;
    while (text[at] === '=')
        at += 1;
    return at;
}
function endsElement(text, at) {
    return at === text.length || text[at] === ',';
}
/** The index of the `=` when a parameter starts at `start`; -1 otherwise. */
function equalsSign(text, start) {
    const nameEnd = endOfToken(text, start);
    const at = skipSpace(text, nameEnd);
    return nameEnd > start && text[at] === '=' ? at : -1;
}
/** Reads the parameter at `start` into `params`; gives the index behind what could be read of it. */
function readParam(text, start, equals, params) {
    const valueStart = skipSpace(text, equals + 1);
    const piece = readValue(text, valueStart, ',');
    if (piece === null)
        return valueStart;
    const name = text.slice(start, endOfToken(text, start)).toLowerCase();
    if (params !== null && !params.has(name))
        params.set(name, piece.value);
    return piece.end;
}
function readScheme(text, start) {
    const schemeEnd = endOfToken(text, start);
    const dataStart = skipSpace(text, schemeEnd);
    if (schemeEnd === start || (dataStart === schemeEnd && !endsElement(text, schemeEnd))) {
        return { challenge: null, params: null, end: schemeEnd };
    }
    const scheme = text.slice(start, schemeEnd).toLowerCase();
    const params = new Map();
    const token68End = endOfToken68(text, dataStart);
    if (token68End > dataStart && endsElement(text, skipSpace(text, token68End))) {
        const challenge = { scheme, token68: text.slice(dataStart, token68End), params };
        return { challenge, params: null, end: token68End };
    }
    const equals = equalsSign(text, dataStart);
    const end = equals === -1 ? dataStart : readParam(text, dataStart, equals, params);
    return { challenge: { scheme, token68: null, params }, params, end };
}
/**
 * The challenges of WWW-Authenticate or Proxy-Authenticate (RFC 9110 section 11.6.1), in their order.
 *
 * A comma separates challenges as well as the parameters of one challenge: after it, `name =` goes on with the
 * challenge before it and anything else starts a new one. What is malformed is passed over up to the next comma
 * outside a quoted string; what was read before and what can be read behind it stays. Several lines are one list. At
 * most 128 challenges are read.
 */
export function parseChallenges(value) {
    const challenges = [];
    let params = null;
    for (const line of fieldLines(value)) {
        let at = skipListGap(line, 0);
        while (at < line.length && challenges.length < mostChallenges) {
            const equals = equalsSign(line, at);
            if (equals !== -1) {
                at = readParam(line, at, equals, params);
            }
            else {
                const step = readScheme(line, at);
                if (step.challenge !== null)
                    challenges.push(step.challenge);
                params = step.params;
                at = step.end;
            }
            at = skipListGap(line, endOfElement(line, at, ','));
        }
    }
    return challenges;
}
