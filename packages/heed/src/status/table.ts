/**
 * What each status code means.
 *
 * A status code is a sentence in three digits, said by a server to a program that nobody is watching. The first digit
 * is the gist: wait, use it, look elsewhere, you erred, I erred. The other two make it exact. A client that hears only
 * the first digit already does the right thing most of the time; RFC 9110 section 15 makes that a duty, so that codes
 * which nobody has invented yet still work. A client that hears all three can do what people otherwise write by hand
 * around every call: wait as long as it was told, sign in again, go to the new address, use what it has stored.
 *
 * So every code asks for one of eight things, and the eight are all there is: note, use, follow, reuse, renew, retry,
 * repair, stop. This file is nothing but that assignment, with the reasons in words. No rule, no loop and no number of
 * the table exists anywhere else: whoever wants to know what 425 does reads its row, whoever wants it to do otherwise
 * edits its row, and the client, the command line, the practice server and the reference pages all change together.
 *
 * Three questions fill a row.
 *
 * What did the server say? That is `meaning`, and no two codes say the same: where they seem to, one of them is being
 * misread. 404 does not know whether the thing comes back, 410 does. 401 asks who you are, 403 knows and says no.
 *
 * Did the request happen? That is `effect`, and from a server in trouble the honest answer is "it does not say". A 502
 * may stand in front of an order that was placed. This is why a code that asks to be retried is retried only where
 * repeating is safe, and why a few codes stand out: 421 and 425 say that nothing was done, so even a POST may go again.
 *
 * Would the same request fare better later? Only then is the verb `retry`. 501, 505 and 508 are server errors that time
 * does not heal; 408, 425 and 429 are client errors that it does. The first digit alone is a poor guide here, and a
 * list of numbers copied from project to project a worse one. Knobs beside the verb say the rest: how to wait, whom to
 * resend, which method survives a redirect.
 *
 * Vendors use codes that nobody registered. They have rows, because people meet them at night, but on weaker ground:
 * the same number means a full disk at one company and an expired page at the next. Their rows give no word on the
 * effect, and only those that report a passing fault of the path to the server, or its overload, are retried.
 *
 * What a row leaves unsaid follows from its class and verb (`row.ts`, `sentences.ts`). What has no row is treated as
 * the x00 of its class (`lookup.ts`).
 */
import {
  type FollowKnobs,
  type Particulars,
  type RenewKnobs,
  type RepairKnobs,
  type RetryKnobs,
  type Row,
  row,
} from './row.ts'

const postToGet: FollowKnobs = Object.freeze({ method: 'post-to-get' })
const get: FollowKnobs = Object.freeze({ method: 'get' })
const keep: FollowKnobs = Object.freeze({ method: 'keep' })

const fault: RetryKnobs = Object.freeze({
  whom: 'repeatable',
  pace: 'fault',
  onlyWhenAsked: false,
  onceOnNewConnection: false,
})
const throttle: RetryKnobs = Object.freeze({ ...fault, pace: 'throttle' })
const whenAsked: RetryKnobs = Object.freeze({ ...fault, onlyWhenAsked: true })
const anyMethod: RetryKnobs = Object.freeze({ ...fault, whom: 'any' })
const anyMethodElsewhere: RetryKnobs = Object.freeze({ ...fault, whom: 'any', onceOnNewConnection: true })

const signIn: RenewKnobs = Object.freeze({ field: 'authorization', challenge: 'www-authenticate' })
const signInToProxy: RenewKnobs = Object.freeze({ field: 'proxy-authorization', challenge: 'proxy-authenticate' })

const addLength: RepairKnobs = Object.freeze({ how: 'add-length' })
const dropExpect: RepairKnobs = Object.freeze({ how: 'drop-expect' })
const changeRange: RepairKnobs = Object.freeze({ how: 'change-range' })
const addCondition: RepairKnobs = Object.freeze({ how: 'add-condition' })

// Vendor codes have no specification: what rules them is the duty to treat an unknown code as the x00 of its class.
const classRule = 'RFC9110#15'

