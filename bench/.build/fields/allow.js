import { endOfElement, endOfToken, fieldLines, skipListGap, skipSpace } from './tokens.js';
/**
 * The methods that Allow names (RFC 9110 section 10.2.1), in their order, each once, letter case kept. An absent and an
 * empty field both give none. What is no method name is passed over.
 */
export function parseAllow(value) {
    const methods = new Set();
    for (const line of fieldLines(value)) {
        let at = skipListGap(line, 0);
        while (at < line.length) {
            const end = endOfToken(line, at);
            const next = skipSpace(line, end);
            if (end > at && (next === line.length || line[next] === ','))
                methods.add(line.slice(at, end));
            at = skipListGap(line, endOfElement(line, next, ','));
        }
    }
    return [...methods];
}
