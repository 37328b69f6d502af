import { errors } from 'undici';
import { classOf } from '../status/classes.js';
import { codingsOf, Decoder } from './decode.js';
import { faultName } from './faults.js';
import { Pour } from './pour.js';
const noBytes = new Uint8Array(0);
const noFields = {};
// A Promise hands its resolver to a function; this one puts it where the constructor takes it, so that no exchange makes a
// closure of its own.
let handedOver;
const handOver = (resolve) => {
    handedOver = resolve;
};
/**
 * One exchange: what drive holds (`Flight`), what undici calls (`DispatchHandler`), and where a body goes that is kept.
 * One object with all its fields from the start, since there is one for every request.
 */
export class WireFlight {
    landed;
    #land;
    #limits;
    #judge;
    #clock;
    #reading;
    #upload;
    #controller = null;
    #valve = null;
    #status = 0;
    #statusText = '';
    #fields = noFields;
    #disposal = null;
    #coded = false;
    #intake = null;
    #pour = null;
    #alarm = null;
    #first = null;
    #all = null;
    #bytes = 0;
    #bytesMax;
    #over = false;
    constructor(limits, judge, clock, reading, upload) {
        this.landed = new Promise(handOver);
        this.#land = handedOver;
        this.#limits = limits;
        this.#judge = judge;
        this.#clock = clock;
        this.#reading = reading;
        this.#upload = upload;
        this.#bytesMax = limits.bodyBytes;
    }
    abort(name, cause) {
        this.fail(name, cause);
    }
    // What undici calls.
    onRequestStart(controller) {
        this.#controller = controller;
        if (this.#over)
            controller.abort(new errors.RequestAbortedError());
    }
    onResponseStart(controller, status, headers, statusText) {
        if (this.#over)
            return;
        const fields = headers;
        const itsClass = classOf(status);
        if (itsClass === null) {
            this.fail('invalid-status', new Error(`The status code ${status} is not a valid one.`));
            return;
        }
        if (itsClass.kind === 'informational') {
            if (!this.#judge.interim(status, fields))
                this.fail('interim-flood', new Error('Too many informational answers.'));
            return;
        }
        // HTTP/1.1 has raw fields as a list; an HTTP/2 answer was read past every valve.
        if (this.#reading?.valve && Array.isArray(controller.rawHeaders)) {
            this.#valve = this.#reading.valve;
            this.#valve.inBody = true;
        }
        this.#status = status;
        this.#statusText = statusText ?? '';
        this.#fields = fields;
        const disposal = this.#judge.head(status, this.#statusText, fields);
        this.#disposal = disposal;
        this.#coded = fields['content-encoding'] !== undefined;
        if (disposal !== 'keep' || this.#coded)
            this.#prepare(disposal);
    }
    onResponseData(controller, chunk) {
        if (this.#over)
            return;
        const intake = this.#intake ?? this;
        if (!intake.take(chunk))
            controller.pause();
    }
    onResponseEnd() {
        if (this.#valve !== null)
            this.#valve.inBody = false;
        if (this.#over)
            return;
        const intake = this.#intake ?? this;
        intake.end();
    }
    onResponseError(_controller, error) {
        if (this.#over)
            return;
        if (this.#upload?.broken) {
            this.fail('request-body', this.#upload.cause);
            return;
        }
        const progress = { sent: this.#controller !== null, headed: this.#disposal !== null };
        this.fail(faultName(error, progress), error);
    }
    // Where decoded bytes go.
    take(bytes) {
        if (this.#pour !== null)
            return this.#pour.take(bytes);
        const total = this.#bytes + bytes.length;
        if (total > this.#bytesMax)
            return this.#overflow(bytes);
        this.#bytes = total;
        if (this.#first === null)
            this.#first = bytes;
        else if (this.#all === null)
            this.#all = [this.#first, bytes];
        else
            this.#all.push(bytes);
        return true;
    }
    end() {
        if (this.#over)
            return;
        this.#finish();
        if (this.#pour === null)
            this.#land(this.#answer(true, null));
        else
            this.#pour.end();
    }
    drop() {
        this.#first = null;
        this.#all = null;
    }
    // Where bodies come from.
    resume() {
        this.#controller?.resume();
    }
    fail(name, cause) {
        if (this.#over)
            return;
        this.#finish();
        const fault = { kind: 'fault', name, sent: this.#controller !== null, cause };
        if (this.#pour !== null)
            this.#pour.break(fault);
        else if (this.#outlivesFaults() && name !== 'aborted')
            this.#land(this.#answer(false, null));
        else
            this.#land(fault);
        this.#leave();
    }
    #outlivesFaults() {
        return this.#disposal === 'keep-start' || this.#disposal === 'discard';
    }
    #prepare(disposal) {
        if (disposal === 'discard') {
            this.#bytesMax = this.#limits.discardBytes;
            this.#alarm = this.#clock.set(this.#limits.discardMs, () => this.fail('body-idle', null));
            return;
        }
        if (disposal === 'keep-start')
            this.#bytesMax = this.#limits.errorBytes;
        if (disposal === 'stream') {
            // The stream asks its own source for more: the decoder, where there is one.
            this.#pour = new Pour(() => (decoder ?? this).resume(), () => this.#cancel());
        }
        const codings = this.#coded ? codingsOf(this.#fields['content-encoding']) : [];
        const decoder = codings.length === 0 ? null : new Decoder(codings, this.#limits, this, this);
        this.#intake = decoder;
        if (this.#pour !== null)
            this.#land(this.#answer(true, this.#pour.stream));
    }
    #overflow(bytes) {
        const room = this.#bytesMax - this.#bytes;
        if (this.#outlivesFaults() && room > 0)
            this.take(bytes.subarray(0, room));
        this.fail('too-large', new Error(`The body is longer than ${this.#bytesMax} bytes.`));
        return true;
    }
    #answer(whole, stream) {
        const unreadable = this.#disposal === 'discard' && this.#coded;
        return {
            kind: 'answer',
            status: this.#status,
            statusText: this.#statusText,
            fields: this.#fields,
            body: unreadable ? noBytes : this.#joined(),
            stream,
            whole,
        };
    }
    #joined() {
        if (this.#all !== null)
            return Buffer.concat(this.#all, this.#bytes);
        return this.#first ?? noBytes;
    }
    /** The reader of a stream left. */
    #cancel() {
        if (this.#over)
            return;
        this.#finish();
        this.#leave();
    }
    #finish() {
        this.#over = true;
        if (this.#alarm !== null)
            this.#clock.clear(this.#alarm);
        if (this.#pour !== null)
            this.#judge.streamOver();
        this.#upload?.stop();
    }
    /** Drops the connection, which no other exchange may then use, and what still held bytes. */
    #leave() {
        if (this.#controller !== null)
            this.#controller.abort(new errors.RequestAbortedError());
        this.#intake?.drop();
        this.drop();
    }
}