/** A code that a vendor uses and nobody registered. */
function of(vendor: string, code: number, phrase: string, own: Particulars): Row {
  return row(code, phrase, classRule, { ...own, vendor })
}

// Said of codes that a server writes into its own log: on the wire they mean that something in between went wrong.
const logOnly = 'Read the server log: this number is meant for it, and a client seldom sees it.'

const registered: readonly Row[] = [
  row(100, 'Continue', 'RFC9110#15.2.1', {
    meaning: 'The server has read the header fields and wants the content now.',
    next: 'Send the content if it was held back, and keep reading until the final answer arrives.',
  }),
  // Not `note`: heed never asks to upgrade, so nobody may switch (RFC 9110 section 7.8), and what follows on the connection
  // is no longer HTTP; to wait for a final answer would be to wait for the deadline.
  row(101, 'Switching Protocols', 'RFC9110#15.2.2', {
    verb: 'stop',
    meaning: 'The server is about to speak another protocol on this connection.',
    next: 'Hand the connection to the protocol that was asked for; if none was, close it and report a broken exchange.',
    fields: ['Upgrade', 'Connection'],
  }),
  row(102, 'Processing', 'RFC2518#10.1', {
    meaning: 'The server has the whole request, is still at work on it, and asks for patience.',
    next: 'Count it as a sign of life and keep waiting, up to the deadline.',
    effect: 'pending',
  }),
  row(103, 'Early Hints', 'RFC8297#2', {
    meaning: 'The server names fields, mostly links to load early, that the final answer will probably carry.',
    next: 'Pass the hints on to whoever listens, trust none of them as final, and keep reading.',
    fields: ['Link'],
    aliases: ['Checkpoint'],
  }),
  row(104, 'Upload Resumption Supported', 'draft-ietf-httpbis-resumable-upload#status-code-104', {
    registration: 'temporary',
    meaning: 'The server can resume this upload should it break, and says where to ask.',
    next: 'Remember where the upload can be resumed, keep sending, and keep waiting for the final answer.',
    effect: 'pending',
    fields: ['Location', 'Upload-Offset', 'Upload-Limit'],
  }),

  row(200, 'OK', 'RFC9110#15.3.1', {
    meaning: 'The request succeeded, and the content is its result.',
    next: 'Use the content; if only a range was asked for, note that all of it came.',
    cacheable: true,
    fields: ['ETag', 'Last-Modified', 'Cache-Control', 'Content-Location', 'Accept-Ranges'],
  }),
  row(201, 'Created', 'RFC9110#15.3.2', {
    meaning: 'The request made something new, which lives at Location or else at the address asked.',
    next: 'Keep the address of what was made; it is no redirect, so fetch it only if you need it.',
    again: 'No, a second request may make a second one.',
    fields: ['Location', 'ETag'],
    namesLocation: true,
  }),
  row(202, 'Accepted', 'RFC9110#15.3.3', {
    meaning: 'The server has taken the request on but not finished it, and promises nothing.',
    next: 'Ask for its progress where the answer says, at the pace of Retry-After.',
    again: 'No, the work is in hand; ask how it stands instead.',
    effect: 'pending',
    fields: ['Location', 'Retry-After', 'Preference-Applied'],
    namesLocation: true,
  }),
  row(203, 'Non-Authoritative Information', 'RFC9110#15.3.4', {
    meaning: 'The request succeeded, but a proxy on the way changed the content.',
    next: 'Use the content, but do not check it against digests or signatures of the original.',
    cacheable: true,
    fields: ['Via', 'ETag'],
    aliases: ['Non Authoritative Information'],
  }),
  row(204, 'No Content', 'RFC9110#15.3.5', {
    meaning: 'The request succeeded, and there is nothing to send back.',
    next: 'Take it as success without data; there is nothing to parse.',
    cacheable: true,
    bodiless: true,
    fields: ['ETag'],
  }),
  row(205, 'Reset Content', 'RFC9110#15.3.6', {
    meaning: 'The request succeeded, and the form it came from should be cleared.',
    next: 'Clear the form if there is one, and take it as success without data.',
    bodiless: true,
  }),
  row(206, 'Partial Content', 'RFC9110#15.3.7', {
    meaning: 'The content is only the part that was asked for, as Content-Range tells.',
    next: 'Join the part to the others if the strong validator is the same, and ask for what is missing.',
    again: 'Only for the missing parts, with Range and If-Range.',
    cacheable: true,
    fields: ['Content-Range', 'Content-Type', 'ETag', 'Content-Length'],
    partial: true,
  }),
  row(207, 'Multi-Status', 'RFC4918#11.1', {
    meaning: 'The content lists several results, each with its own status, and some may be failures.',
    next: 'Read each status in the content before calling anything a success.',
    again: 'Only the members whose own status allows it.',
    effect: 'partly',
    fields: ['Location', 'Content-Type'],
  }),
  row(208, 'Already Reported', 'RFC5842#7.1', {
    meaning: 'Inside a 207, these members were listed before under another path.',
    next: 'Skip the members, and treat it as 200 when it stands alone.',
    fields: ['DAV'],
  }),
  row(226, 'IM Used', 'RFC3229#10.4.1', {
    meaning: 'The content is a difference against a copy that the client said it has.',
    next: 'Apply the difference to that copy; without one, the content is of no use.',
    again: 'Without A-IM, if the difference cannot be applied.',
    fields: ['IM', 'ETag', 'Delta-Base'],
  }),

  row(300, 'Multiple Choices', 'RFC9110#15.4.1', {
    meaning: 'There are several versions of it, and the client has to choose.',
    next: 'Give the caller the list; Location, if there, is what the server would choose.',
    cacheable: true,
    fields: ['Location', 'Link'],
  }),
  row(301, 'Moved Permanently', 'RFC9110#15.4.2', {
    meaning: 'It has moved to the address in Location for good.',
    next: 'Go to the address in Location, a POST as a GET without content, and update links where you can.',
    follow: postToGet,
    cacheable: true,
    fields: ['Location', 'Retry-After', 'Cache-Control'],
  }),
  row(302, 'Found', 'RFC9110#15.4.3', {
    meaning: 'It is at the address in Location for now, and the old address stays the right one.',
    follow: postToGet,
    fields: ['Location', 'Retry-After'],
    aliases: ['Moved Temporarily'],
  }),
  row(303, 'See Other', 'RFC9110#15.4.4', {
    meaning: 'The request is done, and what there is to read about it is at another address.',
    follow: get,
    effect: 'applied',
    fields: ['Location', 'Retry-After'],
  }),
  row(304, 'Not Modified', 'RFC9110#15.4.5', {
    verb: 'reuse',
    meaning: 'What you have stored is still current, so it is not sent again.',
    bodiless: true,
    fields: ['ETag', 'Cache-Control', 'Expires', 'Vary', 'Date', 'Content-Location'],
  }),
  row(305, 'Use Proxy', 'RFC9110#15.4.6', {
    registration: 'deprecated',
    meaning: 'The server wants the request to come through a proxy that it names.',
    next: 'Do not use that proxy, since anybody could name one; hand the answer to the caller.',
    fields: ['Location'],
  }),
  row(306, '(Unused)', 'RFC9110#15.4.7', {
    registration: 'unused',
    meaning: 'The code once meant a change of proxy and has no meaning today.',
    aliases: ['Switch Proxy', 'Unused'],
  }),
  row(307, 'Temporary Redirect', 'RFC9110#15.4.8', {
    meaning: 'For now the same request belongs at the address in Location, method and content unchanged.',
    follow: keep,
    fields: ['Location', 'Retry-After'],
  }),
  row(308, 'Permanent Redirect', 'RFC9110#15.4.9', {
    meaning: 'From now on the same request belongs at the address in Location, method and content unchanged.',
    next: 'Send the same method and content to the address in Location, and update links where you can.',
    follow: keep,
    cacheable: true,
    fields: ['Location', 'Retry-After', 'Cache-Control'],
  }),

  row(400, 'Bad Request', 'RFC9110#15.5.1', {
    meaning: 'The server cannot or will not make sense of the request.',
    next: 'Read the explanation in the content, then mend the syntax, the fields or the data of the request.',
    effect: 'not-stated',
    fields: ['Content-Type'],
  }),
  row(401, 'Unauthorized', 'RFC9110#15.5.2', {
    renew: signIn,
    meaning: 'The server does not know who is asking: credentials are missing, wrong or expired.',
    fields: ['WWW-Authenticate'],
  }),
  row(402, 'Payment Required', 'RFC9110#15.5.3', {
    meaning: 'Somebody has to pay, top up or change the plan first.',
    next: 'Report it; money helps here, waiting does not.',
    effect: 'not-stated',
  }),
  row(403, 'Forbidden', 'RFC9110#15.5.4', {
    meaning: 'The server understood the request and refuses it, whoever you may be.',
    next: 'Report it and check the rights of this account; signing in again as the same user changes nothing.',
    again: 'Not with the same credentials; other credentials may do.',
    fields: ['WWW-Authenticate', 'Retry-After'],
    limitOf: 'GitHub',
  }),
  row(404, 'Not Found', 'RFC9110#15.5.5', {
    meaning: 'There is nothing at this address, or the server will not admit that there is.',
    next: 'Take it as absent, and check the address and the id in it.',
    again: 'Not automatically; it may exist later, but nothing says so.',
    cacheable: true,
    absent: true,
  }),
  row(405, 'Method Not Allowed', 'RFC9110#15.5.6', {
    meaning: 'The address exists but does not take this method; Allow lists those it takes.',
    next: 'Report it with the list in Allow; never switch methods on your own.',
    again: 'Only with a method that Allow lists.',
    cacheable: true,
    fields: ['Allow', 'Accept-Patch'],
    aliases: ['Not Allowed'],
  }),
  row(406, 'Not Acceptable', 'RFC9110#15.5.7', {
    meaning: 'The server has it, but in no form that the Accept fields allow.',
    next: 'Report it, and ask with wider Accept fields.',
    again: 'Only with other Accept fields.',
    fields: ['Vary'],
  }),
  row(407, 'Proxy Authentication Required', 'RFC9110#15.5.8', {
    renew: signInToProxy,
    meaning: 'The proxy, not the server behind it, wants to know who is asking.',
    next: 'Sign in to the proxy once with its own credentials and send the request once more.',
    fields: ['Proxy-Authenticate'],
  }),
  row(408, 'Request Timeout', 'RFC9110#15.5.9', {
    meaning: 'The server waited too long for the request to arrive and gave up on the connection.',
    next: 'Drop the connection, wait briefly, and send it again on another.',
    retry: fault,
    fields: ['Connection', 'Retry-After'],
    aliases: ['Request Time-out'],
  }),
  row(409, 'Conflict', 'RFC9110#15.5.10', {
    meaning: 'The request clashes with what is there now, such as a newer version or a name already taken.',
    next: 'Fetch the current state, redo the change on it, and send that.',
    again: 'Only after the change was redone on the current state.',
    conflict: true,
    fields: ['ETag', 'Upload-Offset'],
  }),
  row(410, 'Gone', 'RFC9110#15.5.11', {
    meaning: 'It was here, has been removed on purpose, and will most likely not return.',
    next: 'Take it as absent and delete the link or subscription that led here.',
    again: 'No, it will not come back.',
    cacheable: true,
    absent: true,
  }),
  row(411, 'Length Required', 'RFC9110#15.5.12', {
    repair: addLength,
    meaning: 'The server wants to know the length of the content before it comes.',
    next: 'Buffer the content and send it once more with Content-Length.',
  }),
  row(412, 'Precondition Failed', 'RFC9110#15.5.13', {
    meaning: 'The condition on the request is false: the resource is no longer what the sender thought.',
    next: 'Fetch the current version, redo the change on it, and send it with the new ETag.',
    again: 'Only with a new condition; if an earlier try got no answer, check first whether it did the work.',
    conflict: true,
    fields: ['ETag'],
  }),
  row(413, 'Content Too Large', 'RFC9110#15.5.14', {
    meaning: 'The content is larger than the server takes, always or just now.',
    next: 'Wait if Retry-After says so; otherwise send less, or in smaller parts.',
    retry: whenAsked,
    fields: ['Retry-After', 'Upload-Limit'],
    aliases: ['Payload Too Large', 'Request Entity Too Large'],
  }),
  row(414, 'URI Too Long', 'RFC9110#15.5.15', {
    meaning: 'The address is longer than the server reads, often because a form or a redirect loop went into it.',
    next: 'Report it, and move the data from the query into the content.',
    again: 'Only with a shorter address.',
    cacheable: true,
    aliases: ['Request-URI Too Long', 'Request-URI Too Large'],
  }),
  row(415, 'Unsupported Media Type', 'RFC9110#15.5.16', {
    meaning: 'The server does not read content of this type or in this coding.',
    next: 'Report it with what the Accept fields of the answer list, and send the content in one of those forms.',
    again: 'Only in another media type, or without compression if Accept-Encoding is in the answer.',
    fields: ['Accept-Encoding', 'Accept', 'Accept-Patch', 'Accept-Query', 'Accept-Post'],
  }),
  row(416, 'Range Not Satisfiable', 'RFC9110#15.5.17', {
    repair: changeRange,
    meaning: 'The range asked for lies outside the content, whose length Content-Range tells.',
    next: 'If the stored part has exactly that length, it is complete; otherwise start over without Range.',
    fields: ['Content-Range'],
    aliases: ['Requested Range Not Satisfiable'],
  }),
  row(417, 'Expectation Failed', 'RFC9110#15.5.18', {
    repair: dropExpect,
    meaning: 'The server cannot do what the Expect field asked for.',
    next: 'Send it once more without Expect; if it had none, something on the way added it, so report that.',
  }),
  row(418, '(Unused)', 'RFC9110#15.5.19', {
    registration: 'unused',
    meaning: 'A teapot was asked for coffee: an old joke with no meaning in HTTP, which some sites tell to bots.',
    effect: 'not-stated',
    aliases: ["I'm a teapot"],
  }),
  row(421, 'Misdirected Request', 'RFC9110#15.5.20', {
    meaning: 'The request came over a connection that is not good for this host.',
    next: 'Open a connection of its own to the host and send it once more.',
    retry: anyMethodElsewhere,
    fields: ['Alt-Svc'],
  }),
  row(422, 'Unprocessable Content', 'RFC9110#15.5.21', {
    meaning: 'The content is well-formed, but what it says cannot be done.',
    next: 'Report the errors that the content lists, one for each field if you can, and correct the data.',
    fields: ['Content-Type'],
    aliases: ['Unprocessable Entity'],
  }),
  row(423, 'Locked', 'RFC4918#11.3', {
    meaning: 'Somebody holds a lock on what the request would change.',
    next: 'Send the lock token if the lock is yours; otherwise report who holds it.',
    again: 'Only with the lock token, or once the lock is released.',
    fields: ['Lock-Token'],
  }),
  row(424, 'Failed Dependency', 'RFC4918#11.4', {
    meaning: 'This part was not tried because another part of the same request failed.',
    next: 'Find the part that failed and deal with that one.',
    again: 'Only after the part it depends on works.',
  }),
  row(425, 'Too Early', 'RFC8470#5.2', {
    meaning: 'The request came in early data, which somebody could replay, so the server did not act on it.',
    next: 'Let the TLS handshake finish, then send it again without early data.',
    retry: anyMethod,
    fields: ['Early-Data'],
    aliases: ['Unordered Collection'],
  }),
  row(426, 'Upgrade Required', 'RFC9110#15.5.22', {
    meaning: 'The server refuses this protocol and lists in Upgrade those it would speak.',
    next: 'Report it with the list in Upgrade, and connect with one of those protocols.',
    again: 'Only over a protocol that Upgrade lists.',
    fields: ['Upgrade', 'Connection'],
  }),
  row(428, 'Precondition Required', 'RFC6585#3', {
    repair: addCondition,
    meaning: 'The server takes changes only on condition that nobody else made one meanwhile.',
    next: 'Send it once more with If-Match and the ETag of the version that the change was made on.',
    again: 'Once, with If-Match; an ETag fetched just for that protects nobody.',
    neverStore: true,
  }),
  row(429, 'Too Many Requests', 'RFC6585#4', {
    meaning: 'You have sent more requests than the rate limit allows.',
    retry: throttle,
    effect: 'not-stated',
    neverStore: true,
    fields: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  }),
  row(431, 'Request Header Fields Too Large', 'RFC6585#5', {
    meaning: 'The header fields, one or all together, are larger than the server reads.',
    next: 'Report it, and look at Cookie and Authorization first.',
    again: 'Only with smaller header fields.',
    neverStore: true,
  }),
  row(451, 'Unavailable For Legal Reasons', 'RFC7725#3', {
    meaning: 'The law, a court or an authority keeps the server from answering.',
    next: 'Report it with the party that a blocked-by link names; do not look for a way around.',
    again: 'No, the reason is not technical.',
    cacheable: true,
    fields: ['Link'],
  }),

  row(500, 'Internal Server Error', 'RFC9110#15.6.1', {
    meaning: 'Something broke inside the server that it did not expect.',
    retry: fault,
    fields: ['Retry-After'],
  }),
  row(501, 'Not Implemented', 'RFC9110#15.6.2', {
    meaning: 'The server does not know this method at all, for any address.',
    next: 'Report it, and use a method that this server knows.',
    again: 'No, the server would have to learn the method first.',
    effect: 'not-applied',
    cacheable: true,
    sound: true,
  }),
  row(502, 'Bad Gateway', 'RFC9110#15.6.3', {
    meaning: 'A gateway got no sound answer from the server behind it, which may have done the work.',
    retry: fault,
    fields: ['Proxy-Status', 'Retry-After'],
  }),
  row(503, 'Service Unavailable', 'RFC9110#15.6.4', {
    meaning: 'The server is overloaded or under repair, and expects to be back.',
    next: 'Hold back calls to this origin until Retry-After, or for a short random time that grows, then send it again.',
    retry: fault,
    fields: ['Retry-After', 'Proxy-Status'],
    aliases: ['Service Temporarily Unavailable'],
    overload: true,
  }),
  row(504, 'Gateway Timeout', 'RFC9110#15.6.5', {
    meaning: 'A gateway waited too long for the server behind it, which may still be at work.',
    retry: fault,
    fields: ['Proxy-Status', 'Retry-After'],
    aliases: ['Gateway Time-out'],
  }),
  row(505, 'HTTP Version Not Supported', 'RFC9110#15.6.6', {
    meaning: 'The server refuses this major version of HTTP.',
    next: 'Report it, and connect with a version that the content names.',
    again: 'Only with another version of HTTP.',
    effect: 'not-applied',
    sound: true,
  }),
  row(506, 'Variant Also Negotiates', 'RFC2295#8.1', {
    meaning: 'The server is set up wrong: the version it chose wants to negotiate again.',
    fields: ['Alternates'],
    sound: true,
  }),
  row(507, 'Insufficient Storage', 'RFC4918#11.5', {
    meaning: 'The server has no room left for what the request would store.',
    next: 'Report it; somebody has to make room.',
    // RFC 4918 section 11.5
    again: 'Not automatically, only when the person who asked asks again.',
    effect: 'not-applied',
  }),
  row(508, 'Loop Detected', 'RFC5842#7.2', {
    meaning: 'The request would go round in circles: a collection contains itself.',
    next: 'Report it, and ask for less depth.',
    again: 'Not unchanged: the circle is still there.',
    effect: 'not-applied',
    sound: true,
  }),
  row(510, 'Not Extended', 'RFC2774#7', {
    registration: 'obsoleted',
    meaning: 'The server wants an extension of HTTP that the request does not declare.',
    again: 'Only with the extension, in a protocol that nobody uses any more.',
    effect: 'not-applied',
    sound: true,
  }),
  row(511, 'Network Authentication Required', 'RFC6585#6', {
    meaning: 'The network, not the server, answers: somebody has to sign in to it first, as in a hotel.',
    next: 'Report that the network wants a sign-in, and take nothing in it for the answer of the server.',
    again: 'Only after the sign-in to the network.',
    effect: 'not-applied',
    neverStore: true,
    byNetwork: true,
    sound: true,
  }),
]

