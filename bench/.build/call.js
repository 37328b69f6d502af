/** A call under way: await it for the answer, or ask for the body right away. */
export class Call {
    #answer;
    /** @internal */
    constructor(answer) {
        this.#answer = answer;
    }
    // biome-ignore lint/suspicious/noThenProperty: to be awaited is what it is for
    then(kept, caught) {
        return this.#answer.then(kept, caught);
    }
    catch(caught) {
        return this.#answer.catch(caught);
    }
    finally(done) {
        return this.#answer.finally(done);
    }
    async json(schema) {
        const answer = await this.#answer;
        return schema === undefined ? answer.json() : answer.json(schema);
    }
    /** The body as text (UTF-8). */
    async text() {
        return (await this.#answer).text();
    }
    /** The body's bytes. */
    async bytes() {
        return (await this.#answer).bytes();
    }
    get [Symbol.toStringTag]() {
        return 'Call';
    }
}
