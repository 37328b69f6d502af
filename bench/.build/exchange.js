/**
 * The facts of one request in flight. Rules read it; `drive` alone writes it. All fields are set here, in one order,
 * so that every exchange has the same shape.
 */
export class Exchange {
    plan;
    /** What goes out next. Redirects replace it; what they drop is gone for good. */
    request;
    source;
    /** Steady milliseconds. */
    startMs;
    endMs;
    sentMs;
    /** How long the latest answer took, from its request on. */
    tookMs;
    /** Sends so far that count as attempts; a redirect's is not one. */
    attempt;
    hop;
    /** What is known of the origin now asked. */
    origin;
    /** Every request of the chain so far, as loop keys; null before the first redirect. */
    visited;
    /** The latest answer and the latest fault; at the end, what the caller gets. */
    answer;
    fault;
    /** Why it ended, unless the answer is the result. */
    failure;
    /** Null while nothing happened but a send. */
    trail;
    constructor(plan, request, source, startMs) {
        this.plan = plan;
        this.request = request;
        this.source = source;
        this.startMs = startMs;
        this.endMs = startMs + plan.deadlineMs;
        this.sentMs = startMs;
        this.tookMs = 0;
        this.attempt = 0;
        this.hop = 0;
        this.origin = plan.ledger.of(request.origin);
        this.visited = null;
        this.answer = null;
        this.fault = null;
        this.failure = null;
        this.trail = null;
    }
}
