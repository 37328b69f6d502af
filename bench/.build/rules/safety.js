// RFC 9110 section 9.2.2; QUERY by RFC 10008.
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY']);
/** Does it do no harm when the server processes this request twice? */
export function mayRepeat(exchange) {
    const { request, plan } = exchange;
    return IDEMPOTENT.has(request.method) || plan.replayable || request.fields['idempotency-key'] !== undefined;
}
/** Is the body gone once it was sent? */
export const isOneShot = (exchange) => exchange.source === 'one-shot' && exchange.request.body !== null;
