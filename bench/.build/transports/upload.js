/** A caller's body on its way out: remembers whether the caller's own code broke it, and lets it go when told to. */
export class Upload {
    broken = false;
    cause = null;
    #source;
    #steps = null;
    #stopped = false;
    constructor(source) {
        this.#source = source;
    }
    [Symbol.asyncIterator]() {
        return this;
    }
    async next() {
        if (this.#stopped)
            return { done: true, value: undefined };
        try {
            this.#steps ??= this.#source[Symbol.asyncIterator]();
            const step = await this.#steps.next();
            if (step.done === true)
                return { done: true, value: undefined };
            if (step.value instanceof Uint8Array)
                return step;
            throw new TypeError('A streamed request body must give pieces of type Uint8Array.');
        }
        catch (cause) {
            this.broken = true;
            this.cause = cause;
            throw cause;
        }
    }
    async return() {
        this.stop();
        return { done: true, value: undefined };
    }
    /** Nobody reads on: the caller's generator may clean up. What it throws then changes nothing any more. */
    stop() {
        if (this.#stopped)
            return;
        this.#stopped = true;
        const leaving = this.#steps?.return?.();
        leaving?.catch(() => { });
    }
}
