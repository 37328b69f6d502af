import { OptionError } from './errors.js';
const encoder = new TextEncoder();
export const NO_BODY = Object.freeze({ body: null, source: 'bytes', type: null, bytes: null });
const inMemory = (body, type) => ({ body, source: 'bytes', type, bytes: null });
/**
 * The body that the options ask for. Only FormData needs to be waited for.
 * @throws {OptionError} more than one kind of body, or a value that cannot be one
 */
export function bodyOf(options) {
    const kinds = ['body', 'json', 'form'].filter(kind => options[kind] !== undefined);
    if (kinds.length > 1) {
        throw new OptionError(kinds[1] ?? 'body', `Only one of ${kinds.join(' and ')} can be the body: leave the other out.`);
    }
    if (options.json !== undefined)
        return jsonBody(options.json);
    if (options.form !== undefined)
        return formBody(options.form);
    return options.body === undefined ? NO_BODY : rawBody(options.body);
}
function jsonBody(value) {
    let text;
    try {
        text = JSON.stringify(value);
    }
    catch (cause) {
        throw new OptionError('json', `The option json must be a value that JSON can hold: ${String(cause)}.`);
    }
    if (text === undefined)
        throw new OptionError('json', 'The option json must be a value that JSON can hold; it was a function or symbol.');
    return inMemory(encoder.encode(text), 'application/json');
}
function formBody(form) {
    if (form instanceof FormData)
        return multipartBody(form);
    const pairs = form instanceof URLSearchParams ? form : new URLSearchParams(form);
    return inMemory(encoder.encode(pairs.toString()), 'application/x-www-form-urlencoded;charset=UTF-8');
}
/** The platform knows how to write multipart; a Response is the standard's way to ask it. */
async function multipartBody(form) {
    const written = new Response(form);
    return inMemory(await written.bytes(), written.headers.get('content-type'));
}
function rawBody(value) {
    if (typeof value === 'string')
        return inMemory(encoder.encode(value), 'text/plain;charset=UTF-8');
    if (value instanceof Uint8Array)
        return inMemory(value, null);
    if (value instanceof ArrayBuffer)
        return inMemory(new Uint8Array(value), null);
    if (value instanceof Blob) {
        const open = () => pieces(value.stream());
        return { body: open(), source: open, type: value.type === '' ? null : value.type, bytes: value.size };
    }
    // What a factory opens is opened when it is sent; until then an empty stand-in marks that there is a body.
    if (typeof value === 'function')
        return { body: NOT_YET_OPEN, source: () => opened(value()), type: null, bytes: null };
    return { body: pieces(value), source: 'one-shot', type: null, bytes: null };
}
const NOT_YET_OPEN = { [Symbol.asyncIterator]: () => pieces([])[Symbol.asyncIterator]() };
function opened(value) {
    if (typeof value === 'function')
        throw notABody(value);
    return rawBody(value).body;
}
/** Checks at once that it can be read; reads it when it is sent. */
function pieces(value) {
    if (typeof value !== 'object' || value === null)
        throw notABody(value);
    if (!(Symbol.asyncIterator in value) && !(Symbol.iterator in value))
        throw notABody(value);
    return encoded(value);
}
async function* encoded(value) {
    for await (const piece of value) {
        if (typeof piece === 'string')
            yield encoder.encode(piece);
        else if (piece instanceof Uint8Array)
            yield piece;
        else
            throw new TypeError('A streamed body must give pieces of type Uint8Array or string.');
    }
}
const notABody = (value) => new OptionError('body', `The option body must be a text, bytes, a Blob, a stream, or a function that opens a stream; it was ${value === null ? 'null' : typeof value}. Use json for values.`);
