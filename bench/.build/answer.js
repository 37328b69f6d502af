import { JsonError, SchemaError } from './errors.js';
import { firstLine } from './fields/lines.js';
import { resolveLocation } from './fields/location.js';
import { FieldHeaders } from './headers.js';
import { plainTrail } from './recorder.js';
import { shownUrl } from './shown-url.js';
import { lookup } from './status/lookup.js';
/** Decodes UTF-8, drops a byte order mark, replaces what is no UTF-8: as the Fetch standard reads text. */
const utf8 = new TextDecoder();
/**
 * What the caller gets. The body is in memory unless `stream: true` was asked for; it can be read as often and in as
 * many forms as you like, except a streamed one, which can be read once.
 */
export class Answer {
    #wire;
    #method;
    #url;
    #hops;
    #tookMs;
    #stream;
    #trail;
    /** @internal */
    constructor(wire, stream, method, url, hops, tookMs, trail) {
        this.#wire = wire;
        this.#stream = stream;
        this.#method = method;
        this.#url = url;
        this.#hops = hops;
        this.#tookMs = tookMs;
        this.#trail = trail;
    }
    get status() {
        return this.#wire.status;
    }
    /** The phrase the server sent; it means nothing and may be empty. */
    get statusText() {
        return this.#wire.statusText;
    }
    /** The registered phrase of the status code. */
    get phrase() {
        return this.row?.phrase ?? '';
    }
    /** The row of the table for this status; null outside 100..599. */
    get row() {
        return lookup(this.status);
    }
    /** True for 2xx. */
    get ok() {
        return this.row?.kind === 'successful';
    }
    /** Where the answer came from, after redirects. Holds what you asked for, query and all. */
    get url() {
        return this.#url.href;
    }
    /** The same as it may be logged: no user info, no query values. */
    get shownUrl() {
        return shownUrl(this.#url);
    }
    get redirected() {
        return this.#hops > 0;
    }
    get headers() {
        return new FieldHeaders(this.#wire.fields);
    }
    /** Where the thing that was made lives (201), or where to ask how it goes (202); null otherwise. */
    get location() {
        if (this.row?.namesLocation !== true)
            return null;
        return resolveLocation(firstLine(this.#wire.fields.location), this.#url)?.href ?? null;
    }
    /** What happened, step by step, each with the rule and the reason. */
    get trail() {
        this.#trail ??= plainTrail(this.#method, this.#url, this.status, this.#tookMs);
        return this.#trail;
    }
    /** The body's bytes. */
    async bytes() {
        return this.#stream === null ? this.#wire.body : new Uint8Array(await new Response(this.#stream).arrayBuffer());
    }
    /** The body as text (UTF-8). */
    async text() {
        return utf8.decode(await this.bytes());
    }
    async json(schema) {
        const text = this.#stream === null ? utf8.decode(this.#wire.body) : await this.text();
        const value = text === '' ? undefined : this.#parsed(text);
        return schema === undefined ? value : this.#checked(schema, value, text);
    }
    #parsed(text) {
        try {
            return JSON.parse(text);
        }
        catch (cause) {
            throw new JsonError(this, text, cause);
        }
    }
    async #checked(schema, value, text) {
        const result = await schema['~standard'].validate(value);
        if (result.issues !== undefined)
            throw new SchemaError(this, text, result.issues);
        return result.value;
    }
    /** The body as a stream: as it comes with `stream: true`, else from memory. */
    get stream() {
        if (this.#stream !== null)
            return this.#stream;
        const { body } = this.#wire;
        return new ReadableStream({
            start(controller) {
                if (body.byteLength > 0)
                    controller.enqueue(body);
                controller.close();
            },
        });
    }
    /** False: the body was cut, because it was an error's and longer than limits.errorBytes, or it broke off. */
    get whole() {
        return this.#wire.whole;
    }
    /** @internal What is in memory now: nothing of a streamed body. */
    bytesNow() {
        return this.#wire.body;
    }
    /** @internal */
    textNow() {
        return utf8.decode(this.#wire.body);
    }
}
