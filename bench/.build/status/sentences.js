/**
 * What a verb with its knobs says for people, when a row has nothing more exact to say. A row whose advice follows from its
 * verb states none, so the advice cannot drift away from what is done.
 */
const nextOfVerb = {
    note: 'Keep reading until the final answer arrives.',
    use: 'Use the answer.',
    reuse: 'Serve the stored answer with the fields renewed from this one; pass it on if the caller set the condition.',
    renew: 'Get fresh credentials once, shared by all who wait, and send the request once more.',
    repair: 'Make the one change the answer asks for and send the request once more.',
};
const againOfVerb = {
    note: 'No, this request is still running.',
    use: 'No need, it got through.',
    reuse: 'Only if the stored answer is gone, and then once, without the condition.',
    renew: 'Once, with fresh credentials; a second refusal is final.',
    repair: 'Once, changed as the answer asks; never unchanged.',
};
const nextOfFollow = {
    keep: 'Send the same method and content to the address in Location.',
    'post-to-get': 'Go to the address in Location; a POST becomes a GET without content, other methods stay.',
    get: 'Fetch the address in Location with GET and no content; HEAD stays HEAD.',
};
const againOfFollow = {
    keep: 'Not here; at the new address, if the content can be sent a second time.',
    'post-to-get': 'Not here; at the new address, a POST without its content.',
    get: 'No, only the new address is fetched and the content stays behind.',
};
// An informational code that stops is one after which the connection no longer speaks HTTP.
const nextOfStop = {
    informational: 'Close the connection and report a broken exchange.',
    successful: 'Report it.',
    redirection: 'Hand it to the caller, who chooses where to go.',
    'client error': 'Report it with the explanation in its content; a person or a program has to change something first.',
    'server error': 'Report it with the explanation in its content; the people who run the server have to act.',
};
const againOfStop = {
    informational: 'Not on this connection.',
    successful: 'No.',
    redirection: 'No, the same request gets the same answer.',
    'client error': 'Not unchanged: the same request gets the same answer.',
    'server error': 'Not automatically: nothing says that a second try ends differently.',
};
const nextOfPace = {
    throttle: 'Hold back all calls under the same limit for the time stated, or a second and growing, then send it again.',
    fault: 'Wait as long as Retry-After says, or a short random time that grows, send it again, and report it after a few tries.',
};
/** What a client does next, from the verb and its knobs. */
export function nextFor(verb, kind, follow, retry) {
    if (follow !== null)
        return nextOfFollow[follow.method];
    if (retry !== null)
        return nextOfPace[retry.pace];
    return verb === 'stop' || verb === 'follow' || verb === 'retry' ? nextOfStop[kind] : nextOfVerb[verb];
}
function againOfRetry(retry) {
    if (retry.onceOnNewConnection)
        return 'Yes, once, on a new connection, with any method, since the server did not act on it.';
    if (retry.onlyWhenAsked)
        return 'Only if Retry-After gives a time, not before it, and only where repeating is safe.';
    if (retry.whom === 'any')
        return 'Yes, with any method, since the server did not act on it.';
    return retry.pace === 'throttle'
        ? 'Yes, but not before the time stated, and only where repeating is safe (not a bare POST or PATCH).'
        : 'Yes, after a wait, where repeating is safe (not a bare POST or PATCH).';
}
/** Whether and how the request may be sent again, from the verb and its knobs. */
export function againFor(verb, kind, follow, retry) {
    if (follow !== null)
        return againOfFollow[follow.method];
    if (retry !== null)
        return againOfRetry(retry);
    return verb === 'stop' || verb === 'follow' || verb === 'retry' ? againOfStop[kind] : againOfVerb[verb];
}
/** What each effect says about the request. */
export const effectSentences = {
    applied: 'The request took effect.',
    'not-applied': 'The request did not take effect.',
    pending: 'The request was taken on, and how it ends is still open.',
    partly: 'Parts of the request may have taken effect and others not; the content says which.',
    'not-stated': 'The code does not say whether the request took effect, so assume neither.',
};
/** How a code stands in the IANA registry. `vendor` and `unregistered` need more words, which `explain` adds. */
export const registrySentences = {
    assigned: 'Registered with IANA.',
    unused: 'Reserved by IANA and no longer in use.',
    temporary: 'Registered with IANA for a limited time, while its specification is a draft.',
    deprecated: 'Registered with IANA and deprecated.',
    obsoleted: 'Registered with IANA, but its specification is obsolete.',
};
