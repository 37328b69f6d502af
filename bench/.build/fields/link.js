import { endOfElement, endOfToken, fieldLines, readQuoted, skipListGap, skipSpace, trimSpace, } from './tokens.js';
import { resolveReference } from './url-reference.js';
// Resolving costs the length of the base each time, which a server can make long.
const mostLinks = 128;
function endOfLooseValue(text, start) {
    let at = start;
    while (at < text.length && text[at] !== ';' && text[at] !== ',')
        at += 1;
    return at;
}
function readParams(text, start) {
    const params = new Map();
    let at = skipSpace(text, start);
    while (text[at] === ';') {
        const nameStart = skipSpace(text, at + 1);
        const nameEnd = endOfToken(text, nameStart);
        at = skipSpace(text, nameEnd);
        let value = '';
        if (text[at] === '=') {
            const valueStart = skipSpace(text, at + 1);
            const quoted = text[valueStart] === '"' ? readQuoted(text, valueStart) : null;
            // RFC 8288 appendix B.3 reads an unquoted value up to the next separator, token or not.
            at = quoted?.end ?? endOfLooseValue(text, valueStart);
            value = quoted?.value ?? trimSpace(text.slice(valueStart, at));
        }
        const name = text.slice(nameStart, nameEnd).toLowerCase();
        if (name !== '' && !params.has(name))
            params.set(name, value);
        at = skipSpace(text, at);
    }
    return { params, end: at };
}
function toLink(reference, params, base) {
    const rel = (params.get('rel') ?? '').toLowerCase().match(/[^ \t]+/g) ?? [];
    const url = rel.length === 0 ? null : resolveReference(reference, base);
    return url === null ? null : { url, rel, params };
}
function readLinks(text, base, links) {
    let at = skipListGap(text, 0);
    while (at < text.length && links.length < mostLinks) {
        if (text[at] === '<') {
            const close = text.indexOf('>', at);
            if (close === -1)
                return;
            const { params, end } = readParams(text, close + 1);
            const link = toLink(text.slice(at + 1, close), params, base);
            if (link !== null)
                links.push(link);
            at = end;
        }
        at = skipListGap(text, endOfElement(text, at, ','));
    }
}
/**
 * The links of a Link field (RFC 8288), in their order, resolved against `base`, the URL of the answer. A link
 * without a relation type, or whose target does not parse, is passed over, and so is anything malformed. At most 128
 * are read.
 */
export function parseLink(value, base) {
    const links = [];
    for (const line of fieldLines(value))
        readLinks(line, base, links);
    return links;
}
