import { parseHttpDate } from './http-date.js';
import { onlyLine, trimSpace } from './tokens.js';
const digitsOnly = /^\d+$/;
/**
 * How long Retry-After asks to wait (RFC 9110 section 10.2.3), in milliseconds counted from `nowMs`, never below 0.
 *
 * - seconds count from the receipt of the answer; a wait beyond 2^53-1 ms is given as `Number.MAX_SAFE_INTEGER`, so
 *   the result is always finite
 * - a date is measured against `date`, the answer's own Date field, so that a wrong local clock does not matter;
 *   without a readable Date it is measured against `nowMs` (epoch milliseconds)
 * - anything else is null, never 0: absent, malformed, or more than one line, for the field is no list and nothing
 *   says which line counts
 */
export function retryAfterMs(value, date, nowMs) {
    const line = onlyLine(value);
    if (line === null)
        return null;
    const text = trimSpace(line);
    if (digitsOnly.test(text))
        return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
    const serverNowMs = typeof date === 'string' ? (parseHttpDate(date, nowMs) ?? nowMs) : nowMs;
    const untilMs = parseHttpDate(text, serverNowMs);
    return untilMs === null ? null : Math.max(0, untilMs - serverNowMs);
}
