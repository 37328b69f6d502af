const joined = (value) => (typeof value === 'string' ? value : value.join(', '));
/** A view of the fields as they came: nothing is copied, and nothing is joined before somebody asks. */
export class FieldHeaders {
    #fields;
    constructor(fields) {
        this.#fields = fields;
    }
    #lines(name) {
        const key = name.toLowerCase();
        return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
    }
    get(name) {
        const lines = this.#lines(name);
        return lines === undefined ? null : joined(lines);
    }
    has(name) {
        return this.#lines(name) !== undefined;
    }
    getSetCookie() {
        const lines = this.#lines('set-cookie');
        return typeof lines === 'string' ? [lines] : [...(lines ?? [])];
    }
    *entries() {
        for (const name of Object.keys(this.#fields).sort())
            yield [name, joined(this.#fields[name] ?? '')];
    }
    *keys() {
        for (const [name] of this.entries())
            yield name;
    }
    *values() {
        for (const [, value] of this.entries())
            yield value;
    }
    [Symbol.iterator]() {
        return this.entries();
    }
    forEach(visit) {
        for (const [name, value] of this.entries())
            visit(value, name);
    }
    get [Symbol.toStringTag]() {
        return 'Headers';
    }
}
