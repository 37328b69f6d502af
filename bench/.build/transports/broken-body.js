/** What a streamed body fails with when the wire, a limit or a timer breaks it off: carries the fault that did. */
export class BrokenBody {
    fault;
    constructor(fault) {
        this.fault = fault;
    }
}
