import { BrokenBody } from './broken-body.js';
/** Bytes that may wait in a stream for its reader before the wire is told to wait too. */
const waitingBytesMax = 64 * 1024;
/** Hands a body on as it comes: a slow reader holds back the wire, a reader that leaves ends the exchange. */
export class Pour {
    stream;
    #inner;
    #open = true;
    /** `resume` is called when the reader wants more, `leave` when it is gone. */
    constructor(resume, leave) {
        const inner = { controller: null };
        this.#inner = inner;
        this.stream = new ReadableStream({
            start: controller => {
                inner.controller = controller;
            },
            pull: resume,
            cancel: () => {
                this.#open = false;
                leave();
            },
        }, new ByteLengthQueuingStrategy({ highWaterMark: waitingBytesMax }));
    }
    /** False: enough for now. */
    take(bytes) {
        const { controller } = this.#inner;
        if (!this.#open || controller === null)
            return true;
        controller.enqueue(bytes);
        return (controller.desiredSize ?? 0) > 0;
    }
    end() {
        if (!this.#open)
            return;
        this.#open = false;
        this.#inner.controller?.close();
    }
    /** The body broke off: what the reader has not taken yet is lost, and it is told why. */
    break(fault) {
        if (!this.#open)
            return;
        this.#open = false;
        this.#inner.controller?.error(new BrokenBody(fault));
    }
}
