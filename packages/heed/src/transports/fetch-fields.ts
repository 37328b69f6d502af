import type { FieldRecord } from '../ports.ts'

/** Fields of several lines come joined, but for Set-Cookie, whose lines no comma can part (RFC 9110 section 5.3). */
export function fieldsOf(headers: Headers): FieldRecord {
  const fields: Record<string, string | readonly string[]> = Object.create(null)
  for (const [name, value] of headers) if (name !== 'set-cookie') fields[name] = value
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) fields['set-cookie'] = cookies
  return fields
}
