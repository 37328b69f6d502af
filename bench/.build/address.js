import { OptionError } from './errors.js';
/**
 * Where the request goes.
 * @throws {OptionError} it is no http or https address, holds user info, or leaves the client's baseUrl
 */
export function addressOf(target, base, search) {
    const url = base === null ? absolute(target) : within(target, base);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new OptionError('url', `The address must begin with http:// or https://; it begins with ${url.protocol}`);
    }
    if (url.username !== '' || url.password !== '') {
        throw new OptionError('url', 'The address must not hold user name and password: send them as the header authorization.');
    }
    for (const params of search)
        if (params !== undefined)
            addSearch(url, params);
    return url;
}
/** The address every other one is relative to; it counts as a folder, with or without a final slash. */
export function baseOf(given) {
    const base = absolute(given);
    if (base.search !== '' || base.hash !== '') {
        throw new OptionError('baseUrl', 'The option baseUrl must not hold a query or fragment: pass searchParams instead.');
    }
    if (!base.pathname.endsWith('/'))
        base.pathname += '/';
    return base;
}
function absolute(target) {
    const url = URL.parse(String(target));
    if (url !== null)
        return url;
    const shown = typeof target === 'string' && !target.includes('@') ? ` '${target.slice(0, 100)}'` : '';
    throw new OptionError('url', `The address${shown} is not a whole URL: write it with its scheme, as in https://example.com/path, or set baseUrl.`);
}
function within(target, base) {
    const relative = typeof target === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(target);
    const url = relative ? URL.parse(String(target).replace(/^\//, ''), base.href) : URL.parse(String(target));
    if (url !== null && url.origin === base.origin && url.pathname.startsWith(base.pathname))
        return url;
    throw new OptionError('url', `The address leaves the client's baseUrl (${base.origin}${base.pathname}): use a path below it, or a client without baseUrl.`);
}
function addSearch(url, search) {
    if (typeof search === 'string' || search instanceof URLSearchParams || Symbol.iterator in search) {
        const pairs = new URLSearchParams(search);
        for (const [name, value] of pairs)
            url.searchParams.append(name, value);
        return;
    }
    for (const [name, value] of Object.entries(search)) {
        for (const each of Array.isArray(value) ? value : [value]) {
            if (each !== undefined && each !== null)
                url.searchParams.append(name, String(each));
        }
    }
}