const vendors: readonly Row[] = [
  of('Apache httpd', 218, 'This is fine', {
    meaning: 'An error page is passed off as success to get it through a proxy that replaces error pages.',
    next: 'Read the content before calling it a success.',
    again: 'Not automatically; the content may tell of an error.',
  }),
  of('Laravel, old WebDAV drafts', 419, 'Page Expired', {
    meaning: 'The CSRF token of the form is missing or too old.',
    next: 'Fetch the form anew for a session and a token, and send it with those.',
    aliases: ['Insufficient Space on Resource'],
  }),
  // Not retried: Spring and Shopify gave it other meanings, so the number alone is no word about a limit.
  of('Twitter, Spring and old WebDAV drafts, Shopify', 420, 'Enhance Your Calm', {
    meaning: 'You have sent too many requests, said before there was a registered code for that.',
    next: 'Slow down, and find out what this server means by it.',
    again: 'Not automatically, since others use the number for a failed method or a locked shop.',
    aliases: ['Method Failure'],
  }),
  of('Shopify', 430, 'Shopify Security Rejection', {
    meaning: 'The shop takes the request for an attack.',
    next: 'Stop sending, and find out what in the traffic looks hostile.',
    aliases: ['Request Header Fields Too Large'],
  }),
  of('Microsoft IIS, Outlook Web App', 440, 'Login Time-out', {
    meaning: 'The session has run out.',
    next: 'Log in anew and send it with the new session.',
  }),
  of('nginx', 444, '(Close)', {
    meaning: 'The server closed the connection on purpose without any answer.',
    next: logOnly,
  }),
  of('Microsoft', 449, 'Retry With', {
    meaning: 'The server wants the request again, with something added that it asks for.',
    next: 'Add what the answer asks for and send it.',
  }),
  of('Microsoft Windows', 450, 'Blocked by Windows Parental Controls', {
    meaning: 'A filter on this very computer blocked the request.',
    next: 'Report it; the settings of this computer decide.',
  }),
  of('AWS Application Load Balancer', 460, 'Client Closed Connection', {
    meaning: 'The client hung up on the load balancer before the answer was ready.',
    next: 'Compare your time limit with the time the server needs.',
  }),
  of('AWS Application Load Balancer', 463, 'Too Many Forwarded Addresses', {
    meaning: 'X-Forwarded-For lists more than 30 addresses.',
    next: 'Look for proxies in a circle, and shorten X-Forwarded-For.',
  }),
  of('AWS Application Load Balancer', 464, 'Incompatible Protocol', {
    meaning: 'The HTTP version does not fit what the servers behind the load balancer speak.',
    next: 'Connect with the version that the target group is set up for.',
  }),
  of('nginx', 494, 'Request Header Too Large', {
    meaning: 'The request line or a header field does not fit into the buffers.',
    next: logOnly,
  }),
  of('nginx', 495, 'SSL Certificate Error', {
    meaning: 'The certificate that the client showed did not pass.',
    next: logOnly,
  }),
  of('nginx', 496, 'SSL Certificate Required', {
    meaning: 'The client has to show a certificate and showed none.',
    next: logOnly,
  }),
  of('nginx', 497, 'HTTP Request Sent to HTTPS Port', {
    meaning: 'Plain HTTP was spoken to a port that wants TLS.',
    next: 'Use an address that starts with https.',
  }),
  of('Esri ArcGIS Server, nginx', 498, 'Invalid Token', {
    meaning: 'The token is wrong or has expired.',
    next: 'Get a new token and send it with that.',
  }),
  of('nginx, Cloudflare, Esri ArcGIS Server', 499, 'Client Closed Request', {
    meaning: 'The client hung up before the server could answer, or to Esri a token is missing.',
    next: logOnly,
    aliases: ['Client Close Request', 'Token Required'],
  }),
  of('Apache and cPanel', 509, 'Bandwidth Limit Exceeded', {
    meaning: 'The site has used up the traffic it paid for.',
    next: 'Report it; the quota of the site has to be raised or to start anew.',
    again: 'Not automatically; such a quota lasts for days, not seconds.',
  }),
  of('Cloudflare', 520, 'Web server returns an unknown error', {
    meaning: 'The server behind Cloudflare gave an empty or broken answer, and may have done the work.',
    retry: fault,
  }),
  of('Cloudflare', 521, 'Web server is down', {
    meaning: 'The server behind Cloudflare refused the connection.',
    retry: fault,
  }),
  of('Cloudflare', 522, 'Connection timed out', {
    meaning: 'Cloudflare could not connect to the server behind it in time, or got no receipt for the request.',
    retry: fault,
  }),
  of('Cloudflare', 523, 'Origin is unreachable', {
    meaning: 'Cloudflare finds no way through the network to the server behind it.',
    retry: fault,
  }),
  of('Cloudflare', 524, 'A timeout occurred', {
    meaning: 'The server behind Cloudflare took the request, did not answer in time, and is probably still at work.',
    next: 'Wait a short random time that grows and send it again; if it happens often, start the work and poll for it.',
    retry: fault,
  }),
  of('Cloudflare', 525, 'SSL handshake failed', {
    meaning: 'Cloudflare and the server behind it could not agree on TLS.',
  }),
  of('Cloudflare', 526, 'Invalid SSL certificate', {
    meaning: 'The certificate of the server behind Cloudflare does not pass.',
  }),
  of('Cloudflare', 527, 'Railgun Error', {
    meaning: 'A link of the discontinued Railgun product failed.',
  }),
  // `throttle`: everybody is too fast for it together, and a short wait would keep it so.
  of('Qualys SSL Labs, Anthropic API', 529, 'Overloaded', {
    meaning: 'The service is overloaded by everybody together, not by you alone.',
    next: 'Wait as long as Retry-After says, or a second and growing, then send it again; some services ask for minutes.',
    retry: throttle,
    fields: ['Retry-After'],
    aliases: ['overloaded_error'],
  }),
  of('Cloudflare, Pantheon', 530, 'Origin Name Not Resolved', {
    meaning:
      'Cloudflare cannot look up the server behind it, or at Pantheon the site is asleep; the content tells more.',
    retry: fault,
    aliases: ['Site is frozen'],
  }),
  of('Shopify', 540, 'Temporarily Disabled', {
    meaning: 'The shop has switched this address off for a while.',
  }),
  of('AWS Application Load Balancer', 561, 'Unauthorized', {
    meaning: 'The identity provider gave the load balancer an error while it signed the user in.',
    next: 'Report it; the sign-in has to be started anew or set up right.',
  }),
  of('various proxies', 598, 'Network read timeout error', {
    meaning: 'A proxy waited too long to read from the server behind it.',
  }),
  of('various proxies, Tornado', 599, 'Network connect timeout error', {
    meaning: 'A proxy could not connect to the server behind it, or a client library got no answer and made up a code.',
  }),
]

/** One row a code, by number: the whole IANA registry, and the vendor codes between 100 and 599. */
export const rows: readonly Row[] = Object.freeze(
  [...registered, ...vendors].sort((one, other) => one.code - other.code),
)

/** A number that a vendor sends as a status although it lies outside 100..599: no status code, but people meet it. */
export interface Stray {
  readonly code: number
  readonly phrase: string
  readonly vendor: string
  readonly meaning: string
}

/** The numbers outside 100..599 that are seen in the wild. */
export const strays: readonly Stray[] = Object.freeze([
  Object.freeze({
    code: 783,
    phrase: 'Unexpected Token',
    vendor: 'Shopify',
    meaning: 'Shopify says that the JSON of the request has a syntax error, with a number that is no status code.',
  }),
  Object.freeze({
    code: 999,
    phrase: 'Request denied',
    vendor: 'LinkedIn',
    meaning: 'LinkedIn turns away what it takes for a bot, with a number that is no status code.',
  }),
])
