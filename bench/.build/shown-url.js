/**
 * An address as it may be shown in trails, messages and logs: without user info and fragment, and with the values of
 * its query hidden, because that is where keys and tokens travel.
 */
export function shownUrl(url) {
    return `${url.origin}${url.pathname}${url.search === '' ? '' : shownQuery(url)}`;
}
function shownQuery(url) {
    const names = [...url.searchParams].map(([name, value]) => (value === '' ? name : `${encodeURIComponent(name)}=…`));
    return `?${names.join('&')}`;
}
