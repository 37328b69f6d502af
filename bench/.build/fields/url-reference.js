const longestReference = 8 * 1024;
// Header bytes arrive as latin1 characters. Escaping each byte keeps what was sent, whether it was UTF-8 or not.
function escapeBytes(text) {
    if (!/[\x80-\uffff]/.test(text) || /[\u0100-\uffff]/.test(text))
        return text;
    return text.replace(/[\x80-\xff]/g, byte => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
/**
 * Resolves a URL reference out of a field against `base`, as the WHATWG URL standard does. Characters from U+0080 to
 * U+00FF are taken for the bytes they stand for on the wire. Null when it does not parse or is longer than 8 KiB.
 */
export function resolveReference(reference, base) {
    return reference.length > longestReference ? null : URL.parse(escapeBytes(reference), base.href);
}
