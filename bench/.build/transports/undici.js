import { Agent, Client } from 'undici';
import { WireFlight } from './flight.js';
import { Upload } from './upload.js';
import { valvedConnector } from './valve.js';
class UndiciTransport {
    #clock;
    #connectMs;
    #given;
    #reading = { valve: null };
    #connector = null;
    #agent = null;
    #closed = false;
    constructor(options) {
        this.#clock = options.clock;
        this.#connectMs = options.connectMs ?? 5000;
        this.#given = options.dispatcher ?? null;
    }
    send(request, limits, judge) {
        const { url, body } = request;
        const upload = body === null || body instanceof Uint8Array ? null : new Upload(body);
        const flight = new WireFlight(limits, judge, this.#clock, this.#given === null ? this.#reading : null, upload);
        if (this.#closed) {
            flight.abort('closed', new Error('The transport is closed.'));
            return flight;
        }
        const options = {
            origin: request.origin,
            path: url.pathname + url.search,
            method: request.method,
            headers: upload !== null && request.bodyBytes !== null ? withLength(request) : request.fields,
            body: (upload ?? body),
            // The loop above has its own clock for an attempt.
            headersTimeout: 0,
            bodyTimeout: limits.bodyIdleMs,
        };
        try {
            this.#dispatch(request, options, flight);
        }
        catch (error) {
            flight.onResponseError(null, error);
        }
        return flight;
    }
    async close() {
        this.#closed = true;
        await this.#agent?.close();
    }
    #dispatch(request, options, flight) {
        // A dispatcher of the caller's picks its connections itself.
        if (this.#given !== null)
            this.#given.dispatch(options, flight);
        else if (request.newConnection)
            this.#dispatchAlone(request.origin, options, flight);
        else
            this.#own().dispatch(options, flight);
    }
    /** On a connection of its own, which is closed when the exchange is over. */
    #dispatchAlone(origin, options, flight) {
        const client = new Client(origin, { connect: this.#connect() });
        client.dispatch(options, flight);
        client.close();
    }
    #own() {
        this.#agent ??= new Agent({ connect: this.#connect() });
        return this.#agent;
    }
    #connect() {
        this.#connector ??= valvedConnector(this.#connectMs, this.#reading);
        return this.#connector;
    }
}
function withLength(request) {
    return { ...request.fields, 'content-length': String(request.bodyBytes) };
}
/** The transport over undici's dispatcher: one exchange on the wire a send, no retry, no redirect, no cookie. */
export function undiciTransport(options) {
    return new UndiciTransport(options);
}
