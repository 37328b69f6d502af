import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress, } from 'node:zlib';
/** Encoded bytes go in by slices of this many, so that a bomb is noticed after one slice and not after one chunk. */
const sliceBytes = 16 * 1024;
/** Encoded bytes that may wait for a decoder before the wire is told to wait too. */
const waitingBytesMax = 64 * 1024;
// RFC 9659 section 3: content coded with zstd keeps to windows of 8 MB.
const zstdOptions = { params: { [constants.ZSTD_d_windowLogMax]: 23 } };
// RFC 9110 section 8.4.1.2: `deflate` means zlib; servers that send it raw are common enough to be understood. The low
// half of the first byte tells them apart (RFC 1950 section 2.2).
const openers = new Map([
    ['gzip', () => createGunzip()],
    ['x-gzip', () => createGunzip()],
    ['deflate', first => ((first & 0x0f) === 8 ? createInflate() : createInflateRaw())],
    ['br', () => createBrotliDecompress()],
    ['zstd', () => createZstdDecompress(zstdOptions)],
]);
/** The content codings of an answer in the order in which they were applied; `identity` is none (RFC 9110 section 8.4). */
export function codingsOf(field) {
    if (field === undefined)
        return [];
    const line = typeof field === 'string' ? field : field.join(',');
    return line
        .toLowerCase()
        .split(',')
        .map(coding => coding.trim())
        .filter(coding => coding !== '' && coding !== 'identity');
}
/** Undoes one content coding. One piece at a time: `write` again only after `onWritten`. */
class Stage {
    #opener;
    #severalFrames;
    #onBytes;
    #onEnd;
    #onFail;
    #engine = null;
    #fed = 0;
    #piece = new Uint8Array(0);
    #onWritten = null;
    constructor(coding, opener, onBytes, onEnd, onFail) {
        this.#opener = opener;
        this.#severalFrames = coding === 'zstd';
        this.#onBytes = onBytes;
        this.#onEnd = onEnd;
        this.#onFail = onFail;
    }
    /** `bytes` holds at least one byte. */
    write(bytes, onWritten) {
        this.#engine ??= this.#open(bytes[0] ?? 0);
        this.#fed += bytes.length;
        this.#piece = bytes;
        this.#onWritten = onWritten;
        const engine = this.#engine;
        engine.write(bytes, error => {
            if (error || engine !== this.#engine || this.#onWritten === null)
                return;
            this.#onWritten = null;
            onWritten();
        });
    }
    end() {
        // A body without a byte is an empty body, whatever its coding: HEAD, 204, 304, and servers that label emptiness.
        if (this.#engine === null)
            this.#onEnd();
        else
            this.#engine.end();
    }
    pause() {
        this.#engine?.pause();
    }
    resume() {
        this.#engine?.resume();
    }
    drop() {
        this.#engine?.destroy();
    }
    #open(firstByte) {
        const engine = this.#opener(firstByte);
        this.#fed = 0;
        engine.on('data', this.#onBytes);
        engine.on('end', () => this.#ended(engine));
        // Node's name for input that ends too early, in every coding.
        engine.on('error', (error) => this.#onFail(error.code === 'Z_BUF_ERROR' ? 'truncated' : 'bad-coding', error));
        return engine;
    }
    #ended(engine) {
        const surplus = this.#fed - engine.bytesWritten;
        if (surplus === 0) {
            this.#onEnd();
            return;
        }
        // RFC 8878 section 3: zstd content may be several frames, of which Node decodes the first of each write.
        const onWritten = this.#onWritten;
        if (this.#severalFrames && onWritten !== null) {
            this.#engine = null;
            this.write(this.#piece.subarray(this.#piece.length - surplus), onWritten);
        }
        else
            this.#onFail('bad-coding', new Error('The body goes on after the end of its content coding.'));
    }
}
/** Undoes the content codings of a body on its way to another intake, within the limits. */
export class Decoder {
    #limits;
    #codings;
    #sink;
    #source;
    #stages = [];
    #waiting = [];
    #waitingBytes = 0;
    #wireBytes = 0;
    #writing = false;
    #complete = false;
    #over = false;
    constructor(codings, limits, sink, source) {
        this.#codings = codings;
        this.#limits = limits;
        this.#sink = sink;
        this.#source = source;
    }
    take(bytes) {
        if (this.#over || (this.#stages.length === 0 && !this.#assemble()))
            return true;
        this.#waiting.push(bytes);
        this.#waitingBytes += bytes.length;
        this.#feed();
        return this.#waitingBytes < waitingBytesMax;
    }
    end() {
        if (this.#over)
            return;
        this.#complete = true;
        if (this.#stages.length === 0)
            this.#sink.end();
        else
            this.#feed();
    }
    resume() {
        this.#stages.at(-1)?.resume();
    }
    fail(name, cause) {
        if (this.#over)
            return;
        this.#over = true;
        this.#source.fail(name, cause);
    }
    drop() {
        this.#over = true;
        this.#waiting = [];
        for (const stage of this.#stages)
            stage.drop();
        this.#sink.drop();
    }
    /** Only once a first byte is there: a body that never comes needs no decoder and breaks no limit. */
    #assemble() {
        if (this.#codings.length > this.#limits.codings) {
            this.fail('too-many-codings', new Error(`The body has ${this.#codings.length} content codings.`));
            return false;
        }
        // Undone in the reverse of the order in which they were applied (RFC 9110 section 8.4).
        for (const coding of this.#codings.toReversed()) {
            const opener = openers.get(coding);
            if (opener === undefined) {
                this.fail('bad-coding', new Error(`The content coding ${JSON.stringify(coding)} is not known.`));
                return false;
            }
            this.#stages.push(this.#stage(coding, opener, this.#stages.length));
        }
        return true;
    }
    #stage(coding, opener, at) {
        const last = at === this.#codings.length - 1;
        let bytesOut = 0;
        const onBytes = (bytes) => {
            bytesOut += bytes.length;
            if (this.#over || this.#tooDense(bytesOut))
                return;
            const own = this.#stages[at];
            if (!last) {
                own?.pause();
                this.#stages[at + 1]?.write(bytes, () => own?.resume());
            }
            else if (!this.#sink.take(bytes))
                own?.pause();
        };
        const onEnd = () => {
            if (this.#over)
                return;
            if (!last)
                this.#stages[at + 1]?.end();
            else
                this.#sink.end();
        };
        return new Stage(coding, opener, onBytes, onEnd, (name, cause) => this.fail(name, cause));
    }
    #tooDense(bytesOut) {
        if (bytesOut <= this.#limits.ratioFromBytes || bytesOut <= this.#limits.ratio * this.#wireBytes)
            return false;
        this.fail('too-dense', new Error(`${this.#wireBytes} bytes of body decode to more than ${bytesOut}.`));
        return true;
    }
    #feed() {
        if (this.#writing || this.#over)
            return;
        const head = this.#waiting[0];
        if (head === undefined) {
            if (this.#complete)
                this.#stages[0]?.end();
            return;
        }
        const slice = head.subarray(0, sliceBytes);
        if (slice.length === head.length)
            this.#waiting.shift();
        else
            this.#waiting[0] = head.subarray(sliceBytes);
        this.#writing = true;
        this.#wireBytes += slice.length;
        this.#stages[0]?.write(slice, () => this.#fed(slice.length));
    }
    #fed(bytes) {
        const full = this.#waitingBytes >= waitingBytesMax;
        this.#waitingBytes -= bytes;
        this.#writing = false;
        if (full && this.#waitingBytes < waitingBytesMax)
            this.#source.resume();
        this.#feed();
    }
}
