/**
 * An address as it may be shown in trails, messages and logs: without user info and fragment, and with the values of
 * its query hidden, because that is where keys and tokens travel.
 */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}${url.search === '' ? '' : shownQuery(url.search)}`
}

/** Taken as it is escaped, so that no escape turns into a line end. A part without `=` may be a token: it is hidden. */
function shownQuery(search: string): string {
  const parts = search.slice(1).split('&')
  return `?${parts.map(part => (part.includes('=') ? `${part.slice(0, part.indexOf('='))}=…` : '…')).join('&')}`
}
