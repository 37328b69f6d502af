/** The request fields that set a condition (RFC 9110 section 13.1), in lower case. */
export const CONDITIONS = ['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'] as const
