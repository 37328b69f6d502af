import { stop } from './stop.js';
const VALIDATORS = ['if-none-match', 'if-modified-since', 'if-range', 'if-match', 'if-unmodified-since'];
/** 304: an answer to callers who sent their own validator; to anybody else it has nothing to point at. */
export function reuse(exchange) {
    const asked = VALIDATORS.some(name => exchange.request.fields[name] !== undefined);
    if (!asked)
        return stop('reuse', 'final', null);
    return { do: 'deliver', rule: 'reuse', reason: 'what the caller has stored is still good' };
}
