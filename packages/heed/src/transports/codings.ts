/** The content codings of an answer in the order in which they were applied; `identity` is none (RFC 9110 section 8.4). */
export function codingsOf(field: string | readonly string[] | undefined): readonly string[] {
  if (field === undefined) return []
  const line = typeof field === 'string' ? field : field.join(',')
  return line
    .toLowerCase()
    .split(',')
    .map(coding => coding.trim())
    .filter(coding => coding !== '' && coding !== 'identity')
}
