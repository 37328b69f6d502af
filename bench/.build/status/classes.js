/** The five classes in order: class -> action (RFC 9110 section 15). */
export const classes = [
    {
        range: '1xx',
        first: 100,
        kind: 'informational',
        name: 'Informational',
        meaning: 'The request is being worked on and the final answer is still to come.',
        action: 'Keep waiting.',
    },
    {
        range: '2xx',
        first: 200,
        kind: 'successful',
        name: 'Successful',
        meaning: 'The server took the request and says how it went.',
        action: 'Use the answer.',
    },
    {
        range: '3xx',
        first: 300,
        kind: 'redirection',
        name: 'Redirection',
        meaning: 'The answer is elsewhere: at another address, or in your own store.',
        action: 'Follow Location, or reuse what is stored.',
    },
    {
        range: '4xx',
        first: 400,
        kind: 'client error',
        name: 'Client Error',
        meaning: 'The server finds fault with the request.',
        action: 'Change the request, sign in, or wait as told; never just send it again.',
    },
    {
        range: '5xx',
        first: 500,
        kind: 'server error',
        name: 'Server Error',
        meaning: 'The server failed, and the request may be sound.',
        action: 'Wait and send it again where that is safe; otherwise report it.',
    },
];
/** The class of a code, or null outside 100..599. */
export function classOf(code) {
    return classes[Math.trunc(code / 100) - 1] ?? null;
}
