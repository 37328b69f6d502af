/** Anything that begins like a place of a template. */
const LIKE_A_PLACE = /\{(?:a|b|s|t|prefix|date|rfc850|asctime|unix|\d+\*)(?![A-Za-z])[^{}]*\}/g
const PLACE = /^\{(?:[abst](?:\.host)?|prefix|(?:date|rfc850|asctime|unix)([+-]\d{1,10})?|\d{1,8}\*[^{}]+)\}$/

/** What is wrong with the patterns of fields: those that are no regular expression, and those taken for templates. */
export function patternFaults(patterns: Readonly<Record<string, string | null>> | undefined, place: string): string[] {
  return Object.entries(patterns ?? {}).flatMap(([name, pattern]) => {
    if (pattern === null) return []
    const at = memberOf(place, name)
    const reason = whyNoPattern(pattern)
    if (reason !== null)
      return `${at} is no regular expression (${reason}): put a backslash before a sign that stands for itself, as in \\\\( or \\\\*.`
    const [filled] = pattern.match(LIKE_A_PLACE) ?? []
    return filled === undefined
      ? []
      : `${at} holds ${filled}, but patterns are not filled in: write .* where the address or the time goes.`
  })
}

function whyNoPattern(pattern: string): string | null {
  try {
    new RegExp(`^(?:${pattern})$`)
    return null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*\/: /, '') : String(error)
  }
}

/** What is wrong with the templates anywhere in a value. */
export function templateFaults(value: unknown, place: string): string[] {
  if (typeof value === 'string') {
    const [wrong] = (value.match(LIKE_A_PLACE) ?? []).filter(each => !PLACE.test(each))
    return wrong === undefined
      ? []
      : [`${place} holds ${wrong}, which is no place to fill in: write it as {a}, {prefix}, {date+2} or {unix-60}.`]
  }
  if (typeof value !== 'object' || value === null) return []
  const inside = (name: string): string => (Array.isArray(value) ? `${place}[${name}]` : memberOf(place, name))
  return Object.entries(value).flatMap(([name, inner]) => templateFaults(inner, inside(name)))
}

/** The place of a member: `answers[0].fields["retry-after"]`. */
export function memberOf(place: string, name: string): string {
  return /^[\w$]+$/.test(name) ? `${place}.${name}` : `${place}[${JSON.stringify(name)}]`
}
