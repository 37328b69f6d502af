import { endOfElement, endOfToken, type FieldLines, fieldLines, readValue, skipListGap, skipSpace } from './tokens.ts'

const mostOffers = 128

/** The index behind a token, or two of them around a slash: `gzip`, `text/csv`, `HTTP/2.0`; `start` when there is none. */
function endOfName(text: string, start: number): number {
  const end = endOfToken(text, start)
  if (end === start || text[end] !== '/') return end
  const second = endOfToken(text, end + 1)
  return second === end + 1 ? start : second
}

/** The parameters from `start` on as they came, but for the weight and what is malformed; null when the weight is 0. */
function readParams(element: string, start: number): string | null {
  let params = ''
  let at = start
  while (element[at] === ';') {
    const nameStart = skipSpace(element, at + 1)
    const nameEnd = endOfToken(element, nameStart)
    const piece = element[nameEnd] === '=' ? readValue(element, nameEnd + 1, ';') : null
    if (piece !== null && element.slice(nameStart, nameEnd).toLowerCase() === 'q') {
      if (/^0(?:\.0*)?$/.test(piece.value)) return null
    } else if (piece !== null && nameEnd > nameStart) params += `;${element.slice(nameStart, piece.end)}`
    at = endOfElement(element, piece?.end ?? nameEnd, ';')
  }
  return params
}

function readOffer(element: string): string | null {
  const end = endOfName(element, 0)
  const next = skipSpace(element, end)
  if (end === 0 || (next < element.length && element[next] !== ';')) return null
  const params = readParams(element, next)
  return params === null ? null : element.slice(0, end) + params
}

/**
 * What a list field offers, in its order, each once: media types (Accept, Accept-Post, Accept-Patch), content codings
 * (Accept-Encoding), protocols (Upgrade). Parameters stay, weights go, and what has the weight 0 is no offer (RFC 9110
 * section 12.4.2). What is malformed is passed over. At most 128 are read.
 */
export function parseOffers(value: FieldLines): string[] {
  const offers = new Set<string>()
  for (const line of fieldLines(value)) {
    let at = skipListGap(line, 0)
    while (at < line.length && offers.size < mostOffers) {
      const end = endOfElement(line, at, ',')
      const offer = readOffer(line.slice(at, end))
      if (offer !== null) offers.add(offer)
      at = skipListGap(line, end)
    }
  }
  return [...offers]
}
