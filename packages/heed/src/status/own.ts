/**
 * The codes of answers that heed makes itself from what is kept, where no server says one.
 */

/** The whole of what is kept, also where it came in parts. */
export const OK = 200

/** The part of it that was asked for. */
export const PARTIAL_CONTENT = 206

/** The caller has it already. */
export const NOT_MODIFIED = 304

/** Only a kept answer was wanted and none is usable (RFC 9111 section 5.2.1.7). */
export const GATEWAY_TIMEOUT = 504

/**
 * The one success that Range (RFC 9110 section 14.2) and what HEAD tells of kept answers (RFC 9111 section 4.3.5) are
 * about.
 */
export const isOk = (code: number): boolean => code === OK
