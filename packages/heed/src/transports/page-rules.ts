/**
 * In a browser a script sees no redirect, only what stands behind it; it cannot set some fields, and sends no body as it
 * comes. A platform with these rules is known by the fields that it leaves out.
 */
export function hasPageRules(): boolean {
  return !new Request('http://localhost/', { headers: { cookie: 'heed=1' } }).headers.has('cookie')
}
