/** Where heed does otherwise than the platform's fetch, by the name of the case, and why. */
export const OTHERWISE: Readonly<Record<string, string>> = {
  'POST a stream in a Request':
    'nobody can see what the body of a `Request` was made of, so up to 1 MiB of it is read ahead and can be sent again: it has a Content-Length',
  'a field of the caller goes to another origin':
    'a key in a field such as X-API-Key was meant for the origin that was asked: across origins only harmless fields go along',
  'the referrer of the same origin, same-origin':
    'the standard shows the referrer to its own origin; undici compares with a page, which a program has not, and shows nothing',
  'the referrer of the same origin, origin-when-cross-origin': 'as above: undici shows no more than the origin',
}
